"""The cover: nothing of a case can be seen or heard until somebody comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from reviewer.ui.keys.keynames import MODIFIER_KEYS
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface

if TYPE_CHECKING:
    from reviewer.session.ground.ports import Runner

Check = Callable[[str], bool]
UNLOCKED = (
    "Press any key to go on. This workspace has no passphrase: the cover hides it, it does not"
    " lock it."
)
BEFORE_LOCK = (
    "What is running is finished first, then the workspace is locked. Your passphrase lifts the"
    " cover."
)
WIDTH = 360
"""Of the sentences and the field, in logical px."""


class Cover(QWidget):
    """Lies over the whole window. Without a passphrase any key lifts it; with one, the passphrase
    does. ``lifted`` says that it may go.

    Args:
        check: tells whether a passphrase is right; None where the workspace has none.
        runner: the check is slow on purpose and runs there.
        parent: the window it lies over.
        hides: what is hidden meanwhile, so that no screen reader finds it either.
    """

    lifted = Signal()

    def __init__(
        self, check: Check | None, runner: Runner, parent: QWidget, hides: tuple[QWidget, ...]
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._hides = hides
        self._check = check
        self._runner = runner
        self._waiting = False
        self._dialogs: list[QDialog] = []
        surface(self, "s0")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Covered")
        words = UNLOCKED if check is None else BEFORE_LOCK
        self._title = label("Covered", Role.DIALOG_TITLE, self)
        self._words = label(words, Role.SUPPORT, self, wrap=True)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName("Passphrase")
        self.field.setFixedWidth(WIDTH)
        self.field.setVisible(check is not None)
        self.field.returnPressed.connect(self._asked)
        self._wrong = label("", Role.DANGER, self, wrap=True)
        for sentence in (self._words, self._wrong):
            sentence.setFixedWidth(WIDTH)
            sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(1)
        for part in (self._title, self._words, self.field, self._wrong):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        parent.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def lay(self) -> None:
        """Cover everything."""
        self.setGeometry(self._over.rect())
        self.field.clear()
        self._wrong.setText("")
        found = self._over.findChildren(QDialog)
        self._dialogs += [dialog for dialog in found if dialog.isVisible()]
        for part in (*self._hides, *self._dialogs):
            part.hide()
        self.show()
        self.raise_()
        target = self if self._check is None else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """Nothing is covered any more; what was asked before is asked again."""
        self.hide()
        hidden, self._dialogs = self._dialogs, []
        for dialog in self._over.findChildren(QDialog):  # those that still live
            if any(dialog is one for one in hidden):
                dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Grow with the window."""
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Any key lifts a cover without passphrase; no key reaches the desk."""
        event.accept()
        plain = event.key() not in MODIFIER_KEYS and not event.isAutoRepeat()
        if self._check is None and plain:
            self.lifted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click reaches nothing below."""
        event.accept()

    @Slot()
    def _asked(self) -> None:
        if self._check is None or self._waiting or not self.field.text():
            return
        self._waiting = True
        self._runner.query(partial(self._check, self.field.text()), self._answer, self._failed)

    def _answer(self, right: object) -> None:
        self._waiting = False
        self.field.clear()
        if right is True:
            self.lifted.emit()
        else:
            self._wrong.setText("Wrong passphrase. Nothing moved.")

    def _failed(self, error: Exception) -> None:
        self._waiting = False
        self._wrong.setText(str(error))
