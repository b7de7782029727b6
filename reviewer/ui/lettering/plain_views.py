"""Views of running text and fields for notes: plain text in, plain text out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from reviewer.ui.lettering.bidi import clean_running, first_strong, has_strong
from reviewer.ui.lettering.running import running
from reviewer.ui.lettering.script import Units, arabic_runs
from reviewer.ui.looks.fonts import READING, READING_ARABIC, Step
from reviewer.ui.looks.look import look_of

LINE_LIMIT = 4000


class PlainTextView(QTextEdit):
    """A read-only view of running text from outside; text can be selected and copied.

    A ``QTextEdit`` and not its plain sister, because only this one gives Arabic its line height;
    markup, resources, paste and drops are refused.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setProperty("bare", "true")
        self.document().setDocumentMargin(0)
        self._untrusted = ""
        look_of().changed.connect(self._new_look)

    @Slot()
    def _new_look(self) -> None:
        self.show_again()

    def show_again(self) -> None:
        """Another size of text or theme: the lines get the height of the new letters; what was in
        view stays in view."""
        if not self._untrusted:
            return
        bar = self.verticalScrollBar()
        share = bar.value() / (bar.maximum() or 1)
        self.setPlainText(self._untrusted)
        bar.setValue(round(share * bar.maximum()))

    def setPlainText(self, untrusted_text: str) -> None:  # noqa: N802 - Qt's name
        """Show text from outside; each block takes its direction from its first strong letter."""
        self._untrusted = untrusted_text
        shown = running(untrusted_text, 100_000)
        text = shown.text + ("\n…" if shown.cut else "")
        folded = _fold_lines(text)
        super().setPlainText(folded)
        self._dress(folded, shown.links if folded == text else ())

    def _dress(self, text: str, links: tuple[tuple[int, int], ...]) -> None:
        look = look_of()
        cursor = QTextCursor(self.document())
        direction = first_strong(text)
        block = self.document().firstBlock()
        while block.isValid():
            own = block.text()
            direction = first_strong(own) if has_strong(own) else direction
            runs = arabic_runs(own)
            form = QTextBlockFormat()
            form.setLayoutDirection(direction)
            form.setAlignment(Qt.AlignmentFlag.AlignLeading)
            line = look.line(READING_ARABIC if runs else READING)
            form.setLineHeight(line, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
            cursor.setPosition(block.position())
            cursor.setBlockFormat(form)
            units = Units(own)
            for start, end in runs:
                first = block.position()
                self._format(cursor, first + units.at(start), first + units.at(end))
            block = block.next()
        units = Units(text)
        for start, end in links:
            self._format(cursor, units.at(start), units.at(end), Step(13, 18, mono=True), "t2")

    def _format(
        self,
        cursor: QTextCursor,
        start: int,
        end: int,
        step: Step = READING_ARABIC,
        colour: str = "t1",
    ) -> None:
        look = look_of()
        form = QTextCharFormat()
        form.setFont(look.font(step))
        form.setForeground(look.colour(colour))
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(form)

    def untrusted_text(self) -> str:
        """The text as it came."""
        return self._untrusted

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copy the text as shown (links defanged, tags visible), as plain text alone."""
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Nothing is ever put in."""
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Nothing is ever put in."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """No file and no address is ever read."""
        return None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """No menu: copy and select all have keys."""
        event.accept()


def _fold_lines(text: str) -> str:
    """Lines of more than ``LINE_LIMIT`` letters in parts: Qt takes seconds for an endless one."""
    if len(text) <= LINE_LIMIT:
        return text
    parts = []
    for line in text.split("\n"):
        parts += [line[at : at + LINE_LIMIT] for at in range(0, len(line), LINE_LIMIT)] or [""]
    return "\n".join(parts)


def untrusted_text_view(parent: QWidget | None = None) -> PlainTextView:
    """A read-only view for running text from outside; fill it with ``setPlainText``."""
    return PlainTextView(parent)


class NoteField(QPlainTextEdit):
    """A field for the reviewer's own words; what is pasted arrives as plain text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste plain text without control characters."""
        if source.hasText():
            self.insertPlainText(clean_running(source.text()[:100_000]))


def note_field(placeholder: str = "", parent: QWidget | None = None) -> NoteField:
    """A field of several lines for notes."""
    made = NoteField(parent)
    made.setPlaceholderText(placeholder)
    return made
