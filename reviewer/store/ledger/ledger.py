"""The ledger: the one writer of decision events. Saved means on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from reviewer.domain import fold
from reviewer.domain.changes import Changes
from reviewer.domain.events import Draft, Event
from reviewer.domain.fold import State
from reviewer.store.disk.compose import Tip, ms_of
from reviewer.store.disk.engine import Connection, connect, guard, transaction
from reviewer.store.disk.migrate import migrate
from reviewer.store.disk.ports import Clock, MachineClock, MachineRandom, Random
from reviewer.store.ledger import chain, projection
from reviewer.store.ledger.chain import Device, Fault
from reviewer.store.ledger.check import check_all
from reviewer.store.ledger.head import Head, HeadFile
from reviewer.store.ledger.held import no_collection, share
from reviewer.store.ledger.lineage import lineage
from reviewer.store.ledger.marks import compare_head, read_mark, write_mark
from reviewer.store.ledger.merge import MergedChains
from reviewer.store.ledger.preparing import MAX_DRAFTS as MAX_DRAFTS
from reviewer.store.ledger.preparing import MAX_EVENT_BYTES as MAX_EVENT_BYTES
from reviewer.store.ledger.preparing import prepare
from reviewer.store.ledger.reread import Reread
from reviewer.store.ledger.reviving import Base, Log, revive
from reviewer.store.ledger.saving import Saving
from reviewer.store.ledger.schema_ledger import MIGRATIONS as MIGRATIONS
from reviewer.store.ledger.snapshot import Snapshot, SnapshotFile
from reviewer.store.ledger.stored import GENESIS, StoredEvent
from reviewer.store.ledger.taking import Here, after_of, fits, take
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile

MANY = 5000
"""After folding so many events, opening writes a snapshot at once."""


class Ledger(MergedChains):
    """The signed, append-only chain of this workspace, and the state that it folds to.

    Opening follows the chains from where the snapshot ends (from their first event where there is
    none of this very ledger), checks the signatures after the last verified mark, and compares the
    end with the head file. Earlier events are compared with their hash when they are read.

    Attributes:
        state: what all events say together; never replaced, only ever moved on by ``append``.
        earlier: the chains that this one was restored from, the oldest first.
        head_problem: why the head file could not be written last time, in words, or empty.
            The events themselves are safe; it is tried again at the next event and at closing.
        folded_at_opening: how many events opening followed and folded: those that no snapshot had.
        snapshot_after: with so many events that no snapshot has, closing writes one.
    """

    snapshot_after = 500

    def __init__(
        self,
        conn: Connection,
        head_file: HeadFile,
        profile: Profile,
        signer: Signer,
        clock: Clock | None = None,
        random: Random | None = None,
        snapshot: SnapshotFile | None = None,
    ) -> None:
        self._conn = conn
        self._head_file = head_file
        self.profile = profile
        self._signer = signer
        self._clock = clock or MachineClock()
        self._random = random or MachineRandom()
        self._snapshot = snapshot
        self._log = Log(profile.device)
        self.head_problem = ""
        self.folded_at_opening = 0
        migrate(conn, MIGRATIONS)
        with guard("ledger.db"):
            self._device, self._others = self._find_device()
            with no_collection():
                self.state = self._begin()
                self._tip = self._load()
            self.earlier = lineage(conn, self._device, self._others)
            if compare_head(head_file.read(), Head(*self.head()), conn, self._device):
                self._write_head()
            self._mark()
            projection.fill(conn, self.state)
            if self.folded_at_opening >= MANY and (kept := self._keep_snapshot()) is not None:
                self.state = revive(self._log.hold(Base(kept, conn)), self.lineage())

    @classmethod
    def create(
        cls, path: Path, key: bytes, head_path: Path, head_key: bytes, profile: Profile
    ) -> None:
        """Make an empty ledger and its head file; both are flushed and closed again."""
        conn = connect(path, key, durable=True)
        try:
            migrate(conn, MIGRATIONS)
            with transaction(conn):
                conn.execute(
                    "INSERT INTO device (n, device, public) VALUES (1, ?, ?)",
                    (profile.device, profile.sign),
                )
        finally:
            conn.close()
        HeadFile.create(head_path, head_key, Head(profile.device, 0, GENESIS)).close()

    def append(self, drafts: Sequence[Draft]) -> list[StoredEvent]:
        """Sign and save events; all of them or none, and only then does the state move.

        Args:
            drafts: each has ``type`` and the fields the caller sets; the ledger adds v, id,
                device, seq, prev, actor, at and, where the clock went back, clock_suspect.
                Empty fields are left out. Several drafts without a group get a common one.

        Returns:
            The events as saved, each with its ``changes``; after COMMIT with a flushed log.

        Raises:
            Refused: ``read_only``, ``canonical``, ``too_big``; what ``admission`` refuses.
            Damaged: the disk, in words; nothing was saved.
        """
        saving = self.begin(drafts)
        try:
            saving.flush()
        except BaseException:
            self.abandon(saving)
            raise
        return self.finish(saving)

    def begin(self, drafts: Sequence[Draft]) -> Saving:
        """Sign and write events without COMMIT: ``append`` in three steps, for a caller that lets
        another thread wait for the disk. ``saving.flush()`` commits; then ``finish``, or where it
        failed ``abandon``, follows on the thread of this call. Nothing else may be begun meanwhile.

        Raises:
            As ``append``; nothing was saved.
        """
        self.need_free()
        saving = Saving(tuple(self._prepare(drafts)))
        if not saving.prepared:
            return saving
        try:
            with saving.opening(transaction(self._conn)):
                projection.write_events(self._conn, self._device.base, saving.prepared)
                saving.moved = [fold.apply(self.state, one.event) for one in saving.prepared]
                keys = frozenset[str]().union(*(changes.subjects for changes in saving.moved))
                projection.write_states(self._conn, self.state, keys)
        except BaseException:
            self._rebuild()
            raise
        return saving

    def abandon(self, saving: Saving) -> None:
        """Its flush failed: the state goes back to what is saved."""
        if saving.prepared:
            self._rebuild()

    def finish(self, saving: Saving) -> list[StoredEvent]:
        """Its flush came back: the events are on the disk; what ``append`` returns."""
        prepared, moved = saving.prepared, saving.moved
        if not prepared:
            return []
        last = prepared[-1]
        self._log.later.extend(one.event for one in prepared)
        self._tip = Tip(last.seq, last.hash, ms_of(str(last.event["at"])))
        self._write_head()
        return [_with(one, changes) for one, changes in zip(prepared, moved, strict=True)]

    def check(self) -> Fault | None:
        """Check everything from the first event: pages, chain, form, signatures, indexes, head;
        the first fault, or None."""
        found = check_all(self._conn, (*self._others, self._device), self.peers())
        if found is not None:
            return found
        head = self._head_file.read()
        if head.seq != self._tip.seq or head.hash != self._tip.hash:
            return Fault(self._device.device, 0, "rollback", "The head file names another event.")
        return None

    def reread(self) -> Reread | None:
        """To read again what opening took from the snapshot; None where it followed everything."""
        base = self._log.base
        return Reread(self._conn, base.snapshot) if base is not None else None

    def settle(self) -> None:
        """Bring the write-ahead log into the file; Damaged where the disk does not take it."""
        with guard("ledger.db"):
            self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._write_head()

    def close(self) -> None:
        """Store the verified mark and flush the head file; the connection is closed too."""
        try:
            if not self._conn.read_only:
                self._write_head()
                self._mark()
                if len(self._log.later) >= self.snapshot_after:
                    self._keep_snapshot()
        finally:
            self._head_file.close()
            self._conn.close()

    def _prepare(self, drafts: Sequence[Draft]) -> list[StoredEvent]:
        now = self._clock.now_ms()
        return prepare(drafts, self._tip, now, self.state, self.profile, self._signer, self._random)

    def _find_device(self) -> tuple[Device, list[Device]]:
        found = chain.devices(self._conn)
        own = [d for d in found if d.device == self.profile.device]
        if not own or own[0].public != self.profile.sign:
            fault = Fault(
                self.profile.device, 0, "forged", "The ledger belongs to another profile."
            )
            raise fault.as_error()
        return own[0], [d for d in found if d is not own[0]]

    def _begin(self) -> State:
        """The state of the snapshot, where there is one of this very ledger; else none yet."""
        said = self._snapshot.read() if self._snapshot is not None else None
        own, mark = self.lineage(), read_mark(self._conn, self._device.device)
        if said is None or not fits(said, self._here(), mark):
            return State(own=own)
        self._log.base = Base(said, self._conn)
        return revive(self._log.base, own)

    def _load(self) -> Tip:
        """Follow every chain from where the snapshot ends, and fold it; where our own ends."""
        mark, known = read_mark(self._conn, self._device.device), dict[Any, Any]()
        said = self._log.base.snapshot if self._log.base is not None else None
        after = after_of(said)
        for event in self._merged(known, after, said.received[0] if said else 0):
            self._take_in(event)
        seq, end = 0, GENESIS
        for device in (*self._others, self._device):
            ours = device is self._device
            seq, end = after.get(device.n, (0, GENESIS))
            walk = chain.follow(
                self._conn, device, verify_after=mark.seq if ours else 0, after=(seq, end)
            )
            for item in walk:
                if isinstance(item, Fault):
                    raise item.as_error()
                seq, end = item.seq, item.hash
                if ours and seq == mark.seq and end != mark.hash:
                    detail = f"Event {seq} is not the one that was verified before."
                    raise Fault(device.device, seq, "edited", detail).as_error()
                self._take_in(share(item.event, known))
        if seq < mark.seq:
            detail = f"Event {seq + 1} is missing."
            raise Fault(self._device.device, seq + 1, "truncated", detail).as_error()
        if not seq:
            return Tip(0, GENESIS, None)
        last = next(chain.rows_of(self._conn, self._device, seq - 1))
        return Tip(seq, end, ms_of(str(last.event["at"])))

    def _take_in(self, event: Event) -> None:
        self.folded_at_opening += 1
        self._log.later.append(event)
        fold.replay(self.state, event)

    def _here(self) -> Here:
        return Here(self._conn, (*self._others, self._device), self.peers())

    def _keep_snapshot(self) -> Snapshot | None:
        """Write what the state is now, so that the next opening need not fold it; what was
        written."""
        if self._snapshot is None or self._conn.read_only:
            return None
        with guard("ledger.db"), no_collection():
            snapshot = take(self._here(), self.state, self._log.base)
        if snapshot is not None:
            self._snapshot.write(snapshot)
        return snapshot

    def _mark(self) -> None:
        """Remember up to where signatures are verified."""
        if not self._conn.read_only:
            write_mark(self._conn, Head(*self.head()))

    def _write_head(self) -> None:
        try:
            self._head_file.write(Head(self._device.device, self._tip.seq, self._tip.hash))
            self.head_problem = ""
        except OSError as error:
            self.head_problem = f"The head file could not be written: {error.strerror or error}."


def _with(stored: StoredEvent, changes: Changes) -> StoredEvent:
    return structs.replace(stored, changes=changes)
