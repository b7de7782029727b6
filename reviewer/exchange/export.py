"""Writing an export package: everything since the last receipt, signed, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from reviewer import __version__
from reviewer.bundle.bag import BagWriter, zip_folder
from reviewer.domain import events as ev
from reviewer.domain import fold
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.exchange import package, summary, views
from reviewer.exchange.chain import GENESIS
from reviewer.exchange.lines import SignedEvent, line_of
from reviewer.exchange.package import Range
from reviewer.exchange.place import building_site, settle
from reviewer.exchange.verify import verify
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.dsse import EXPORT_TYPE
from reviewer.trust.keys import Signer, fingerprint


class LedgerEvent(SignedEvent, Protocol):
    """An event as the ledger gives it; ``store.stored.StoredEvent`` is one."""

    @property
    def seq(self) -> int:
        """Its place in the chain, from 1."""
        ...

    @property
    def event(self) -> Event:
        """What its text says."""
        ...


class LedgerView(Protocol):
    """What an export needs of a ledger."""

    @property
    def device(self) -> str:
        """Whose chain."""
        ...

    def events(self, after_seq: int = 0) -> Iterator[LedgerEvent]:
        """Events of this chain after a seq, in order."""
        ...

    def acknowledged_seq(self) -> int:
        """The last event that a receipt acknowledges; 0 before the first receipt."""
        ...


class EvidenceView(Protocol):
    """What an export needs of the evidence."""

    def imports(self) -> Iterable[views.ImportInfo]:
        """All imports."""
        ...


@dataclass(frozen=True)
class ExportResult:
    """A package that stands at ``path``.

    Attributes:
        path: the folder or zip file.
        events: how many events it holds, ``from_seq`` to ``to_seq``.
        head: hash of its last event.
        sha256: of the zip file; of a folder, of its tag manifest.
    """

    path: Path
    events: int
    from_seq: int
    to_seq: int
    head: str
    sha256: str
    package_id: str
    device: str

    def as_dict(self) -> dict[str, Any]:
        """The form of the command line."""
        return {
            "path": str(self.path),
            "events": self.events,
            "from_seq": self.from_seq,
            "to_seq": self.to_seq,
            "head": self.head,
            "sha256": self.sha256,
        }


@dataclass
class _Stretch:
    """The range to export, with the state of the whole chain at its end."""

    span: Range
    stored: list[LedgerEvent]
    history: list[Event]
    state: State = field(default_factory=State)

    @property
    def events(self) -> list[Event]:
        return [stored.event for stored in self.stored]


def export(
    ledger: LedgerView,
    evidence: EvidenceView,
    policy_texts: Mapping[str, str],
    out: Path,
    *,
    profile: str = "full",
    signer: Signer,
    zipped: bool | None = None,
) -> ExportResult:
    """Write everything since the last acknowledged event as one signed package.

    The range ends at the last event that is not a trailing export or receipt, so the same range
    gives the same bytes. The package is read back and verified before it takes its name. The
    ledger gets no event here: the caller appends ``export`` after success.

    Args:
        policy_texts: SHA-256 to canonical text of every policy set that the events may name.
        out: a folder or, with ``zipped`` or a name that ends in ``.zip``, a zip file. If the very
            same package stands there already, nothing is changed and all is well.
        profile: ``full``, or ``decisions-only`` without summary, holds and state involvement.

    Raises:
        Refused: ``exists`` (something else of that name), ``nothing`` (all is acknowledged),
            ``profile``, ``no_folder``.
        Damaged: ``policy`` (a text that events name is not here), ``ledger`` (the chain does not
            verify), ``write`` (the disk).
    """
    if profile not in package.PROFILES:
        raise Refused(
            f"There is no export profile {profile!r}.",
            code="profile",
            next_step=f"Choose one of {', '.join(package.PROFILES)}.",
        )
    stretch = _stretch(ledger)
    files = _files(stretch, evidence, policy_texts, profile, signer)
    as_zip = out.suffix.lower() == ".zip" if zipped is None else zipped
    with building_site(out, stretch.span.package_id[:16]) as site:
        folder = site / "package"
        sha256 = _write(folder, files, stretch, profile, signer)
        built = folder
        if as_zip:
            built = site / "package.zip"
            zip_folder(folder, built)
            sha256 = sha256_hex(built.read_bytes())
        _read_back(built, signer)
        settle(built, out)
    span = stretch.span
    return ExportResult(
        out,
        len(stretch.stored),
        span.from_seq,
        span.to_seq,
        span.head,
        sha256,
        span.package_id,
        span.device,
    )


def _stretch(ledger: LedgerView) -> _Stretch:
    """The events to export, and the state that the chain has at the last of them."""
    acknowledged = ledger.acknowledged_seq()
    chain = list(ledger.events(0))
    while chain and chain[-1].event.get("type") in ev.BOOKKEEPING:
        chain.pop()
    stored = [one for one in chain if one.seq > acknowledged]
    if not stored:
        raise Refused(
            "There is nothing to export: every event has its receipt.",
            code="nothing",
            next_step="Decide something first; earlier packages stay valid.",
        )
    before = next((one for one in chain if one.seq == acknowledged), None)
    span = Range(
        device=ledger.device,
        from_seq=stored[0].seq,
        to_seq=stored[-1].seq,
        prev=sha256_hex(before.text) if before else GENESIS,
        head=sha256_hex(stored[-1].text),
    )
    history = [one.event for one in chain]
    return _Stretch(span, stored, history, fold.fold(history))


def _files(
    stretch: _Stretch,
    evidence: EvidenceView,
    policy_texts: Mapping[str, str],
    profile: str,
    signer: Signer,
) -> dict[str, bytes]:
    """Every payload file but the header, by its path."""
    span, state, events = stretch.span, stretch.state, stretch.events
    created_at = ev.text(events[-1], "at")
    table = views.decisions_csv(state)
    files = {
        package.EVENTS: b"".join(line_of(stored) for stored in stretch.stored),
        package.KEYS: _keys_json(stretch, signer),
        package.IMPORTS: views.imports_json(views.import_ids(events), evidence.imports()),
        package.DECISIONS: table,
        package.DATAPACKAGE: views.datapackage(table, span.package_id, created_at),
    }
    for digest in _policies(events):
        files[f"{package.POLICY_FOLDER}{digest}.json"] = _policy(digest, policy_texts)
    if profile == "full":
        files[package.HOLDS] = views.holds_jsonl(stretch.history, state)
        files[package.STATE_INVOLVEMENT] = views.state_involvement_jsonl(stretch.history, state)
        files[package.SUMMARY] = summary.summary_html(
            span, events, state, _actor(stretch)["pseudonym"], fingerprint(signer.public)
        )
    return files


def _policies(events: Iterable[Event]) -> list[str]:
    """The hashes of the policy sets that events name, sorted."""
    named = set()
    for event in events:
        policy = event.get("policy")
        if isinstance(policy, Mapping) and isinstance(policy.get("hash"), str):
            named.add(str(policy["hash"]))
    return sorted(named)


def _policy(digest: str, texts: Mapping[str, str]) -> bytes:
    text = texts.get(digest)
    if text is None or sha256_hex(text) != digest:
        raise Damaged(
            f"The text of the policy set {digest[:16]} that decisions rest on is not here.",
            code="policy",
            next_step="Install that policy set again; nothing was written.",
        )
    return text.encode("utf-8")


def _actor(stretch: _Stretch) -> dict[str, str]:
    """Pseudonym and role of whoever made the last event."""
    actor = stretch.stored[-1].event.get("actor")
    actor = actor if isinstance(actor, Mapping) else {}
    return {name: str(actor.get(name, "")) for name in ("pseudonym", "role")}


def _keys_json(stretch: _Stretch, signer: Signer) -> bytes:
    key = {
        "keyid": signer.keyid,
        "public": b64(signer.public),
        "device": stretch.span.device,
        **_actor(stretch),
    }
    return _file({"format": "reviewer-keys", "format_version": "1.0", "keys": [key]})


def _header(stretch: _Stretch, profile: str, signer: Signer) -> bytes:
    span, state = stretch.span, stretch.state
    created_at = ev.text(stretch.stored[-1].event, "at")
    decided = [fact for _, fact, _ in views.decision_facts(state)]
    return _file(
        {
            "format": package.FORMAT,
            "format_version": package.FORMAT_VERSION,
            "must_understand": [],
            "id": span.package_id,
            "created_at": created_at,
            "producer": {"name": "reviewer", "version": __version__},
            "profile": profile,
            "events": len(stretch.stored),
            "counts": {
                "decisions_in_force": len(decided),
                "subjects_decided": len(state.decided()),
                "contested": sum(s.contested for s in state.subjects.values()),
                "proposed": sum(len(s.proposals) for s in state.subjects.values()),
                "holds": sum(len(s.holds) for s in state.subjects.values()),
            },
            "signer": {"keyid": signer.keyid, **_actor(stretch)},
            "receipt": package.receipt_text(span, created_at),
            **span.to_dict(),
        }
    )


def _write(
    folder: Path, files: Mapping[str, bytes], stretch: _Stretch, profile: str, signer: Signer
) -> str:
    """Fill and close the bag; returns the SHA-256 of its tag manifest."""
    bag = BagWriter(folder)
    digests = {package.HEADER: bag.add(package.HEADER, _header(stretch, profile, signer))}
    for name, data in sorted(files.items()):
        digests[name] = bag.add(name, data)
    span = stretch.span
    created_at = ev.text(stretch.stored[-1].event, "at")
    statement = {
        "format": package.FORMAT,
        "format_version": package.FORMAT_VERSION,
        "id": span.package_id,
        "created_at": created_at,
        "events": len(stretch.stored),
        "files": digests,
        "signer": {"keyid": signer.keyid, **_actor(stretch)},
        **span.to_dict(),
    }
    closed = bag.finish(
        {
            "Bagging-Date": created_at[:10],
            "External-Identifier": span.package_id,
            "External-Description": f"Reviewer export package, events {span.from_seq} to"
            f" {span.to_seq} of device {span.device}",
            "Bag-Software-Agent": f"reviewer {__version__}",
        },
        EXPORT_TYPE,
        signer,
        signature=package.SIGNATURE,
        statement=statement,
    )
    return closed.tagmanifest_sha256


def _read_back(built: Path, signer: Signer) -> None:
    """Verify what was built, as its reader will."""
    report = verify(built, own=signer.public)
    if report.first_bad is not None:
        raise Damaged(
            f"The ledger cannot be exported. {report.first_bad.says}",
            code="ledger",
            line=report.first_bad.seq,
            next_step="Nothing was written. Restore the workspace from its newest backup.",
        )


def _file(document: Any) -> bytes:
    return (dumps(document) + "\n").encode("utf-8")
