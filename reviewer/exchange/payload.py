"""What goes into an export package: the stretch of the chain, and every file made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from reviewer import __version__
from reviewer.domain import events as ev
from reviewer.domain import fold
from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.exchange import package, summary, views
from reviewer.exchange.chain import GENESIS
from reviewer.exchange.lines import SignedEvent, line_of
from reviewer.exchange.package import Range
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, sha256_hex
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


class ChainView(Protocol):
    """What an export needs of one chain."""

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


class LedgerView(ChainView, Protocol):
    """What an export needs of a ledger: its chain, and those that it was restored from."""

    def earlier(self) -> Sequence[ChainView]:
        """The chains that this one goes on from, the oldest first, each up to the event that the
        ``restore`` of the next one names."""
        ...


class EvidenceView(Protocol):
    """What an export needs of the evidence."""

    def imports(self) -> Iterable[views.ImportInfo]:
        """All imports."""
        ...


@dataclass
class Stretch:
    """The range to export, with the state of all chains at its end.

    Attributes:
        span: of our own chain.
        stored: what travels, chain by chain, our own last.
        history: every event of all chains, in the order in which they are folded.
        state: what they say together.
        earlier: the ranges of the chains before our own that travel, the oldest first.
    """

    span: Range
    stored: list[LedgerEvent]
    history: list[Event]
    state: State = field(default_factory=State)
    earlier: tuple[Range, ...] = ()

    @property
    def package_id(self) -> str:
        """The name of the package."""
        return package.package_id(self.span, self.earlier)

    @property
    def events(self) -> list[Event]:
        """The events of the range."""
        return [stored.event for stored in self.stored]

    @property
    def created_at(self) -> str:
        """The time of the last event: the package's own."""
        return ev.text(self.stored[-1].event, "at")


def take_stretch(ledger: LedgerView) -> Stretch:
    """The events to export, and the state that all chains have at the last of them.

    A chain that this one was restored from travels as long as something in it has no receipt, and
    with it all of the chains that go on from it: so the ``restore`` that names it is always there.
    """
    parts: list[_Part] = []
    history: list[Event] = []
    for view in ledger.earlier():
        chain = list(view.events(0))
        history += [one.event for one in chain]
        part = _part(view.device, chain, 0 if parts else view.acknowledged_seq())
        if part is not None and (parts or any(not _books(one) for one in part.stored)):
            parts.append(part)
    chain = list(ledger.events(0))
    while chain and _books(chain[-1]):
        chain.pop()
    own = _part(ledger.device, chain, 0 if parts else ledger.acknowledged_seq())
    if own is None:
        raise Refused(
            "There is nothing to export: every event has its receipt.",
            code="nothing",
            next_step="Decide something first; earlier packages stay valid.",
        )
    history += [one.event for one in chain]
    stored = [one for part in (*parts, own) for one in part.stored]
    earlier = tuple(part.span for part in parts)
    return Stretch(own.span, stored, history, fold.fold(history), earlier)


@dataclass(frozen=True)
class _Part:
    """What travels of one chain."""

    span: Range
    stored: list[LedgerEvent]


def _part(device: str, chain: Sequence[LedgerEvent], acknowledged: int) -> _Part | None:
    """The stretch of a chain after the last event with a receipt; None where nothing is left."""
    stored = [one for one in chain if one.seq > acknowledged]
    if not stored:
        return None
    before = next((one for one in chain if one.seq == acknowledged), None)
    span = Range(
        device=device,
        from_seq=stored[0].seq,
        to_seq=stored[-1].seq,
        prev=sha256_hex(before.text) if before else GENESIS,
        head=sha256_hex(stored[-1].text),
    )
    return _Part(span, stored)


def _books(one: LedgerEvent) -> bool:
    return one.event.get("type") in ev.BOOKKEEPING


def payload_files(
    stretch: Stretch,
    evidence: EvidenceView,
    policy_texts: Mapping[str, str],
    profile: str,
    signer: Signer,
) -> dict[str, bytes]:
    """Every payload file but the header, by its path."""
    span, state, events = stretch.span, stretch.state, stretch.events
    table = views.decisions_csv(state)
    files = {
        package.EVENTS: b"".join(line_of(stored) for stored in stretch.stored),
        package.KEYS: _keys_json(stretch, signer),
        package.IMPORTS: views.imports_json(views.import_ids(events), evidence.imports()),
        package.DECISIONS: table,
        package.DATAPACKAGE: views.datapackage(table, stretch.package_id, stretch.created_at),
    }
    for digest in _policies(events):
        files[f"{package.POLICY_FOLDER}{digest}.json"] = _policy(digest, policy_texts)
    if profile == "full":
        files[package.HOLDS] = views.holds_jsonl(stretch.history, state)
        files[package.STATE_INVOLVEMENT] = views.state_involvement_jsonl(stretch.history, state)
        files[package.SUMMARY] = summary.summary_html(
            span,
            events,
            state,
            actor_of(stretch)["pseudonym"],
            fingerprint(signer.public),
            stretch.earlier,
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


def actor_of(stretch: Stretch) -> dict[str, str]:
    """Pseudonym and role of whoever made the last event."""
    actor = stretch.stored[-1].event.get("actor")
    actor = actor if isinstance(actor, Mapping) else {}
    return {name: str(actor.get(name, "")) for name in ("pseudonym", "role")}


def _keys_json(stretch: Stretch, signer: Signer) -> bytes:
    named = [
        {
            "keyid": signer.keyid,
            "public": b64(signer.public),
            "device": span.device,
            **actor_of(stretch),
        }
        for span in (*stretch.earlier, stretch.span)
    ]
    return _file({"format": "reviewer-keys", "format_version": "1.0", "keys": named})


def header(stretch: Stretch, profile: str, signer: Signer) -> bytes:
    """The header, ``data/export.json``."""
    span, state = stretch.span, stretch.state
    decided = [fact for _, fact, _ in views.decision_facts(state)]
    return _file(
        {
            "format": package.FORMAT,
            "format_version": package.FORMAT_VERSION,
            "must_understand": [package.CHAINS] if stretch.earlier else [],
            "id": stretch.package_id,
            "created_at": stretch.created_at,
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
            "signer": {"keyid": signer.keyid, **actor_of(stretch)},
            "receipt": package.receipt_text(span, stretch.created_at),
            **span.to_dict(),
            **package.chains_to_dict(stretch.earlier),
        }
    )


def _file(document: Any) -> bytes:
    return (dumps(document) + "\n").encode("utf-8")
