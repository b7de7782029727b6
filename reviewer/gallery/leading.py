"""The stage's acts on the workspace of a lead: golden cases."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit

from reviewer.gallery.safety import OnStage
from reviewer.ui.dialogs.dialogs import Question

WHY = "Seven copies of one emblem in a night: اللافتة نفسها في كل مرة."


def _decided(stage: OnStage) -> None:
    """Open a case that everybody decided alike."""
    session = stage.host.session
    session.select_case(next(row.case_id for row in session.queue().rows if row.state == "decided"))


def _fill(_stage: OnStage) -> None:
    """Type into the first field of the dialog."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, Question):
        fields = dialog.findChildren(QLineEdit)
        fields[0].setText(WHY)


def _agree(_stage: OnStage) -> None:
    """Press the act of the dialog."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, Question):
        dialog.act.click()


LEADERS: dict[str, Callable[[OnStage], None]] = {
    "decided": _decided,
    "golden": _fill,
    "agree": _agree,
}
"""By the name after ``do:``."""
