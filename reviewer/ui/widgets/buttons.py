"""Buttons of the frame: with a key in them, a choice of two or three, a list to choose from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import safe_field
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import look_of
from reviewer.ui.widgets.base import RESTYLED, PaintedButton, caps_width, draw_caps


class Button(PaintedButton):
    """A button: glyph, words, a strong figure, its key. 26 px high, 22 when small.

    A blocked button stays, dashed, and says why in its tool tip and aloud; a click on it emits
    ``refused`` with the reason instead of ``clicked``.
    """

    refused = Signal(str)

    def __init__(
        self,
        words: str,
        parent: QWidget | None = None,
        *,
        glyph: str = "",
        strong: str = "",
        key: str = "",
        small: bool = False,
    ) -> None:
        super().__init__(parent)
        self._glyph, self._key, self._small = glyph, key, small
        self._blocked = ""
        self.set_words(words, strong)

    def set_words(self, words: str, strong: str = "") -> None:
        """Show other words; ``strong`` follows them in semi-bold."""
        self._words = safe_field(words, 120)
        self._strong = safe_field(strong, 120)
        self._say()

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self._say()

    def set_blocked(self, reason: str) -> None:
        """Block the button with a reason; ``""`` frees it."""
        if reason != self._blocked:
            self._blocked = reason
            self.setToolTip(reason)
        self._say()

    def _say(self) -> None:
        if not self.is_new((self._words, self._strong, self._key, self._blocked)):
            return
        name = f"{self._words} {self._strong}".strip()
        self.setAccessibleName(name)
        self.setAccessibleDescription(
            f"blocked: {self._blocked}" if self._blocked else self._key and f"key {self._key}"
        )
        self.updateGeometry()
        self.update()

    def wanted(self) -> QSize:
        """Everything in one line."""
        look = self.look
        width = 2 * 10 + look.width(META, self._words)
        width += look.px(14) + 6 if self._glyph else 0
        gap = 6 if self._words and self._strong else 0
        width += look.width(META.strong, self._strong) + gap
        width += caps_width(look, self._key) + 8 if self._key else 0
        height = look.measures.small_button if self._small else look.measures.button
        return QSize(width, height)

    def draw(self, ink: Ink) -> None:
        """Fill, edge, content."""
        height, fill = self.height(), "s3" if self.isDown() or self.isChecked() else "s2"
        blocked = bool(self._blocked) or not self.isEnabled()
        ink.box(0, 0, self.width(), height, fill=fill, edge="edge", dashed=blocked)
        token = "t3" if blocked else "t1"
        x = float(10 + max(0, self.width() - self.wanted().width()) // 2)
        if self._glyph:
            x += ink.glyph(x, 0, height, self._glyph, token) + 6
        x += ink.words(x, 0, height, self._words, META, token)
        if self._strong:
            x += 6 if self._words else 0
            x += ink.words(x, 0, height, self._strong, META.strong, token)
        if self._key:
            draw_caps(ink, x + 8, 0, height, self._key)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A blocked button answers with its reason."""
        if self._blocked:
            self.setDown(False)
            if self.rect().contains(event.position().toPoint()):
                self.refused.emit(self._blocked)
            return
        super().mouseReleaseEvent(event)

    def refusal(self) -> str:
        """Why it is blocked."""
        return self._blocked

    def refuse(self, reason: str) -> None:
        """Say why."""
        self.refused.emit(reason)


class Segment(PaintedButton):
    """One choice of a row of choices."""

    def __init__(self, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.words = words
        self.setAccessibleName(words)

    def wanted(self) -> QSize:
        """The words, as wide as they are when chosen."""
        look = self.look
        return QSize(look.width(META.strong, self.words) + 20, look.measures.button - 4)

    def draw(self, ink: Ink) -> None:
        """The chosen one is lighter and semi-bold."""
        chosen = self.isChecked()
        ink.box(0, 0, self.width(), self.height(), fill="s3" if chosen else "s2", edge="edge")
        step, token = (META.strong, "t1") if chosen else (META, "t2")
        x = (self.width() - self.look.width(step, self.words)) / 2
        ink.words(x, 0, self.height(), self.words, step, token)


class Segments(QWidget):
    """A row of choices of which one holds, such as UTC and Local. ``chosen`` gives its words."""

    chosen = Signal(str)

    def __init__(self, options: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._parts = [Segment(words, self) for words in options]
        for part in self._parts:
            part.clicked.connect(self._clicked)
            row.addWidget(part)
        self.choose(options[0])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def choose(self, words: str) -> None:
        """Show one as chosen, without a signal."""
        for part in self._parts:
            part.setChecked(part.words == words)

    def _clicked(self) -> None:
        part = self.sender()
        if isinstance(part, Segment):
            self.choose(part.words)
            self.chosen.emit(part.words)


class ComboButton(QComboBox):
    """A list to choose from; its entries are plain text, and the wheel over it changes nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The words in use and the chevron."""
        look = look_of()
        words = look.width(META, self.currentText() or self.placeholderText())
        return QSize(words + look.px(14) + 32, look.measures.button)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for some twenty letters; longer words end in an ellipsis."""
        look = look_of()
        return QSize(min(self.sizeHint().width(), look.px(160)), look.measures.button)

    def paintEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Field, words, chevron."""
        look = look_of()
        painter = QPainter(self)
        ink = Ink(painter, look)
        width, height = self.width(), self.height()
        ink.box(0, 0, width, height, fill="field", edge="edge")
        glyph = look.px(14)
        words = self.currentText() or self.placeholderText()
        token = "t1" if self.currentText() else "t3"
        ink.words(10, 0, height, words, META, token, width - glyph - 26)
        ink.glyph(width - glyph - 9, 0, height, "chevron-down", "t2")
        if self.hasFocus():
            ink.ring(0, 0, width, height, radius=4)
        painter.end()

    def wheelEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """A stray wheel must not change a policy."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew where the look changed."""
        if event.type() in RESTYLED:
            self.updateGeometry()
        super().changeEvent(event)
