"""A session without a window: the demo or real material in a fresh workspace, a stepped clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer import bootstrap
from reviewer.commands.default import default_registry
from reviewer.commands.dispatch import press
from reviewer.demo.workspace import make_demo
from reviewer.script import STEP_MS, expect
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom
from reviewer.session.session import Session


class Keys:
    """Types command keys straight into a session, the clock stepping before each."""

    def __init__(self, session: Session, clock: SteppedClock) -> None:
        self.session = session
        self.clock = clock
        self._registry = default_registry()
        session.name_keys(self._registry.key_text)

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.clock.step(STEP_MS)
            press(self._registry, self.session, key, "desk")

    def expect(self, **wanted: object) -> None:
        """Compare desk and status values; ``__`` stands for a dot."""
        for key, value in wanted.items():
            expect(self.session, f"{key.replace('__', '.')}={value}")


@contextmanager
def opened(folder: Path) -> Iterator[Keys]:
    """A session on an unprotected workspace."""
    clock = SteppedClock()
    ports = bootstrap.Ports(clock, SystemRandom(), InlineRunner())
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None, ports), ports)
    try:
        yield Keys(session, clock)
    finally:
        session.close()


def demo(folder: Path) -> Path:
    """A fresh demo workspace."""
    make_demo(folder, scale="small")
    return folder


def workspace_of(folder: Path, *paths: Path) -> Path:
    """A fresh workspace with material imported."""
    session = bootstrap.open_session(bootstrap.create_workspace(folder, "R-1", None))
    try:
        session.jobs.import_paths(paths)
    finally:
        session.close()
    return folder
