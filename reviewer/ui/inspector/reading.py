"""Untrusted running text in the inspector, as high as it needs and then scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.lettering.plain import PlainTextView
from reviewer.ui.looks.look import Look

MOST = 320
MOST_CHARACTERS = 20_000
MOST_LINES = 800
"""A longer text is cut: laying it out would hold the window up."""


def cut(untrusted: str) -> tuple[str, int]:
    """A text that can be laid out at once, and how many characters of it are left out."""
    kept = untrusted[:MOST_CHARACTERS]
    lines = kept.splitlines(keepends=True)
    if len(lines) > MOST_LINES:
        kept = "".join(lines[:MOST_LINES])
    return kept, len(untrusted) - len(kept)


class Reading(PlainTextView):
    """A view that grows with its text up to ``MOST`` px."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown: tuple[str, int] = ("", -1)
        self.setAccessibleName("Text of the selection")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_text(self, untrusted: str) -> int:
        """Show a text, unless it is there already; how many characters were left out."""
        wanted = (untrusted, self._look.generation)
        kept, left_out = cut(untrusted)
        if wanted != self._shown:
            self._shown = wanted
            self.setPlainText(kept)
            self._fit()
        return left_out

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as the text."""
        return QSize(120, self._wanted())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same: the section scrolls, not the line."""
        return QSize(60, self._wanted())

    def _wanted(self) -> int:
        most = self._look.px(MOST)
        return min(most, round(self.document().size().height()) + 4)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width may need another height."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def show_again(self) -> None:
        """Another size of text or theme: another height, too."""
        self.show_text(self._shown[0])
