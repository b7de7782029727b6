"""Following a chain of events: the first one that is not as its device signed it is named.

An event proves itself by its signature, its place by ``seq``, and everything before it by
``prev``. What is missing at the end nobody but a signed statement (or a head file) can tell, so
``until`` comes from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry, SignedEvent, entries_of_events

GENESIS = "0" * 64
"""``prev`` of the first event of a device."""


@dataclass(frozen=True)
class Tip:
    """A point in a chain: a seq and the hash of the event that has it."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Expected:
    """What a stretch of a chain must be.

    Attributes:
        public: the 32-byte key that signed every event of it.
        device: whose chain; empty takes the first event's.
        after: what it must follow; None accepts whatever the first event says it follows.
        until: where it must end; None accepts any end.
        publics: other keys that are known, so that a forger can be named.
        file: what is being read, for the findings.
        line: where its first event stands in the file.
        cut_code: the code for events missing at the end: ``truncated`` or ``rollback``.
    """

    public: bytes
    keyid: str
    device: str = ""
    after: Tip | None = Tip()
    until: Tip | None = None
    publics: Mapping[str, bytes] | None = None
    file: str = ""
    line: int = 1
    cut_code: str = "truncated"


@dataclass(frozen=True)
class ChainReport:
    """What was found in a stretch of a chain.

    Attributes:
        events: how many entries there are, good or bad.
        first_seq: of the first entry; 0 when there is none.
        head: the last event that is in order; ``after`` when there is none.
        device: whose chain it is, as far as known.
        bad: the first finding, or None.
    """

    events: int
    first_seq: int
    head: Tip
    device: str
    bad: Bad | None


def verify_events(events: Iterable[SignedEvent], expected: Expected) -> ChainReport:
    """Follow the events of one device, as a ledger gives them."""
    return follow(list(entries_of_events(events)), expected)


def follow(entries: Sequence[Entry], expected: Expected) -> ChainReport:
    """Follow entries to their end or to the first finding; nothing is raised."""
    device = expected.device or _device_of(entries)
    tip = expected.after if expected.after is not None else _start(entries)
    start = tip
    walk = _Walk(entries, expected, device)
    bad = None
    for index, entry in enumerate(entries):
        bad = walk.problem(index, entry, tip, start)
        if bad is not None:
            break
        tip = Tip(entry.seq, entry.hash)
    else:
        bad = walk.end(tip)
    first = entries[0].seq if entries else 0
    return ChainReport(len(entries), first, tip, device, bad)


def _device_of(entries: Sequence[Entry]) -> str:
    return next((str(e.event["device"]) for e in entries if "device" in e.event), "")


def _start(entries: Sequence[Entry]) -> Tip:
    """What the first readable entry says it follows."""
    for offset, entry in enumerate(entries):
        if not entry.problem:
            prev = entry.event.get("prev")
            known = prev if offset == 0 and isinstance(prev, str) else ""
            return Tip(max(entry.seq - offset - 1, 0), known)
    return Tip()


class _Walk:
    """The rules for one entry at its place."""

    def __init__(self, entries: Sequence[Entry], expected: Expected, device: str) -> None:
        self._entries = entries
        self._expected = expected
        self._device = device

    def problem(self, index: int, entry: Entry, tip: Tip, start: Tip) -> Bad | None:
        """What is wrong with an entry that should follow ``tip``."""
        place = tip.seq + 1
        if entry.problem:
            return self._unreadable(entry, place)
        forged = self._signature(entry, place)
        if forged is not None:
            return forged
        if entry.event.get("device") != self._device:
            return self._bad("forged", entry, entry.seq, "belongs to the chain of another device")
        if entry.seq != place:
            return self._misplaced(index, entry, place, start)
        if tip.hash and entry.event.get("prev") != tip.hash:
            return self._bad(
                "fork",
                entry,
                place,
                "is signed, but does not follow the event before it: two histories of one"
                " device exist",
            )
        if entry.cut:
            return self._bad("truncated", entry, place, "stands on a line without an end")
        return None

    def end(self, tip: Tip) -> Bad | None:
        """What is wrong with a stretch that ends at ``tip``."""
        until = self._expected.until
        if until is None or tip == until:
            return None
        line = self._entries[-1].line + 1 if self._entries else self._expected.line
        if tip.seq < until.seq:
            says = f"Events {tip.seq + 1} to {until.seq} are missing at the end."
            if tip.seq + 1 == until.seq:
                says = f"Event {until.seq} is missing at the end."
            return Bad(self._expected.cut_code, self._expected.file, line, tip.seq + 1, None, says)
        if tip.seq > until.seq:
            extra = self._entries[until.seq - tip.seq]
            return self._bad("extra", extra, extra.seq, "comes after the signed end")
        last = self._entries[-1] if self._entries else Entry(line)
        return self._bad("fork", last, tip.seq, "is not the one that the signed end names")

    def _unreadable(self, entry: Entry, place: int) -> Bad:
        if entry.cut:
            return self._bad("truncated", entry, place, "is cut off in the middle")
        return self._bad("edited", entry, place, f"was changed: {entry.problem.rstrip('.')}")

    def _signature(self, entry: Entry, place: int) -> Bad | None:
        expected = self._expected
        genuine = entry.signed_by(expected.public)
        if genuine and entry.keyid == expected.keyid:
            actor = entry.event.get("actor")
            if isinstance(actor, dict) and actor.get("key", entry.keyid) == entry.keyid:
                return None
            return self._bad("forged", entry, place, "names another key than the one that signed")
        if genuine:
            return self._bad("edited", entry, place, "was changed: it names another key")
        if entry.keyid == expected.keyid:
            return self._bad(
                "edited",
                entry,
                place,
                "was changed after it was signed: the signature does not fit",
            )
        other = (expected.publics or {}).get(entry.keyid)
        if other is not None and entry.signed_by(other):
            words = f"is signed by another key ({entry.keyid}) than the rest"
        else:
            words = f"is not signed by the key of this chain; it names {entry.keyid[:16]!r}"
        return self._bad("forged", entry, place, words)

    def _misplaced(self, index: int, entry: Entry, place: int, start: Tip) -> Bad:
        if entry.seq > place:
            later = self._entries[index + 1 :]
            if any(e.seq == place and e.signed_by(self._expected.public) for e in later):
                words = f"stands where event {place} belongs"
                return self._bad("reordered", entry, entry.seq, words)
            says = f"Event {place} was removed; event {entry.seq} stands in its place."
            return Bad("removed", self._expected.file, entry.line, place, None, says)
        if entry.seq <= start.seq:
            return self._bad("extra", entry, entry.seq, "lies before the signed range")
        twin = next((e for e in self._entries[:index] if e.seq == entry.seq), None)
        if twin is None or twin.text == entry.text:
            return self._bad("extra", entry, entry.seq, "stands here a second time")
        return self._bad(
            "fork", entry, entry.seq, "has a rival with the same number: two histories exist"
        )

    def _bad(self, code: str, entry: Entry, seq: int, words: str) -> Bad:
        name = f"Event {seq}" + (f" ({entry.id})" if entry.id else "")
        return Bad(code, self._expected.file, entry.line, seq, entry.id, f"{name} {words}.")
