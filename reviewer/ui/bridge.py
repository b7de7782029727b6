"""From the session's bus to the panes: one queued signal for all that moved in a turn."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot

from reviewer.domain.changes import Changes
from reviewer.session.ground.bus import Bus, Subscription

_RESTED = QEvent.Type.User
AFTER_THE_FRAME = Qt.EventPriority.LowEventPriority.value - 1
"""Windows are painted at the low priority; this comes after it in the same queue."""
_BEFORE_THE_FRAME = (QEvent.Type.LayoutRequest, QEvent.Type.UpdateLater)


def merged(old: Changes | None, new: Changes) -> Changes:
    """Both notices as one. Two different initiators leave none, so that nobody skips news."""
    if old is None:
        return new
    both = old | new
    return both if old.initiator == new.initiator else replace(both, initiator="")


class Bridge(QObject):
    """Gathers the notices of one turn of the event loop and tells them once.

    ``changed`` carries a ``Changes``; ``rested`` carries the same when the frame that shows them
    was painted, for what may follow it. The subscription ends with ``close`` or with the owner.

    Attributes:
        delivering: ``changed`` is being told.
    """

    changed = Signal(object)
    rested = Signal(object)
    _kick = Signal()

    def __init__(self, bus: Bus, parent: QObject) -> None:
        super().__init__(parent)
        self._pending: Changes | None = None
        self._after: Changes | None = None
        self.delivering = False
        self._kick.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._token: Subscription | None = bus.subscribe(self._heard)
        parent.destroyed.connect(self.close)

    @property
    def idle(self) -> bool:
        """Whether no notice waits."""
        return self._pending is None and self._after is None

    @Slot()
    def close(self) -> None:
        """Hear nothing more."""
        token = getattr(self, "_token", None)  # gone already where a collected owner calls
        if token is not None:
            token.cancel()
        self._token = None
        self._pending = self._after = None

    def _heard(self, changes: Changes) -> None:
        first = self._pending is None
        self._pending = merged(self._pending, changes)
        if first:
            self._kick.emit()

    @Slot()
    def _deliver(self) -> None:
        changes, self._pending = self._pending, None
        if changes is not None:
            first = self._after is None
            self._after = merged(self._after, changes)
            self.delivering = True
            try:
                self.changed.emit(changes)
            finally:
                self.delivering = False
            # all is in its place before the frame: nothing is painted, moved and painted again
            for kind in _BEFORE_THE_FRAME:
                QCoreApplication.sendPostedEvents(None, kind)
            if first:
                QCoreApplication.postEvent(self, QEvent(_RESTED), AFTER_THE_FRAME)

    def event(self, event: QEvent) -> bool:
        """The frame was painted: tell what may follow it."""
        if event.type() != _RESTED:
            return super().event(event)
        changes, self._after = self._after, None
        if changes is not None:
            self.rested.emit(changes)
        return True
