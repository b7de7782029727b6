"""Every command by name, with its key or the reason why it is blocked."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reviewer.commands.command import Command
from reviewer.commands.registry import Registry
from reviewer.session.session import Session
from reviewer.ui.dispatch import Dispatcher
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY, META
from reviewer.ui.looks.look import Look
from reviewer.ui.sheet import Sheet
from reviewer.ui.widgets.search import SearchField

ROW = 32
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
SHOWN = 11
AnyIndex = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class CommandModel(QAbstractListModel):
    """The commands that match, best first, with why they are blocked."""

    def __init__(self, session: Session, registry: Registry, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._registry = registry
        self._rows: list[tuple[Command, str]] = []

    def show(self, text: str) -> None:
        """Show the commands whose title, id, help or search words hold all these words."""
        words = text.casefold().split()
        self.beginResetModel()
        found = [c for c in self._registry.commands if _matches(c, words) and c.id != "palette"]
        recent = () if words else self._session.kept.recent()
        rows = [(c, c.why_not(self._session)) for c in found]
        self._rows = sorted(rows, key=partial(_rank, text.casefold().strip(), words, recent))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """How many match."""
        return 0 if parent.isValid() else len(self._rows)

    def at(self, row: int) -> tuple[Command, str]:
        """A command and its reason."""
        return self._rows[row]

    def key_text(self, command: Command) -> str:
        """Its keys as shown."""
        return self._registry.key_text(command.id)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The title; for readers also the key and the reason."""
        if not index.isValid():
            return None
        command, reason = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return command.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            menu = f", menu {command.menu}" if command.menu else ""
            return f"{command.title}{menu}, {self.key_text(command) or 'no key'}" + (
                f", blocked: {reason}" if reason else ""
            )
        return None


def _matches(command: Command, words: list[str]) -> bool:
    text = (
        f"{command.title} {command.id} {command.help} {command.menu} {command.found_by}".casefold()
    )
    return all(word in text for word in words)


def _rank(
    text: str, words: list[str], recent: Sequence[str], row: tuple[Command, str]
) -> tuple[int, bool, int]:
    """The most recent first while nothing is typed; then titles that hold the words, those that
    can run before the blocked, for Return takes the first; then what holds them elsewhere."""
    command, reason = row
    if command.id in recent:
        return 0, False, recent.index(command.id)
    if not words:
        return 1, False, 0
    title = command.title.casefold()
    begins = 0 if title.startswith(text) else 1
    return (1 if all(word in title for word in words) else 2), bool(reason), begins


class CommandDelegate(QStyledItemDelegate):
    """Title, menu path, keycap; a dashed sign and the reason where blocked."""

    def __init__(self, look: Look, model: CommandModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, _index: AnyIndex
    ) -> QSize:
        """One line of 32 px, and as many more as the reason needs."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        _, reason = self._model.at(_index.row())
        return QSize(width, self._look.px(ROW) + self._reason(width, reason).height())

    def _reason(self, width: int, reason: str) -> QRect:
        """The room of a reason, wrapped below its title."""
        if not reason:
            return QRect()
        room = QRect(0, 0, max(80, width - 24 - self._look.px(20)), 10_000)
        words = self._look.metrics(META).boundingRect(room, int(WRAP), f"Blocked: {reason}")
        return words.adjusted(0, 0, 0, self._look.px(6))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One row."""
        command, reason = self._model.at(index.row())
        ink, box = Ink(painter, self._look), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            ink.fill(box.x(), box.y(), box.width(), box.height(), "s3")
            ink.fill(box.x(), box.y(), 3, box.height(), "accent")
        x, h = box.x() + 12, self._look.px(ROW)
        room = float(box.width() - 36)
        keys = self._model.key_text(command)
        if keys:
            width = ink.keycap_width(keys)
            ink.keycap(box.right() - width - 10, box.y(), h, keys)
            room -= width + 12
        used = ink.words(x, box.y(), h, command.title, BODY, "t3" if reason else "t1")
        ink.words(x + used + 12, box.y(), h, command.menu, META, "t3", room - used)
        if reason:
            self._blocked(ink, box, reason)

    def _blocked(self, ink: Ink, box: QRect, reason: str) -> None:
        """The sign and the whole reason, below the title."""
        top, glyph = box.y() + self._look.px(ROW - 5), self._look.px(20)
        line = self._look.line(META)
        ink.glyph(box.x() + 12, top, line, "danger", "danger")
        painter = ink.painter
        painter.setFont(self._look.font(META))
        painter.setPen(self._look.colour("danger"))
        area = self._reason(box.width(), reason)
        area.moveTo(box.x() + 12 + glyph, top)
        painter.drawText(area, int(WRAP), f"Blocked: {reason}")


class Palette(Sheet):
    """Type a few letters, Return runs. Opened with Ctrl+Shift+P."""

    def __init__(
        self,
        look: Look,
        session: Session,
        registry: Registry,
        dispatcher: Dispatcher,
        window: QWidget,
    ) -> None:
        super().__init__(look, window, scrim=120)
        self._dispatcher = dispatcher
        self._session = session
        self._field = SearchField("A command", "", self.card)
        self._field.setAccessibleName("Find a command")
        self._list = QListView(self.card)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._model = CommandModel(session, registry, self)
        self._list.setModel(self._model)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(CommandDelegate(look, self._model, self))
        self._list.setAccessibleName("Commands")
        self._list.clicked.connect(self._run_index)
        self.column.addWidget(self._field)
        self.column.addWidget(self._list, 1)
        self._field.changed.connect(self._typed)
        self._field.submitted.connect(self._submitted)
        self._field_box().installEventFilter(self)

    def open(self) -> None:
        """Show all commands and wait for letters."""
        self._field.set_text("")
        self._typed("")
        super().open()

    def place(self) -> None:
        """640 wide, at 15 % of the height."""
        width = min(self._look.px(640), self.width() - 24)
        top = int(self.height() * 0.15)
        height = min(self.height() - top - 12, self._look.px(64 + ROW * SHOWN))
        self.card.setGeometry((self.width() - width) // 2, top, width, height)

    def first_focus(self) -> QWidget:
        """The field."""
        return self._field_box()

    def _field_box(self) -> QWidget:
        return self._field.focusProxy() or self._field

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._model.show(text)
        self._list.setCurrentIndex(self._model.index(0))

    @Slot(str)
    def _submitted(self, _text: str) -> None:
        self._run_index(self._list.currentIndex())

    @Slot(QModelIndex)
    def _run_index(self, index: AnyIndex) -> None:
        if not index.isValid():
            return
        command, _ = self._model.at(index.row())
        self._session.kept.remember(command.id)
        self.dismiss()
        self._dispatcher.run(command)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Up and Down move in the list while the field has the keyboard."""
        pressed = event.type() == QEvent.Type.KeyPress and watched is self._field_box()
        if pressed and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        return super().eventFilter(watched, event)

    def _move(self, step: int) -> None:
        last = self._model.rowCount() - 1
        row = min(max(self._list.currentIndex().row() + step, 0), max(last, 0))
        self._list.setCurrentIndex(self._model.index(row))
