"""What the disk does not take: said with what is safe, never called saved, the desk only read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.commands.default import default_registry
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom
from reviewer.store.inspect import inspect
from tests.session.kit import Keys, demo, opened

if sys.platform != "win32":
    import resource

DECIDE = ("Ctrl+2", "D", "Q", "F", "F")


@contextmanager
def full_disk() -> Iterator[None]:
    """No file grows any more: the system refuses every write behind a file's first byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit for files")
def test_what_cannot_be_saved_is_said_and_the_desk_is_only_read(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    with opened(folder) as keys:
        keys.press(*DECIDE)
        keys.expect(decisions=1)
        case = keys.session.desk.case_id
        keys.press("Ctrl+2", "D", "Q")
        with full_disk():
            keys.press("F", "F")
            words = keys.session.desk.message
            assert "Safe: everything up to event" in words
            assert "Not saved" in words and "Try saving again" in words
            assert keys.session.desk.message_kind == "damaged"
            keys.expect(decisions=1, desk__case=case, desk__staged="no_action")
            for command in ("decision.commit", "undo", "pin.toggle", "flag.toggle", "import"):
                reason = default_registry().get(command).why_not(keys.session)
                assert reason.startswith("the desk is only read")
            keys.press("Shift+D", "A", "D")  # looking still works
            run(keys, "ledger.retry")
            assert keys.session.stopped
            danger = [item.words for item in keys.session.status_line() if item.danger]
            assert keys.session.stopped in " ".join(danger)
        run(keys, "ledger.retry")
        assert keys.session.stopped == ""
        keys.session.select_case(case)
        keys.press(*DECIDE)
        keys.expect(decisions=2)
    assert inspect(folder)[2] is None


def run(keys: Keys, ident: str) -> None:
    from reviewer.commands.dispatch import run as dispatched

    dispatched(keys.session, default_registry().get(ident))


class LateDisk(InlineRunner):
    """A disk that answers when the test says so."""

    def __init__(self) -> None:
        self.answer: Callable[[], None] | None = None

    def flush(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.answer = lambda: self.query(work, done, failed)


def test_nothing_is_called_saved_before_the_disk_has_it(tmp_path: Path) -> None:
    folder, disk, clock = demo(tmp_path / "ws"), LateDisk(), SteppedClock()
    ports = bootstrap.Ports(clock, SystemRandom(), disk)
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None, ports), ports)
    keys = Keys(session, clock)
    try:
        keys.press(*DECIDE)
        case, told = session.desk.case_id, session.desk.message
        assert session.saving and "saved" not in told
        assert session.decision().commit_words == "Saving: the disk is slow"
        for key in ("F", "Z", "R", "Shift+D", "B", "S"):
            keys.press(key)
            assert "still saving" in session.desk.message
        keys.press("C")  # to conceal always works
        assert session.desk.case_id == case and session.desk.staged is not None
        assert disk.answer is not None
        disk.answer()
        assert not session.saving and "saved" in session.desk.message
        assert session.desk.case_id != case
        keys.expect(decisions=1)
    finally:
        session.close()
    with opened(folder) as again:
        again.expect(decisions=1)
