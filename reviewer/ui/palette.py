"""Every command by name, with its key or the reason why it is blocked."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
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
from reviewer.ui.fonts import BODY, META
from reviewer.ui.ink import Ink
from reviewer.ui.look import Look
from reviewer.ui.sheet import Sheet
from reviewer.ui.widgets.search import SearchField

ROW = 32
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
        """Show the commands whose title, id or help hold all these words."""
        words = text.casefold().split()
        self.beginResetModel()
        found = [c for c in self._registry.commands if _matches(c, words) and c.id != "palette"]
        self._rows = [(c, c.why_not(self._session)) for c in found]
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
            return f"{command.title}, {self.key_text(command) or 'no key'}" + (
                f", blocked: {reason}" if reason else ""
            )
        return None


def _matches(command: Command, words: list[str]) -> bool:
    text = f"{command.title} {command.id} {command.help} {command.menu}".casefold()
    return all(word in text for word in words)


class CommandDelegate(QStyledItemDelegate):
    """Title, menu path, keycap; a dashed sign and the reason where blocked."""

    def __init__(self, look: Look, model: CommandModel, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, _index: AnyIndex
    ) -> QSize:
        """One line of 32 px."""
        return QSize(option.rect.width(), self._look.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One row."""
        command, reason = self._model.at(index.row())
        ink, box = Ink(painter, self._look), option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            ink.fill(box.x(), box.y(), box.width(), box.height(), "s3")
            ink.fill(box.x(), box.y(), 3, box.height(), "accent")
        x, h = box.x() + 12, box.height()
        room = float(box.width() - 36)
        keys = self._model.key_text(command)
        if keys:
            width = ink.keycap_width(keys)
            ink.keycap(box.right() - width - 10, box.y(), h, keys)
            room -= width + 12
        used = ink.words(x, box.y(), h, command.title, BODY, "t3" if reason else "t1")
        more = f"blocked: {reason}" if reason else command.menu
        ink.words(x + used + 12, box.y(), h, more, META, "danger" if reason else "t3", room - used)


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
        self._field = SearchField("A command", "", self.card)
        self._field.setAccessibleName("Find a command")
        self._list = QListView(self.card)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._model = CommandModel(session, registry, self)
        self._list.setModel(self._model)
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
        width = min(640, self.width() - 24)
        height = min(self.height() - 60, 64 + ROW * SHOWN)
        self.card.setGeometry((self.width() - width) // 2, int(self.height() * 0.15), width, height)

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
