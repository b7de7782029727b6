"""From a snapshot to the state: subjects come to life when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from itertools import chain as in_turn
from typing import Any

import msgspec

from reviewer.domain import events as ev
from reviewer.domain.errors import Damaged
from reviewer.domain.events import Event
from reviewer.domain.fold import Fact, State, SubjectState
from reviewer.domain.wishes import Wishes
from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger import chain
from reviewer.store.ledger.chain import Fault
from reviewer.store.ledger.held_event import HeldEvent, Unpacker, seal_of
from reviewer.store.ledger.schema_ledger import DEVICE_SHIFT
from reviewer.store.ledger.snapshot import Sets, Snapshot

_NOTHING = Sets()


class Base:
    """The events of a snapshot, by their place; each is made once, when it is asked for."""

    def __init__(self, snapshot: Snapshot, conn: Connection) -> None:
        self.snapshot = snapshot
        self._conn = conn
        self._unpack = Unpacker(snapshot.tables, self._read).unpack
        self._made: list[HeldEvent | None] = [None] * len(snapshot.records)

    def __len__(self) -> int:
        return len(self._made)

    def __iter__(self) -> Iterator[Event]:
        return (self.event(place) for place in range(len(self._made)))

    def event(self, place: int) -> HeldEvent:
        """One event."""
        found = self._made[place]
        if found is None:
            found = self._made[place] = self._unpack(self.snapshot.records[place])
        return found

    def fact(self, place: int) -> Fact:
        """One event as a fact."""
        event = self.event(place)
        return Fact(self.snapshot.ids[place], ev.text(event, "type"), event)

    def _read(self, n: int, seal: bytes) -> Event:
        table, number = ("event", n) if n > 0 else ("received", -n)
        with guard("ledger.db"):
            row = self._conn.execute(f"SELECT text FROM {table} WHERE n = ?", (number,)).fetchone()
        if row is None or seal_of(row[0]) != seal:
            raise self._changed(n, gone=row is None)
        event: Event = msgspec.json.decode(row[0])
        return event

    def _changed(self, n: int, *, gone: bool) -> Damaged:
        seq = n & chain.SEQ_MASK if n > 0 else 0
        words = "is missing" if gone else "is not the one that was saved"
        known = (*self.snapshot.chains, *self.snapshot.peers)
        device = next((x.device for x in known if x.n == n >> DEVICE_SHIFT), "")
        code = "removed" if gone else "edited"
        return Fault(device, seq, code, f"Event {seq} {words}.").as_error()


class Subjects(MutableMapping[str, SubjectState]):
    """Subjects by their key, in the order in which they were first named; one is made of its facts
    when somebody asks for it."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._all: dict[str, SubjectState | list[int]] = dict(base.snapshot.subjects)

    def __getitem__(self, key: str) -> SubjectState:
        found = self._all[key]
        if isinstance(found, list):
            found = self._all[key] = self._made(key, found)
        return found

    def get(self, key: str, default: Any = None) -> Any:  # noqa: D102
        return self[key] if key in self._all else default

    def _made(self, key: str, places: list[int]) -> SubjectState:
        facts = map(self._base.fact, places)
        made = SubjectState(key, {fact.id: fact for fact in facts})
        said = self._base.snapshot.sets.get(key)
        if said is not None:
            made.withdrawn = frozenset(said.withdrawn)
            made.approvals, made.answers = frozenset(said.approvals), frozenset(said.answers)
        return made

    def __setitem__(self, key: str, value: SubjectState) -> None:
        self._all[key] = value

    def __delitem__(self, key: str) -> None:
        del self._all[key]

    def __contains__(self, key: object) -> bool:
        return key in self._all

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def base_sets(self) -> dict[str, Sets]:
        """What the snapshot said of the facts of each."""
        return self._base.snapshot.sets

    def base_lone(self) -> dict[str, int]:
        """What the snapshot said of subjects with one decision, or none."""
        return self._base.snapshot.lone

    def lone(self, key: str) -> tuple[bool, Fact | None]:
        """Whether one decision, or none, is all that bears on how the case of a subject stands, and
        which: without waking it. (False, None) says nothing, least of all of one that is awake."""
        found = self._all.get(key)
        if not isinstance(found, list):
            return found is None, None
        place = self._base.snapshot.lone.get(key)
        if place is None:
            return False, None
        return True, self._base.fact(place) if place >= 0 else None

    def asleep(self, key: str) -> list[int] | None:
        """The places of the facts of a subject that nobody asked for yet; None for others."""
        found = self._all.get(key)
        return found if isinstance(found, list) else None


def revive(base: Base, own: frozenset[str]) -> State:
    """The state that a snapshot was taken of."""
    said, events = base.snapshot, base.event
    state = State(own=own)
    state.subjects = Subjects(base)
    state.wishes = {key: _wishes(base, key, places) for key, places in said.wishes.items()}
    for holder in (said.subjects, said.wishes):
        for key, places in holder.items():
            for place in places:
                state.home[said.ids[place]] = key
    state.in_custody = set(said.in_custody)
    state.waiting = {k: list(map(events, v)) for k, v in said.waiting.items()}
    state.seen_ids = set(said.ids)
    state.imports = list(map(events, said.imports))
    state.exports = list(map(events, said.exports))
    state.receipts = list(map(events, said.receipts))
    state.books = {k: list(map(events, v)) for k, v in said.books.items()}
    state.policy = events(said.policy) if said.policy >= 0 else None
    state.policy_texts = dict(said.policy_texts)
    for place in said.qa:
        state.qa.take(events(place))
    state.locked = frozenset(said.locked)
    state.told = dict(said.told)
    return state


def _wishes(base: Base, key: str, places: list[int]) -> Wishes:
    said = base.snapshot.wish_sets.get(key, _NOTHING)
    facts = map(base.fact, places)
    made = Wishes(key, {fact.id: fact for fact in facts}, frozenset(said.approvals))
    made.withdrawn = frozenset(said.withdrawn)
    return made


class Log:
    """The events that the state rests on: those of a snapshot, and what came after it."""

    def __init__(self, device: str) -> None:
        self._device = device
        self.base: Base | None = None
        self.later: list[Event] = []

    def __iter__(self) -> Iterator[Event]:
        return in_turn(self.base or (), self.later)

    def __len__(self) -> int:
        return len(self.base or ()) + len(self.later)

    def hold(self, base: Base) -> Base:
        """Hold what a snapshot has, which is everything."""
        self.base, self.later = base, []
        return base

    def replace(self, events: list[Event]) -> None:
        """Hold these, all of them."""
        self.base, self.later = None, events

    def own(self, kind: str = "", last: int = 0) -> list[Event]:
        """The events of this device in their order; of one type, or the last so many."""
        mine = [e for e in self.later if e.get("device") == self._device]
        if kind:
            mine = [e for e in mine if e.get("type") == kind]
        if last and len(mine) >= last:
            return mine[-last:]
        if self.base is None:
            return mine
        said = self.base.snapshot
        places = said.mine
        if kind:
            of_kind = set(said.kinds.get(kind, ()))
            places = [place for place in places if place in of_kind]
        places = places[-(last - len(mine)) :] if last else places
        return [*map(self.base.event, places), *mine]
