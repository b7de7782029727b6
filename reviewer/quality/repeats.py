"""How often the same decisions were drawn from, and who chose the seed. Pure.

Each draw of a plan is sound by itself. Whoever draws until a draw pleases, or tries seeds until one
does, has a sample that no interval describes: what was done is therefore counted and said beside
every rate. A seed that the machine gave has 32 lower-case hexadecimal digits; one that only looks
so cannot be told from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.fold import State
from reviewer.domain.qa_state import OPEN

_GIVEN_BY_MACHINE = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Origin:
    """How a draw came about.

    Attributes:
        by_hand: its seed was chosen by who drew.
        number, of: it is the ``number``-th of ``of`` draws that could draw some of the same
            decisions, itself among them.
        unanswered: how many of the others have items that nobody answered.
    """

    by_hand: bool
    number: int
    of: int
    unanswered: int


def origin(state: State, ident: str) -> Origin:
    """How a spot-check that counts came about.

    Raises:
        KeyError: there is no such draw, or it does not count.
    """
    said = state.qa.draw(ident)
    if said is None:
        raise KeyError(ident)
    alike: list[str] = []
    for event in state.qa.standing_draws():
        other = state.qa.draw(one := ev.text(event, "id"))
        if other is not None and other.kind == said.kind and _overlap(said.frame, other.frame):
            alike.append(one)
    others = [one for one in alike if one != ident]
    return Origin(
        by_hand=_GIVEN_BY_MACHINE.fullmatch(said.seed) is None,
        number=alike.index(ident) + 1,
        of=len(alike),
        unanswered=sum(1 for one in others if _has_open(state, one)),
    )


def words(found: Origin) -> str:
    """What is to be known before a rate is believed; empty where nothing is."""
    said = []
    if found.by_hand:
        said.append("The seed was chosen by hand, so that it could be chosen for what it draws.")
    if found.of > 1:
        left = f", {found.unanswered:,} of the others not answered whole" * bool(found.unanswered)
        said.append(
            f"Draw {found.number:,} of {found.of:,} over decisions that are partly the same{left}:"
            " read them together, not the one that pleases."
        )
    return " ".join(said)


def _overlap(one: qa.Frame, other: qa.Frame) -> bool:
    """Whether both speak of the same events of one chain."""
    if one.sha256 == other.sha256:
        return True
    return any(
        max(one.after.get(device, 0), other.after.get(device, 0))
        < min(upto, other.upto.get(device, 0))
        for device, upto in one.upto.items()
    )


def _has_open(state: State, ident: str) -> bool:
    return any(one.stage == OPEN for one in state.qa.items(ident, state.event))
