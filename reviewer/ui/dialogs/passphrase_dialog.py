"""The dialog for another passphrase: three fields that show nothing, and words about the new."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.first.parts import field
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.roles import Role

SENTENCE = (
    "Your keys and the ledger stay as they are. Backups made before keep the passphrase they were"
    " made with."
)


class PassphraseDialog(Question):
    """Return goes to the next field and, in the last one, changes it."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Change passphrase", SENTENCE, [], "Change passphrase")
        self._session = session
        self.old = field(self, "Passphrase now", secret=True)
        self.new = field(self, "New passphrase", secret=True)
        self.again = field(self, "The new passphrase again", secret=True)
        self.about = label(self._asked(), Role.SUPPORT, self, wrap=True)
        place = self._column.indexOf(self.problem)
        rows = [self.old, self.new, self.about, self.again]
        if not session.passphrase.protected():
            rows.remove(self.old)
            self.old.hide()
        for row in rows:
            if row is not self.about:
                self._column.insertWidget(place, label(row.accessibleName(), Role.META, self))
                place += 1
            self._column.insertWidget(place, row)
            place += 1
        self.new.textChanged.connect(self._say)
        self.old.returnPressed.connect(self.new.setFocus)
        self.new.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._change)
        self.agreed.connect(self._change)
        self._first = rows[0]

    def _asked(self) -> str:
        return f"At least {self._session.passphrase.shortest} characters; several words are best."

    @Slot()
    def _say(self) -> None:
        self.about.setText(self._session.passphrase.about(self.new.text()) or self._asked())

    @Slot()
    def _change(self) -> None:
        given = (self.old.text(), self.new.text(), self.again.text())
        try:
            self._session.passphrase.change(*given)
        except ReviewerError as error:
            self.old.clear()
            self.refuse(error)
            return
        for one in (self.old, self.new, self.again):
            one.clear()
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The first field has the keyboard."""
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)
