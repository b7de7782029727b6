"""A merge off the window's thread: the loop turns, a stop keeps whole packages, loss is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.exchange.merge import Found
from reviewer.session.exchange.merging import Looked, Went
from reviewer.session.ground.ports import SteppedClock, SystemRandom
from reviewer.store.ledger.merging import Parcel
from reviewer.ui.runner import QtRunner
from tests.store.merge_kit import Chain

EVENTS, PEOPLE = 100, 6


@pytest.fixture
def session(qapp, tmp_path: Path) -> Iterator[object]:
    runner = QtRunner()
    ports = bootstrap.Ports(SteppedClock(), SystemRandom(), runner)
    place = bootstrap.create_workspace(tmp_path / "w", "L-1", None)
    made = bootstrap.open_session(place, ports)
    yield made
    runner.close()
    made.close()


def parcels() -> list[Parcel]:
    found = []
    for person in range(PEOPLE):
        chain = Chain(f"R-{person}")
        for n in range(EVENTS):
            chain.decide(str(n + EVENTS * person))
        found.append(chain.parcel())
    return found


def looked(session, brought: list[Parcel]) -> Looked:
    found = Found((), (), tuple(brought))
    return Looked(found, session.merging.plan(found))


def test_the_loop_turns_while_packages_are_merged(qtbot, session) -> None:
    turns: list[int] = []
    beat = QTimer()

    def beats() -> None:
        turns.append(len(session.workspace.ledger.state.subjects))

    beat.timeout.connect(beats)
    brought = looked(session, parcels())
    done: list[object] = []
    told: list[int] = []
    beat.start(0)
    session.merging.start(
        brought, told=lambda _w, n, _all: told.append(n), done=done.append, failed=done.append
    )
    ledger = session.workspace.ledger
    assert ledger.lent and not ledger.state.subjects, "nothing is done on this thread"
    with pytest.raises(Refused, match="being merged"):
        ledger.append([{"type": "export", "export": {}}])
    assert session.merging.why_not() == "packages are being merged"
    qtbot.waitUntil(lambda: session.runner.idle, timeout=60_000)
    beat.stop()
    assert done[0]["totals"]["new"] == EVENTS * PEOPLE
    assert told == list(range(PEOPLE))
    assert turns.count(0) > PEOPLE, "the loop turned more often than packages came"
    assert not ledger.lent and len(ledger.state.subjects) == EVENTS * PEOPLE
    assert ledger.check() is None
    live = ledger.state.digest()
    ledger._reload()
    assert ledger.state.digest() == live, "live equals replayed"


def test_a_stop_keeps_what_was_taken_whole_and_merging_goes_on(qtbot, session) -> None:
    brought, ends, jobs = parcels()[:3], [], []

    def stop(_words: str, done: int, _all: int) -> None:
        if done == 0:
            jobs[0].cancel()

    run = session.merging.start
    jobs.append(run(looked(session, brought), told=stop, done=ends.append, failed=ends.append))
    qtbot.waitUntil(lambda: session.runner.idle, timeout=60_000)
    ledger = session.workspace.ledger
    taken = sum(ledger.was_merged(one.package) for one in brought)
    if isinstance(ends[0], Refused):
        assert ends[0].code == "cancelled" and f"{taken} of 3" in ends[0].message
    assert len(ledger.state.subjects) == EVENTS * taken
    assert ledger.check() is None
    run(looked(session, brought), told=lambda *_: None, done=ends.append, failed=ends.append)
    qtbot.waitUntil(lambda: session.runner.idle, timeout=60_000)
    assert len(ledger.state.subjects) == 3 * EVENTS and ledger.check() is None


def test_what_a_fork_takes_out_is_kept_in_mind_until_it_was_looked_at(session) -> None:
    heron = Chain("heron")
    for n in range(3):
        heron.decide(str(n))
    other = heron.fork(1)
    other.decide("2", "warn")
    session.workspace.ledger.merge(heron.parcel(), None)
    plan = session.merging.plan(Found((), (), (other.parcel(),)))
    assert [one["name"] for one in plan["lost"]] == ["twitter:1", "twitter:2"]
    assert "two histories" in plan["lost"][0]["reason"]
    taken = session.workspace.ledger.merge(other.parcel(), None)
    lost = [line for one in taken.devices for line in one.lost]
    session.merging._came(Went(taken.changes, lost))
    assert session.merging.lost.words() == "2 decisions lost: see the inbox"
    assert session.desk.message == "2 decisions lost: see the inbox"
    lines = [one for one in session.inbox.lines() if one.kind == "lost"]
    assert [one.untrusted_about for one in lines] == ["twitter:1", "twitter:2"]
    assert "suspend by heron does not count any more" in lines[0].detail
    session.inbox.looked(lines[0])
    left = [one for one in session.inbox.lines() if one.kind == "lost"]
    assert [one.untrusted_about for one in left] == ["twitter:2"]
