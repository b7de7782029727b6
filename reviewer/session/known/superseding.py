"""What a decision takes the place of: one's own, those of others, questions that it answers."""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.ids import SubjectRef
from reviewer.domain.proposals import APPROVING_ROLE
from reviewer.domain.resolving import NOT_A_LEAD, RESOLUTION
from reviewer.session.ground.core import Core


def settled_or_decided(core: Core, base: Draft, target: SubjectRef) -> Draft:
    """A decision about a subject; where decisions differ, a lead's resolution that names all.

    Raises:
        Refused: it is contested, and this is no lead.
    """
    found = {"subject": ev.subject_field(target), "supersedes": superseded(core, target.key)}
    if not core.state.subject(target.key).contested:
        return {**base, **found}
    if core.own_role() != APPROVING_ROLE:
        raise Refused(NOT_A_LEAD, code="contested", next_step="Ask the lead.")
    return {**base, **found, "type": RESOLUTION}


def superseded(core: Core, key: str) -> list[str]:
    """A second decision supersedes the first, and answers an open question."""
    subject = core.state.subject(key)
    heads = [f.id for f in (*subject.standing("decision"), *subject.heads)]
    planned = [f.id for f in subject.reviews]
    return sorted({*heads, *planned, *open_questions(core, key)})


def open_questions(core: Core, key: str) -> list[str]:
    """Questions to the lead that nobody answered."""
    return [f.id for f in core.state.subject(key).standing("escalate")]
