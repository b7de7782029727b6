"""The counters of the queue: each shows how much there is and filters to its group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.session.views.views import QueueView
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import COUNT, META
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.base import PaintedButton

GROUPS = ("left", "again", "later", "asked", "done")


class Counter(PaintedButton):
    """A figure over its word; lighter while the queue is filtered to its group."""

    def __init__(self, group: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"queue.{group}")
        self.setCheckable(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.figure, self.word, self.held = 0, group, False

    def show_count(self, figure: int, word: str, *, held: bool) -> None:
        """Take the figure, its word, and whether the filter is this group."""
        if (figure, word, held) == (self.figure, self.word, self.held):
            return
        self.figure, self.word, self.held = figure, word, held
        self.setAccessibleName(f"{figure} {word}")
        self.setAccessibleDescription("shown alone" if held else "show only these")
        self.update()

    def wanted(self) -> QSize:
        """Two lines and a little air."""
        look = self.look
        return QSize(look.px(40), look.line(COUNT) + look.line(META) + look.px(10))

    def draw(self, ink: Ink) -> None:
        """Fill, figure, word."""
        look, width, height = self.look, self.width(), self.height()
        if self.held or self.hovered or self.isDown():
            ink.fill(0, 1, width, height - 2, "s2" if self.hovered and not self.held else "s3")
        if self.held:
            ink.fill(0, height - 3, width, 2, "accent")
        if self.objectName() != f"queue.{GROUPS[0]}":
            ink.fill(0, 1, 1, height - 2, "line")
        pad, top, line = look.measures.pad, look.px(5), look.line(COUNT)
        ink.words(pad, top, line, f"{self.figure:,}", COUNT, "t1", width - pad)
        ink.words(pad, top + line, look.line(META), self.word, META, "t2", width - pad)


def _figures(view: QueueView) -> tuple[int, ...]:
    return view.left, view.again, view.later, view.asked, view.done


class Counts(QWidget):
    """Left, later, asked lead, done; to review again where there is any.

    ``wants`` carries the command that filters to a group.
    """

    wants = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.counters = {group: Counter(group, self) for group in GROUPS}
        for counter in self.counters.values():
            counter.clicked.connect(self._pressed)
            row.addWidget(counter, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, view: QueueView) -> None:
        """Take the counts of a view, and mark the one that it is filtered to."""
        lead = "lead" if self._look.measures.short_words else "asked"
        words = {"left": "left", "again": "again", "later": "later", "asked": lead, "done": "done"}
        figures = dict(zip(GROUPS, _figures(view), strict=True))
        if view.blind:
            words["done"] = "locked"
        hidden = {"again"} if not view.again else set()
        hidden |= {"later", "asked"} if view.blind else set()
        for group, counter in self.counters.items():
            held = view.filter.strip().casefold() == f"group:{group}"
            counter.show_count(figures[group], words[group], held=held)
            counter.setVisible(group not in hidden)
        shown = [group for group in GROUPS if group not in hidden]
        self.setAccessibleName(", ".join(f"{figures[g]} {words[g]}" for g in shown))

    @Slot()
    def _pressed(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, Counter):
            self.wants.emit(pressed.objectName())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line above and one below."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        ink.rule(0, 0, self.width())
        ink.rule(0, self.height() - 1, self.width())
        painter.end()
