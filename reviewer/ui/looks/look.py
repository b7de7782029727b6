"""The look in force: theme, measures and fonts, held by the application and passed on."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPalette,
    QPixmap,
    QStaticText,
    QTransform,
)

from reviewer.domain.errors import Bug
from reviewer.ui.looks.fonts import Step, make_font
from reviewer.ui.looks.measures import FULL, Measures, measures_for
from reviewer.ui.looks.tokens import DARK, Theme

PROPERTY = "reviewer-look"
ROOM = QRectF(0, 0, 1e6, 1e3)
LINE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
KEPT = 4096
"""How many texts, widths of texts and small pictures are remembered, of each."""


class Look(QObject):
    """What a painter asks: colours, fonts, line heights, measures. ``changed`` says when any of
    them did. One object lives as long as the application; ``look_of()`` finds it."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = DARK
        self.measures: Measures = FULL
        self.text_scale = 1.0
        self.system_palette = QPalette()
        self.generation = 0
        self._size = (1920, 1080)
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[Step, QFont] = {}
        self._metrics: dict[Step, QFontMetrics] = {}
        self._widths: dict[tuple[Step, str], int] = {}
        self._said: dict[tuple[Step, str], tuple[QStaticText, float]] = {}
        self._heights: dict[Step, float] = {}
        self._made: dict[Hashable, QPixmap] = {}

    def take(self, theme: Theme, text_scale: float) -> None:
        """Another theme or text size; ``theme.apply`` calls this."""
        self.theme = theme
        self.text_scale = text_scale
        self._forget()
        self.measures = measures_for(*self._size, text_scale)
        self.changed.emit()

    def fit(self, width: int, height: int) -> bool:
        """Choose the measures for a window of this size; True where they changed."""
        self._size = (width, height)
        measures = measures_for(width, height, self.text_scale)
        if measures == self.measures:
            return False
        self.measures = measures
        self.generation += 1
        self.changed.emit()
        return True

    def _forget(self) -> None:
        self.generation += 1
        self._colours.clear()
        self._fonts.clear()
        self._metrics.clear()
        self._widths.clear()
        self._said.clear()
        self._heights.clear()
        self._made.clear()

    def colour(self, token: str) -> QColor:
        """The colour of a token, for example ``look.colour("t2")`` or ``"wash_staged"``."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(self.theme.colour(token))
        return found

    def font(self, step: Step) -> QFont:
        """The font of a step at the present text size. Do not change it: it is shared."""
        found = self._fonts.get(step)
        if found is None:
            found = self._fonts[step] = make_font(step, self.text_scale)
        return found

    def metrics(self, step: Step) -> QFontMetrics:
        """The metrics of ``font(step)``."""
        found = self._metrics.get(step)
        if found is None:
            found = self._metrics[step] = QFontMetrics(self.font(step))
        return found

    def line(self, step: Step) -> int:
        """The line height of a step in px at the present text size."""
        return round(step.line * self.text_scale)

    def width(self, step: Step, text: str) -> int:
        """The width of a text in px; the same words are painted again and again."""
        key = (step, text)
        found = self._widths.get(key)
        if found is None:
            if len(self._widths) > KEPT:
                self._widths.clear()
            found = self._widths[key] = self.metrics(step).horizontalAdvance(text)
        return found

    def said(self, step: Step, text: str) -> tuple[QStaticText, float]:
        """A line laid out once, to be drawn with ``drawStaticText`` in ``font(step)``; its height.
        The text is plain, whatever it holds."""
        key = (step, text)
        found = self._said.get(key)
        if found is None:
            if len(self._said) > KEPT:
                self._said.clear()
            made = QStaticText(text)
            made.setTextFormat(Qt.TextFormat.PlainText)
            made.prepare(QTransform(), self.font(step))
            found = self._said[key] = (made, self._height(step, text))
        return found

    def _height(self, step: Step, text: str) -> float:
        """How high a line is, in px: of letters that the font itself has, always the same."""
        plain = text.isascii() and text.isprintable()
        found = self._heights.get(step) if plain else None
        if found is None:
            found = QFontMetricsF(self.font(step)).boundingRect(ROOM, LINE, text).height()
            if plain and text:
                self._heights[step] = found
        return found

    def made(self, key: Hashable, make: Callable[[], QPixmap]) -> QPixmap:
        """A small picture of the present look, made once."""
        found = self._made.get(key)
        if found is None:
            if len(self._made) > KEPT:
                self._made.clear()
            found = self._made[key] = make()
        return found

    def px(self, value: float) -> int:
        """A length that grows with the text."""
        return round(value * self.text_scale)


def look_of() -> Look:
    """The look of the running application.

    Raises:
        Bug: ``theme.apply`` was not called yet.
    """
    app = QCoreApplication.instance()
    look = app.property(PROPERTY) if app is not None else None
    if not isinstance(look, Look):
        raise Bug("a widget was made before the theme was applied", code="look")
    return look
