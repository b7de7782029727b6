"""Why a case is in the queue, in words; the order of its groups."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from reviewer.domain.fold import SubjectState
from reviewer.domain.views import CaseRow
from reviewer.session.views.custody_lines import due_words
from reviewer.session.views.views import QueueRow, QueueView
from reviewer.session.views.words import count

VEILED, IN_DRAW = "to be re-reviewed", "In a spot-check: answer it there first"
"""What a drawn case says until one has answered it, whatever was decided."""
GROUPS = ("left", "again", "later", "asked", "done")


def group_of(primary: SubjectState, put_off: bool) -> str:
    """The group of a case that is open."""
    if primary.escalated:
        return "asked"
    return "later" if put_off else "left"


def group_order(row: QueueRow) -> int:
    """Where the group of a row stands."""
    return GROUPS.index(row.group)


def reasons_of(case: CaseRow, lists: tuple[str, ...]) -> str:
    """Why a case is here: the watchlists of its account, then what the source said or the program
    sees; a list is reason enough."""
    found = [f"Watchlist: {', '.join(lists)}"] if lists else []
    found += case.why
    if not case.why and case.reports:
        found.append(f"Reports: {case.reports}")
    if not found:
        found.append("Imported account" if case.derived else case.queue or "From the bundle")
    return "; ".join(found)


def legal_reasons(case: CaseRow) -> list[str]:
    """What of the law and the calendar comes before every other reason."""
    found = ["One-hour order: not for offline review"] if case.legal == "tco" else []
    due_at = due_words(case)
    return [*found, due_at[0].upper() + due_at[1:]] if due_at else found


def listed(view: QueueView, case_id: str) -> bool:
    """Whether a case is among the rows that the filter leaves."""
    return not view.filter.strip() or any(row.case_id == case_id for row in view.rows)


def name_of(row: QueueRow | None) -> str:
    """A row's handle, else its account; empty without a row."""
    if row is None:
        return ""
    return f"@{row.untrusted_handle}" if row.untrusted_handle else row.account


def matching(rows: list[QueueRow], found: dict[str, int], words: str) -> list[QueueRow]:
    """The cases with matches, most matches first within their group, saying how many; and those
    whose handle or name has the words, whatever their posts say."""
    needle = words.casefold().strip().lstrip("@")
    kept = []
    for row in rows:
        if row.case_id in found:
            why = f"Search: {count(found[row.case_id], 'match', 'matches')}"
            kept.append(replace(row, why=why))
        elif needle and needle in f"{row.untrusted_handle} {row.untrusted_name}".casefold():
            kept.append(replace(row, why="Search: the handle or name matches"))
    kept.sort(key=partial(_match_order, found))
    return kept


def _match_order(found: dict[str, int], row: QueueRow) -> tuple[int, int]:
    return GROUPS.index(row.group), -found.get(row.case_id, 0)
