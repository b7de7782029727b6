"""Taking a snapshot of the ledger, and whether one is of the ledger that lies here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State, SubjectState
from reviewer.domain.lone import lone_decision
from reviewer.domain.wishes import Wishes
from reviewer.store.disk.engine import Connection
from reviewer.store.ledger import chain
from reviewer.store.ledger.chain import Device
from reviewer.store.ledger.head import Head
from reviewer.store.ledger.held_event import Packer, Tables
from reviewer.store.ledger.peers import Peer
from reviewer.store.ledger.reviving import Base, Subjects
from reviewer.store.ledger.snapshot import Chain, Sets, Snapshot, fingerprint
from reviewer.store.ledger.stored import GENESIS, StoredEvent

_QA = ("qa.draw", "qa.review", "qa.verdict", "qa.golden")


@dataclass(frozen=True, slots=True)
class Here:
    """The chains of a ledger as they are now; the last of ``own`` is the one that goes on."""

    conn: Connection
    own: Sequence[Device]
    merged: Sequence[Peer]

    @property
    def device(self) -> str:
        """The device that writes here."""
        return self.own[-1].device


def fits(said: Snapshot, here: Here, mark: Head) -> bool:
    """Whether a snapshot is of the beginning of this very ledger: every chain of it stands here
    with the same event at its end, and what counts of it is judged as it was then."""
    own = {one.n: one for one in here.own}
    if said.device != here.device or set(said.own) != {one.device for one in here.own}:
        return False
    if {one.n for one in said.chains} != set(own):
        return False
    now = {one.n: one for one in here.merged}
    for was in said.chains:
        if not _is(own[was.n], was) or not _holds(here.conn, own[was.n], was.seq, was.hash):
            return False
    for was in said.peers:
        peer = now.get(was.n)
        if peer is None or not _is(peer.chain, was) or peer.seq < was.seq:
            return False
        if _chain(peer).judged(was.seq) != was.judged(was.seq):
            return False
        if not _holds(here.conn, peer.chain, was.seq, was.hash):
            return False
    if not _holds(here.conn, here.own[-1], mark.seq, mark.hash):
        return False
    top, count = said.received
    row = here.conn.execute("SELECT count(*) FROM received WHERE n <= ?", (top,)).fetchone()
    return int(row[0]) == count


def _is(device: Device, was: Chain) -> bool:
    return (device.device, device.public) == (was.device, was.public)


def _holds(conn: Connection, device: Device, seq: int, digest: str) -> bool:
    """Whether an event of a chain is the one with this hash."""
    if not seq:
        return True
    found = next(chain.rows_of(conn, device, seq - 1), None)
    return found is not None and found.seq == seq and found.hash == digest


def _chain(peer: Peer) -> Chain:
    return Chain(
        peer.n, peer.device, peer.public, peer.seq, peer.hash, peer.cut, sorted(peer.uncounted)
    )


def after_of(said: Snapshot | None) -> dict[int, tuple[int, str]]:
    """Up to where each chain is in a snapshot."""
    known = (*said.chains, *said.peers) if said is not None else ()
    return {one.n: (one.seq, one.hash) for one in known}


class _Rows:
    """Events that a snapshot has, and those that come to it."""

    def __init__(self, said: Snapshot | None, device: str) -> None:
        self.device = device
        self.ids = list(said.ids) if said else []
        self.records = list(said.records) if said else []
        self.mine = list(said.mine) if said else []
        self.kinds = {k: list(v) for k, v in said.kinds.items()} if said else {}
        tables = said.tables if said else Tables()
        self.packer = Packer(Tables(list(tables.values), list(tables.shapes)))

    def add(self, n: int, stored: StoredEvent) -> None:
        """Take one more."""
        place, kind = len(self.ids), ev.text(stored.event, "type")
        self.ids.append(stored.id)
        self.records.append(msgspec.Raw(self.packer.pack(n, stored)))
        if ev.text(stored.event, "device") == self.device and n > 0:
            self.mine.append(place)
        if kind != "decision":
            self.kinds.setdefault(kind, []).append(place)


def take(here: Here, state: State, base: Base | None) -> Snapshot | None:
    """A snapshot of the state as it is saved; what an earlier one has is not read again. None
    where two events have one id, or the state rests on what the ledger does not hold."""
    said = base.snapshot if base is not None else None
    rows = _Rows(said, here.device)
    ends = after_of(said)
    for peer in here.merged:
        seq, _ = ends.get(peer.n, (0, GENESIS))
        for stored in chain.rows_of(here.conn, peer.chain, seq):
            if peer.counts(stored.seq):
                rows.add(peer.chain.base | stored.seq, stored)
    received = _take_received(here.conn, rows, said.received if said else (0, 0))
    chains = []
    for device in here.own:
        seq, digest = ends.get(device.n, (0, GENESIS))
        for stored in chain.rows_of(here.conn, device, seq):
            rows.add(device.base | stored.seq, stored)
            seq, digest = stored.seq, stored.hash
        chains.append(Chain(device.n, device.device, device.public, seq, digest))
    place = {ident: i for i, ident in enumerate(rows.ids)}
    if len(place) != len(rows.ids) or place.keys() != state.seen_ids:
        return None
    return _written(state, rows, place, chains, here, received)


def _take_received(conn: Connection, rows: _Rows, known: tuple[int, int]) -> tuple[int, int]:
    top, count = known
    found = conn.execute(
        "SELECT n, seq, text, keyid, sig FROM received WHERE n > ? ORDER BY n", (top,)
    ).fetchall()
    for n, seq, text, keyid, sig in found:
        event = msgspec.json.decode(text)
        rows.add(-int(n), StoredEvent(int(seq), str(text), str(keyid), bytes(sig), event))
        top, count = int(n), count + 1
    return top, count


def _written(
    state: State,
    rows: _Rows,
    place: Mapping[str, int],
    chains: list[Chain],
    here: Here,
    received: tuple[int, int],
) -> Snapshot:
    def places(events: Sequence[Event]) -> list[int]:
        return [place[ev.text(event, "id")] for event in events]

    return Snapshot(
        rules=fingerprint(),
        device=here.device,
        own=sorted(one.device for one in here.own),
        chains=chains,
        peers=[_chain(peer) for peer in here.merged],
        received=received,
        tables=rows.packer.tables,
        ids=rows.ids,
        records=rows.records,
        mine=rows.mine,
        kinds=rows.kinds,
        subjects=dict(_facts(state, place)),
        wishes={key: [place[x] for x in one.facts] for key, one in state.wishes.items()},
        sets=dict(_sets(state)),
        wish_sets={k: Sets(sorted(w.withdrawn), sorted(w.approvals))
                   for k, w in state.wishes.items() if w.withdrawn or w.approvals},
        lone=dict(_lone(state, place)),
        in_custody=sorted(state.in_custody),
        waiting={key: places(events) for key, events in state.waiting.items()},
        imports=places(state.imports),
        exports=places(state.exports),
        receipts=places(state.receipts),
        books={key: places(events) for key, events in state.books.items()},
        policy=places([state.policy])[0] if state.policy is not None else -1,
        policy_texts=dict(state.policy_texts),
        qa=sorted(i for kind in _QA for i in rows.kinds.get(kind, ())),
        locked=sorted(state.locked),
        told=dict(state.told),
    )  # fmt: skip


def _facts(state: State, place: Mapping[str, int]) -> Iterator[tuple[str, list[int]]]:
    shelf = state.subjects
    for key in shelf:
        asleep = shelf.asleep(key) if isinstance(shelf, Subjects) else None
        yield key, asleep if asleep is not None else [place[x] for x in shelf[key].facts]


def _sets(state: State) -> Iterator[tuple[str, Sets]]:
    shelf = state.subjects
    if isinstance(shelf, Subjects):
        yield from ((k, s) for k, s in shelf.base_sets().items() if shelf.asleep(k) is not None)
    for key in shelf:
        if isinstance(shelf, Subjects) and shelf.asleep(key) is not None:
            continue
        one = shelf[key]
        if one.withdrawn or one.approvals or one.answers:
            yield key, Sets(sorted(one.withdrawn), sorted(one.approvals), sorted(one.answers))


def _lone(state: State, place: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    shelf = state.subjects
    for key in shelf:
        if isinstance(shelf, Subjects) and shelf.asleep(key) is not None:
            known = shelf.base_lone().get(key)
            if known is not None:
                yield key, known
            continue
        ident = lone_decision(shelf[key])
        if ident is not None:
            yield key, place[ident] if ident else -1


KNOWN: dict[type[Any], frozenset[str]] = {
    SubjectState: frozenset("key facts withdrawn approvals answers _kept".split()),
    Wishes: frozenset("key facts withdrawn approvals resolved".split()),
    State: frozenset(
        "subjects wishes in_custody home waiting seen_ids imports exports receipts books policy"
        " policy_texts qa locked own told".split()
    ),
}
"""The fields that a snapshot brings back (a test compares): a new one must be brought back too."""
