"""Where the key sheet goes: a file of ours, HTML or PDF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer.commands.key_sheet import sheet_html
from reviewer.commands.keymap import set_words
from reviewer.domain.errors import Refused
from reviewer.ui.dialogs.paper import SUFFIXES, write_sheet

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session


class PrintDialog(QFileDialog):
    """Asks for the file, writes the keys in force; a refusal is said on the desk."""

    def __init__(self, parent: QWidget, session: Session, registry: Registry) -> None:
        super().__init__(parent, "Print the key sheet")
        self._session = session
        self._registry = registry
        self.setModal(True)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)
        self.setNameFilters(["PDF, to print (*.pdf)", "HTML, one page (*.html)"])
        self.setDefaultSuffix("pdf")
        self.selectFile("reviewer-keys.pdf")
        self.filterSelected.connect(self._kind)
        self.fileSelected.connect(self.write_to)

    @Slot(str)
    def _kind(self, words: str) -> None:
        """Another kind of file: the name follows."""
        suffix = SUFFIXES[0] if "html" in words else SUFFIXES[1]
        self.setDefaultSuffix(suffix[1:])
        chosen = self.selectedFiles()
        if chosen and Path(chosen[0]).suffix in SUFFIXES:
            self.selectFile(Path(chosen[0]).with_suffix(suffix).name)

    @Slot(str)
    def write_to(self, name: str) -> None:
        """Write the sheet and say so."""
        about = set_words(self._session.settings)
        html = sheet_html(self._registry.commands, about)
        try:
            write_sheet(Path(name), html, f"Reviewer: keys, {about}")
        except Refused as error:
            self._session.say(str(error), "refused")
        else:
            self._session.say(f"The key sheet was written to {Path(name).name}", "saved")
