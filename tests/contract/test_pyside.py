"""What we ask of PySide6: the release that lost references to True and None aborted after hours."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import Property, QObject, Signal, Slot

ROUNDS = 2000
TOLERANCE = 50  # other references come and go


class _Switch(QObject):
    changed = Signal(bool)
    told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._on = False
        self.heard = 0

    def _get(self) -> bool:
        return self._on

    def _set(self, on: bool) -> None:
        self._on = on
        self.changed.emit(on)

    on = Property(bool, _get, _set)

    @Slot(bool)
    def hear(self, on: bool) -> None:
        self.heard += 1

    @Slot(object)
    def hear_thing(self, thing: object) -> None:
        self.heard += 1


def test_version() -> None:
    assert PySide6.__version_info__[:2] == (6, 11)


def test_reference_counts_stay() -> None:
    """Signals, slots and properties give back the references to True, False and None they take."""
    switch = _Switch()
    switch.changed.connect(switch.hear)
    switch.told.connect(switch.hear_thing)
    before = [sys.getrefcount(thing) for thing in (True, False, None)]
    for _ in range(ROUNDS):
        switch.setProperty("on", True)
        assert switch.property("on") is True
        switch.setProperty("on", False)
        switch.told.emit(None)
        switch.setProperty("unknown", None)
        assert switch.parent() is None
    after = [sys.getrefcount(thing) for thing in (True, False, None)]
    assert switch.heard == 3 * ROUNDS
    assert all(abs(b - a) < TOLERANCE for a, b in zip(before, after, strict=True)), (before, after)
