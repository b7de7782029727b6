"""Rows about the desk itself, in a window: keys, painting. Qt is loaded here and when asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import TYPE_CHECKING

from reviewer.bench.pairs import Goal, Pair
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock
from reviewer.script import STEP_MS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableView, QWidget

    from reviewer.bench.painted import Frame, Turns
    from reviewer.host import Host
    from reviewer.session.ground.ports import SteppedClock

SIZE = (1600, 1000)
KEYS = 12
"""Cases decided in each half of a pair."""

SCROLLS = 12
NONE = float("inf")


def _offscreen() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@contextmanager
def _key(stock: Stock) -> Iterator[Pair]:
    """The tap that commits, until the next case is painted; and an empty window repainted."""
    with _deciding(stock) as (decide, bare):
        yield Pair(lambda: [painted for painted, _ in decide()], bare)


@contextmanager
def _rest(stock: Stock) -> Iterator[Pair]:
    """The same until all that follows is done: charts, seen marks, the last decisions."""
    with _deciding(stock) as (decide, bare):
        yield Pair(lambda: [rested for _, rested in decide()], bare)


@contextmanager
def _deciding(
    stock: Stock,
) -> Iterator[tuple[Callable[[], list[tuple[float, float]]], Callable[[], list[float]]]]:
    """Cases decided, each with the seconds until the next was painted and until all rested; and
    an empty window of the same size repainted as often."""
    _offscreen()
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QWidget

    from reviewer.bench.painted import Frame, Turns
    from reviewer.host import Host
    from reviewer.session.ground.ports import SteppedClock
    from reviewer.ui.app import make_application

    folder = stock.place("desk")
    shutil.copytree(stock.material, folder)
    app = make_application("dark")
    clock = SteppedClock(1_782_000_000_000)
    host = Host(folder, None, clock, SIZE)
    empty = QWidget()
    empty.resize(*SIZE)
    empty.show()
    turns = Turns(app, host.window, lambda: host.idle)
    bare = Turns(app, empty, lambda: True)
    frame = Frame(host.window)
    host.window.activateWindow()
    Turns(app, host.window, lambda: host.window.isActiveWindow() and host.idle).wait()
    try:
        _press(host, clock, turns, "Ctrl+1")
        yield (
            lambda: [_decide(host, clock, turns, frame) for _ in range(KEYS)],
            lambda: [bare.settle(empty.update) for _ in range(KEYS)],
        )
    finally:
        empty.close()
        empty.deleteLater()
        host.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        shutil.rmtree(folder, ignore_errors=True)


def _press(host: Host, clock: SteppedClock, turns: Turns, key: str) -> float:
    clock.step(STEP_MS)
    host.session.tick()
    took = turns.settle(lambda: host.press(key))
    turns.wait()
    return took


def _decide(host: Host, clock: SteppedClock, turns: Turns, frame: Frame) -> tuple[float, float]:
    """Stage, tap, and tap again: the seconds of the last until the next case was painted, and
    until all rested."""
    session = host.session
    seq = session.workspace.ledger.head()[1]
    _press(host, clock, turns, "q")
    _press(host, clock, turns, "f")
    frame.next()
    start = perf_counter()
    rested = _press(host, clock, turns, "f")
    if session.workspace.ledger.head()[1] == seq or not frame.at:
        raise AssertionError(f"nothing was saved and shown: {session.desk.message}")
    return frame.at - start, rested


@contextmanager
def _scroll(stock: Stock) -> Iterator[Pair]:
    """A page of the timeline painted, and a stock table of the same rows."""
    _offscreen()
    import shiboken6

    from reviewer import bootstrap
    from reviewer.bench.made import BUSY, PLATFORM
    from reviewer.bench.painted import Turns
    from reviewer.bench.plain_table import plain_table, table_rows
    from reviewer.ui.app import look, make_application
    from reviewer.ui.timeline.model import TimelineModel
    from reviewer.ui.timeline.view import TimelineView

    app = make_application("dark")
    session = bootstrap.open_session(bootstrap.open_workspace(stock.material, None))
    session._timeline.open(f"{PLATFORM}:{BUSY}")
    model = TimelineModel(session)
    view = TimelineView(look(), model)
    model.reset()
    table = plain_table(table_rows(session, model.rowCount()))
    steps = cycle(range(0, max(1, min(20_000, model.rowCount()) - 200), 37))
    for widget in (view, table):
        widget.resize(900, 800)
        widget.show()
        Turns(app, widget, partial(_exposed, widget)).wait()

    def page(widget: QTableView) -> Sequence[float]:
        found = []
        for _ in range(SCROLLS):
            start = perf_counter()
            widget.verticalScrollBar().setValue(next(steps) * _unit(widget))
            widget.viewport().repaint()
            found.append(perf_counter() - start)
        return found

    try:
        yield Pair(lambda: page(view), lambda: page(table))
    finally:
        for widget in (view, table):
            shiboken6.delete(widget)
        session.close()


def _exposed(widget: QWidget) -> bool:
    return widget.windowHandle().isExposed()


def _unit(widget: object) -> int:
    """What the scroll bar counts in one row: 1, or the height where it counts pixels."""
    from PySide6.QtWidgets import QAbstractItemView, QTableView

    assert isinstance(widget, QTableView)
    pixels = widget.verticalScrollMode() == QAbstractItemView.ScrollMode.ScrollPerPixel
    return widget.verticalHeader().defaultSectionSize() if pixels else 1


ROWS = (
    Row("key-painted", "key, saved, next subject painted", "empty repaint of a window as large",
        (Goal("p50", 12.0), Goal("late", 0.01)), _key),
    Row("peer-key-rested", "the same until charts and marks are done, too",
        "empty repaint of a window as large", (Goal("p50", NONE),), _rest, peer=True),
    Row("scroll", "page of the timeline painted", "stock QTableView of the same rows",
        (Goal("p50", 0.35),), _scroll),
)  # fmt: skip
