"""What of the events of one device counts: a pure function of all its lines that ever came.

It depends on no order of arrival: the same lines give the same answer. A fork cuts the chain
where the histories part, and neither counts from there on; a hole lets what follows wait; a key
that ended cuts the chain at its first event after the end. Of a revoked key, where a lead noted
what was there when the revocation came, only that counts: when an event was made is its signer's
word, and whoever has the key can date it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain import events as ev
from reviewer.store.ledger.line_rules import Rules
from reviewer.store.ledger.lines import GAP, NOTHING_NOTED, Line, Why, vouched
from reviewer.store.ledger.stored import GENESIS
from reviewer.store.ledger.twins import NO_TWINS, objection
from reviewer.trust.keys import keyid_of
from reviewer.trust.roster import Entry, Roster

DECIDING = frozenset({"root", "lead", "reviewer"})
"""Roles whose events count."""


@dataclass(slots=True)
class Verdict:
    """What counts of a device, and why the rest does not.

    Attributes:
        chain: the events from the first on without a break, up to where the chain is cut.
        aside: every other line, and those of ``chain`` that do not count for themselves.
        cut: where the chain is cut, and why; None where it is not.
    """

    chain: list[Line] = field(default_factory=list)
    aside: dict[tuple[int, str, bytes], Why] = field(default_factory=dict)
    cut: tuple[int, Why] | None = None

    @property
    def good(self) -> list[Line]:
        """The events that count."""
        return [line for line in self.chain if line.key not in self.aside]


def judge(
    device: str,
    lines: Iterable[Line],
    roster: Roster | None,
    clashes: Mapping[str, str] = NO_TWINS,
    noted: Mapping[str, frozenset[str]] = NOTHING_NOTED,
) -> Verdict:
    """Judge all lines of one device.

    Args:
        lines: in any order, repeats allowed, of any key; all name ``device``.
        roster: whose keys count for what; None believes every key, and none a lead.
        clashes: ids that several devices used, and whose event under it counts (``twins``).
        noted: revoked key to the heads that were there when its revocation came (``vouching``).
    """
    known = {line.key: line for line in lines}
    verdict = Verdict()
    keys = {public: _key_problem(public, device, roster) for _, _, public in known}
    admitted = []
    for key, line in known.items():
        problem = keys[line.public]
        if problem is None:
            admitted.append(line)
        else:
            verdict.aside[key] = problem
    admitted = _before_revocation(verdict, admitted, roster, noted)
    if not admitted:
        return verdict
    admitted.sort(key=_place)
    cuts = [cut for cut in (_second_key(admitted), _fork(device, admitted)) if cut is not None]
    entry = roster.key(keyid_of(admitted[0].public)) if roster is not None else None
    verdict.cut = min(cuts, key=_seq_of, default=None)
    _walk(verdict, admitted, entry)
    _end_late(verdict)
    _count(verdict, entry, clashes)
    return verdict


def _key_problem(public: bytes, device: str, roster: Roster | None) -> Why | None:
    """Why nothing of this key counts on this device."""
    if roster is None:
        return None
    keyid = keyid_of(public)
    entry = roster.key(keyid)
    if entry is None or entry.sign != public:
        words = f"the key {keyid} is not in the roster, version {roster.version}"
        return Why("unknown_key", words)
    if entry.role not in DECIDING:
        return Why("role", f"the key of {entry.pseudonym} is rostered as {entry.role} only")
    holder = next((e for e in roster.entries if e.device == device and e.sign != public), None)
    if holder is not None:
        return Why("wrong_key", f"the roster gives this device to {holder.pseudonym}")
    return None


def _before_revocation(
    verdict: Verdict,
    lines: list[Line],
    roster: Roster | None,
    noted: Mapping[str, frozenset[str]],
) -> list[Line]:
    """The lines without those of a revoked key that came only after its revocation was known:
    neither do they count, nor do they make a fork of what was there."""
    if roster is None or not noted:
        return lines
    kept = []
    sound = {keyid: vouched(lines, heads) for keyid, heads in noted.items()}
    for line in lines:
        entry = roster.key(keyid_of(line.public))
        if entry is None or not entry.revoked or line.hash in sound.get(entry.keyid, {line.hash}):
            kept.append(line)
            continue
        when = f"the key of {entry.pseudonym} was revoked on {entry.revoked[:10]}"
        words = f"{when}, and no lead noted or acknowledged this before"
        verdict.aside[line.key] = Why("revoked_key", words)
    return kept


def _second_key(lines: Sequence[Line]) -> tuple[int, Why] | None:
    """Where a second key begins to write a chain: a device has one."""
    first: dict[bytes, int] = {}
    for line in lines:
        first.setdefault(line.public, line.seq)
    if len(first) < 2:
        return None
    seq = sorted(first.values())[1]
    names = ", ".join(sorted(keyid_of(public) for public in first))
    return seq, Why("wrong_key", f"two keys signed as one device from event {seq} on: {names}")


def _fork(device: str, lines: Sequence[Line]) -> tuple[int, Why] | None:
    """Where two histories part: the first event of which two versions are known, be it only
    because an event names another one as the one before it."""
    claims: dict[int, set[str]] = {0: {GENESIS}}
    for line in lines:
        claims.setdefault(line.seq, set()).add(line.hash)
        claims.setdefault(line.seq - 1, set()).add(line.prev)
    parted = min((seq for seq, hashes in claims.items() if len(hashes) > 1), default=None)
    if parted is None:
        return None
    names = " and ".join(sorted(name[:12] for name in claims[parted]))
    seq = max(parted, 1)
    words = f"device {device} has two histories from event {seq} on ({names}): neither counts"
    return seq, Why("fork", words)


def _walk(verdict: Verdict, lines: Sequence[Line], entry: Entry | None) -> None:
    """Follow the chain until it is cut or something is missing; put the rest aside."""
    at = dict[int, Line]()
    for one in lines:
        at.setdefault(one.seq, one)
    seq = 1
    while (line := at.get(seq)) is not None:
        if verdict.cut is not None and seq >= verdict.cut[0]:
            break
        ended = _ended(line, entry) or _second_device(line, entry)
        if ended is not None:
            verdict.cut = (seq, ended)
            break
        verdict.chain.append(line)
        seq += 1
    taken = {line.key for line in verdict.chain}
    for one in lines:
        if one.key in taken:
            continue
        if verdict.cut is not None and one.seq >= verdict.cut[0]:
            verdict.aside[one.key] = verdict.cut[1]
        else:
            verdict.aside[one.key] = Why(GAP, f"it waits for event {seq}, which has not come")


def _ended(line: Line, entry: Entry | None) -> Why | None:
    """Why the key no longer counted when the event was made."""
    if entry is None:
        return None
    at = ev.text(line.event, "at")
    who = entry.pseudonym
    if entry.revoked and at >= entry.revoked:
        return Why("revoked_key", f"the key of {who} was revoked on {entry.revoked[:10]}")
    if entry.until and at >= entry.until:
        return Why("expired_key", f"the key of {who} counted until {entry.until[:10]}")
    return None


def _second_device(line: Line, entry: Entry | None) -> Why | None:
    """Why a device that the roster does not name counts for nothing: a key goes on elsewhere only
    after a restore, which says so in its first event."""
    known = entry is None or not entry.device or entry.device == line.device
    if known or line.seq != 1 or ev.text(line.event, "type") == "restore":
        return None
    who = entry.pseudonym if entry is not None else ""
    words = f"the roster gives {who} another device, and this one does not begin with a restore"
    return Why("wrong_device", words)


def _end_late(verdict: Verdict) -> None:
    """Cut the chain where only what came after a revocation would follow."""
    after = len(verdict.chain) + 1
    late = [why for (seq, _, _), why in verdict.aside.items() if seq == after]
    if verdict.cut is None and late and late[0].code == "revoked_key":
        verdict.cut = (after, late[0])


def _count(verdict: Verdict, entry: Entry | None, clashes: Mapping[str, str]) -> None:
    """Single events of the chain that do not count for themselves. The rules look at twins like at
    any other event: what others signed never decides whether the next event keeps them."""
    rules = Rules(entry)
    for line in verdict.chain:
        why = rules.objection(line.event) or objection(line, clashes)
        if why is not None:
            verdict.aside[line.key] = why


def _place(line: Line) -> tuple[int, str, bytes]:
    return line.key


def _seq_of(cut: tuple[int, Why]) -> tuple[int, str]:
    return cut[0], cut[1].code
