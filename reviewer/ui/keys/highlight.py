"""Which pane is marked as the one with the keys: where somebody writes, else the desk's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.ui.attempt import attempt
from reviewer.ui.keys.keyfilter import types_text
from reviewer.ui.pane import Pane

if TYPE_CHECKING:
    from reviewer.session.session import Session


class Highlight(QObject):
    """Follows the keyboard. In the filter or the note it marks their pane and leaves the desk's
    own pane as it is, so that Esc leads back; anywhere else in a pane that pane becomes the
    desk's own."""

    def __init__(self, session: Session, panes: dict[str, Pane], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._panes = panes
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._moved)

    def show(self) -> None:
        """Mark the pane that has the keys, and no other."""
        widget = QApplication.focusWidget()
        written = self._pane_of(widget) if types_text(widget) else ""
        wanted = written or self._session.desk.pane
        for name, pane in self._panes.items():
            pane.set_active(name == wanted)

    def rests_in(self, name: str) -> bool:
        """Whether the keyboard is in this pane already, and not to write."""
        widget = QApplication.focusWidget()
        return not types_text(widget) and self._pane_of(widget) == name

    def _pane_of(self, widget: QWidget | None) -> str:
        if widget is None:
            return ""
        held = (n for n, p in self._panes.items() if p is widget or p.isAncestorOf(widget))
        return next(held, "")

    @Slot("QWidget*", "QWidget*")
    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        name = self._pane_of(new)
        if name and not types_text(new):
            attempt(self._session, self._session.set_pane, name)
        self.show()
