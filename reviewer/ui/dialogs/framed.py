"""The frame of a dialog: a title that stays, a middle that scrolls, buttons that stay.

However large the text and however small the window: the dialog never grows over its window, the
main button is always to be seen, and what has no room is scrolled to (``Page Up``, ``Page Down``).
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from reviewer.ui.dialogs.flow import Flow
from reviewer.ui.lettering.plain import PlainLabel, label, safe_field
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface

EDGE, TIGHT = 20, 4
"""Px between the dialog and the edges of its window: where there is room, and in a small one."""
SMALL = (900, 560)
"""A window below this, at 100 % text, is a small one."""
PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Framed(QDialog):
    """A dialog in its frame.

    Attributes:
        middle: the column that scrolls.
        foot: the row of buttons; the first stands at the far left, the rest at the right.
        bar: above the buttons, outside of what scrolls: what must always be seen.
    """

    def __init__(self, parent: QWidget, title: str, size: tuple[int, int]) -> None:
        """Args: size: width and height in px at 100 % text; height 0 means as high as it needs."""
        super().__init__(parent)
        self._behind, self._wanted = parent, size
        self.setWindowTitle(safe_field(title, 120))
        self.setModal(True)
        self._whole = QVBoxLayout(self)
        self._whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.head: PlainLabel = label(title, Role.DIALOG_TITLE, self, wrap=True)
        self._inner = QWidget(self)
        surface(self._inner, "s1")
        self.middle = QVBoxLayout(self._inner)
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.scroller = QScrollArea(self)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setWidget(self._inner)
        self.bar = QVBoxLayout()
        self.foot = Flow(ahead=1)
        self._whole.addWidget(self.head)
        self._whole.addWidget(self.scroller, 1)
        self._whole.addLayout(self.bar)
        self._whole.addLayout(self.foot)
        self._space()
        look_of().changed.connect(self._later)
        parent.installEventFilter(self)
        self._fit()

    def _small(self) -> bool:
        window, look = self._behind, look_of()
        return window.width() < look.px(SMALL[0]) or window.height() < look.px(SMALL[1])

    def _space(self) -> None:
        small = self._small()
        self._whole.setContentsMargins(*((12, 8, 12, 8) if small else (24, 20, 24, 20)))
        self._whole.setSpacing(6 if small else 12)
        self.bar.setSpacing(6 if small else 8)
        self.middle.setSpacing(8 if small else 12)

    def room(self) -> QSize:
        """The most that the dialog may take of its window, in px."""
        edge = 2 * (TIGHT if self._small() else EDGE)
        return self._behind.size() - QSize(edge, edge)

    def _fit(self) -> None:
        """Take the size that text and content want, never more than the window gives."""
        self._space()
        look, room = look_of(), self.room()
        width = min(look.px(self._wanted[0]), room.width())
        wanted = look.px(self._wanted[1]) or self._needs(width)
        size = QSize(width, min(wanted, room.height()))
        before = self.geometry().center()
        if size != self.size():
            self.resize(size)
            if self.isVisible():
                self.move(self.pos() + before - self.geometry().center())

    def _needs(self, width: int) -> int:
        """How high the dialog is at this width with nothing scrolled."""
        self.middle.activate()
        sides = self._whole.contentsMargins()
        inner = width - sides.left() - sides.right()
        parts = [self._tall(self.middle, inner), self._tall(self.foot, inner)]
        if not self.bar.isEmpty():
            parts.append(self._tall(self.bar, inner))
        title = self.head.heightForWidth(inner)
        gaps = len(parts) * self._whole.spacing()
        return sides.top() + title + sum(parts) + gaps + sides.bottom()

    @staticmethod
    def _tall(layout: QVBoxLayout | Flow, width: int) -> int:
        if layout.hasHeightForWidth():
            return layout.heightForWidth(width)
        return layout.sizeHint().height()

    @Slot()
    def _later(self) -> None:
        """Another size of text: measured anew when every part has it."""
        QTimer.singleShot(0, self, self._refit)

    @Slot()
    def _refit(self) -> None:
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Parts have their fonts only when they are shown: measured then, and once more after."""
        super().showEvent(event)
        self._fit()
        self._later()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self._behind:
            self._later()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Page Up and Page Down go through what has no room."""
        turn = PAGES.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
            return
        bar = self.scroller.verticalScrollBar()
        bar.setValue(bar.value() + turn * (bar.pageStep() - look_of().px(18)))
        event.accept()

    def reach(self, part: QWidget) -> None:
        """Scroll until a part of the middle is seen."""
        self.scroller.ensureWidgetVisible(part, 0, 8)
