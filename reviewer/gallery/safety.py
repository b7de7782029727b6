"""Acts of the stage for backups, restoring, history and the check."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication

from reviewer import bootstrap
from reviewer.gallery.trusted import SIGNERS
from reviewer.gallery.worlds import PASSPHRASE
from reviewer.host import Host
from reviewer.ui.dialogs.import_dialog import ImportDialog
from reviewer.ui.dialogs.safety_dialogs import BackupsDialog
from reviewer.ui.first.window import FirstWindow


class OnStage(Protocol):
    """What these acts need of the stage."""

    @property
    def host(self) -> Host: ...  # noqa: D102
    @property
    def folder(self) -> Path: ...  # noqa: D102
    def first(self) -> FirstWindow: ...  # noqa: D102
    def later(self, ms: int) -> None: ...  # noqa: D102


def spoil(workspace: Path) -> None:
    """Flip a byte in every page of the evidence but the first few."""
    path = workspace / "evidence.db"
    data = bytearray(path.read_bytes())
    for place in range(16_384 + 512, len(data), 1024):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))


def first_restore(stage: OnStage) -> None:
    """Spoil a closed workspace that has backups, and go on to them."""
    session = bootstrap.open_session(bootstrap.open_workspace(stage.folder, PASSPHRASE))
    session.backups.make()
    session.close()
    spoil(stage.folder)
    page = stage.first()
    page.open_button.click()
    page.open_folder.setText(str(stage.folder))
    page.secret.setText(PASSPHRASE)
    page.unlock_button.click()
    stage.first().open_folder.setText(str(stage.folder))
    stage.first().restore_button.click()


def first_restored(stage: OnStage) -> None:
    """Restore the newest of them into its place."""
    first_restore(stage)
    page = stage.first().restore
    page.secret.setText(PASSPHRASE)
    page.act.click()
    stage.first().open_folder.setText("reviewer/workspace")


def make_backup(stage: OnStage) -> None:
    """Back up now, in the dialog of backups."""
    stage.host.window.dispatcher.run_id("backups")
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, BackupsDialog):
        dialog.make.click()


def preview_bundles(stage: OnStage) -> None:
    """Choose the five bundles of five signers in the import dialog."""
    stage.host.window.dispatcher.run_id("import")
    dialog = QApplication.activeModalWidget()
    made = sorted(stage.folder.parent.glob("made-trusted-source/*.zip"))
    if isinstance(dialog, ImportDialog):
        dialog.preview_all([str(path) for path in made])


def _from(stem: str, stage: OnStage) -> None:
    stage.host.session.select_case(f"G-{stem}")


def _command(name: str) -> Callable[[OnStage], None]:
    def run_it(stage: OnStage) -> None:
        stage.host.window.dispatcher.run_id(name)

    return run_it


SAFETY: dict[str, Callable[[OnStage], None]] = {
    "first_restore": first_restore,
    "first_restored": first_restored,
    "make_backup": make_backup,
    "preview_bundles": preview_bundles,
    **{f"from_{name or 'unsigned'}": partial(_from, name or "unsigned") for name in SIGNERS},
    **{
        name: _command(name)
        for name in ("backups", "workspace.check", "history.all", "lead.quality", "history.case")
    },
}
"""By the name after ``do:``."""
