"""What of a case has to be decided, and on which of it the reviewer stands."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.fold import Fact
from reviewer.domain.views import CaseRow
from reviewer.session.core import Core


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
    found = core.subject(key).decision
    author = stands_on(case, key)
    if found is None and author != key:
        here = [f for f in core.subject(author).heads if ev.text(f.event, "case") == case.case_id]
        found = here[-1] if here else None
    return found


def next_due(core: Core, case: CaseRow) -> str:
    """The subject to stand on: the first that is open or contested, else the primary one."""
    for key in due(case):
        if decision_of(core, case, key) is None or core.subject(key).contested:
            return stands_on(case, key)
    return stands_on(case, primary_of(case))
