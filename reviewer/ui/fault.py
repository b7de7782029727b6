"""The page for a fault of the program: over the desk where there is one, else alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from reviewer.ui.widgets.notices import BugPanel
from reviewer.ui.window import DeskWindow

SIZE = (720, 480)


class FaultPage(BugPanel):
    """Covers the desk until it is closed; meanwhile no key reaches the desk."""

    def __init__(self, window: DeskWindow, message: str, log: str) -> None:
        super().__init__(message, log, window)
        self._window = window
        window.keys.let_go()
        window.keys.add_island(self)
        window.installEventFilter(self)
        self.closed.connect(self._leave)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.copy_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _leave(self) -> None:
        self.hide()
        self._window.session.after_dialog()
        self._window.back_to_pane()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep to the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return False


def show_fault(window: DeskWindow | None, message: str, log: str) -> BugPanel:
    """Put the page up; it lives as long as the window, or as the caller keeps it."""
    if window is not None and window.isVisible():
        return FaultPage(window, message, log)
    panel = BugPanel(message, log)
    panel.resize(*SIZE)
    panel.closed.connect(panel.close)
    panel.show()
    return panel
