"""The Qt form of the runner port: work off the window's thread, answers back on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal, Slot

Done = Callable[[object], None]
Failed = Callable[[Exception], None]


class _Answer:
    """One piece of work: what came out and who wants it."""

    __slots__ = ("done", "error", "failed", "value", "work")

    def __init__(self, work: Callable[[], object], done: Done, failed: Failed) -> None:
        self.work = work
        self.done = done
        self.failed = failed
        self.value: object = None
        self.error: Exception | None = None

    def run(self) -> None:
        """Do the work, on the worker's thread."""
        try:
            self.value = self.work()
        except Exception as error:  # noqa: BLE001 - handed to the caller, as the port promises
            self.error = error

    def deliver(self) -> None:
        """Hand the answer over, on the window's thread."""
        if self.error is not None:
            self.failed(self.error)
        else:
            self.done(self.value)


class QtRunner(QObject):
    """Runs queries on a small pool of threads and delivers on the thread that made it.

    Answers that arrive after ``close`` are dropped. ``idle`` is true when nothing runs and nothing
    waits to be delivered; ``became_idle`` says when that happens.
    """

    became_idle = Signal()
    _ready = Signal(object)

    def __init__(self, parent: QObject | None = None, *, workers: int = 1) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reviewer-query")
        self._open = 0
        self._closed = False
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def query(self, work: Callable[[], object], done: Done, failed: Failed) -> None:
        """Run ``work`` elsewhere and hand its answer to ``done`` (or ``failed``) here."""
        if self._closed:
            return
        self._open += 1
        self._pool.submit(self._carry, _Answer(work, done, failed))

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be delivered."""
        return self._open == 0

    def close(self) -> None:
        """Let the running work end, forget the rest, end the threads."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._open = 0

    def _carry(self, answer: _Answer) -> None:
        answer.run()
        if not self._closed:
            self._ready.emit(answer)

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        if self._closed:
            return
        try:
            answer.deliver()
        finally:
            self._open -= 1
            if self._open == 0:
                self.became_idle.emit()
