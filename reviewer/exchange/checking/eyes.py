"""Four eyes, looked at once more by whoever reads a package: an approval that must not count.

A package holds the events of one device, so an approval here is by the one who signed all of it; of
a proposal by the same key it never counts. With a roster, the roster says who is a lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.domain import events as ev
from reviewer.domain.proposals import APPROVING_ROLE, actor, approves, objection
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry

NEVER_UNDONE = frozenset({"hold.placed", "hold.released", "approve", "state.contact"})


def four_eyes(entries: Sequence[Entry], trust: Trust | None, file: str) -> list[Bad]:
    """Every approval and withdrawal that must not be in a ledger, in order."""
    known = {entry.id: entry for entry in entries if not entry.problem}
    found = []
    for entry in known.values():
        for says in _objections(entry, known, trust):
            words = f"Event {entry.seq} does not count: {says}."
            found.append(Bad("four_eyes", file, entry.line, entry.seq, entry.id, words))
    return found


def _objections(entry: Entry, known: dict[str | None, Entry], trust: Trust | None) -> Iterator[str]:
    kind = ev.text(entry.event, "type")
    if kind == "approve":
        yield from _approval(entry, known, trust)
    elif kind == "withdraw":
        for ident in ev.text_list(entry.event, "supersedes"):
            target = known.get(ident)
            named = ev.text(target.event, "type") if target is not None else ""
            if named in NEVER_UNDONE:
                yield f"it takes back {named}, which is never undone"


def _approval(entry: Entry, known: dict[str | None, Entry], trust: Trust | None) -> Iterator[str]:
    who = actor(entry.event)
    if who.get("role") != APPROVING_ROLE:
        yield f"only a lead approves, and this is a {who.get('role') or 'nobody'}"
        return
    named = trust.roster.key(entry.keyid) if trust and trust.roster else None
    if named is not None and named.role != APPROVING_ROLE:
        yield f"the roster knows {named.pseudonym} as {named.role}, and only a lead approves"
        return
    for ident in approves(entry.event):
        proposal = known.get(ident)
        why = objection(entry.event, proposal.event) if proposal is not None else ""
        if why:
            yield why
            return
