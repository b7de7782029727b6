"""The keys that work here, in their places on the board, with why a blocked one is blocked."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from reviewer.commands.command import Command
from reviewer.commands.registry import Registry
from reviewer.session.session import Session
from reviewer.ui.fonts import BODY, HANDLE, META
from reviewer.ui.ink import Ink
from reviewer.ui.look import Look
from reviewer.ui.plain import label
from reviewer.ui.roles import Role
from reviewer.ui.sheet import Sheet

BOARD = (("Q", "W", "E", "R", "T"), ("A", "S", "D", "F", "G"), ("Z", "X", "C", "V", "B"))
DIGITS = ("1", "2", "3", "4", "5")
RIGHT_HAND = ("P", "0", "?")
KEY_W, KEY_H, GAP = 104, 56, 6
LEFT = 5 * (KEY_W + GAP) + 24
REST_W = 500
LINE = 20


class Board(QWidget):
    """The painted board; the same words are its accessible description."""

    left = Signal()

    def __init__(self, look: Look, session: Session, registry: Registry, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._registry = registry
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Keys that work here")

    def refresh(self) -> None:
        """Read again what is blocked."""
        self.setAccessibleDescription("; ".join(self._spoken()))
        self.updateGeometry()
        self.update()

    def _spoken(self) -> list[str]:
        return [f"{self._registry.key_text(c.id)}: {c.title}" for c in self._keyed()]

    def _keyed(self) -> list[Command]:
        return [c for c in self._registry.commands if c.keys]

    def _blocked(self) -> list[tuple[Command, str]]:
        found = [(c, c.blocked(self._session)) for c in self._keyed()]
        return [(c, reason) for c, reason in found if reason and len(c.keys[0]) == 1]

    def _rest(self) -> dict[str, list[Command]]:
        """What is not on the board, by purpose."""
        groups: dict[str, list[Command]] = {}
        for command in self._keyed():
            if len(command.keys[0]) > 1:
                groups.setdefault(command.group, []).append(command)
        return groups

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough for the board and the rest, high enough for both."""
        rest = self._rest()
        rows = sum(len(c) for c in rest.values()) + len(rest)
        left = 5 * (KEY_H + GAP) + 24 + (len(self._blocked()) + 1) * LINE
        return QSize(LEFT + REST_W, max(rows * LINE + 8, left))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc, F1 and ? close; nothing goes through to the desk."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Question):
            self.left.emit()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The board at the left, the rest at the right."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        y = 0
        for shift, row in enumerate((DIGITS, *BOARD)):
            for n, key in enumerate(row):
                x = n * (KEY_W + GAP) + max(0, shift - 1) * 8
                self._key(ink, QRect(x, y, KEY_W, KEY_H), key)
            y += KEY_H + GAP
        for n, key in enumerate(RIGHT_HAND):
            self._key(ink, QRect(n * (KEY_W + GAP), y, KEY_W, KEY_H), key)
        self._reasons(ink, y + KEY_H + 14)
        self._others(ink)
        painter.end()

    def _key(self, ink: Ink, box: QRect, key: str) -> None:
        """One key: letter over act; washed when staged, dashed in danger when blocked."""
        command = self._registry.by_key(key, "desk")
        reason = command.blocked(self._session) if command else ""
        staged = self._session.desk.staged
        on = command is not None and staged is not None and command.id == f"stage.{staged.slot}"
        edge = "danger" if reason else "staged" if on else "edge" if command else "line"
        fill = "wash_staged" if on else "s2" if command else "s1"
        x, y, w, h = box.x(), box.y(), box.width(), box.height()
        ink.box(x, y, w, h, fill=fill, edge=edge, dashed=bool(reason))
        if command is None:
            return
        ink.words(box.x() + 8, box.y() + 2, 20, key, HANDLE, "t3" if reason else "t1")
        painter, look = ink.painter, self._look
        painter.setFont(look.font(META))
        painter.setPen(look.colour("t3" if reason else "t1"))
        area = QRectF(box.x() + 8, box.y() + 21, box.width() - 12, box.height() - 22)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(area, int(flags), self._title(command))

    def _title(self, command: Command) -> str:
        """The act on a key; a label key says which label it sets."""
        labels = self._session.media().labels
        number = command.id.removeprefix("label.")
        if number.isdigit() and 0 < int(number) <= len(labels):
            return f"Label: {labels[int(number) - 1].title}"
        return command.title

    def _reasons(self, ink: Ink, y: int) -> None:
        for command, reason in self._blocked():
            key = self._registry.key_text(command.id)
            used = ink.keycap(0, y, LINE, key)
            sentence = f"{command.title}: {reason}"
            ink.words(used + 10, y, LINE, sentence, META, "danger", LEFT - used - 30)
            y += LINE

    def _others(self, ink: Ink) -> None:
        y = 0
        for group, commands in self._rest().items():
            ink.words(LEFT, y, LINE, group, META.strong, "t2")
            y += LINE
            for command in commands:
                keys = self._registry.key_text(command.id)
                ink.keycap(LEFT, y, LINE, keys)
                reason = command.blocked(self._session)
                token = "t3" if reason else "t1"
                used = ink.words(LEFT + 150, y, LINE, command.title, BODY, token, REST_W - 160)
                if reason:
                    room = REST_W - 170 - used
                    ink.words(LEFT + 160 + used, y, LINE, reason, META, "t3", room)
                y += LINE


class KeysOverlay(Sheet):
    """F1 or ?: what each key does here; any key of the desk is dead while it is shown."""

    def __init__(self, look: Look, session: Session, registry: Registry, window: QWidget) -> None:
        super().__init__(look, window)
        self._head = label("", Role.DIALOG_TITLE, self.card)
        self.column.addWidget(self._head)
        self._session = session
        self._board = Board(look, session, registry, self.card)
        self._board.left.connect(self.dismiss)
        self.column.addWidget(self._board)

    def open(self) -> None:
        """Show the keys as they stand now."""
        pane = self._session.desk.pane
        self._head.setText(f"Keys that work here: {pane}. Esc closes.")
        self._board.refresh()
        super().open()

    def first_focus(self) -> QWidget:
        """The board hears Esc."""
        return self._board
