"""Spot-checks, looked at once more by whoever reads a package: what must not count is named.

What an event names and is not in the package cannot be judged here; the state of a ledger that
holds both passes over what breaks the same rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.qa import PARTS, review_of, verdict_of
from reviewer.domain.qa_rules import (
    LEAD,
    OWN,
    form_objection,
    is_own,
    review_objection,
    verdict_objection,
)
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.findings import Bad
from reviewer.exchange.lines import Entry


def spot_checks(
    entries: Sequence[Entry], trust: Trust | None, file: str, among: Sequence[Entry] = ()
) -> list[Bad]:
    """Every event of a spot-check that must not be in a ledger, in order.

    Args:
        entries: the events of whoever signed the package.
        among: all events of the package, merged chains too; what is looked at again is there.
    """
    known = {one.id or "": one for one in (*among, *entries) if not one.problem}
    found = []
    for entry in entries:
        if entry.problem or ev.text(entry.event, "type") not in PARTS:
            continue
        says = form_objection(entry.event) or _role(entry, trust) or _within(entry.event, known)
        if says:
            words = f"Event {entry.seq} does not count: {says}."
            found.append(Bad("blind", file, entry.line, entry.seq, entry.id, words))
    return found


def _role(entry: Entry, trust: Trust | None) -> str:
    """What the roster says against whoever draws, judges or sets golden cases."""
    named = trust.roster.key(entry.keyid) if trust and trust.roster else None
    if named is None or named.role == LEAD or ev.text(entry.event, "type") == "qa.review":
        return ""
    return f"the roster knows {named.pseudonym} as {named.role}, and only a lead does this"


def _within(event: Event, known: Mapping[str, Entry]) -> str:
    """Against what else stands in the package."""
    kind = ev.text(event, "type")
    if kind == "qa.review":
        said = review_of(event)
        subject, draw = known.get(said.item), known.get(said.draw)
        if subject is None:
            return ""
        if draw is None and said.draw:
            own = ev.text(subject.event, "type") == "decision" and is_own(event, subject.event)
            return OWN if own else ""
        return review_objection(event, draw.event if draw else None, subject.event)
    if kind == "qa.verdict":
        review = known.get(verdict_of(event).review)
        return verdict_objection(event, review.event) if review is not None else ""
    return ""
