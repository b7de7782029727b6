"""A roster for a test: one root, who gives the people of some workspaces their roles."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache

from reviewer.session.session import Session
from reviewer.trust import roster as rosters
from reviewer.trust.cards import Card, card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import new_profile

SINCE = "2020-01-01T00:00:00.000Z"


@cache
def root() -> tuple[Card, Signer]:
    """Whoever signs the rosters of these tests."""
    profile, secrets = new_profile("root", "p", 0, os.urandom, memory_kib=64, iterations=1, lanes=1)
    signer = Signer.from_private(secrets.signing)
    return read_card(card(profile, signer)), signer


def roster_text(**roles: Session) -> str:
    """A signed roster: role to the session whose key has it."""
    return roster_of([(session, role) for role, session in roles.items()])


def roster_of(people: Iterable[tuple[Session, str]]) -> str:
    """A signed roster of sessions, each with the role that its key has."""
    found = rosters.first_roster(root()[0], 1, SINCE)
    for session, role in people:
        space = session.workspace
        found = found.add(read_card(card(space.profile, space.signer)), role, SINCE)
    return found.to_text(root()[1])


def enrol(session: Session, role: str) -> Session:
    """Let a session hold a roster in which its own key has this role."""
    session.roster.adopt(roster_text(**{role: session}))
    session.roster.take_place()
    return session
