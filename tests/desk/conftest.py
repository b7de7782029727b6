"""The desk driver: types into a real window on a stepped clock and waits for idle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.demo.workspace import make_demo
from reviewer.host import Host
from reviewer.script import STEP_MS, desk_values, expect
from reviewer.session.ground.ports import SteppedClock
from reviewer.ui.app import make_application
from tests.session.kit import workspace_of

START_MS = 1_782_000_000_000


class Driver:
    """One desk under test."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        size: tuple[int, int],
        theme: str,
        secret: str | None = None,
    ) -> None:
        make_application(theme)
        self._qtbot = qtbot
        self.clock = SteppedClock(START_MS)
        self.host = Host(folder, secret, self.clock, size)
        self.settle()

    @property
    def session(self):  # type: ignore[no-untyped-def]
        """The open session."""
        return self.host.session

    @property
    def window(self):  # type: ignore[no-untyped-def]
        """The window."""
        return self.host.window

    def settle(self) -> None:
        """Wait until nothing runs and nothing waits to be shown."""
        quiet = 0

        def idle() -> bool:
            nonlocal quiet
            quiet = quiet + 1 if self.host.idle else 0
            return quiet > 1

        self._qtbot.waitUntil(idle, timeout=20_000)

    def press(self, *keys: str, step: int = STEP_MS) -> None:
        """Press keys one after another, the clock stepping before each."""
        for key in keys:
            self.clock.step(step)
            self.host.tick()
            self.host.press(key)
            self.settle()

    def type(self, text: str) -> None:
        """Type characters where the keyboard is."""
        self.host.type(text)
        self.settle()

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        self.host.hold(key)
        self.settle()

    def release(self, key: str) -> None:
        """Let a key up."""
        self.host.release(key)
        self.settle()

    def restart(self) -> None:
        """Close program and workspace and open both again."""
        self.host.restart()
        self.settle()

    def expect(self, **wanted: object) -> None:
        """Compare desk and status values; ``__`` stands for a dot."""
        for key, value in wanted.items():
            expect(self.session, f"{key.replace('__', '.')}={value}")

    def expect_current(self, handle: str) -> None:
        """The case that is open."""
        assert self.session.header().untrusted_handle == handle

    def expect_said(self, words: str) -> None:
        """What the desk says now."""
        assert words in desk_values(self.session)["message"]


DeskMaker = Callable[..., Driver]


@pytest.fixture
def make_desk(qtbot: QtBot, qapp: object, tmp_path: Path) -> Iterator[DeskMaker]:
    """Make a desk on the demo, or on material: ``make_desk(*paths, size=…, theme=…)``."""
    made: list[Driver] = []

    def make(*paths: Path, size: tuple[int, int] = (1366, 768), theme: str = "dark") -> Driver:
        folder = tmp_path / f"ws{len(made)}"
        if paths:
            workspace_of(folder, *paths)
        else:
            make_demo(folder, scale="small")
        made.append(Driver(qtbot, folder, size, theme))
        return made[-1]

    yield make
    for driver in made:
        driver.host.close()


@pytest.fixture
def desk(make_desk: DeskMaker) -> Driver:
    """A desk on the demo."""
    return make_desk()
