"""A referral packet: what an authority needs to act on a threat, signed, as one bag.

The parts are those of standards.md 8.1. The packet holds the signed events it rests on, so that its
reader can follow who decided, who proposed and who approved. Same bag profile as an export package.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer import __version__
from reviewer.bundle.bag import BagWriter, zip_folder
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.proposals import is_emergency, needed, objection
from reviewer.exchange import package
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.lines import SignedEvent, line_of
from reviewer.exchange.packet_page import packet_page
from reviewer.exchange.place import building_site, settle
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer

FORMAT = "reviewer-referral"
FORMAT_VERSION = "1.0"
HEADER = "data/referral.json"
PAGE = "data/referral.html"


@dataclass(frozen=True)
class Sources:
    """What a packet is made from.

    Attributes:
        content: the parts of the packet by name, plain values; texts in it are untrusted.
        proposal: the signed ``refer``.
        approvals: signed ``approve`` events that name it.
        others: further signed events that it rests on, in their order.
        publics: key id to 32 bytes, for every key that signed one of them.
    """

    content: Mapping[str, Any]
    proposal: SignedEvent
    approvals: Sequence[SignedEvent]
    others: Sequence[SignedEvent]
    publics: Mapping[str, bytes]


@dataclass(frozen=True)
class PacketResult:
    """A packet that stands at ``path``. ``have`` of ``needed`` people agreed, with the proposer."""

    path: Path
    packet_id: str
    emergency: bool
    have: int
    needed: int
    sha256: str


def write_packet(
    sources: Sources,
    proposal: Mapping[str, Any],
    approvals: Sequence[Mapping[str, Any]],
    out: Path,
    signer: Signer,
    *,
    emergency: bool = False,
) -> PacketResult:
    """Write a packet, whole or not at all, and read it back.

    Args:
        proposal: what the signed ``refer`` says; ``approvals``: what the approvals say.
        out: a folder, or a zip file where the name ends in ``.zip``.
        emergency: write it although nobody else approved yet; only for a threat to life, and
            marked so.

    Raises:
        Refused: ``four_eyes``, no approval by a different lead; ``exists``; ``no_folder``.
        Damaged: ``write``, ``packet``.
    """
    have, wanted, keys = agreed(proposal, approvals)
    _gate(proposal, have, wanted, emergency)
    packet_id = sha256_hex(dumps([sources.proposal.text, sorted(keys)]))
    with building_site(out, packet_id[:16]) as site:
        folder = site / "packet"
        sha256 = fill_packet(sources, proposal, approvals, folder, signer)
        built = folder
        if out.suffix.lower() == ".zip":
            built = site / "packet.zip"
            zip_folder(folder, built)
            sha256 = sha256_hex(built.read_bytes())
        report = verify(built, own=signer.public)
        if report.first_bad is not None:
            raise Damaged(f"The packet does not verify. {report.first_bad.says}", code="packet")
        settle(built, out)
    return PacketResult(out, packet_id, have < wanted, have, wanted, sha256)


def may_leave(proposal: Mapping[str, Any], approvals: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a referral leaves in an export package: approved, or a threat to life, so marked."""
    have, wanted, _ = agreed(proposal, approvals)
    return have >= wanted or is_emergency(proposal)


def packet_files(
    sources: Sources,
    proposal: Mapping[str, Any],
    approvals: Sequence[Mapping[str, Any]],
    signer: Signer,
) -> dict[str, bytes]:
    """A packet as its files by their path, to be enclosed in an export package; ``may_leave`` must
    have said so.

    Raises:
        Damaged: ``write``, there is no room to make it.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="reviewer-packet-") as scratch:
            folder = Path(scratch) / "packet"
            fill_packet(sources, proposal, approvals, folder, signer)
            names = sorted(path for path in folder.rglob("*") if path.is_file())
            return {path.relative_to(folder).as_posix(): path.read_bytes() for path in names}
    except OSError as error:
        raise Damaged(
            f"A referral packet could not be made ({error.strerror or error}).",
            code="write",
            next_step="Make room on the disk for temporary files, and try again.",
        ) from error


def fill_packet(
    sources: Sources,
    proposal: Mapping[str, Any],
    approvals: Sequence[Mapping[str, Any]],
    folder: Path,
    signer: Signer,
) -> str:
    """Write the bag of a packet into a new folder; returns the SHA-256 of its tag manifest."""
    have, wanted, keys = agreed(proposal, approvals)
    files = _files(sources, have, wanted, emergency=have < wanted)
    packet_id = sha256_hex(dumps([sources.proposal.text, sorted(keys)]))
    return _write(folder, files, packet_id, str(proposal["at"]), signer)


def agreed(
    proposal: Mapping[str, Any], approvals: Sequence[Mapping[str, Any]]
) -> tuple[int, int, set[str]]:
    """How many people agreed, how many must, and the keys of those who approved."""
    keys = {str(a["actor"]["key"]) for a in approvals if not objection(a, proposal)}
    return 1 + len(keys), 1 + needed(proposal), keys


def _gate(proposal: Mapping[str, Any], have: int, wanted: int, emergency: bool) -> None:
    """Without the approval that it needs nothing is written, but for a threat to life."""
    if have >= wanted:
        return
    if emergency and is_emergency(proposal):
        return
    why = "A different lead has not approved this referral: no packet is written."
    if emergency:
        why = "Only a threat to life has an emergency packet; this referral is none."
    raise Refused(why, code="four_eyes", next_step="Ask a lead to approve it, then write it again.")


def _files(sources: Sources, have: int, wanted: int, *, emergency: bool) -> dict[str, bytes]:
    word = "emergency, approvals" if emergency else "approvals"
    mark = f"{word} {have} of {wanted}"
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "must_understand": [],
        "producer": {"name": "reviewer", "version": __version__},
        "marking": mark,
        "emergency": emergency,
        "approvals": {"have": have, "needed": wanted},
        **sources.content,
    }
    events = [*sources.others, sources.proposal, *sources.approvals]
    named = [{"keyid": k, "public": b64(p)} for k, p in sorted(sources.publics.items())]
    return {
        HEADER: (dumps(content) + "\n").encode("utf-8"),
        PAGE: packet_page(content),
        package.EVENTS: b"".join(line_of(one) for one in events),
        package.KEYS: (dumps({"format": "reviewer-keys", "keys": named}) + "\n").encode("utf-8"),
    }


def _write(
    folder: Path, files: Mapping[str, bytes], packet_id: str, created_at: str, signer: Signer
) -> str:
    bag = BagWriter(folder)
    digests = {name: bag.add(name, data) for name, data in sorted(files.items())}
    statement = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "id": packet_id,
        "created_at": created_at,
        "files": digests,
        "signer": {"keyid": signer.keyid},
    }
    info = {
        "Bagging-Date": created_at[:10],
        "External-Identifier": packet_id,
        "External-Description": "Reviewer referral packet; read data/referral.html",
        "Bag-Software-Agent": f"reviewer {__version__}",
    }
    name = package.SIGNATURE
    return bag.finish(
        info, EXPORT_TYPE, signer, signature=name, statement=statement
    ).tagmanifest_sha256
