"""A listing whose acts take time: where they are is said, and Esc stops them before it closes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from reviewer.domain.errors import ReviewerError
from reviewer.session.ground.ports import Job, Tell
from reviewer.ui.dialogs.listing import Listing
from reviewer.ui.widgets.buttons import Button

Begin = Callable[[Tell, Callable[[Any], None], Callable[[Exception], None]], Job]
"""Starts a job with (told, done, failed)."""
BUSY = "Something is still running; Esc stops it."


class JobListing(Listing):
    """One job at a time; after the dialog is gone, nothing that comes back is shown."""

    def __init__(self, parent: QWidget, title: str, sentence: str, empty: str) -> None:
        super().__init__(parent, title, sentence, empty)
        self._over = False
        self._running = False
        self._job: Job | None = None
        self._gates: list[Button] = []
        self.finished.connect(self._ended)

    @property
    def running(self) -> bool:
        """Whether a job of this dialog runs."""
        return self._running

    def add_gate(self, verb: str) -> Button:
        """An act that is blocked while a job runs."""
        made = self.add_act(verb)
        self._gates.append(made)
        return made

    def begin(self, words: str, start: Begin, done: Callable[[Any], None]) -> None:
        """Start a job off the window's thread.

        Args:
            words: what is being done, ``Backing up``.
            start: starts it.
            done: gets its answer, unless the dialog is gone.
        """
        self._running = True
        self.sentence.setText(f"{words}…")
        try:
            job = start(
                partial(self._told, words), partial(self._done, done), partial(self._failed, words)
            )
        except ReviewerError as error:
            self._running = False
            self.sentence.setText(str(error))
            return
        if self._running:
            self._job = job
            self.close_button.set_words("Stop")
            self._gate(BUSY)

    def reject(self) -> None:
        """Close; while a job runs, stop it first."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.sentence.setText("Stopping…")

    def _told(self, words: str, where: str, done: int, total: int) -> None:
        if not self._over and self._running:
            place = f", {done:,} of {total:,}" if total else ""
            self.sentence.setText(f"{words}: {where}{place}…")

    def _done(self, then: Callable[[Any], None], answer: Any) -> None:
        self._stopped()
        if not self._over:
            then(answer)

    def _failed(self, words: str, error: Exception) -> None:
        self._stopped()
        if not isinstance(error, ReviewerError):
            raise error
        if self._over:
            return
        stopped = error.code == "cancelled"
        self.sentence.setText(f"{words}: stopped, nothing was left." if stopped else str(error))

    def _stopped(self) -> None:
        self._running, self._job = False, None
        if not self._over:
            self.close_button.set_words("Close")
            self._gate("")

    def _gate(self, reason: str) -> None:
        for button in self._gates:
            button.set_blocked(reason)

    @Slot()
    def _ended(self) -> None:
        self._over = True
