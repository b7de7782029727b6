"""The plain-text helpers: the only way text reaches a label, a tool tip or a text view.

Nothing here ever reads markup. ``label`` is for sentences of ours and for single fields from
outside; ``IdentifierLabel`` for handles, names and ids; ``untrusted_text_view`` for running text.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reviewer.domain.errors import Bug
from reviewer.ui.lettering.bidi import (
    bidi_controls,
    clean_running,
    first_strong,
    has_strong,
    identifier_segments,
    isolate,
    show_identifier,
)
from reviewer.ui.lettering.links import defang
from reviewer.ui.lettering.plain_views import (
    NoteField,
    PlainTextView,
    note_field,
    untrusted_text_view,
)
from reviewer.ui.looks.roles import Role

__all__ = [
    "NoteField",
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
    "safe_field",
    "show_identifier",
    "untrusted_text_view",
]

LABEL_LIMIT = 2000
TOOLTIP_LIMIT = 600
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
