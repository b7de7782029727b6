"""After the stop for child safety: what was done, and what the site says. Nothing to choose."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reviewer.session.session import Session
from reviewer.ui.dialogs.dialogs import Question
from reviewer.ui.lettering.plain_views import untrusted_text_view


class StopDialog(Question):
    """Everything is done before this opens; closing it changes nothing."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Stop: child safety", session.safety.said, [], "Understood")
        self.procedure = untrusted_text_view(self)
        self.procedure.setAccessibleName("What this site does now")
        self.procedure.setPlainText(session.safety.procedure)
        self.procedure.setMinimumHeight(160)
        self._column.insertWidget(2, self.procedure)
        self.cancel.hide()
        self.act.clicked.connect(self.accept)
        self.act.setFocus()
