"""Run as a program: types decisions into the real desk, tells each seq that the desk called saved.

    python desk_killing.py FOLDER

It never ends by itself: it is killed.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from reviewer.host import Host
from reviewer.session.ground.ports import SteppedClock
from reviewer.ui.app import make_application

STEP_MS = 500
KEYS = ("Ctrl+2", "D", "Q", "F", "F", "Z")


class Typing(QObject):
    """Types whenever the desk has been at rest for three turns of the event loop."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._clock = SteppedClock(1_782_000_000_000)
        self._host = Host(folder, None, self._clock, (1366, 768))
        self._keys = itertools.cycle(KEYS)
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._timer.start(0)
        print("open", flush=True)

    @Slot()
    def _turn(self) -> None:
        self._quiet = self._quiet + 1 if self._host.idle else 0
        if self._quiet < 3:
            return
        self._quiet = 0
        session = self._host.session
        if session.desk.message_kind == "saved":
            os.write(1, b"%d\n" % session.workspace.ledger.head()[1])
        self._clock.step(STEP_MS)
        session.tick()
        self._host.press(next(self._keys))


def main() -> None:
    """Decide and undo for ever."""
    app = make_application("dark")
    typing = Typing(Path(sys.argv[1]))
    app.exec()
    del typing


if __name__ == "__main__":
    main()
