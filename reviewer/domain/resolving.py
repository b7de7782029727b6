"""A lead settles a contested subject: which decisions it names, what it must say. Pure."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.proposals import APPROVING_ROLE, actor

RESOLUTION = "resolution"
NOT_A_LEAD = "contested: only a lead settles it"


def counts(event: Event) -> bool:
    """Whether a resolution has effect: a lead made it and it says an outcome."""
    return actor(event).get("role") == APPROVING_ROLE and ev.text(event, "outcome") in ev.OUTCOMES


def check_resolution(event: Event) -> None:
    """Refuse a resolution that does not say what it must.

    Raises:
        Refused: code ``resolution``.
    """
    if ev.subject_of(event) is None:
        raise _refused("a resolution names its subject")
    if not ev.text_list(event, "supersedes"):
        raise _refused("a resolution names the decisions that it settles")
    if ev.text(event, "outcome") not in ev.OUTCOMES:
        raise _refused("a resolution says an outcome")
    if not ev.text(event, "rationale").strip():
        raise _refused("a resolution says why", "Press G and write a note.")


def _refused(words: str, step: str = "") -> Refused:
    return Refused(words, code="resolution", next_step=step)
