"""What all panes share: they re-read when something they show moved, later while hidden; and they
say what is wrong instead of showing nothing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Damaged
from reviewer.ui.bridge import Bridge, merged
from reviewer.ui.looks.look import Look
from reviewer.ui.pane_header import PaneHeader
from reviewer.ui.state_panel import StatePanel
from reviewer.ui.widgets.base import surface


class Pane(QWidget):
    """A header over a body. ``body`` is the stack of the content and the panel that stands in its
    place while it is empty or damaged.

    Attributes:
        watches: the kinds and parts of the desk whose change makes the pane read again.
    """

    watches: tuple[str, ...] = ()
    wants = Signal(str)
    """A command by id: the next step that a panel offers."""

    def __init__(self, look: Look, bridge: Bridge, title: str, key: str) -> None:
        super().__init__()
        self.look = look
        self._stale: Changes | None = None
        self.setObjectName(title.lower())
        surface(self, "s1")
        self.setAccessibleName(title)
        self.header = PaneHeader(look, title, key, self)
        self.content = QWidget(self)
        self.panel = StatePanel(look, self)
        self.panel.wants.connect(self.wants)
        self.body = QStackedLayout()
        self.body.addWidget(self.content)
        self.body.addWidget(self.panel)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.header)
        column.addLayout(self.body, 1)
        look.changed.connect(self._border)
        self._border()
        bridge.changed.connect(self._hear)

    def refresh(self, changes: Changes | None) -> None:
        """Read again what moved; ``None`` for everything. For the pane itself to write."""
        raise NotImplementedError

    def focus_widget(self) -> QWidget:
        """The widget that takes the keys when the pane is focused."""
        return self

    def take_keys(self) -> None:
        """Put the keyboard where this pane wants it: on its one button where it is empty."""
        button = self.panel.button if self.body.currentWidget() is self.panel else None
        target = button if button is not None and button.isVisible() else self.focus_widget()
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A pane may be made small; its lists scroll."""
        return QSize(120, 72)

    def set_active(self, active: bool) -> None:
        """Whether the keys go to this pane."""
        self.header.set_active(active)

    def is_empty(self, sentence: str, button: str = "", command: str = "") -> None:
        """One sentence and the next step instead of the content."""
        self.panel.show_empty(sentence, button, command)
        self.body.setCurrentWidget(self.panel)

    def is_well(self) -> None:
        """The content, in its place."""
        self.body.setCurrentWidget(self.content)

    def read(self, changes: Changes | None) -> None:
        """Refresh now; what is damaged is said in the pane's own place."""
        try:
            self.refresh(changes)
        except Damaged as error:
            self.header.show_pieces(())
            self.panel.show_damaged(error)
            self.body.setCurrentWidget(self.panel)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if not changes.touches(*self.watches):
            return
        if self.isVisible():
            self.read(changes)
        else:
            self._stale = merged(self._stale, changes)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up with what moved while hidden; the selection is brought into view."""
        super().showEvent(event)
        if self._stale is not None:
            stale, self._stale = self._stale, None
            self.read(stale)
        self.settle()

    @Slot()
    def _border(self) -> None:
        """In the contrast theme every pane has an edge of its own."""
        edge = int(self.look.theme.contrast)
        self._column.setContentsMargins(edge, edge, edge, edge)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The edge, where the theme has one."""
        if self.look.theme.contrast:
            painter = QPainter(self)
            painter.setPen(self.look.colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def settle(self) -> None:
        """The pane has its real size now. For the pane itself to write."""
