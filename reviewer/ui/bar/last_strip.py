"""The last decisions, newest first, as many as fit; the first says what Z undoes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import LastLine
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.lettering.bidi import show_identifier
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.base import key_words
from reviewer.ui.widgets.marks import STATE_STYLES

if TYPE_CHECKING:
    from reviewer.session.session import Session

GAP = 12
HANDLE_ROOM = 180
NONE, NONE_LOCKED = "nothing decided yet", "nothing locked yet"


class LastStrip(QWidget):
    """Painted; a click on an entry opens its case (``opens`` carries the case id)."""

    opens = Signal(str)
    watches = ("decision", "escalate", "later", "import", "export", "cursor", "queue")

    def __init__(self, session: Session, look: Look, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._lines: list[LastLine] = []
        self._none = NONE
        self._places: list[tuple[QRectF, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bridge.rested.connect(self._hear)
        look.changed.connect(self.read)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(400, self._look.measures.last)

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches(*self.watches):
            self.read()

    @Slot()
    def read(self) -> None:
        """Read the last decisions."""
        attempt(self._session, self._read)

    def _read(self) -> None:
        self._lines = self._session.last(1 if self._look.measures.layout == "single" else 10)
        said = [f"{x.outcome} @{show_identifier(x.untrusted_handle)}" for x in self._lines]
        self._none = NONE_LOCKED if not self._lines and self._session.why_blind() else NONE
        self.setAccessibleName("Last: " + (", ".join(said) or self._none))
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Entries parted by lines."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h, pad = self.width(), self.height(), self._look.measures.pad
        ink.fill(0, 0, w, h, "s1")
        ink.rule(0, 0, w)
        x = pad + ink.words(pad, 0, h, "last", META, "t3") + GAP
        self._places = []
        if not self._lines:
            ink.words(x, 0, h, self._none, META, "t3")
        for line in self._lines:
            width = self._width(ink, line)
            if x + width > w - pad:
                break
            ink.fill(x, 5, 1, h - 9, "line")
            self._entry(ink, x + GAP, h, line)
            self._places.append((QRectF(x, 0, width, h), line.case_id))
            x += width

    def _undo_key(self) -> str:
        return key_words(self._session.key_of("undo"))

    def _width(self, ink: Ink, line: LastLine) -> float:
        look = self._look
        name = min(HANDLE_ROOM, ink.identifier_width(line.untrusted_handle, META, sign="@"))
        width = GAP + look.px(12) + 6 + look.width(META.strong, line.outcome) + 5 + name + GAP
        if line.undo:
            width += ink.keycap_width(self._undo_key()) + 6 + look.width(META, "undo") + 6
        return width

    def _entry(self, ink: Ink, x: float, h: int, line: LastLine) -> None:
        style = STATE_STYLES.get(line.glyph, STATE_STYLES["decided"])
        x += ink.glyph(x, 0, h, style.glyph, style.colour, 12) + 6
        outcome = line.outcome[:1].upper() + line.outcome[1:]
        x += ink.words(x, 0, h, outcome, META.strong, "t1") + 5
        if line.untrusted_handle:
            room = HANDLE_ROOM
            x += ink.identifier(x, 0, h, line.untrusted_handle, META, "t2", room, sign="@") + 6
        if line.undo:
            x += ink.keycap(x, 0, h, self._undo_key()) + 6
            ink.words(x, 0, h, "undo", META, "t2")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the case of the entry under the pointer."""
        for box, case_id in self._places:
            if box.contains(event.position()) and case_id:
                self.opens.emit(case_id)
                return
