"""The settings: one page for each group, every control made from the declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from reviewer.commands.keymap import LETTERS, OWN, PRESET, KeyMap
from reviewer.domain.changes import Changes
from reviewer.domain.errors import ReviewerError
from reviewer.session.ground.settings import GROUPS
from reviewer.ui.dialogs.keys_page import KeysPage
from reviewer.ui.dialogs.settings_rows import SettingRow
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session
    from reviewer.ui.bridge import Bridge
    from reviewer.ui.looks.look import Look

KEY_BY_KEY = "Key by key"
SIZE = (680, 460)
TURN = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class SettingsDialog(QDialog):
    """Changes apply at once; a refusal is said at the foot and changes nothing."""

    def __init__(
        self, session: Session, registry: Registry, look: Look, bridge: Bridge, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._settings = session.settings
        self._backups = session.backups.folder
        self._keymap = KeyMap(registry, session.settings)
        self._look = look
        self.rows: dict[str, SettingRow] = {}
        self.setWindowTitle("Settings")
        self.setModal(True)
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Groups of settings")
        self.pages = QStackedWidget(self)
        surface(self.pages, "s1")
        self.said = label("", Role.DANGER, self, wrap=True)
        self.said.hide()
        self.done_button = Button("Close", self, key="Esc")
        self.done_button.clicked.connect(self.accept)
        self.keys = KeysPage(look, self._keymap, self.pages)
        self._fill()
        self._build()
        self.tabs.currentChanged.connect(self._turned)
        look.changed.connect(self._fit)
        bridge.changed.connect(self._hear)
        self._fit()
        self.tabs.setFocus()

    def _fill(self) -> None:
        for group in GROUPS:
            self.tabs.addTab(group)
            self.pages.addWidget(self._page(group))
            if group == "Keys":
                self.tabs.addTab(KEY_BY_KEY)
                self.pages.addWidget(self.keys)

    def _page(self, group: str) -> QWidget:
        inner = QWidget(self.pages)
        surface(inner, "s1")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 4, 12, 4)
        column.setSpacing(20)
        for setting in self._settings.declared():
            if setting.group == group and setting.id != OWN:
                row = self.rows[setting.id] = SettingRow(self._settings, setting, inner)
                row.wanted.connect(self._wanted)
                row.back.connect(self._back)
                row.reset.refused.connect(self._say)
                column.addWidget(row)
        if group == "Safety":
            words = f"Backups lie in {self._backups}"
            column.addWidget(label(words, Role.META, inner, wrap=True))
        column.addStretch(1)
        scroller = QScrollArea(self.pages)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(inner)
        return scroller

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label("Settings", Role.DIALOG_TITLE, self))
        column.addWidget(self.tabs)
        column.addWidget(self.pages, 1)
        column.addWidget(self.said)
        foot = QHBoxLayout()
        foot.addWidget(self.done_button)
        foot.addStretch(1)
        foot.addWidget(label("Changes hold at once, for this workspace.", Role.META, self))
        column.addLayout(foot)

    def show_group(self, group: str) -> None:
        """Open at a group, or at the page where keys are changed."""
        names = [self.tabs.tabText(n) for n in range(self.tabs.count())]
        self.tabs.setCurrentIndex(names.index(group))

    @Slot()
    def _fit(self) -> None:
        """As large as its content wants, and never larger than the window."""
        window = self.parentWidget()
        room = window.size() - QSize(24, 24) if window is not None else QSize(*SIZE)
        self.resize(QSize(self._look.px(SIZE[0]), self._look.px(SIZE[1])).boundedTo(room))

    @Slot(int)
    def _turned(self, at: int) -> None:
        self._say("")
        self.pages.setCurrentIndex(at)

    @Slot(str, object)
    def _wanted(self, ident: str, value: object) -> None:
        if ident in (PRESET, LETTERS):
            self._try(self._keymap.choose, ident, value)
        else:
            self._try(self._settings.set, ident, value)

    @Slot(str)
    def _back(self, ident: str) -> None:
        self._wanted(ident, self._settings.setting(ident).default)

    def _try(self, act: Callable[..., Any], *given: object) -> None:
        self._say("")
        try:
            act(*given)
        except ReviewerError as error:
            self._say(str(error))
        self._read()

    @Slot(str)
    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches("settings"):
            self._read()

    def _read(self) -> None:
        for row in self.rows.values():
            row.read()
        self.keys.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+PgUp and Ctrl+PgDown turn the pages; Return closes nothing."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() in TURN:
            turn = TURN[Qt.Key(event.key())]
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + turn) % self.tabs.count())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)
