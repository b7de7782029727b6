"""The stage's acts on what leaves and what comes: purge, targets, feedback, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget

from reviewer.gallery.safety import OnStage
from reviewer.ui.exchange.export_dialog import ExportDialog
from reviewer.ui.exchange.feedback_dialog import FeedbackDialog
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.exchange.purge_dialog import PurgeDialog

LATER_MS = 400 * 86_400_000
JUNK = "holiday.zip"


def _dialog() -> QWidget | None:
    return QApplication.activeModalWidget()


def _junk(stage: OnStage) -> str:
    """A file that is no package of anybody."""
    path = stage.folder.with_name(f"{stage.folder.name}-{JUNK}")
    path.write_bytes(b"no package at all")
    return str(path)


def _purge(stage: OnStage) -> None:
    """The purge dialog of a lead whose decisions are old, with the package that was kept."""
    session = stage.host.session
    kept = stage.folder.with_name(f"{stage.folder.name}-kept.zip")
    session.jobs.export(kept)
    session.settings.set("retention.days", 30)
    stage.later(LATER_MS)
    stage.host.window.dispatcher.run_id("lead.purge")
    dialog = _dialog()
    if isinstance(dialog, PurgeDialog):
        dialog.use_packages([str(kept)])


def _purge_junk(stage: OnStage) -> None:
    """A kept package that proves nothing."""
    stage.host.window.dispatcher.run_id("lead.purge")
    dialog = _dialog()
    if isinstance(dialog, PurgeDialog):
        dialog.use_packages([_junk(stage)])


def _merge_junk(stage: OnStage) -> None:
    """Merge a file that is no package."""
    stage.host.window.dispatcher.run_id("merge")
    dialog = _dialog()
    if isinstance(dialog, MergeDialog):
        dialog.read_all([_junk(stage)])


def _feedback_junk(stage: OnStage) -> None:
    """Feedback that is none."""
    stage.host.window.dispatcher.run_id("feedback")
    dialog = _dialog()
    if isinstance(dialog, FeedbackDialog):
        dialog.preview_file(_junk(stage))


def _export_junk(stage: OnStage) -> None:
    """Export to the holder of a card that is none."""
    stage.host.window.dispatcher.run_id("export")
    dialog = _dialog()
    if isinstance(dialog, ExportDialog):
        dialog.seal_to(_junk(stage))


def _target(stage: OnStage) -> None:
    stage.host.window.dispatcher.run_id("lead.target")


def _deal(stage: OnStage) -> None:
    stage.host.window.dispatcher.run_id("lead.deal")


EXCHANGED: dict[str, Callable[[OnStage], None]] = {
    "purge": _purge,
    "purge_junk": _purge_junk,
    "merge_junk": _merge_junk,
    "feedback_junk": _feedback_junk,
    "export_junk": _export_junk,
    "target": _target,
    "deal": _deal,
}
"""By the name after ``do:``."""
