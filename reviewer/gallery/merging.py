"""The stage's acts on the workspace of a lead who merges."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from reviewer.gallery.leading import LEADERS
from reviewer.gallery.merged import MORE
from reviewer.gallery.safety import OnStage
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.exchange.sync_dialog import SyncDialog


def _merge(stage: OnStage) -> None:
    stage.host.window.dispatcher.run_id("merge")


def _choose_more(stage: OnStage) -> None:
    """In the merge dialog: the packages that lie beside the workspace."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, MergeDialog):
        dialog.read_all([str(stage.folder.with_name(f"{stage.folder.name}-{MORE}"))])


def _sync(stage: OnStage) -> None:
    """The sync dialog on a drop folder with the same packages and something of nobody's."""
    more = stage.folder.with_name(f"{stage.folder.name}-{MORE}")
    drop = stage.folder.with_name(f"{stage.folder.name}-drop")
    if not drop.exists():
        shutil.copytree(more, drop / "packages")
        (drop / "holiday.jpg").write_bytes(b"")
    stage.host.window.dispatcher.run_id("sync")
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, SyncDialog):
        dialog.look(str(drop))


def _do_sync(_stage: OnStage) -> None:
    """What *Do it* does."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, SyncDialog):
        dialog.act.click()


def _contest(stage: OnStage) -> None:
    """Open the contested case."""
    session = stage.host.session
    rows = session.queue().rows
    session.select_case(next(row.case_id for row in rows if row.state == "contested"))


MERGED: dict[str, Callable[[OnStage], None]] = {
    "merge": _merge,
    "more_packages": _choose_more,
    "contest": _contest,
    "sync": _sync,
    "do_sync": _do_sync,
    **LEADERS,
}
"""By the name after ``do:``."""
