"""The preview of a batch: every marked case, what is left out and why; the counts are confirmed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.session import Session
from reviewer.session.views.batch_views import BatchItem
from reviewer.ui.dialogs.listing import Listing
from reviewer.ui.lettering.counting import counted


class BatchDialog(Listing):
    """What is left out comes first; a case whose state alone speaks against it can be included."""

    def __init__(self, parent: QWidget, session: Session) -> None:
        super().__init__(parent, "Look at the batch", "", "No case is marked.")
        self._session = session
        self._items: list[BatchItem] = []
        self.open_case = self.add_act("Open the case")
        self.open_case.clicked.connect(self._open)
        self.unmark = self.add_act("Take its mark off")
        self.unmark.clicked.connect(self._unmark)
        self.include = self.add_act("Include it")
        self.include.clicked.connect(self._include)
        self.confirm = self.add_act("Confirm")
        self.confirm.clicked.connect(self._confirm)
        for button in (self.include, self.confirm):
            button.refused.connect(self.sentence.setText)
        self.list.selectionModel().currentChanged.connect(self._chose)
        for before, after in pairwise([self.list, self.confirm, self.include, self.unmark]):
            self.setTabOrder(before, after)
        self._read()

    def _read(self) -> None:
        view, at = self._session.batch.view(), self.chosen
        self._items = sorted(view.items, key=_left_out_first)
        self.show_lines(
            [(_line(item, view.verb), _detail(item, view.verb)) for item in self._items]
        )
        if 0 <= at < len(self._items):
            self.list.setCurrentIndex(self._model.index(at, 0))
        over = f" More than {view.limit} are only proposed until a different lead approves."
        words = f"{view.sentence()}. {view.commit_words()}." + (over if view.proposed else "")
        self.sentence.setText(words)
        self.confirm.set_words(f"Confirm {view.ready:,} {view.verb}")
        self.confirm.set_blocked("" if view.ready else "nothing of it can be committed")
        self._chose()

    def _item(self) -> BatchItem | None:
        return self._items[self.chosen] if 0 <= self.chosen < len(self._items) else None

    @Slot()
    def _chose(self) -> None:
        item = self._item()
        reason = "" if item is not None and item.includable else "its state does not speak against"
        self.include.set_blocked(reason)

    @Slot()
    def _include(self) -> None:
        item = self._item()
        if item is None:
            return
        try:
            self._session.include(item.case_id)
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self._read()

    @Slot()
    def _unmark(self) -> None:
        item = self._item()
        if item is None:
            return
        self._session.batch.marks.drop([item.case_id])
        if self._session.batch.active:
            self._read()
        else:
            self.accept()

    @Slot()
    def _open(self) -> None:
        item = self._item()
        if item is not None:
            self._session.select_case(item.case_id)
            self.accept()

    @Slot()
    def _confirm(self) -> None:
        try:
            self._session.batch.confirm()
        except ReviewerError as error:
            self.sentence.setText(str(error))
            return
        self.accept()


def _left_out_first(item: BatchItem) -> bool:
    return item.ready


def _line(item: BatchItem, verb: str) -> str:
    name = f"@{item.untrusted_handle}" if item.untrusted_handle else item.case_id
    return f"{name}  ·  {verb}" if item.ready else f"{name}  ·  left out: {item.short}"


def _detail(item: BatchItem, verb: str) -> str:
    lines = [f"Case {item.case_id}", f"Subject {item.subject}", ""]
    if item.ready:
        return "\n".join([*lines, f"Will be committed: {verb}, {counted(item.events, 'event')}."])
    lines.append(f"Left out: {item.why}.")
    if item.includable:
        lines.append("Only its state speaks against it: it can be included by name.")
    return "\n".join(lines)
