"""Where decisions of several people differ: side by side, and what settles them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact, SubjectState
from reviewer.domain.proposals import APPROVING_ROLE
from reviewer.domain.resolving import NOT_A_LEAD, RESOLUTION
from reviewer.domain.rules import OUTCOME_WORDS, UNGRADED, Requirement
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.deskstate import Staged
from reviewer.session.ground.due import due, stands_on
from reviewer.session.known.compare import decision_lines
from reviewer.session.known.lead_words import question_words
from reviewer.session.known.merged import is_alike, lacking
from reviewer.session.known.review import Review
from reviewer.session.views.words import count


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One of the decisions that stand. ``title``: who and what; ``lines``: (name, untrusted text);
    ``missing``: the name of the import that it rests on and that is not here, or empty."""

    title: str
    lines: list[tuple[str, str]]
    missing: str


@dataclass(frozen=True, slots=True)
class ContestedView:
    """``sentence``: what differs, and who may settle it."""

    untrusted_handle: str
    sentence: str
    heads: list[HeadColumn]
    may_settle: bool


def side_by_side(core: Core, review: Review, case_id: str) -> ContestedView:
    """Every decision that stands about the open subject, each on its own grounds."""
    state = core.subject(core.desk.account)
    lead = core.own_role() == APPROVING_ROLE
    how = (
        "Stage an outcome and write why: committing it settles all of them."
        if lead
        else "Only a lead settles it; until then all of them stand."
    )
    case = core.workspace.evidence.case(case_id)
    return ContestedView(
        untrusted_handle=case.handle if case is not None else "",
        sentence=f"{differing(state)}. {how}",
        heads=[_column(core, review, fact, case_id) for fact in _by_person(state)],
        may_settle=lead,
    )


def _column(core: Core, review: Review, fact: Fact, case_id: str) -> HeadColumn:
    outcome = OUTCOME_WORDS.get(fact.outcome, fact.outcome)
    kind = "settled as " if fact.type == RESOLUTION else ""
    lines = decision_lines(core, review, fact)
    seen: Any = fact.event.get("seen")
    missing = lacking(core, fact.event)
    if missing:
        lines.insert(2, ("Evidence", f"missing: import {missing}"))
    elif isinstance(seen, dict) and seen.get("digest"):
        same = is_alike(core, fact.event)
        said = "the same as here now" if same else "another state of it than here now"
        lines.insert(2, ("Evidence", said))
    if ev.flag(fact.event, "preserve"):
        lines.insert(2, ("Custody", "to be preserved"))
    return HeadColumn(f"{fact.pseudonym}: {kind}{outcome}", lines, missing)


def _by_person(state: SubjectState) -> list[Fact]:
    """What stands, by pseudonym, so that a screen never depends on what came first."""
    return sorted(state.heads, key=_person)


def _person(fact: Fact) -> tuple[str, tuple[str, int, str]]:
    return fact.pseudonym, fact.order


def differing(state: SubjectState) -> str:
    """Who decided what, in one sentence: ``Contested: suspend by heron, warn by owl``."""
    said: dict[str, list[str]] = {}
    heads = _by_person(state)
    alike = len({(f.outcome, ev.flag(f.event, "preserve")) for f in heads}) == 1
    for fact in heads:
        words = OUTCOME_WORDS.get(fact.outcome, fact.outcome)
        if ev.flag(fact.event, "preserve"):
            words += " and preserve"
        if alike and fact.policy.get("id"):
            words += f" under {fact.policy['id']}"
        said.setdefault(words, []).append(fact.pseudonym)
    parts = [f"{words} by {', '.join(dict.fromkeys(who))}" for words, who in said.items()]
    return f"Contested: {'; '.join(parts)}"


def others_words(core: Core, case: CaseRow) -> list[str]:
    """What of other reviewers is said of a case: where they differ, evidence that is not here."""
    keys = [stands_on(case, key) for key in due(case)]
    states = [core.subject(key) for key in dict.fromkeys(keys)]
    said = [differing(state) for state in states if state.contested]
    said += [words for state in states for words in question_words(core, state.key)]
    gone = {lacking(core, f.event) for state in states for f in state.heads}
    return said + [f"evidence missing: import {name}" for name in sorted(gone - {""})]


def settling(core: Core, staged: Staged, gate: list[Requirement]) -> list[Requirement]:
    """What a commit needs where decisions differ: a lead, and why."""
    if staged.choice.outcome in UNGRADED or staged.choice.outcome == "escalate":
        return []
    state = core.subject(core.desk.account)
    if not state.contested:
        return []
    if core.own_role() != APPROVING_ROLE:
        return [Requirement("contested", False, NOT_A_LEAD)]
    found = [Requirement("contested", True, f"settles {count(len(state.heads), 'decision')}")]
    if not any(one.id == "note" for one in gate):
        note = core.workspace.desk.draft(core.desk.case_id, core.desk.account).strip()
        words = "note" if note else "note missing: settling says why"
        found.append(Requirement("note", bool(note), words, "note.edit"))
    return found


def decided_words(decision: Fact, state: SubjectState) -> str:
    """What was decided, and that several people did: ``suspend, confirmed by 2``."""
    said = OUTCOME_WORDS.get(decision.outcome, decision.outcome)
    people = len(state.confirmed_by)
    return f"{said}, confirmed by {people}" if people else said
