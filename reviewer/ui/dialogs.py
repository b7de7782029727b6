"""Dialogs: a title, a sentence, counts, cancel at the far left, the act named by its verb."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.ui.plain import label
from reviewer.ui.roles import Role
from reviewer.ui.widgets.buttons import Button

WIDTH = 560


class Question(QDialog):
    """Asks before an act. ``agreed`` says yes; Return does nothing by itself."""

    agreed = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        counts: list[tuple[str, str]],
        verb: str,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, Role.DIALOG_TITLE, self))
        column.addWidget(label(sentence, Role.BODY, self, wrap=True))
        column.addLayout(self._table(counts))
        self.problem = label("", Role.DANGER, self, wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.cancel = Button("Cancel", self, key="Esc")
        self.cancel.clicked.connect(self.reject)
        self.act = Button(verb, self)
        self.act.clicked.connect(self.agreed)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.act)
        column.addLayout(row)
        self.cancel.setFocus()

    def _table(self, counts: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(counts):
            grid.addWidget(label(name, Role.SUPPORT, self), row, 0)
            grid.addWidget(label(value, Role.STRONG, self), row, 1)
        return grid

    def refuse(self, error: ReviewerError) -> None:
        """Say in place what is wrong; nothing moves."""
        self.problem.setText(str(error))
        self.problem.show()


class ExportDialog(Question):
    """Where the package goes, and what will be in it."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        counts = session.status()
        self._session = session
        super().__init__(
            parent,
            "Export decisions",
            "One signed package with every event since the last receipt. No media leave with it;"
            " what was exported can no longer be undone, only amended.",
            [
                ("events not yet exported", f"{counts['pending_export']:,}"),
                ("decisions in force", f"{counts['decisions']:,}"),
                ("proposed, waiting for a lead", f"{counts['proposed']:,}"),
            ],
            "Choose where, and export",
        )
        self.agreed.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Export decisions")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setNameFilter("Export package (*.zip)")
        dialog.setDefaultSuffix("zip")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    @Slot(str)
    def export_to(self, name: str) -> None:
        """Write the package and say so; a refusal stays in the dialog."""
        try:
            result = self._session.jobs.export(Path(name))
        except ReviewerError as error:
            self.refuse(error)
            return
        self._session.say(f"Exported {result.events:,} events to {Path(name).name}", "saved")
        self.accept()


class ImportDialog(Question):
    """Which material to bring in."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        self._session = session
        super().__init__(
            parent,
            "Import",
            "Bundles and exports of platforms, recognised by what they hold. Everything is"
            " verified before the first row is taken in; importing twice changes nothing.",
            [],
            "Choose files…",
        )
        self.agreed.connect(self._choose)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Import")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.import_all)
        dialog.open()

    @Slot(list)
    def import_all(self, names: list[str]) -> None:
        """Bring the files in and say what came of it."""
        try:
            report = self._session.jobs.import_paths([Path(name) for name in names])
        except ReviewerError as error:
            self.refuse(error)
            return
        answer = report.as_dict()
        refused = [f for f in answer["files"] if f["status"] in ("refused", "left_out")]
        if refused:
            first = refused[0]
            reason = first["reason"] or "it is of no format that is known"
            self.problem.setText(f"{first['path']}: {reason}")
            self.problem.show()
        totals = answer["totals"]
        words = f"Imported {totals['new']:,} new records, {totals['known']:,} known"
        if totals["quarantined"]:
            words += f", {totals['quarantined']:,} put aside"
        self._session.say(words, "saved" if not refused else "refused")
        if not refused:
            self.accept()
