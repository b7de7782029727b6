"""The tokens of a script: what each does to a desk, and what ``expect`` may ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from reviewer.domain.errors import Refused

if TYPE_CHECKING:
    from reviewer.session.session import Session

STEP_MS = 500
"""By how much the stepped clock moves before each token: past the dead time, within the time
for the second tap."""


class Mismatch(Exception):
    """An ``expect`` that was not met."""

    def __init__(self, expected: str, actual: str) -> None:
        super().__init__(f"expected {expected!r}, found {actual!r}")
        self.expected = expected
        self.actual = actual


class Desk(Protocol):
    """What a script is typed into."""

    @property
    def session(self) -> Session:
        """The open session."""
        ...

    def press(self, key: str) -> None:
        """Press and release a key by its portable name."""
        ...

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        ...

    def release(self, key: str) -> None:
        """Let a key up."""
        ...

    def type(self, text: str) -> None:
        """Type characters."""
        ...

    def shot(self, path: Path) -> None:
        """Write what the window shows as a PNG."""
        ...

    def restart(self) -> None:
        """Close program and workspace, and open both again."""
        ...


def act(desk: Desk, token: str) -> None:
    """Carry out one token.

    Raises:
        Mismatch: an ``expect`` that was not met.
        Refused: a token that means nothing.
    """
    verb, colon, rest = token.partition(":")
    if token == "restart":
        desk.restart()
    elif colon and verb == "text":
        desk.type(rest)
    elif colon and verb == "hold":
        desk.hold(rest)
    elif colon and verb == "release":
        desk.release(rest)
    elif colon and verb == "shot":
        desk.shot(Path(rest))
    elif colon and verb == "expect":
        expect(desk.session, rest)
    else:
        desk.press(token)


def expect(session: Session, text: str) -> None:
    """Compare one value: ``KEY=VALUE``, dotted status keys or ``desk.…``."""
    key, equals, wanted = text.partition("=")
    if not equals:
        raise Refused("expect wants KEY=VALUE", code="token")
    actual = look_up(session, key)
    if actual != wanted:
        raise Mismatch(wanted, actual)


def look_up(session: Session, key: str) -> str:
    """A value as a script sees it: texts as they are, true, false, numbers."""
    if key.startswith("desk."):
        value: Any = desk_values(session).get(key.removeprefix("desk."))
        if value is None:
            raise Refused(f"there is no {key}", code="token")
    else:
        value = session.status()
        for part in key.split("."):
            if not isinstance(value, dict):
                raise Refused(f"there is no {key}", code="token")
            value = value.get(part, 0)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def desk_values(session: Session) -> dict[str, Any]:
    """What a script may ask of the desk."""
    desk = session.desk
    return {
        "case": desk.case_id,
        "subject": desk.account,
        "pane": desk.pane,
        "event": desk.event,
        "medium": desk.medium,
        "staged": desk.staged.choice.id if desk.staged else "",
        "policy": desk.staged.policy_id if desk.staged else "",
        "armed": desk.armed(session.clock.monotonic_ms()),
        "conceal": desk.conceal,
        "revealed": desk.revealed,
        "covered": desk.covered,
        "message": desk.message,
    }


def tokens_of(lines: Sequence[str]) -> list[tuple[int, str]]:
    """(line, token) of a script; empty lines and those that begin with # are passed over."""
    found = []
    for number, line in enumerate(lines, 1):
        token = line.rstrip("\r\n")
        if token.strip() and not token.lstrip().startswith("#"):
            found.append((number, token if token.startswith("text:") else token.strip()))
    return found
