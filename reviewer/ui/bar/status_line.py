"""The status line: saved, ledger, sandbox, what is left. A problem turns its item to danger with
words; it never pops up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.session.views.views import StatusItem
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.icons import NAMES
from reviewer.ui.looks.look import Look

if TYPE_CHECKING:
    from reviewer.session.session import Session

GAP = 12
GREEN = frozenset({"saved", "decided", "shield", "verified", "seen"})
KEPT = ("unprotected", "saved", "ledger", "left")
"""What a very small window still shows, beside every problem."""
GIVES_WAY = ("sandbox", "export", "ledger", "saved")
"""What goes first where not all has room and all is well with it; what waits for a lead stays."""


class StatusLine(QWidget):
    """Painted; everything that moves makes it read again."""

    def __init__(self, session: Session, look: Look, bridge: Bridge, key: str) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._key = key
        self._items: list[StatusItem] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bridge.rested.connect(self.read)
        look.changed.connect(self.read)

    def set_key(self, key: str) -> None:
        """Show another key for the keys that work here."""
        self._key = key
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(400, self._look.measures.status)

    @Slot()
    def read(self) -> None:
        """Read the items."""
        attempt(self._session, self._read)

    def _read(self) -> None:
        items = self._session.status_line()
        if self._look.measures.layout == "single":
            items = [i for i in items if i.danger or i.id in KEPT]
        if items != self._items:
            self._items = items
            self.setAccessibleName("Status: " + ", ".join(i.words for i in items))
            self.update()
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Problems first that they are never cut, then the rest in its order."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h, pad = self.width(), self.height(), self._look.measures.pad
        ink.fill(0, 0, w, h, "s0")
        ink.rule(0, 0, w)
        words = "keys that work here"
        far = ink.keycap_width(self._key) + 6 + self._look.width(META, words)
        right = w - pad - far
        if right > w / 2:
            at = right + ink.keycap(right, 0, h, self._key, quiet=True) + 6
            ink.words(at, 0, h, words, META, "t2")
        else:
            right = w - pad
        x: float = pad
        for n, item in enumerate(self.fitting(right - GAP - pad)):
            if n:
                ink.fill(x, 6, 1, h - 11, "line")
                x += GAP
            x += self._item(ink, x, h, item) + GAP

    def fitting(self, room: float) -> list[StatusItem]:
        """What is shown in so many px: problems first, the less needful left out where not all
        fits, then whatever stands last."""
        items = sorted(self._items, key=_problems_first)
        spare = [i for name in GIVES_WAY for i in items if i.id == name and not i.danger]
        while items and sum(map(self._width, items)) + 2 * GAP * (len(items) - 1) > room:
            items.remove(spare.pop(0) if spare else items[-1])
        return items

    def _width(self, item: StatusItem) -> float:
        step = META.strong if item.danger else META
        return (self._look.px(12) + 6) * bool(item.glyph) + self._look.width(step, item.words)

    def _item(self, ink: Ink, x: float, h: int, item: StatusItem) -> float:
        start = x
        glyph = item.glyph if item.glyph in NAMES else ""
        token = "danger" if item.danger else "t2"
        if item.danger and not glyph:
            glyph = "danger"
        if glyph:
            colour = "decided" if item.glyph in GREEN and not item.danger else token
            x += ink.glyph(x, 0, h, glyph, colour, 12) + 6
        x += ink.words(x, 0, h, item.words, META.strong if item.danger else META, token)
        return x - start


def _problems_first(item: StatusItem) -> bool:
    return not item.danger
