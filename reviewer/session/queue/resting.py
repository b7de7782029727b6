"""How a case stands of whose subjects a snapshot says all that matters: nobody wakes them.

Most cases of a long ledger have one decision in force, or none, and nothing else. Of all others,
and wherever the desk or the evidence has more to say, the long way is gone; both ways say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact
from reviewer.domain.ids import UNDATED
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import due, primary_of, rests_on_older, stands_on
from reviewer.session.known.merged import lacking
from reviewer.session.known.review import Review
from reviewer.session.queue.filters import NO_OUTCOME, PRESERVED, head_facets
from reviewer.store.ledger.reviving import Subjects

Heads = Mapping[str, Fact | None]


@dataclass(frozen=True, slots=True)
class Stand:
    """What the ledger says of a case: for ``QueueRow``. ``said``: what comes first of why."""

    group: str
    state: str
    word: str
    hold: bool
    facets: frozenset[str]
    said: Sequence[str] = ()


class Resting:
    """Reads the snapshot that the ledger was opened from, where there is one."""

    def __init__(self, core: Core, review: Review) -> None:
        self._core = core
        self._review = review

    def stand(self, case: CaseRow) -> Stand | None:
        """How a case stands that is neither purged, veiled, put off nor handed back; None where it
        takes more than the snapshot says."""
        core = self._core
        shelf = core.state.subjects
        if not isinstance(shelf, Subjects) or core.sight is not None:
            return None
        if case.due_at != UNDATED or case.case_id == core.desk.case_id:
            return None
        wanted = due(case)
        heads = self._heads(shelf, case, wanted)
        if heads is None:
            return None
        found = {key: _decision(case, key, heads) for key in wanted}
        decided = [fact for fact in found.values() if fact is not None]
        if any(rests_on_older(core, case, fact, fact) for fact in decided):
            return None
        group, state, word = "left", "undecided", "undecided"
        first = found[primary_of(case)]
        if len(decided) == len(wanted) and first is not None:
            if not all(map(self._review.reads_alike, decided)):
                return None
            group, state = "done", "decided"
            word = OUTCOME_WORDS.get(first.outcome, first.outcome)
        elif any(heads[key] is not None for key in case.subjects):
            word = "part decided"
        primary = heads[primary_of(case)]
        hold = primary is not None and ev.flag(primary.event, "preserve")
        return Stand(group, state, word, hold, _facets(heads))

    def _heads(self, shelf: Subjects, case: CaseRow, wanted: Sequence[str]) -> Heads | None:
        """The one decision of every subject of a case; None where anything else is said."""
        wishes, heads = self._core.state.wishes, dict[str, Fact | None]()
        for key in dict.fromkeys((*wanted, *(stands_on(case, key) for key in wanted))):
            alone, heads[key] = shelf.lone(key)
            if not alone or key in wishes or key.startswith("media:"):
                return None
        if any(key not in heads for key in case.subjects):
            return None
        gone = (lacking(self._core, fact.event) for fact in heads.values() if fact is not None)
        return None if any(gone) else heads


def _decision(case: CaseRow, key: str, heads: Heads) -> Fact | None:
    """As ``due.decision_of``."""
    author = stands_on(case, key)
    found = heads[key]
    if found is None and author != key:
        other = heads[author]
        found = other if other is not None and _in_case(other, case) else None
    return found


def _in_case(fact: Fact, case: CaseRow) -> bool:
    return ev.text(fact.event, "case") == case.case_id


def _facets(heads: Heads) -> frozenset[str]:
    """As ``filters.facets_of``."""
    known = [fact for fact in heads.values() if fact is not None]
    found = {"due:none", *head_facets(known)}
    if any(ev.flag(fact.event, "preserve") for fact in known):
        found.add(PRESERVED)
    if not known:
        found.add(NO_OUTCOME)
    return frozenset(found)
