"""Events held in memory: many of them, alike in much, and never rubbish."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from typing import Any

from reviewer.domain.events import Event

_ALIKE = ("actor", "policy")


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Events are trees without cycles: looking for garbage among them only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def share(event: Event, known: dict[Any, Any]) -> Event:
    """The event with those of its parts that many events have in common held only once.

    Args:
        event: as it was read; parts of it are replaced by equal ones.
        known: what was met before, kept by the caller.
    """
    if isinstance(event, dict):
        for name in _ALIKE:
            part = event.get(name)
            if type(part) is dict:
                last = known.get(name)
                if part == last:  # nearly always: one person, one policy after the other
                    event[name] = last
                    continue
                known[name] = part
                try:
                    event[name] = known.setdefault((name, *part.values(), *part), part)
                except TypeError:  # it holds what cannot be a key, so it stays its own
                    continue
        device = event.get("device")
        if type(device) is str:
            event["device"] = known.setdefault(device, device)
    return event
