"""Exact counters of a decision at the desk: what is told, read and painted for one commit."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.domain.changes import Changes
from tests.desk.conftest import DeskMaker, Driver

COMMIT = ("q", "f", "f")
PAINTS = {
    **dict.fromkeys(("CaseStrip", "Counts", "LastStrip", "StatusLine", "Lanes"), 1),
    "QueuePane": 2,
    "TimelinePane": 4,
    "Inspector": 3,
}
"""How often a part may be painted: with the next case, once more when what was shown counts as
seen, where the width of its scroll bar changed, and under the charts, which follow the frame of the
next case. Pictures arrive one by one and are not here."""


class Watch(QObject):
    """Counts paints, and what the bridge tells."""

    def __init__(self) -> None:
        super().__init__()
        self.paints: Counter[str] = Counter()
        self.told: list[Changes] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.paints[type(watched).__name__] += 1
        return False

    def hear(self, changes: Changes) -> None:
        self.told.append(changes)


def watched(desk: Driver) -> Watch:
    """Decide a case, and count from the tap that commits until the desk rests."""
    desk.press(*COMMIT[:-1])
    watch, app = Watch(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    desk.window.bridge.changed.connect(watch.hear)
    before = desk.session.workspace.ledger.head()[1]
    desk.press(COMMIT[-1])
    desk.settle()
    app.removeEventFilter(watch)
    desk.window.bridge.changed.disconnect(watch.hear)
    assert desk.session.workspace.ledger.head()[1] == before + 1
    return watch


def test_a_commit_is_told_once_and_what_was_seen_once(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1600, 1000))
    watch = watched(desk)
    moved = [changes for changes in watch.told if changes.touches("decision", "cursor")]
    assert len(moved) == 1
    assert len([c for c in watch.told if c.touches("seen")]) <= 2  # events, then media


def test_a_commit_paints_every_part_a_bounded_number_of_times(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1600, 1000))
    paints = watched(desk).paints
    assert {name: paints[name] for name in PAINTS if paints[name] > PAINTS[name]} == {}, paints


def test_a_commit_paints_only_the_queue_rows_that_say_something_else(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1600, 1000))
    desk.press("q", "f", "f")  # the rows in view were painted once
    stamps = desk.window.queue.delegate.stamps
    desk.press(*COMMIT[:-1])
    before = stamps.made
    desk.press(COMMIT[-1])
    desk.settle()
    # the decided row, the next one, the heads of both groups, one that scrolls into view
    assert stamps.made - before <= 5


def test_the_frame_of_the_next_case_is_laid_out_before_it_is_painted(make_desk: DeskMaker) -> None:
    desk = make_desk(size=(1600, 1000))
    paints = watched(desk).paints
    assert paints["SecondLine"] == paints["DecisionBar"] == 1, paints
    assert paints["CommitButton"] == 1
    assert paints["Segment"] == 0  # the controls of a header stay as they are
