"""The stage's acts on the workspace of a lead who merges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from reviewer.gallery.merged import MORE
from reviewer.gallery.safety import OnStage
from reviewer.ui.merge_dialog import MergeDialog


def _merge(stage: OnStage) -> None:
    stage.host.window.dispatcher.run_id("merge")


def _choose_more(stage: OnStage) -> None:
    """In the merge dialog: the packages that lie beside the workspace."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, MergeDialog):
        dialog.read_all([str(stage.folder.with_name(f"{stage.folder.name}-{MORE}"))])


def _contest(stage: OnStage) -> None:
    """Open the contested case."""
    session = stage.host.session
    rows = session.queue().rows
    session.select_case(next(row.case_id for row in rows if row.state == "contested"))


MERGED: dict[str, Callable[[OnStage], None]] = {
    "merge": _merge,
    "more_packages": _choose_more,
    "contest": _contest,
}
"""By the name after ``do:``."""
