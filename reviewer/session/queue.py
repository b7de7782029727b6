"""The queue: which cases are left, put off, with the lead, done, and why each is here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from reviewer.domain.changes import Changes
from reviewer.domain.fold import SubjectState
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import CaseRow
from reviewer.session.core import Core
from reviewer.session.custody_lines import due_words
from reviewer.session.due import (
    decision_of,
    due,
    is_outdated,
    is_settled,
    primary_of,
    stands_on,
)
from reviewer.session.marks import Marks
from reviewer.session.views import QueueRow, QueueView
from reviewer.session.words import count

GROUPS = ("left", "later", "asked", "done")
PAGE = 500


class Queue:
    """Reads all cases once after an import; their states are read from the live ledger."""

    def __init__(self, core: Core, marks: Marks) -> None:
        self._core = core
        self._marks = marks
        self._cases: list[CaseRow] | None = None
        self._by_id: dict[str, CaseRow] = {}
        self._rank: dict[str, int] = {}
        self._holding: dict[str, list[str]] = {}
        self._rows: dict[str, QueueRow] = {}
        self._watched: dict[str, tuple[str, ...]] = {}
        self._shown_staged = ""
        self._view: QueueView | None = None
        self._found: dict[str, int] | None = None

    @property
    def found(self) -> dict[str, int] | None:
        """What a search found: cases with their matches; None without one."""
        return self._found

    def keep_found(self, found: dict[str, int] | None) -> None:
        """Show only these cases (case id to matches) until the filter changes; None: all."""
        self._found = found
        self._view = None

    def take(self, changes: Changes) -> None:
        """Drop what was computed of the cases that moved, and no other."""
        if changes.touches("import"):
            self._cases = None
            self._core.import_numbers.clear()
            self._rows.clear()
            self._view = None
        stale = {case for key in changes.subjects for case in self._holding.get(key, ())}
        stale |= changes.cases
        if changes.touches("staged", "later", "cursor"):
            stale |= {self._shown_staged, self._core.desk.case_id}
        for case_id in stale:
            self._rows.pop(case_id, None)
        if stale or changes.touches("queue"):
            self._view = None

    def cases(self) -> list[CaseRow]:
        """Every case, in the order of work."""
        if self._cases is None:
            found: list[CaseRow] = []
            page = self._core.workspace.evidence.cases(limit=PAGE)
            while page:
                found += page
                page = self._core.workspace.evidence.cases(after=page[-1].case_id, limit=PAGE)
            self._cases = found
            self._by_id = {c.case_id: c for c in found}
            self._rank = {c.case_id: n for n, c in enumerate(found)}
            self._watched = self._core.workspace.evidence.watched()
            self._holding = {}
            for case in found:
                for key in {*case.subjects, *due(case), stands_on(case, primary_of(case))}:
                    self._holding.setdefault(key, []).append(case.case_id)
        return self._cases

    def case(self, case_id: str) -> CaseRow | None:
        """One case."""
        self.cases()
        return self._by_id.get(case_id)

    def view(self) -> QueueView:
        """The queue under the present filter."""
        if self._view is None:
            self._view = self._make()
        return self._view

    def _make(self) -> QueueView:
        text = self._core.desk.filter
        self._fill()
        rows = [self._rows[c.case_id] for c in self.cases()]
        rows.sort(key=_group_order)
        counts = {g: sum(1 for r in rows if r.group == g) for g in GROUPS}
        if self._found is None:
            shown, error = _filtered(rows, text)
        else:
            shown, error = _matching(rows, self._found), ""
        return QueueView(
            rows=shown,
            left=counts["left"],
            later=counts["later"],
            asked=counts["asked"],
            done=counts["done"],
            shown=len(shown),
            total=len(rows),
            filter=text,
            filter_error=error,
        )

    def _fill(self) -> None:
        """Compute the rows that are missing."""
        missing = [c for c in self.cases() if c.case_id not in self._rows]
        if missing:
            later = self._core.workspace.desk.later_cases()
            for case in missing:
                self._rows[case.case_id] = self._row(case, case.case_id in later)
        staged = self._core.desk.staged
        self._shown_staged = self._core.desk.case_id if staged is not None else ""

    def row(self, case: CaseRow) -> QueueRow:
        """One case as the queue shows it, whatever the filter."""
        self._fill()
        return self._rows[case.case_id]

    def _row(self, case: CaseRow, put_off: bool) -> QueueRow:
        primary = self._core.subject(primary_of(case))
        group, state, word = self._state(case, primary, put_off)
        return QueueRow(
            case_id=case.case_id,
            account=f"account:{case.account}" if case.account else primary.key,
            untrusted_handle=case.handle,
            untrusted_name=case.display_name,
            group=group,
            state=state,
            state_word=word,
            why="; ".join([*_due(case), _reasons(case, self._watched.get(case.account, ()))]),
            posts=case.posts,
            media=case.media,
            hold=primary.preserved,
            marked=case.case_id in self._marks,
            watched=case.account in self._watched,
        )

    def _state(self, case: CaseRow, primary: SubjectState, put_off: bool) -> tuple[str, str, str]:
        """(group, state, word) of a case."""
        staged = self._core.desk.staged
        if primary.contested:
            return "left", "contested", "contested"
        found = decision_of(self._core, case, primary.key)
        if found is not None and self.is_done(case):
            return "done", "decided", OUTCOME_WORDS.get(found.outcome, found.outcome)
        here = case.case_id == self._core.desk.case_id
        if staged is not None and here and (not len(self._marks) or case.case_id in self._marks):
            return _group(primary, put_off), "staged", "staged"
        if primary.escalated:
            return "asked", "escalated", "asked lead"
        if put_off:
            return "later", "later", "later"
        if found is not None and is_outdated(self._core, case, found):
            return "left", "undecided", "new since decision"
        if self._part_decided(case):
            return "left", "undecided", "part decided"
        return "left", "undecided", "undecided"

    def is_done(self, case: CaseRow) -> bool:
        """Whether the primary subject and every account of the case has a decision in force that
        is newer than its evidence."""
        return all(is_settled(self._core, case, key) for key in due(case))

    def _part_decided(self, case: CaseRow) -> bool:
        return any(self._core.subject(k).heads for k in case.subjects)

    def after(self, case_id: str) -> str:
        """The next case that is left and shown, by rank from a case on; else an empty text."""
        left = {r.case_id for r in self.view().rows if r.group == "left"}
        ids = [c.case_id for c in self.cases()]
        at = self._rank.get(case_id, -1)
        ring = ids[at + 1 :] + ids[: max(at, 0)]
        return next((i for i in ring if i in left), "")

    def place(self, case_id: str) -> int:
        """Which item a case is, by rank, from 1."""
        self.cases()
        return self._rank.get(case_id, -1) + 1

    def neighbour(self, case_id: str, by: int) -> str:
        """The case ``by`` rows further in the order shown."""
        ids = [r.case_id for r in self.view().rows]
        if not ids:
            return ""
        if case_id not in ids:
            return ids[0]
        return ids[min(max(ids.index(case_id) + by, 0), len(ids) - 1)]


def _group(primary: SubjectState, put_off: bool) -> str:
    if primary.escalated:
        return "asked"
    return "later" if put_off else "left"


def _group_order(row: QueueRow) -> int:
    return GROUPS.index(row.group)


def _reasons(case: CaseRow, lists: tuple[str, ...]) -> str:
    """Why a case is here: the watchlists of its account, then what the source said or the program
    sees; a list is reason enough."""
    found = [f"Watchlist: {', '.join(lists)}"] if lists else []
    found += case.why
    if not case.why and case.reports:
        found.append(f"Reports: {case.reports}")
    if not found:
        found.append("Imported account" if case.derived else case.queue or "From the bundle")
    return "; ".join(found)


def _due(case: CaseRow) -> list[str]:
    """What of the law and the calendar comes before every other reason."""
    found = ["One-hour order: not for offline review"] if case.legal == "tco" else []
    due_at = due_words(case)
    return [*found, due_at[0].upper() + due_at[1:]] if due_at else found


def _matching(rows: list[QueueRow], found: dict[str, int]) -> list[QueueRow]:
    """The cases with matches, most matches first within their group, saying how many."""
    kept = [
        replace(r, why=f"Search: {count(found[r.case_id], 'match', 'matches')}")
        for r in rows
        if r.case_id in found
    ]
    kept.sort(key=partial(_match_order, found))
    return kept


def _match_order(found: dict[str, int], row: QueueRow) -> tuple[int, int]:
    return GROUPS.index(row.group), -found[row.case_id]


def _filtered(rows: list[QueueRow], text: str) -> tuple[list[QueueRow], str]:
    """The rows that a filter leaves, and what of the filter was not understood."""
    error = ""
    for word in text.split():
        field, colon, value = word.partition(":")
        if colon and field in ("state", "has", "group"):
            rows, problem = _by_field(rows, field, value.casefold())
            error = error or problem
        else:
            needle = word.casefold().lstrip("@")
            rows = [r for r in rows if needle in _haystack(r)]
    return rows, error


def _by_field(rows: list[QueueRow], field: str, value: str) -> tuple[list[QueueRow], str]:
    if field == "state":
        return [r for r in rows if value in (r.state, r.group) or value in r.state_word], ""
    if field == "group":
        return [r for r in rows if r.group == value], ""
    known = {"media": "media", "posts": "posts", "hold": "hold", "watchlist": "watched"}
    if value in known:
        return [r for r in rows if getattr(r, known[value])], ""
    return rows, f"has:{value} is not known; has:media, has:posts, has:hold, has:watchlist are"


def _haystack(row: QueueRow) -> str:
    return f"{row.untrusted_handle} {row.untrusted_name} {row.why} {row.state_word}".casefold()
