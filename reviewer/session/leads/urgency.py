"""What presses a lead first: a child's safety, a life, a state's contact, a date, then age."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain.custody import DAY_MS, ms_of_time
from reviewer.domain.events import Event
from reviewer.domain.ids import UNDATED
from reviewer.session.ground.core import Core
from reviewer.session.views.words import count, date

CHILD, LIFE, STATE = "child safety", "threat to life", "state contact"
RANKS = (CHILD, LIFE, STATE)
"""What goes before every date, the gravest first."""
MINUTE_MS, HOUR_MS = 60_000, 3_600_000
LONG = 2 * DAY_MS
"""From here on days are counted, and no hours."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """``graves``: those of ``RANKS`` that apply; ``due_at`` and ``since``: ms, or ``UNDATED``."""

    graves: tuple[str, ...] = ()
    due_at: int = UNDATED
    since: int = UNDATED

    @property
    def order(self) -> tuple[int, bool, int, int]:
        """What comes first is least: the gravest, then the nearest date, then the oldest."""
        grave = RANKS.index(self.graves[0]) if self.graves else len(RANKS)
        return grave, self.due_at == UNDATED, self.due_at, self.since

    def words(self, now: int) -> str:
        """Short: ``child safety, overdue by 2 d``; empty where nothing presses."""
        due = [due_in(self.due_at, now)] if self.due_at != UNDATED else []
        return ", ".join([*self.graves, *due])

    def age(self, now: int) -> str:
        """``Waits since 27 Apr 2026, 2 days.``; empty where it is not known."""
        if self.since == UNDATED:
            return ""
        days = max(0, now - self.since) // DAY_MS
        return f"Waits since {date(self.since)}, {count(days, 'day') if days else 'today'}."


def due_in(due_at: int, now: int) -> str:
    """``due in 3 h``, ``overdue by 2 d``: in minutes below an hour, in days from two days on."""
    left = abs(due_at - now)
    if left < MINUTE_MS:
        return "due now"
    if left < HOUR_MS:
        said = f"{left // MINUTE_MS} min"
    else:
        said = f"{left // HOUR_MS} h" if left < LONG else f"{left // DAY_MS} d"
    return f"due in {said}" if due_at > now else f"overdue by {said}"


def since_of(event: Event) -> int:
    """When an event was made, ms."""
    at = ms_of_time(event.get("at"))
    return UNDATED if at is None else at


class Pressing:
    """What presses about subjects; read once for all of them."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._touched = _touched_by_locks(core)

    def of(self, key: str, event: Event, *, life: bool = False, due_at: int = UNDATED) -> Urgency:
        """About a subject.

        Args:
            event: what began it; its case may have a date.
            life: a life is said to be threatened.
            due_at: another date; the nearer one counts.
        """
        case = self._core.workspace.evidence.case(ev.text(event, "case"))
        dates = [at for at in (due_at, case.due_at if case else UNDATED) if at != UNDATED]
        keys = {key, *(case.subjects if case else ()), case.account if case else key}
        graves = (
            (CHILD, bool(keys & self._touched)),
            (LIFE, life),
            (STATE, any(self._asked(one) for one in keys)),
        )
        found = tuple(name for name, applies in graves if applies)
        return Urgency(found, min(dates, default=UNDATED), since_of(event))

    def _asked(self, key: str) -> bool:
        wishes = self._core.state.wishes_of(key)
        return bool(wishes.contacts or wishes.kept_open)


def _touched_by_locks(core: Core) -> frozenset[str]:
    """Keys of media that are locked for child safety, and of the accounts that posted them."""
    found = {*core.ledger_state.locked, *core.workspace.locks.all()}
    keys = {f"media:{ident}" for ident in found}
    for ident in sorted(found):
        row = core.workspace.evidence.media(ident)
        if row is not None:
            posts = core.workspace.evidence.posts(list(row.post_keys))
            keys |= {f"account:{post.account}" for post in posts}
    return frozenset(keys)
