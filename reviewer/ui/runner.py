"""The Qt form of the runner port: work off the window's thread, answers back on it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from reviewer.domain.errors import Refused
from reviewer.session.ground.ports import Cancelling, Tell

PATIENCE_S = 0.05
"""So long the window waits for the disk before it goes on painting."""

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

    A job has a thread of its own; there is one at a time.

    Answers that arrive after ``close`` are dropped. ``idle`` is true when nothing runs and nothing
    waits to be delivered; ``became_idle`` says when that happens.
    """

    became_idle = Signal()
    _ready = Signal(object)
    _told = Signal(object)

    def __init__(self, parent: QObject | None = None, *, workers: int = 1) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="reviewer-query")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="reviewer-job")
        self._disk = ThreadPoolExecutor(1, thread_name_prefix="reviewer-flush")
        self._job: Cancelling | None = None
        self._open = 0
        self._closed = False
        self._ready.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def query(self, work: Callable[[], object], done: Done, failed: Failed) -> None:
        """Run ``work`` elsewhere and hand its answer to ``done`` (or ``failed``) here."""
        if self._closed:
            return
        self._open += 1
        self._pool.submit(self._carry, _Answer(work, done, failed))

    def job(
        self, work: Callable[[Tell], object], told: Tell, done: Done, failed: Failed
    ) -> Cancelling:
        """Run ``work`` on the job's thread; ``told``, ``done`` and ``failed`` are called here.

        Raises:
            Refused: ``busy``, another job runs.
        """
        if self._job is not None or self._closed:
            raise Refused(
                "Something else is being written.",
                code="busy",
                next_step="Wait until it is done, or stop it.",
            )
        job = self._job = Cancelling(partial(self._tell_later, told))
        self._open += 1
        answer = _Answer(
            partial(work, job.tell), partial(self._over, done), partial(self._over, failed)
        )
        self._writer.submit(self._carry, answer)
        return job

    def flush(self, work: Callable[[], object], done: Done, failed: Failed) -> None:
        """Run ``work`` on the disk's thread. It is waited for as long as nobody sees a pause; a
        disk that takes longer answers later, and the window is painted meanwhile."""
        if self._closed:
            return
        self._open += 1
        answer = _Answer(work, done, failed)
        running = self._disk.submit(answer.run)
        wait([running], timeout=PATIENCE_S)
        if running.done():
            self._deliver(answer)
        else:
            running.add_done_callback(partial(self._flushed, answer))

    def _flushed(self, answer: _Answer, _running: object) -> None:
        if not self._closed:
            self._ready.emit(answer)

    def _tell_later(self, told: Tell, words: str, done: int, total: int) -> None:
        """On the job's thread: hand on where the job is."""
        if not self._closed:
            self._told.emit(partial(told, words, done, total))

    def _over(self, say: Callable[[Any], None], answer: object) -> None:
        self._job = None
        say(answer)

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be delivered."""
        return self._open == 0

    def close(self) -> None:
        """Let the running query end, stop the job at its next item, end the threads."""
        self._closed = True
        if self._job is not None:
            self._job.cancel()
        self._disk.shutdown(wait=True)
        self._writer.shutdown(wait=True, cancel_futures=True)
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._open = 0

    def _carry(self, answer: _Answer) -> None:
        answer.run()
        if not self._closed:
            self._ready.emit(answer)

    @Slot(object)
    def _tell(self, told: Callable[[], None]) -> None:
        if not self._closed:
            told()

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
