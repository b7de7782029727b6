"""One row for each setting: title, help, a control made from its kind, its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from reviewer.session.views.setting import CHOICE, NUMBER, Setting
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button, Segments

if TYPE_CHECKING:
    from reviewer.session.ground.settings import Settings

SWITCH_CHOICES = ((True, "on"), (False, "off"))


class Number(QSpinBox):
    """A whole number; the wheel over it changes nothing."""

    def __init__(self, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self.setRange(setting.low, setting.high)
        self.setSuffix(f" {setting.unit}" if setting.unit else "")
        self.setKeyboardTracking(False)
        self.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """A stray wheel must not change a setting."""
        event.ignore()


class SettingRow(QWidget):
    """Reads its setting and shows it; ``wanted`` carries what the person chose, ``back`` that the
    default is wanted. It changes nothing itself."""

    wanted = Signal(str, object)
    back = Signal(str)

    def __init__(self, settings: Settings, setting: Setting, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setting = setting
        self._title = label(setting.title, Role.STRONG, self)
        self._help = label(setting.help, Role.SUPPORT, self, wrap=True)
        self._by = label("", Role.HELD, self, wrap=True)
        self._segments: Segments | None = None
        self._number: Number | None = None
        self.control: QWidget
        if setting.kind == NUMBER:
            self.control = self._number = Number(setting, self)
            self._number.valueChanged.connect(self._number_chosen)
        else:
            words = tuple(word for _, word in self._choices())
            self.control = self._segments = Segments(words, self)
            self._segments.chosen.connect(self._word_chosen)
        self.control.setAccessibleName(setting.title)
        self.control.setAccessibleDescription(setting.help)
        self.reset = Button("Reset", self, small=True)
        self.reset.setAccessibleDescription(f"{setting.title}: back to the default")
        self.reset.clicked.connect(self._back)
        self._build()
        self.read()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.control)
        line.addWidget(self.reset)
        line.addStretch(1)
        for part in (self._title, self._help, self._by):
            column.addWidget(part)
        column.addLayout(line)

    def _choices(self) -> tuple[tuple[Any, str], ...]:
        return self.setting.choices if self.setting.kind == CHOICE else SWITCH_CHOICES

    def read(self) -> None:
        """Show the value in force, whether it is the default and who fixed it."""
        ident = self.setting.id
        value, by = self._settings.get(ident), self._settings.locked_by(ident)
        if self._segments is not None:
            self._segments.choose(next(word for v, word in self._choices() if v == value))
        elif self._number is not None and self._number.value() != value:
            self._number.setValue(value)
        self.control.setEnabled(not by)
        said = f"Fixed by {by}." if by else self._settings.floor_words(ident)
        self._by.setText(said)
        self._by.setVisible(bool(said))
        default = self._settings.is_default(ident)
        self.reset.set_blocked(f"fixed by {by}" if by else "this is the default" if default else "")

    @Slot(str)
    def _word_chosen(self, word: str) -> None:
        value = next(v for v, shown in self._choices() if shown == word)
        self.wanted.emit(self.setting.id, value)

    @Slot(int)
    def _number_chosen(self, value: int) -> None:
        if value != self._settings.get(self.setting.id):
            self.wanted.emit(self.setting.id, value)

    @Slot()
    def _back(self) -> None:
        self.back.emit(self.setting.id)
