"""Filters kept by name: choose one again, or forget it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from reviewer.session.session import Session
from reviewer.ui.dialogs.listing import Listing


class ViewsDialog(Listing):
    """Names at the left, the filter of the chosen one at the right."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        sentence = "They are kept on this machine alone."
        super().__init__(parent, "Kept filters", sentence, "No filter is kept.")
        self._session = session
        self.forget = self.add_act("Forget it")
        self.forget.clicked.connect(self._forget)
        self.use = self.add_act("Use it")
        self.use.clicked.connect(self._use)
        self.list.activated.connect(self._use)
        self.setTabOrder(self.list, self.use)
        self._read()

    def _read(self) -> None:
        self._views = list(self._session.kept_views.all().items())
        self.show_lines(self._views)

    @Slot()
    def _use(self) -> None:
        if 0 <= self.chosen < len(self._views):
            self._session.set_filter(self._views[self.chosen][1])
            self._session.leave_filter()
            self.accept()

    @Slot()
    def _forget(self) -> None:
        if 0 <= self.chosen < len(self._views):
            self._session.kept_views.forget(self._views[self.chosen][0])
            self._read()
