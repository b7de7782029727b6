"""The search field: a glass, the words, the key that leads here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.look import look_of
from reviewer.ui.widgets.base import RESTYLED
from reviewer.ui.widgets.marks import Keycap


class SearchField(QWidget):
    """A field for terms. ``changed`` carries the text at each letter, ``submitted`` on Return."""

    changed = Signal(str)
    submitted = Signal(str)

    def __init__(self, placeholder: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setProperty("bare", "true")
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(placeholder or "search")
        self.edit.setMaxLength(500)
        self.edit.textChanged.connect(self.changed)
        self.edit.returnPressed.connect(self._submit)
        self.edit.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self.edit, 1)
        if key:
            self._row.addWidget(Keycap(key, self, quiet=True))
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._measure()

    def text(self) -> str:
        """The words in the field."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Put words into the field."""
        if text != self.edit.text():
            self.edit.setText(text)

    def _submit(self) -> None:
        self.submitted.emit(self.edit.text())

    def _measure(self) -> None:
        look = look_of()
        self._row.setContentsMargins(look.px(14) + 18, 2, 8, 2)
        self.setFixedHeight(look.measures.filter_height)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as it may."""
        return QSize(look_of().px(200), look_of().measures.filter_height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Draw the ring round the whole field while its words have the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew where the look changed."""
        if event.type() in RESTYLED:
            self._measure()
        super().changeEvent(event)

    def paintEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Field, edge, glass, ring."""
        painter = QPainter(self)
        ink = Ink(painter, look_of())
        ink.box(0, 0, self.width(), self.height(), fill="field", edge="edge")
        ink.glyph(10, 0, self.height(), "search", "t2")
        if self.edit.hasFocus():
            ink.ring(0, 0, self.width(), self.height(), radius=4)
        painter.end()
