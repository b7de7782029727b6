"""One notice, many readers: subscribers get each ``Changes`` in the order of subscription."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.domain.changes import Changes

Listener = Callable[[Changes], None]


class Subscription:
    """A token; ``cancel`` ends the subscription."""

    def __init__(self, bus: Bus, listener: Listener) -> None:
        self._bus = bus
        self._listener = listener

    def cancel(self) -> None:
        """Stop hearing."""
        self._bus.drop(self._listener)


class Bus:
    """Publish and subscribe."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Subscription:
        """Hear every change from now on."""
        self._listeners.append(listener)
        return Subscription(self, listener)

    def drop(self, listener: Listener) -> None:
        """Forget a listener."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def publish(self, changes: Changes) -> None:
        """Tell everybody, unless nothing moved."""
        if not changes:
            return
        for listener in list(self._listeners):
            listener(changes)
