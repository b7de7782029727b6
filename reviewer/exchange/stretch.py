"""The stretch of the chains that a package carries, and the state that all chains have at its end.

Chains are of three kinds: our own; those that ours was restored from, each joined to the next by a
``restore``; and those of other devices that were merged into this ledger, each under its own key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reviewer.domain import events as ev
from reviewer.domain import fold
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.exchange import package
from reviewer.exchange.chain import GENESIS
from reviewer.exchange.lines import SignedEvent
from reviewer.exchange.package import Range
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import sha256_hex


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


class ForeignView(ChainView, Protocol):
    """A chain of another device, merged into this ledger."""

    @property
    def public(self) -> bytes:
        """The 32-byte key that signed every event of it."""
        ...

    def counts(self, seq: int) -> bool:
        """Whether an event of it counts; one that does not travels in its place all the same."""
        ...


class LedgerView(ChainView, Protocol):
    """What an export needs of a ledger: its chain, those that it was restored from, and others."""

    def earlier(self) -> Sequence[ChainView]:
        """The chains that this one goes on from, the oldest first, each up to the event that the
        ``restore`` of the next one names."""
        ...

    def foreign(self) -> Sequence[ForeignView]:
        """The chains of other devices that were merged, in the order in which they are folded."""
        ...


@dataclass(frozen=True)
class Part:
    """What travels of one chain."""

    span: Range
    stored: list[LedgerEvent]


@dataclass
class Stretch:
    """The range to export, with the state of all chains at its end.

    Attributes:
        span: of our own chain.
        stored: what travels, chain by chain, our own last.
        history: every event of all chains, in the order in which they are folded.
        state: what they say together.
        earlier: the ranges of the chains before our own that travel, the oldest first.
        foreign: the ranges of merged chains that travel, which stand before all others.
    """

    span: Range
    stored: list[LedgerEvent]
    history: list[Event]
    state: State = field(default_factory=State)
    earlier: tuple[Range, ...] = ()
    foreign: tuple[Range, ...] = ()

    @property
    def before(self) -> tuple[Range, ...]:
        """All chains that travel before our own."""
        return (*self.foreign, *self.earlier)

    @property
    def package_id(self) -> str:
        """The name of the package."""
        return package.package_id(self.span, self.before)

    @property
    def events(self) -> list[Event]:
        """The events of the range."""
        return [stored.event for stored in self.stored]

    @property
    def created_at(self) -> str:
        """The time of the last event: the package's own."""
        return ev.text(self.stored[-1].event, "at")

    @property
    def actor(self) -> dict[str, str]:
        """Pseudonym and role of whoever made the last event."""
        return actor_of(self.stored[-1].event)

    def actor_of(self, device: str) -> dict[str, str]:
        """Pseudonym and role under which the last event of a chain was made."""
        last = next(one for one in reversed(self.stored) if one.event.get("device") == device)
        return actor_of(last.event)


def actor_of(event: Event) -> dict[str, str]:
    """Pseudonym and role in an event."""
    actor = event.get("actor")
    actor = actor if isinstance(actor, Mapping) else {}
    return {name: str(actor.get(name, "")) for name in ("pseudonym", "role")}


def take_stretch(ledger: LedgerView) -> Stretch:
    """The events to export, and the state that all chains have at the last of them.

    What a lead's feedback said is no part of it: the same range must give the same bytes. Where
    only merged chains have something new, the last event of our own travels once more. A chain that
    this one was restored from travels as long as something in it has no receipt, and with it all of
    the chains that go on from it: so the ``restore`` that names it is always there.

    Raises:
        Refused: ``nothing``.
    """
    others, history = _merged(ledger.foreign())
    parts: list[Part] = []
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
    if own is None and others and chain:
        own = _part(ledger.device, chain, chain[-1].seq - 1)
    if own is None:
        raise Refused(
            "There is nothing to export: every event has its receipt.",
            code="nothing",
            next_step="Decide something first; earlier packages stay valid.",
        )
    history += [one.event for one in chain]
    state = fold.fold(history)
    travelling = [one for part in (*others, *parts, own) for one in part.stored]
    return Stretch(
        own.span,
        travelling,
        history,
        state,
        tuple(part.span for part in parts),
        tuple(part.span for part in others),
    )


def _merged(views: Iterable[ForeignView]) -> tuple[list[Part], list[Event]]:
    """What travels of merged chains, and every event of them."""
    parts: list[Part] = []
    history: list[Event] = []
    for view in views:
        chain = list(view.events(0))
        history += [one.event for one in chain if view.counts(one.seq)]
        part = _part(view.device, chain, view.acknowledged_seq(), b64(view.public))
        if part is not None:
            parts.append(part)
    return parts, history


def _part(
    device: str, chain: Sequence[LedgerEvent], acknowledged: int, key: str = ""
) -> Part | None:
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
        key=key,
    )
    return Part(span, stored)


def _books(one: LedgerEvent) -> bool:
    return one.event.get("type") in ev.BOOKKEEPING
