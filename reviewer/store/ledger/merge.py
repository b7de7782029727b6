"""Merging into the ledger: packages of other workspaces come in, one commit each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from reviewer.domain import fold
from reviewer.domain.changes import Changes
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.store.disk.engine import guard, transaction
from reviewer.store.ledger import merging, peers, projection, received, twins, vouching
from reviewer.store.ledger.base import Chains
from reviewer.store.ledger.chain import Device, Fault
from reviewer.store.ledger.held import no_collection, share
from reviewer.store.ledger.lines import Line
from reviewer.store.ledger.merging import Context, Parcel, Planned
from reviewer.store.ledger.received import Receipt, ReceivedEvent
from reviewer.store.ledger.stored import GENESIS
from reviewer.trust.roster import Roster

NOTHING: Mapping[int, tuple[int, str]] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What a merge did: what became of each device, and what moved."""

    devices: tuple[Planned, ...]
    changes: Changes


class MergedChains(Chains):
    """The part of the ledger that takes events of others. Nothing of our own chain moves."""

    def plan(self, lines: Iterable[Line], roster: Roster | None) -> list[Planned]:
        """What would become of lines that came; nothing is written.

        Args:
            lines: each with its signature checked.
            roster: whose keys count for what; None believes every key, and none a lead.
        """
        with guard("ledger.db"), no_collection():
            return merging.plan(self._context(roster), lines)

    def merge(self, parcel: Parcel, roster: Roster | None) -> Taken:
        """Take the events of one package, all or none; again changes nothing.

        Raises:
            Refused: ``read_only``, ``busy``.
            Damaged: the disk; nothing was taken.
        """
        return self._take(self.plan(parcel.lines, roster), parcel, roster)

    def receive(
        self, events: Sequence[ReceivedEvent], receipts: Sequence[Receipt]
    ) -> tuple[Event, ...]:
        """Keep what a lead sent back, all or nothing; again changes nothing.

        Args:
            events: each with its signature checked, and its key believed.

        Returns:
            What of it was new.

        Raises:
            Refused: ``read_only``, ``busy``.
            Damaged: the disk; nothing was kept.
        """
        self.need_free()
        fresh = [one for one in events if one.stored.id not in self.state.seen_ids]
        try:
            with transaction(self._conn):
                received.write(self._conn, fresh, receipts)
                changes = Changes()
                for one in fresh:
                    changes |= fold.apply(self.state, one.event)
                self._log.later.extend(one.event for one in fresh)
                projection.write_states(self._conn, self.state, changes.subjects)
        except BaseException:
            self._reload()
            raise
        return tuple(one.event for one in fresh)

    def rejudge(self, roster: Roster | None) -> Taken:
        """Judge everything that ever came anew, by another roster; writes only what moved."""
        clashes = twins.known(self._conn)
        context = self._context(roster)
        devices = [d for d in merging.known_devices(self._conn) if d not in context.own]
        planned = [merging.plan_device(context, device, [], clashes) for device in devices]
        return self._take(planned, None, roster)

    def take_over(self, other: MergedChains) -> None:
        """Go on from what another holds of this very ledger: its state and events become ours."""
        self._log.replace(other.held_events())
        self._become(other.state)

    def imagine(self, planned: Sequence[Planned]) -> State:
        """The state that there would be after what was planned; nothing moves."""
        gone = {line.id for one in planned for line in one.lost}
        kept = [event for event in self._log if event.get("id") not in gone]
        gained = [line.event for one in planned for line in one.gained]
        return fold.fold([*kept, *gained], self.lineage())

    def has_merged(self) -> bool:
        """Whether anything of others ever came."""
        return bool(merging.known_devices(self._conn))

    def heads_of(self, keyids: Iterable[str]) -> dict[str, list[str]]:
        """Key id to the hashes of the newest events of it that others' packages brought here."""
        with guard("ledger.db"):
            return vouching.heads_of(self._conn, keyids)

    def was_merged(self, package: str) -> bool:
        """Whether a package of this id was taken before."""
        row = self._conn.execute("SELECT 1 FROM parcel WHERE package = ?", (package,)).fetchone()
        return row is not None

    def _context(self, roster: Roster | None) -> Context:
        own: dict[str, Device] = {one.device: one for one in (*self._others, self._device)}
        noted = vouching.noted_in(self._conn, self._log, own, roster)
        return Context(self._conn, own, roster, noted)

    def _take(
        self, planned: Sequence[Planned], parcel: Parcel | None, roster: Roster | None
    ) -> Taken:
        self.need_free()
        changes = Changes()
        try:
            with transaction(self._conn), no_collection():
                context = self._context(roster)
                own = {str(e.get("id")) for e in self._log if e.get("device") in context.own}
                planned = merging.without_twins(context, planned, self.state.seen_ids, own)
                merging.write(context, planned, parcel)
                if any(one.lost for one in planned):
                    changes = self._start_over()
                else:
                    known: dict[Any, Any] = {}
                    gained = [share(line.event, known) for one in planned for line in one.gained]
                    changes = Changes.union(fold.apply(self.state, event) for event in gained)
                    self._log.later.extend(gained)
                    projection.write_states(self._conn, self.state, changes.subjects)
        except BaseException:
            self._reload()
            raise
        return Taken(tuple(planned), changes)

    def _start_over(self) -> Changes:
        """Events do not count any more: fold everything again, and say that everything moved."""
        before = set(self.state.subjects)
        self._reload()
        projection.clear_states(self._conn)
        projection.write_states(self._conn, self.state, self.state.subjects)
        keys = frozenset(before | set(self.state.subjects))
        return Changes(subjects=keys, kinds=frozenset({"decision", "merge"}))

    def _reload(self) -> None:
        """Read the merged chains again, and bring the state to what counts, in place."""
        own = self.lineage()
        mine = [event for event in self._log if event.get("device") in own]
        self._log.replace([*self._merged({}), *mine])
        self._rebuild()

    def _rebuild(self) -> None:
        """Bring the state back to the saved events, in place."""
        self._become(fold.fold(self._log, self.lineage()))

    def _become(self, fresh: State) -> None:
        """Another state in place of ours: everybody holds this very object."""
        for item in dataclasses.fields(State):
            setattr(self.state, item.name, getattr(fresh, item.name))

    def _merged(
        self,
        known: dict[Any, Any],
        after: Mapping[int, tuple[int, str]] = NOTHING,
        received_after: int = 0,
    ) -> Iterator[Event]:
        """The events of other workspaces that count; every chain is followed to its end, from the
        first event or after one that is known to be right.

        Args:
            after: by the number of a chain, (seq, hash) of that event.
            received_after: the last row of what leads sent that is known.

        Raises:
            Damaged: a chain is not as it was taken.
        """
        for peer in self.peers():
            at = after.get(peer.n, (0, GENESIS))
            for item in peers.follow(self._conn, peer, after=at):
                if isinstance(item, Fault):
                    raise item.as_error()
                if peer.counts(item.seq):
                    yield share(item.event, known)
        for one in received.events(self._conn, after=received_after):
            yield share(one.event, known)
