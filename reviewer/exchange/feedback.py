"""A feedback package: what a lead sends back to one reviewer, signed, as one bag.

It holds receipts (how far the lead has the reviewer's chains) and an excerpt of the lead's own
chain: the events that concern this reviewer, each signed when it was made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.bundle.bag import BagWriter, zip_folder
from reviewer.domain import events as ev
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import package
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.lines import line_of
from reviewer.exchange.place import building_site, plain_site, settle
from reviewer.exchange.sealed import Seals, settle_sealed
from reviewer.exchange.stretch import LedgerEvent
from reviewer.store.ledger.peers import PeerTip
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer

FORMAT = "reviewer-feedback"
FORMAT_VERSION = "1.0"
HEADER = "data/feedback.json"
EVENTS = "data/feedback.jsonl"


@dataclass(frozen=True)
class Contents:
    """What one package says.

    Attributes:
        to: the pseudonym of whom it is for.
        sender, role: the lead's.
        receipts: how far the lead has each chain of theirs.
        events: the lead's events for them; none in a package of receipts alone.
        made_at: RFC 3339: the newest of what it is about.
    """

    to: str
    sender: str
    role: str
    receipts: Sequence[PeerTip]
    events: Sequence[LedgerEvent]
    made_at: str

    @property
    def package_id(self) -> str:
        """SHA-256 of reader, receipts and events: the same contents are the same package."""
        told = [[r.device, r.seq, r.head] for r in sorted(self.receipts)]
        return sha256_hex(dumps([self.to, told, [sha256_hex(one.text) for one in self.events]]))


@dataclass(frozen=True)
class Written:
    """A feedback package that stands at ``path``."""

    path: Path
    to: str
    package_id: str
    receipts: int
    events: int
    sha256: str


def write_feedback(
    contents: Contents, out: Path, signer: Signer, *, seals: Seals | None = None
) -> Written:
    """Write a feedback package, whole or not at all, and read it back.

    Args:
        out: a zip file, a folder, or with ``seals`` an encrypted file.

    Raises:
        Refused: ``nothing`` (there is nothing to say), ``exists``, ``no_folder``.
        Damaged: ``write``, ``feedback``.
    """
    if not contents.receipts and not contents.events:
        raise Refused(
            f"There is nothing to send back to {contents.to}.",
            code="nothing",
            next_step="Merge a package of theirs first.",
        )
    secret = seals is not None
    with (
        building_site(out, contents.package_id[:16]) as site,
        plain_site(site, sealed=secret) as aside,
    ):
        built = aside / "feedback"
        sha256 = _write(built, contents, signer)
        if seals or out.suffix.lower() == ".zip":
            folder, built = built, aside / "feedback.zip"
            zip_folder(folder, built)
            sha256 = sha256_hex(built.read_bytes())
        report = verify(built, own=signer.public)
        if report.first_bad is not None:
            says = report.first_bad.says
            raise Damaged(f"The feedback does not verify. {says}", code="feedback")
        if seals:
            settle_sealed(built, site / "feedback.age", out, seals)
        else:
            settle(built, out)
    count = len(contents.receipts), len(contents.events)
    return Written(out, contents.to, contents.package_id, *count, sha256)


def _write(folder: Path, contents: Contents, signer: Signer) -> str:
    bag = BagWriter(folder)
    digests = {name: bag.add(name, data) for name, data in sorted(_files(contents, signer).items())}
    statement = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "id": contents.package_id,
        "created_at": contents.made_at,
        "files": digests,
        "signer": _who(contents, signer),
    }
    info = {
        "Bagging-Date": contents.made_at[:10],
        "External-Identifier": contents.package_id,
        "External-Description": "Reviewer feedback package",
        "Bag-Software-Agent": f"reviewer {__version__}",
    }
    name = package.SIGNATURE
    return bag.finish(
        info, EXPORT_TYPE, signer, signature=name, statement=statement
    ).tagmanifest_sha256


def _who(contents: Contents, signer: Signer) -> dict[str, str]:
    return {"keyid": signer.keyid, "pseudonym": contents.sender, "role": contents.role}


def _files(contents: Contents, signer: Signer) -> dict[str, bytes]:
    kinds = Counter(ev.text(one.event, "type") for one in contents.events)
    header = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "must_understand": [],
        "id": contents.package_id,
        "created_at": contents.made_at,
        "producer": {"name": "reviewer", "version": __version__},
        "to": contents.to,
        "signer": _who(contents, signer),
        "receipts": [
            {"device": r.device, "seq": r.seq, "head": r.head} for r in sorted(contents.receipts)
        ],
        "counts": dict(sorted(kinds.items())),
    }
    key = {"keyid": signer.keyid, "public": b64(signer.public), "pseudonym": contents.sender}
    return {
        HEADER: _json(header),
        EVENTS: b"".join(line_of(one) for one in contents.events),
        package.KEYS: _json({"format": "reviewer-keys", "format_version": "1.0", "keys": [key]}),
    }


def _json(document: Any) -> bytes:
    return (dumps(document) + "\n").encode("utf-8")
