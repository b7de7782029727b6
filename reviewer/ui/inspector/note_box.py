"""The note: a draft that is saved at every change with the case it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.session.views.views import InspectorView
from reviewer.ui.attempt import attempt
from reviewer.ui.inspector.section_line import SectionLine
from reviewer.ui.lettering.plain import note_field
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.look import Look
from reviewer.ui.pane_header import Piece

if TYPE_CHECKING:
    from reviewer.session.session import Session

LINES = {True: 3, False: 4}
"""Lines of the field, by whether room is scarce."""


class NoteBox(QWidget):
    """Heading, what is missing, the field."""

    def __init__(self, session: Session, look: Look, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._key = ("", "")
        self._setting = False
        self.head = SectionLine(look, "Note", key, self)
        self.needed = SectionLine(look, "", "", self)
        self.field = note_field("", self)
        self.field.setAccessibleName("Note")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(3)
        for part in (self.head, self.needed, self.field):
            self._column.addWidget(part)
        self.field.textChanged.connect(self._typed)
        look.changed.connect(self._relook)
        self._relook()

    @Slot()
    def _relook(self) -> None:
        pad = self._look.measures.pad
        self._column.setContentsMargins(pad, 8, pad, pad)
        short = self._look.measures.short_words
        self.field.setPlaceholderText(
            "What did you see, and why this policy?"
            if short
            else "Two or three sentences: what you saw, and why this policy."
        )
        line = self._look.line(BODY)
        self.field.setFixedHeight(line * LINES[short] + 12)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its parts."""
        return QSize(200, self._column.sizeHint().height())

    def show_view(self, view: InspectorView) -> None:
        """Another case's note, or news about this one. What is being typed is never overwritten."""
        self.setEnabled(bool(view.note_key[0]))
        self.field.setReadOnly(bool(self._session.why_only_read()))
        saved = Piece(view.note_saved, "t3")
        self.head.show_pieces((), (saved,) if view.note_saved else ())
        needed = (Piece(view.note_needed, "danger", strong=True, glyph="danger"),)
        self.needed.show_pieces(needed if view.note_needed else ())
        self.needed.setVisible(bool(view.note_needed))
        same = view.note_key == self._key
        self._key = view.note_key
        if same and self.field.hasFocus():
            return
        if self.field.toPlainText() != view.note:
            self._setting = True
            try:
                self.field.setPlainText(view.note)
            finally:
                self._setting = False

    def keys_here(self) -> None:
        """Put the keyboard into the field, behind what is written."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cursor = self.field.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.field.setTextCursor(cursor)

    @Slot()
    def _typed(self) -> None:
        if not self._setting and self._key[0]:
            text = self.field.toPlainText()
            attempt(self._session, self._session.save_note, *self._key, text)
