"""Calls of the session that no command makes: what is refused or damaged is said, not raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reviewer.domain.errors import Damaged, Refused

if TYPE_CHECKING:
    from reviewer.session.session import Session


def attempt(session: Session, act: Callable[..., object], *args: object) -> None:
    """Do something; a refusal or damage is said on the desk. A bug rises as ever.

    What is said already is not said again: a bar that reads at every notice would never rest. A
    session that was closed, as when the desk is locked, is asked nothing more.
    """
    if session.closed:
        return
    try:
        act(*args)
    except Refused as error:
        _say(session, str(error), "refused")
    except Damaged as error:
        _say(session, str(error), "damaged")


def _say(session: Session, words: str, kind: str) -> None:
    if session.desk.message == words:
        return
    if kind == "damaged":
        session.damaged(words)
    else:
        session.say(words, kind)
