"""The runner hands answers back on the window's thread; the bridge tells a turn once."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.session.ground.bus import Bus
from reviewer.ui.bridge import Bridge
from reviewer.ui.runner import QtRunner


@pytest.fixture
def runner(qapp):
    made = QtRunner()
    yield made
    made.close()


def test_work_runs_elsewhere_and_answers_arrive_here(qtbot, runner):
    where, answers = [], []

    def work() -> str:
        where.append(threading.current_thread())
        return "tide"

    def done(value: object) -> None:
        answers.append((value, threading.current_thread()))

    runner.query(work, done, answers.append)
    assert not runner.idle
    qtbot.waitUntil(lambda: runner.idle)
    assert answers == [("tide", threading.main_thread())]
    assert where[0] is not threading.main_thread()


def test_an_error_is_handed_to_the_caller(qtbot, runner):
    errors: list[Exception] = []

    def work() -> None:
        raise ValueError("low water")

    runner.query(work, errors.append, errors.append)
    qtbot.waitUntil(lambda: runner.idle)
    assert [str(e) for e in errors] == ["low water"]


def test_after_close_nothing_arrives(qtbot, qapp):
    runner = QtRunner()
    answers: list[object] = []
    gate = threading.Event()
    runner.query(gate.wait, answers.append, answers.append)
    runner.query(dict, answers.append, answers.append)
    gate.set()
    runner.close()
    qapp.sendPostedEvents()
    runner.query(dict, answers.append, answers.append)
    assert runner.idle
    assert answers == []


def test_a_job_tells_where_it_is_on_this_thread(qtbot, runner):
    told, answers, main = [], [], threading.main_thread()

    def work(tell) -> str:
        for n in range(3):
            tell("posts", n, 3)
        return "ebb"

    def hear(*where: object) -> None:
        told.append((*where, threading.current_thread() is main))

    runner.job(work, hear, answers.append, answers.append)
    qtbot.waitUntil(lambda: runner.idle)
    assert answers == ["ebb"]
    assert told == [("posts", n, 3, True) for n in range(3)]


def test_a_job_stops_at_the_next_item_and_a_second_one_waits_its_turn(qtbot, runner):
    started, gate, failures, items = threading.Event(), threading.Event(), [], []

    def work(tell) -> None:
        for n in range(3):
            tell("posts", n, 3)
            items.append(n)
            started.set()
            gate.wait()

    job = runner.job(work, lambda *_: None, failures.append, failures.append)
    started.wait()
    with pytest.raises(Refused) as busy:
        runner.job(work, lambda *_: None, failures.append, failures.append)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: runner.idle)
    assert busy.value.code == "busy"
    assert items == [0] and [f.code for f in failures] == ["cancelled"]
    runner.job(lambda tell: 1, lambda *_: None, items.append, failures.append)
    qtbot.waitUntil(lambda: runner.idle)
    assert items == [0, 1], "the next one may start"


def test_a_turn_is_told_once_and_merged(qtbot, qapp):
    bus, owner, heard = Bus(), QObject(), []
    bridge = Bridge(bus, owner)
    bridge.changed.connect(heard.append)
    bus.publish(on_desk("cursor", initiator="queue"))
    bus.publish(Changes(kinds=frozenset({"pin"}), initiator="media"))
    assert not bridge.idle and heard == []
    qtbot.waitUntil(lambda: bridge.idle)
    assert len(heard) == 1
    assert heard[0].touches("cursor") and heard[0].touches("pin")
    assert heard[0].initiator == "", "two initiators leave none"


def test_the_bridge_ends_with_its_owner(qtbot, qapp):
    bus, owner, heard = Bus(), QObject(), []
    bridge = Bridge(bus, owner)
    bridge.changed.connect(heard.append)
    bus.publish(on_desk("cursor"))
    bridge.close()
    bus.publish(on_desk("cursor"))
    qapp.sendPostedEvents()
    assert heard == []
