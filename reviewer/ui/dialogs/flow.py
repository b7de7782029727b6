"""A row that goes on in the next line where it is too narrow: buttons at the foot, choices."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

GAP = 8


class Flow(QLayout):
    """Parts one after another, broken into lines by the width there is.

    Attributes:
        ahead: so many parts stand at the leading edge of the first line; the rest at its end.
            None: nothing is pushed to the end.
    """

    def __init__(self, parent: QWidget | None = None, *, ahead: int | None = None) -> None:
        super().__init__(parent)
        self.ahead = ahead
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """One more part, at the end."""
        self._items.append(item)

    def insert(self, at: int, part: QWidget) -> None:
        """One more part at this place; negative from the end, as in a list."""
        self.addWidget(part)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """How many parts there are, hidden ones counted."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """The part at this place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Take a part out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Nothing here wants more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of all lines at this width, in px."""
        lines = self._lines(width)
        return sum(self._high(line) for line in lines) + GAP * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Everything in one line."""
        shown = self._shown()
        wide = sum(item.sizeHint().width() for item in shown) + GAP * max(0, len(shown) - 1)
        return QSize(wide, self._high(shown))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the widest part."""
        wide = max((item.minimumSize().width() for item in self._shown()), default=0)
        return QSize(wide, self._high(self._shown()))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put the parts in their lines, mirrored where the language runs so."""
        super().setGeometry(rect)
        ahead = set(map(id, self._items if self.ahead is None else self._items[: self.ahead]))
        y = rect.top()
        for line in self._lines(rect.width()):
            high = self._high(line)
            spare = rect.width() - self._wide(line)
            x = rect.left()
            for item in line:
                size = item.sizeHint()
                if spare and id(item) not in ahead:
                    x, spare = x + spare, 0
                wide = min(size.width(), rect.width())
                box = QRect(x, y + (high - size.height()) // 2, wide, size.height())
                parent = self.parentWidget()
                way = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
                item.setGeometry(QStyle.visualRect(way, rect, box))
                x += wide + GAP
            y += high + GAP

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._shown():
            if lines and self._wide([*lines[-1], item]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    @staticmethod
    def _wide(line: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in line) + GAP * max(0, len(line) - 1)

    @staticmethod
    def _high(line: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in line), default=0)
