"""What a sync leaves to choose: who can open what goes out; whom to believe without a roster."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.syncing import Chosen
from reviewer.session.session import Session
from reviewer.ui.dialogs.flow import Flow
from reviewer.ui.lettering.plain import label, safe_field
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import ComboButton

PLAIN = "anybody: not encrypted"
CARD = "the holder of a card…"
ANYBODY = "anybody: no roster is held"
LETTERS = "each reviewer, what is theirs"
WHOEVER = "whoever signed it"
LEAD_CARD = "the holder of a lead's card…"


class SyncChoices(Flow):
    """Two rows of choice that stand beside each other where there is room.

    ``changed`` says that what was looked at no longer holds; ``refused``, why a card is none.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, dialog: QWidget, session: Session) -> None:
        super().__init__()
        self._dialog, self._session = dialog, session
        self._people: list[str] = []
        self._chosen = Chosen()
        self._add_readers()
        self.trust: ComboButton | None = None
        if session.roster.held is None:
            self.trust = self._row("Believe", [WHOEVER, LEAD_CARD])
            self.trust.activated.connect(self._believe)

    @property
    def chosen(self) -> Chosen:
        """What is chosen now."""
        return self._chosen

    @property
    def focused(self) -> bool:
        """Whether somebody is choosing."""
        return self.to.hasFocus() or (self.trust is not None and self.trust.hasFocus())

    def _add_readers(self) -> None:
        desk, held = self._session.syncing, self._session.roster.held
        if desk.lead and held is not None:
            words = [LETTERS, PLAIN]
        else:
            readers = desk.readers()
            self._people = self._session.exporting.known_people()
            first = f"the leads: {', '.join(readers)}" if readers else ANYBODY
            plain = [PLAIN] if readers else []
            words = [first, *self._people, *plain, CARD]
        self.to = self._row("Can be opened by", words)
        self.to.activated.connect(self._person)

    def _row(self, words: str, options: list[str]) -> ComboButton:
        pair = QWidget(self._dialog)
        surface(pair, "s1")
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 8, 0)
        box = ComboButton(pair)
        box.setAccessibleName(words)
        for option in options:
            box.addItem(safe_field(option, 60))
        row.addWidget(label(words, Role.SUPPORT, pair))
        row.addWidget(box)
        self.addWidget(pair)
        return box

    @Slot(int)
    def _person(self, place: int) -> None:
        words = self.to.itemText(place)
        if words == safe_field(CARD, 60) and place > len(self._people):
            self._ask(self.seal_to, self._default)
            return
        named = 0 < place <= len(self._people)
        people = (self._people[place - 1],) if named else ()
        plain = place > 0 and not named
        self._set(Chosen(people, plain, self._chosen.trust))

    @Slot(int)
    def _believe(self, place: int) -> None:
        if place:
            self._ask(self.believe, self._nobody)
            return
        self._set(Chosen(self._chosen.to, self._chosen.plain))

    def _set(self, chosen: Chosen) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    @Slot()
    def _default(self) -> None:
        self.to.setCurrentIndex(0)
        self._set(Chosen(trust=self._chosen.trust))

    @Slot()
    def _nobody(self) -> None:
        if self.trust is not None:
            self.trust.setCurrentIndex(0)
        self._set(Chosen(self._chosen.to, self._chosen.plain))

    @Slot(str)
    def seal_to(self, card: str) -> None:
        """Encrypt what goes out to the holder of this enrolment card."""
        self._people.append(card)
        at = len(self._people)
        self.to.insertItem(at, safe_field(Path(card).name, 60))
        self.to.setCurrentIndex(at)
        self._set(Chosen((card,), False, self._chosen.trust))

    @Slot(str)
    def believe(self, card: str) -> None:
        """Take feedback and cases of the holder of this card alone."""
        assert self.trust is not None
        try:
            trust = self._session.syncing.believing(card)
        except ReviewerError as error:
            self._nobody()
            self.refused.emit(str(error))
            return
        self.trust.setItemText(1, safe_field(Path(card).name, 60))
        self.trust.setCurrentIndex(1)
        self._set(Chosen(self._chosen.to, self._chosen.plain, trust))

    def _ask(self, chosen: Callable[[str], None], rejected: Callable[[], None]) -> None:
        dialog = QFileDialog(self._dialog, "Enrolment card")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(chosen)
        dialog.rejected.connect(rejected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
