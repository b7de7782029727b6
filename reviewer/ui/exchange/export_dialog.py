"""The export dialog: what leaves and what stays, for whom, and then where."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.exchange.export_words import PROFILES, preview_lines
from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label, safe_field, untrusted_text_view
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import ComboButton

HEIGHT, HIGHEST = 260, 320
"""Of the preview, px at 100 % text; and at most, so that the dialog fits a small screen."""
ANYBODY = "anybody who gets the file"
CARD = "the holder of a card…"


class ExportDialog(Question):
    """Nothing is written before the place was chosen."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._session = session
        super().__init__(
            parent,
            "Export decisions",
            "One signed package. What was exported can no longer be undone, only amended; it is"
            " sent when a receipt comes back.",
            [],
            "Choose where, and export",
        )
        self._people = ["", *session.exporting.known_people()]
        self._choices()
        self.view = untrusted_text_view(self)
        self.view.setAccessibleName("What leaves and what stays")
        self.view.setFixedHeight(min(look_of().px(HEIGHT), HIGHEST))
        self._column.insertWidget(self._column.indexOf(self.problem), self.view)
        self.agreed.connect(self._choose)
        look_of().changed.connect(self._look_again)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The preview is set when the view has its letters."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._look_again)

    @Slot()
    def _look_again(self) -> None:
        self._preview()

    def _choices(self) -> None:
        self.profile = ComboButton(self)
        self.profile.setAccessibleName("What is exported")
        for _, words in PROFILES:
            self.profile.addItem(words)
        self.to = ComboButton(self)
        self.to.setAccessibleName("Who can open it")
        self.to.addItem(ANYBODY)
        for name in self._people[1:]:
            self.to.addItem(safe_field(name, 60))
        self.to.addItem(CARD)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for row, (words, box) in enumerate((("Export", self.profile), ("For", self.to))):
            grid.addWidget(label(words, Role.SUPPORT, self), row, 0)
            grid.addWidget(box, row, 1, Qt.AlignmentFlag.AlignLeft)
        self._column.insertLayout(self._column.indexOf(self.problem), grid)
        self.profile.activated.connect(self._changed)
        self.to.activated.connect(self._person)

    @property
    def _chosen(self) -> str:
        return PROFILES[self.profile.currentIndex()][0]

    @property
    def _named(self) -> list[str]:
        place = self.to.currentIndex()
        name = self._people[place] if 0 <= place < len(self._people) else ""
        return [name] if name else []

    @Slot(int)
    def _changed(self, _place: int) -> None:
        self._preview()

    @Slot(int)
    def _person(self, place: int) -> None:
        if place < len(self._people):
            self._preview()
            return
        dialog = QFileDialog(self, "Enrolment card")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.seal_to)
        dialog.rejected.connect(self._nobody)
        dialog.open()

    @Slot()
    def _nobody(self) -> None:
        self.to.setCurrentIndex(0)
        self._preview()

    @Slot(str)
    def seal_to(self, card: str) -> None:
        """Encrypt it to the holder of this enrolment card."""
        self._people.append(card)
        self.to.insertItem(len(self._people) - 1, safe_field(Path(card).name, 60))
        self.to.setCurrentIndex(len(self._people) - 1)
        self._preview()

    def _preview(self) -> None:
        self.problem.hide()
        try:
            found = self._session.exporting.preview(profile=self._chosen, to=self._named)
        except ReviewerError as error:
            self.view.setPlainText("")
            self.act.set_blocked(error.message)
            self.refuse(error)
            return
        self.act.set_blocked("")
        self.view.setPlainText("\n".join(preview_lines(found)))
        self._fit()

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Export decisions")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        sealed = bool(self._named)
        kind = "Encrypted package (*.age)" if sealed else "Export package (*.zip)"
        dialog.setNameFilter(kind)
        dialog.setDefaultSuffix("age" if sealed else "zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    @Slot(str)
    def export_to(self, name: str) -> None:
        """Write the package and say so; a refusal stays in the dialog."""
        try:
            result = self._session.jobs.export(Path(name), profile=self._chosen, to=self._named)
        except ReviewerError as error:
            self.refuse(error)
            return
        what = counted(result.events, "event") if result.events else "statements of reasons"
        self._session.say(f"Exported {what} to {Path(name).name}", "saved")
        self.accept()
