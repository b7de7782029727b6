"""The desk in Qt: window, panes, keys. It talks to the session, never to a store."""

from __future__ import annotations

from typing import Protocol


class Idles(Protocol):
    """A window that knows whether anything is still to come."""

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be shown."""
        ...


def idle(window: Idles) -> bool:
    """Whether nothing runs, nothing waits to be delivered and nothing painted waits to be told."""
    return window.idle
