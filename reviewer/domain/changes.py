"""What moved: computed from an event or from the desk, never declared by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """One notice.

    Attributes:
        subjects: subject keys whose state moved.
        cases: case ids concerned.
        kinds: kinds of fact that moved: decision, pin, label, flag, escalate, hold, refer,
            note, import, export, receipt, policy.
        desk: parts of the desk that moved: cursor, selection, pane, staged, conceal, draft,
            later, seen, message, settings, tour, range (what of the timeline is listed).
        initiator: the pane or command that caused it, so that a pane ignores its own edit.
    """

    subjects: frozenset[str] = NOTHING
    cases: frozenset[str] = NOTHING
    kinds: frozenset[str] = NOTHING
    desk: frozenset[str] = NOTHING
    initiator: str = field(default="", compare=False)

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.subjects | other.subjects,
            self.cases | other.cases,
            self.kinds | other.kinds,
            self.desk | other.desk,
            self.initiator or other.initiator,
        )

    @classmethod
    def union(cls, many: Iterable[Changes]) -> Changes:
        """All of them in one notice: what ``|`` gives one after the other, in one pass."""
        notices = list(many)
        return cls(
            NOTHING.union(*(one.subjects for one in notices)),
            NOTHING.union(*(one.cases for one in notices)),
            NOTHING.union(*(one.kinds for one in notices)),
            NOTHING.union(*(one.desk for one in notices)),
            next((one.initiator for one in notices if one.initiator), ""),
        )

    def __bool__(self) -> bool:
        return bool(self.subjects or self.cases or self.kinds or self.desk)

    def touches(self, *names: str) -> bool:
        """Whether any of these kinds or parts of the desk moved."""
        return any(name in self.kinds or name in self.desk for name in names)


def on_desk(*parts: str, initiator: str = "") -> Changes:
    """Changes of the desk alone."""
    return Changes(desk=frozenset(parts), initiator=initiator)
