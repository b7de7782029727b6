"""What of a case has to be decided, and on which of it the reviewer stands."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core


def primary_of(case: CaseRow) -> str:
    """The subject key of the primary subject."""
    return case.subjects[0] if case.subjects else f"account:{case.account}"


def due(case: CaseRow) -> list[str]:
    """The subject keys that a case wants decided: its primary subject and every account."""
    accounts = [key for key in case.subjects if key.startswith("account:")]
    return list(dict.fromkeys((primary_of(case), *accounts)))


def stands_on(case: CaseRow, key: str) -> str:
    """The subject that is shown and decided for a due one: the author of a primary post, where
    the evidence knows one, else the subject itself."""
    if case.account and key == primary_of(case):
        return f"account:{case.account}"
    return key


def decision_of(core: Core, case: CaseRow, key: str) -> Fact | None:
    """The decision in force about a due subject; for a post, also one that was made in this case
    about its author."""
    facts = (core.subject(name).decision for name in core.same(key))
    found = next((fact for fact in facts if fact is not None), None)
    author = stands_on(case, key)
    if found is None and author != key:
        here = [f for f in core.subject(author).heads if ev.text(f.event, "case") == case.case_id]
        found = here[-1] if here else None
    return found


def basis_of(core: Core, fact: Fact) -> Fact:
    """On what evidence and rules a decision rests: those of its last confirmation, or its own."""
    return core.subject(core.state.home.get(fact.id, "")).confirmed(fact.id) or fact


def is_outdated(core: Core, case: CaseRow, fact: Fact) -> bool:
    """Whether a later import brought something new about the subjects of a decision: it stays in
    force, but its case is not done before it is decided again (formats.md 4)."""
    return rests_on_older(core, case, fact, basis_of(core, fact))


def rests_on_older(core: Core, case: CaseRow, fact: Fact, basis: Fact) -> bool:
    """The same, where the basis of the decision is known."""
    raw = basis.event.get("seen")
    seen = raw if isinstance(raw, dict) else {}
    number = core.import_number(ev.text(seen, "import"))
    if number is None or number >= case.import_n:
        return False
    if ev.text(fact.event, "case") != case.case_id:
        return True
    return core.workspace.evidence.digest_of_case(case.case_id) != seen.get("digest")


def is_settled(core: Core, case: CaseRow, key: str) -> bool:
    """Whether a due subject has a decision in force that is newer than the evidence."""
    fact = decision_of(core, case, key)
    return fact is not None and not is_outdated(core, case, fact)


def is_done(core: Core, case: CaseRow) -> bool:
    """Whether the primary subject and every account of a case is settled."""
    return all(is_settled(core, case, key) for key in due(case))


def next_due(core: Core, case: CaseRow) -> str:
    """The subject to stand on: the first that is open or contested, else the primary one."""
    for key in due(case):
        if not is_settled(core, case, key) or core.subject(key).contested:
            return stands_on(case, key)
    return stands_on(case, primary_of(case))
