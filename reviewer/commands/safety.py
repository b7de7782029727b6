"""The stop for child safety: one press, at once."""

from __future__ import annotations

from reviewer.commands.command import Command
from reviewer.session.session import Session


def _stop(session: Session) -> None:
    session.safety.stop()


SAFETY: tuple[Command, ...] = (
    Command(
        id="safety.stop",
        title="Stop: child safety",
        help="Hide everything at once and lock the selected medium for ever; never undone.",
        run=_stop,
        keys=("Ctrl+Shift+K",),
        scope="any",
        menu="Media",
        group="See less, see more",
        danger="exposure",
        asks="child_safety",
    ),
)
"""Stop."""
