"""What is said in passing or in place of content: toast, loading, a bug with its log."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QGuiApplication,
    QPainter,
)
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer.ui.lettering.bidi import clean_running
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import PaintedLabel, caps_width, draw_caps, surface
from reviewer.ui.widgets.buttons import Button

WRAP = int(Qt.TextFlag.TextWordWrap)


def announce(widget: QWidget, words: str) -> None:
    """Say a sentence through the screen reader, without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


class Toast(PaintedLabel):
    """A sentence at the bottom left above the decision bar: said aloud, shown for 4 s, never over
    evidence. The window places it; it takes no focus and no clicks."""

    PAD = 12

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = self._glyph = self._colour = self._key = self._key_words = ""
        self._room, self._least = 10_000, 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(
        self,
        words: str,
        *,
        glyph: str = "seen",
        colour: str = "decided",
        key: str = "",
        key_words: str = "",
        ms: int = 4000,
    ) -> None:
        """Show and announce a sentence; ``key`` and its words name the way back."""
        self._words, self._glyph, self._colour = words, glyph, colour
        self._key, self._key_words = key, key_words
        self.changed(f"{words}. {key}: {key_words}" if key else words)
        self.resize(self.wanted())
        self.show()
        self.raise_()
        announce(self, self.text())
        self._timer.start(ms)

    def place(self, left: int, bottom: int, room: int = 10_000, *, least: int = 0) -> None:
        """Put the lower left corner there, in the parent's px; the words wrap within ``room``.

        Args:
            least: px; as high as this at least, where it is not as high as the measures say.
        """
        self._room, self._least = room, least
        self.resize(self.wanted())
        self.move(left, bottom - self.height())

    def _key_width(self) -> int:
        if not self._key:
            return 0
        look = self.look
        return caps_width(look, self._key) + 6 + look.width(META, self._key_words)

    def _before(self) -> int:
        """The width before the words: padding and glyph."""
        return self.PAD + self.look.px(14) + 8

    def _one_line(self) -> int:
        """The width of everything in one line."""
        key = 16 + self._key_width() if self._key else 0
        return self._before() + self.look.width(META, self._words) + key + self.PAD + 1

    def _words_box(self, width: int) -> QRect:
        """The box of the wrapped words in a toast of this width."""
        room = QRect(0, 0, max(40, width - self._before() - self.PAD), 10_000)
        return self.look.metrics(META).boundingRect(room, WRAP, self._words)

    def wanted(self) -> QSize:
        """Glyph, words, key and its words: in one line where there is room."""
        look = self.look
        if self._one_line() <= self._room:
            return QSize(self._one_line(), self._least or look.measures.toast)
        key = look.measures.keycap + 6 if self._key else 0
        height = self._words_box(self._room).height() + key + 2 * look.px(8)
        return QSize(self._room, max(self._least or look.measures.toast, height))

    def draw(self, ink: Ink) -> None:
        """The words on s2; the key behind them or below."""
        height, pad, line = self.height(), self.look.px(8), self.look.line(META)
        ink.box(0, 0, self.width(), height, fill="s2", edge="edge", radius=3)
        x = float(self._before())
        if self._one_line() <= self._room:
            ink.glyph(self.PAD, 0, height, self._glyph, self._colour)
            x += ink.words(x, 0, height, self._words, META, "t1") + 16
            if self._key:
                x += draw_caps(ink, x, 0, height, self._key) + 6
                ink.words(x, 0, height, self._key_words, META, "t2")
            return
        ink.glyph(self.PAD, pad, line, self._glyph, self._colour)
        box = self._words_box(self.width()).translated(round(x), pad)
        ink.painter.setFont(self.look.font(META))
        ink.painter.setPen(ink.colour("t1"))
        ink.painter.drawText(box.adjusted(0, 0, 2, 0), WRAP, self._words)
        if self._key:
            y = height - pad - self.look.measures.keycap
            x += draw_caps(ink, x, y, self.look.measures.keycap, self._key) + 6
            ink.words(x, y, self.look.measures.keycap, self._key_words, META, "t2")


class LoadingState(QWidget):
    """Rows at their height as flat blocks, without motion; after 400 ms the figures are said."""

    def __init__(self, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self._words = ""
        self._said = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._late)

    def start(self) -> None:
        """Reading begins."""
        self._said = False
        self._words = ""
        self._timer.start(400)
        self.update()

    def stop(self) -> None:
        """Reading is over."""
        self._timer.stop()

    def show_progress(self, done: int, total: int) -> None:
        """How far reading is: ``reading 1,200 of 4,000``."""
        self._words = f"reading {done:,} of {total:,}"
        self.setAccessibleName(self._words)
        if self._said:
            self.update()

    @Slot()
    def _late(self) -> None:
        self._said = True
        self.update()

    def paintEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Blocks of s2, the words over the first."""
        look = look_of()
        painter = QPainter(self)
        ink = Ink(painter, look)
        ink.fill(0, 0, self.width(), self.height(), "s1")
        pad, step = look.measures.pad, max(8, self._row_height)
        for top in range(0, self.height(), step):
            ink.fill(pad, top + 4, self.width() - 2 * pad, step - 8, "s2")
        if self._said and self._words:
            line = look.line(META)
            painter.fillRect(QRectF(pad, 4, self.width() - 2 * pad, line + 8), look.colour("s1"))
            ink.words(pad, 4, line + 8, self._words, META, "t2")
        painter.end()


class BugPanel(QWidget):
    """A broken promise of the program: what is safe, and the log to copy."""

    closed = Signal()

    def __init__(self, message: str, log: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        surface(self, "s1")
        self._log = clean_running(log)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(label("This is a fault of the program", Role.DIALOG_TITLE, self))
        column.addWidget(label(message, Role.BODY, self, wrap=True))
        safe = (
            "Decisions are saved the moment they are made; none is lost. Copy the log for whoever "
            "looks after the program. It may hold names from the case: read it first."
        )
        column.addWidget(label(safe, Role.SUPPORT, self, wrap=True))
        self.log_view = QPlainTextEdit(self)
        self.log_view.setReadOnly(True)
        self.log_view.setProperty("mono", "true")
        self.log_view.setPlainText(self._log)
        self.log_view.setAccessibleName("log")
        column.addWidget(self.log_view, 1)
        row = QHBoxLayout()
        self.copy_button = Button("Copy the log", self, glyph="copy")
        self.copy_button.clicked.connect(self._copy)
        self.close_button = Button("Back to the desk", self)
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.close_button)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        column.addLayout(row)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._log)
        announce(self, "log copied")
