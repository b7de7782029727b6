"""An export off the window's thread: the same bytes, nothing after a stop, nothing undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.exchange.export import ExportResult
from reviewer.session.ground.ports import SteppedClock, SystemRandom
from reviewer.session.session import Session
from reviewer.ui.runner import QtRunner
from tests.store.kit import decision


@pytest.fixture
def session(qapp, tmp_path: Path) -> Iterator[Session]:
    runner = QtRunner()
    ports = bootstrap.Ports(SteppedClock(), SystemRandom(), runner)
    made = bootstrap.open_session(bootstrap.create_workspace(tmp_path / "w", "R-1", None), ports)
    made.workspace.ledger.append([decision(str(n)) for n in range(40)])
    yield made
    runner.close()
    made.close()


def test_it_is_the_package_that_was_always_written(qtbot, session: Session, tmp_path: Path) -> None:
    for profile in ("full", "decisions-only", "referral", "statements"):
        session.exporting.build(tmp_path / f"{profile}-here.zip", profile=profile)
    made: list[ExportResult] = []
    broke: list[Exception] = []
    for number, profile in enumerate(("full", "decisions-only", "referral", "statements"), 1):
        here = (tmp_path / f"{profile}-here.zip").read_bytes()
        out = tmp_path / f"{profile}.zip"
        session.exporting.start(
            out, profile=profile, told=_nothing, done=made.append, failed=broke.append
        )
        assert session.workspace.ledger.lent and not out.exists(), "nothing is done on this thread"
        with pytest.raises(Refused, match="A package is being written"):
            session.workspace.ledger.append([decision("900")])
        wanted = number
        qtbot.waitUntil(lambda wanted=wanted: len(made) == wanted or bool(broke))
        assert not broke and out.read_bytes() == here
    assert not session.workspace.ledger.lent
    logged = [e["export"]["profile"] for e in session.workspace.ledger.own_events("export")]
    assert logged == ["full", "decisions-only", "referral", "statements"]
    assert session.workspace.ledger.check() is None


@pytest.mark.parametrize("step", range(6))
def test_a_stop_at_any_step_leaves_nothing(
    step: int, qtbot, session: Session, tmp_path: Path
) -> None:
    heard: list[str] = []
    ended: list[object] = []
    events = session.workspace.ledger.length()
    folder = tmp_path / "out"
    folder.mkdir()

    def told(words: str, _done: int, _all: int) -> None:
        heard.append(words)
        if len(heard) > step:
            job.cancel()

    job = session.exporting.start(
        folder / "p.zip", told=told, done=ended.append, failed=ended.append
    )
    qtbot.waitUntil(lambda: bool(ended))
    assert not session.workspace.ledger.lent
    if isinstance(ended[0], Refused):
        assert ended[0].code == "cancelled" and list(folder.iterdir()) == []
        assert session.workspace.ledger.length() == events
    else:  # it was in its place before the stop arrived
        assert [one.name for one in folder.iterdir()] == ["p.zip"]
        assert session.workspace.ledger.length() == events + 1


def test_a_stop_at_once_writes_nothing(qtbot, session: Session, tmp_path: Path) -> None:
    ended: list[object] = []
    out = tmp_path / "p.zip"
    session.exporting.start(out, told=_nothing, done=ended.append, failed=ended.append).cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], Refused) and ended[0].code == "cancelled" and not out.exists()
    session.workspace.ledger.append([decision("900")])


def _nothing(_words: str, _done: int, _all: int) -> None:
    """Nobody asked."""
