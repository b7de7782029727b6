"""The clockwork of ``play``: one token for each turn in which the desk is idle."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from reviewer.domain.errors import ReviewerError
from reviewer.host import Host
from reviewer.script import STEP_MS, Mismatch, act
from reviewer.session.ground.ports import Clock, SteppedClock

QUIET_TURNS = 2
TURNS_BEFORE_A_SHOT = 8
"""Nested layouts settle over some turns of the event loop; a picture waits for them."""
SLOW_MS = 450


class Player(QObject):
    """Plays tokens; ``result`` tells how it went."""

    def __init__(self, host: Host, tokens: list[tuple[int, str]], clock: Clock) -> None:
        super().__init__()
        self._host = host
        self._tokens = tokens
        self._clock = clock
        self._at = 0
        self._quiet = 0
        self._failure: dict[str, Any] | None = None
        self._bug: Exception | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0 if isinstance(clock, SteppedClock) else SLOW_MS)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        """Begin with the event loop."""
        self._timer.start()

    def result(self) -> dict[str, Any]:
        """The answer of ``reviewer play``; raises what was not the script's fault."""
        if self._bug is not None:
            raise self._bug
        if self._failure is not None:
            return {"ok": False, **self._failure}
        return {"ok": True, "tokens": len(self._tokens)}

    @Slot()
    def _turn(self) -> None:
        """One turn of the event loop."""
        self._quiet = self._quiet + 1 if self._host.idle else 0
        if self._quiet < self._needed():
            return
        self._quiet = 0
        if self._at >= len(self._tokens):
            self._end()
            return
        line, token = self._tokens[self._at]
        self._at += 1
        try:
            self._play(token)
        except Mismatch as error:
            self._fail(line, token, error.expected, error.actual)
        except ReviewerError as error:
            self._fail(line, token, "", str(error))
        except Exception as error:  # noqa: BLE001 - a bug of the program: told by result
            self._bug = error
            self._end()

    def _needed(self) -> int:
        """How many idle turns the next token waits for."""
        shot = self._at < len(self._tokens) and self._tokens[self._at][1].startswith("shot:")
        return TURNS_BEFORE_A_SHOT if shot else QUIET_TURNS

    def _play(self, token: str) -> None:
        if isinstance(self._clock, SteppedClock) and not token.startswith(("expect:", "shot:")):
            self._clock.step(STEP_MS)
            self._host.tick()
        act(self._host, token)

    def _fail(self, line: int, token: str, expected: str, actual: str) -> None:
        self._failure = {"line": line, "token": token, "expected": expected, "actual": actual}
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        QCoreApplication.quit()
