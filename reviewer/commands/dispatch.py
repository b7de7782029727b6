"""From a key to its act: disarm, check, run, and say what was refused."""

from __future__ import annotations

from reviewer.commands.command import Command
from reviewer.commands.registry import Registry
from reviewer.domain.errors import Damaged, Refused
from reviewer.session.session import Session


def press(registry: Registry, session: Session, key: str, scope: str) -> Command | None:
    """A key went down. Any key but the commit key disarms. The command that ran or was
    blocked; None when the key means nothing here."""
    command = registry.by_key(key, scope)
    if command is None:
        session.staging.disarm()
        return None
    run(session, command)
    return command


def release(registry: Registry, session: Session, key: str) -> Command | None:
    """A key went up; only held commands care."""
    command = registry.by_key(key, "desk")
    if command is None or not command.hold:
        return None
    command.release(session)
    return command


def run(session: Session, command: Command) -> bool:
    """Run a command, or say why it cannot; whether it ran."""
    if command.danger != "commit":
        session.staging.disarm()
    dead = session.saving and command.danger != "exposure" and not command.asks
    reason = session.why_no_saving() if dead else command.why_not(session)
    if reason:
        session.say(f"{command.title.removesuffix('…')}: {reason}", "refused")
        return False
    try:
        command.run(session)
    except Refused as error:
        session.say(str(error), "refused")
        return False
    except Damaged as error:
        session.damaged(str(error))
        return False
    return True
