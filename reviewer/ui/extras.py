"""What a command may ask for beside the panes: palette, keys, dialogs. Made when first asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog

from reviewer.ui.dialogs import ExportDialog, ImportDialog
from reviewer.ui.keys_overlay import KeysOverlay
from reviewer.ui.palette import Palette
from reviewer.ui.sheet import Sheet
from reviewer.ui.window import DeskWindow


class Extras(QObject):
    """Opens what the window hands on."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sheets: dict[str, Sheet] = {}
        self._makers: dict[str, Callable[[], Sheet]] = {
            "palette": self._palette,
            "keys": self._keys,
        }
        window.asked.connect(self._asked)

    @Slot(str)
    def _asked(self, what: str) -> None:
        if what in self._makers:
            self._sheet(what).open()
        elif what in ("export", "import"):
            kind = ExportDialog if what == "export" else ImportDialog
            dialog: QDialog = kind(self._window, self._window.session)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._dialog_closed)
            dialog.open()

    @Slot()
    def _dialog_closed(self) -> None:
        """A dialog closed: the dead time begins, and the keys go back to the desk."""
        self._window.session.after_dialog()
        self._window.back_to_pane()

    def _sheet(self, what: str) -> Sheet:
        if what not in self._sheets:
            sheet = self._makers[what]()
            sheet.closed.connect(self._window.session.after_dialog)
            self._window.keys.add_island(sheet)
            self._sheets[what] = sheet
        return self._sheets[what]

    def _palette(self) -> Sheet:
        window = self._window
        return Palette(window.look, window.session, window.registry, window.dispatcher, window)

    def _keys(self) -> Sheet:
        window = self._window
        return KeysOverlay(window.look, window.session, window.registry, window)
