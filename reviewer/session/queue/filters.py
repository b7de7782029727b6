"""The filter of the queue: words and ``field:value`` terms with closed lists of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact, State, SubjectState
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.views.views import QueueRow

STATES = {
    "undecided": "undecided",
    "staged": "staged",
    "decided": "decided",
    "later": "later",
    "asked": "escalated",
    "contested": "contested",
    "proposed": "proposed",
    "again": "again",
}
"""What one types, and the state of a row."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "state": (*STATES, "left", "done", "new", "part"),
    "group": ("left", "again", "later", "asked", "done"),
    "has": ("media", "posts", "hold", "watchlist"),
    "outcome": (*OUTCOME_WORDS, "none"),
    "custody": ("preserved", "hold", "keepopen"),
    "referral": ("proposed", "approved", "answered"),
    "due": ("overdue", "planned", "none"),
    "marked": ("yes", "no"),
    "for": ("mine", "others", "pool", "nobody", "all"),
    "policy": (),
}
"""Every field and its values; those of ``policy`` are the rules of the sets in the ledger."""
SAME = {"no_action": "no_violation", "limit": "restrict", "escalated": "asked"}
"""What else people write."""
PRESERVED, NO_OUTCOME = "custody:preserved", "outcome:none"


def terms_of(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """(field, value) of each term of the queue, and the other words, in their order."""
    terms, rest = [], []
    for word in text.split():
        field, colon, value = word.partition(":")
        if colon and field.casefold() in FIELDS:
            terms.append((field.casefold(), value.casefold()))
        else:
            rest.append(word)
    return terms, rest


def asks_for(text: str) -> bool:
    """Whether a filter says whose cases it is about."""
    return any(field == "for" for field, _ in terms_of(text)[0])


def apart(text: str) -> tuple[list[tuple[str, str]], str]:
    """The terms that only the queue knows, and what is left for the full-text search, which has a
    ``has:media`` of its own."""
    mine: list[str] = []
    theirs: list[str] = []
    for word in text.split():
        terms, _ = terms_of(word)
        own = terms and terms[0] != ("has", "media")
        (mine if own else theirs).append(word)
    return terms_of(" ".join(mine))[0], " ".join(theirs)


def problem(field: str, value: str, policies: Sequence[str]) -> str:
    """Why a term is refused, with the list of right ones; empty where it is right."""
    known = tuple(policies) if field == "policy" else FIELDS[field]
    if SAME.get(value, value) in known:
        return ""
    return f"{field}:{value} is not known; right are {', '.join(known)}"


def narrowed(
    rows: list[QueueRow], text: str, policies: Sequence[str]
) -> tuple[list[QueueRow], str]:
    """The rows that a filter leaves; a wrong term takes none away and is said."""
    terms, rest = terms_of(text)
    rows, error = by_terms(rows, terms, policies)
    for word in rest:
        needle = word.casefold().lstrip("@")
        rows = [row for row in rows if needle in _haystack(row)]
    return rows, error


def by_terms(
    rows: list[QueueRow], terms: list[tuple[str, str]], policies: Sequence[str]
) -> tuple[list[QueueRow], str]:
    """The rows that all right terms leave, and the first wrong one in words."""
    error = ""
    for field, value in terms:
        wrong = problem(field, value, policies)
        error = error or wrong
        if not wrong:
            wanted = SAME.get(value, value)
            rows = [row for row in rows if has(row, field, wanted)]
    return rows, error


def has(row: QueueRow, field: str, value: str) -> bool:
    """Whether a row has one value of a field."""
    if field == "group":
        return row.group == value
    if field == "marked":
        return row.marked == (value == "yes")
    if field == "has":
        names = {"watchlist": "watched"}
        return bool(getattr(row, names.get(value, value)))
    if field == "state":
        words = {"new": "new since", "part": "part decided"}
        if value in words:
            return words[value] in f"{row.state_word} {row.why}".casefold()
        return STATES.get(value, value) == row.state or value == row.group
    return f"{field}:{value}" in row.facets


def facets_of(state: State, subjects: Sequence[SubjectState], due: str) -> frozenset[str]:
    """What can be filtered by: ``outcome:suspend``, ``custody:hold``, ``referral:approved``,
    ``policy:org.support``, ``due:overdue``; of all subjects of a case."""
    found = {f"due:{due}"}
    for subject in subjects:
        found |= head_facets(subject.heads)
        if subject.preserved:
            found.add(PRESERVED)
        if subject.holds:
            found.add("custody:hold")
        if state.wishes_of(subject.key).kept_open:
            found.add("custody:keepopen")
        found |= {f"referral:{_stage(subject, fact.id)}" for fact in subject.referrals}
    if not any(facet.startswith("outcome:") for facet in found):
        found.add(NO_OUTCOME)
    return frozenset(found)


def head_facets(heads: Sequence[Fact]) -> set[str]:
    """What decisions in force can be filtered by."""
    found = {f"outcome:{fact.outcome}" for fact in heads}
    return found | {f"policy:{fact.policy.get('id', '')}" for fact in heads}


def _stage(subject: SubjectState, referral: str) -> str:
    """How far a referral is."""
    if subject.outcomes_of(referral):
        return "answered"
    return "approved" if referral in subject.approved else "proposed"


def rules_named(state: State, known: Sequence[str]) -> list[str]:
    """The rules that may be filtered by: of the set in force, then those only decisions name."""
    named = {str(f.policy.get("id", "")) for s in state.decided() for f in s.heads}
    return list(dict.fromkeys((*known, *sorted(named - {""}))))


def _haystack(row: QueueRow) -> str:
    return f"{row.untrusted_handle} {row.untrusted_name} {row.why} {row.state_word}".casefold()


def is_proposed(subject: SubjectState) -> bool:
    """A decision waits for a different lead."""
    return any(ev.text(fact.event, "type") == "decision" for fact in subject.proposals)
