"""What undo and redo would do, read from the ledger alone, so that both survive a restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reviewer.domain import events as ev
from reviewer.domain.addressed import about_answer
from reviewer.domain.events import Event

STANDS = frozenset({"qa.verdict"})
"""Acts that nothing takes back, and that undo does not leap over to an older act unasked."""


@dataclass(slots=True)
class Step:
    """One act of the reviewer: the events of one group, undone and redone together."""

    group: str
    events: list[Event] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The ids of its events."""
        return [ev.text(event, "id") for event in self.events]


@dataclass(slots=True)
class History:
    """Two stacks, fed event by event with ``take``; only own events belong here. ``stands``: the
    type of the last act, where that is one of ``STANDS``."""

    device: str
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    stands: str = ""

    @property
    def last(self) -> Step | None:
        """What undo takes back."""
        return self.done[-1] if self.done and not self.stands else None

    def take(self, event: Event) -> None:
        """Take one event of the ledger, in its order."""
        if ev.text(event, "device") != self.device:
            return
        kind = ev.text(event, "type")
        if kind == "export":
            self.done.clear()
            self.undone.clear()
            self.stands = ""
        elif kind in STANDS:
            self.stands = kind
        elif kind == "withdraw":
            self._withdraw(event)
        elif kind in ev.UNDOABLE and not about_answer(event):  # such a note is the verdict's own
            self.stands = ""
            self._do(event)

    def _withdraw(self, event: Event) -> None:
        targets = set(ev.text_list(event, "supersedes"))
        for index in range(len(self.done) - 1, -1, -1):
            if targets & set(self.done[index].ids):
                self.undone.append(self.done.pop(index))
                return

    def _do(self, event: Event) -> None:
        group = ev.group_of(event)
        if self.done and self.done[-1].group == group:
            self.done[-1].events.append(event)
            return
        redo_of = ev.text(event, "redo_of")
        if redo_of:
            self.undone = [s for s in self.undone if redo_of not in s.ids]
        else:
            self.undone.clear()
        self.done.append(Step(group, [event]))


def history(device: str, stream: Iterable[Event]) -> History:
    """The stacks after all these events of the ledger of ``device``."""
    found = History(device)
    for event in stream:
        found.take(event)
    return found
