"""The plain-text helpers: the only way text reaches a label, a tool tip or a text view.

Nothing here ever reads markup. ``label`` is for sentences of ours and for single fields from
outside; ``IdentifierLabel`` for handles, names and ids; ``untrusted_text_view`` for running text.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QContextMenuEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit, QWidget

from reviewer.domain.errors import Bug
from reviewer.ui.bidi import (
    bidi_controls,
    clean_running,
    first_strong,
    has_strong,
    identifier_segments,
    isolate,
    show_identifier,
)
from reviewer.ui.fonts import READING, READING_ARABIC, Step
from reviewer.ui.links import defang
from reviewer.ui.look import look_of
from reviewer.ui.roles import Role
from reviewer.ui.running import running
from reviewer.ui.script import Units, arabic_runs

__all__ = [
    "PlainLabel",
    "PlainTextView",
    "bidi_controls",
    "clean_running",
    "defang",
    "escape_mnemonic",
    "escape_tooltip",
    "first_strong",
    "has_strong",
    "identifier_segments",
    "isolate",
    "label",
    "note_field",
    "show_identifier",
    "untrusted_text_view",
]

LABEL_LIMIT = 2000
TOOLTIP_LIMIT = 600
LINE_LIMIT = 4000
WORD_JOINER = "\u2060"


def safe_field(text: str, limit: int = LABEL_LIMIT) -> str:
    """One field of a label: plain ASCII comes back as it is, all else isolated, long text cut."""
    if len(text) > limit:
        text = text[:limit] + " …"
    if text.isascii() and text.isprintable():
        return text
    return isolate(text) if _needs_care(text) else text


def _needs_care(text: str) -> bool:
    if bidi_controls(text) or not text.replace("\n", "").isprintable():
        return True
    return clean_running(text) != text


def escape_tooltip(text: str) -> str:
    """Text for a tool tip: Qt must not take it for markup, so each ``<`` and ``&`` is followed by
    an invisible word joiner where it might."""
    text = safe_field(text, TOOLTIP_LIMIT)
    if "<" in text or "&" in text:
        return text.replace("<", "<" + WORD_JOINER).replace("&", "&" + WORD_JOINER)
    return text


def escape_mnemonic(text: str) -> str:
    """Text for a button, menu entry or tab: ``&`` stays a letter and makes no shortcut."""
    return safe_field(text, 200).replace("&", "&&")


class PlainLabel(QLabel):
    """A label that shows plain text, whatever is asked of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        super().setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show one field; control characters become tags and nothing reaches out of it."""
        shown = safe_field(text)
        if shown != self.text():
            super().setText(shown)

    def setToolTip(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Set a tool tip that is never markup."""
        super().setToolTip(escape_tooltip(text))

    def setTextFormat(self, wanted: Qt.TextFormat) -> None:  # noqa: N802 - Qt's name
        """Refuse anything but plain text.

        Raises:
            Bug: another format was asked for.
        """
        if wanted != Qt.TextFormat.PlainText:
            raise Bug("a label was asked to read markup", code="plain")

    def setOpenExternalLinks(self, wanted: bool) -> None:  # noqa: N802 - Qt's name
        """Refuse to open links.

        Raises:
            Bug: always, where links were wanted.
        """
        if wanted:
            raise Bug("a label was asked to open links", code="plain")

    def setBuddy(self, buddy: QWidget) -> None:  # noqa: N802 - Qt's name
        """Name the widget this label describes; without a mnemonic, unlike Qt's own."""
        buddy.setAccessibleName(self.text())

    def set_role(self, role: Role) -> None:
        """Change what the label is for."""
        if self.property("role") != role.value:
            self.setProperty("role", role.value)
            self.style().unpolish(self)
            self.style().polish(self)


def label(
    text: str, role: Role = Role.BODY, parent: QWidget | None = None, *, wrap: bool = False
) -> PlainLabel:
    """A label of plain text.

    Args:
        text: one field; from outside or from us.
        role: what it is for, which says how it looks.
        parent: the widget it lies in.
        wrap: several lines where one is too narrow.
    """
    made = PlainLabel(text, parent)
    made.setProperty("role", role.value)
    made.setWordWrap(wrap)
    return made


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
