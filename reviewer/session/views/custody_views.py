"""What panes read of custody, referrals and contacts with states."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.events import Event
from reviewer.domain.ids import UNDATED


@dataclass(frozen=True, slots=True)
class CaseMarks:
    """What the strip says of a case beside its subject. ``hold``: until when, empty without a hold
    that has an end; ``order``: a one-hour order, in words; ``due``: by when; ``late``: it is past.
    """

    hold: str = ""
    order: str = ""
    due: str = ""
    late: bool = False


NO_MARKS = CaseMarks()


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of the inspector's section. ``apart``: it came from a state, and decides nothing.
    ``untrusted_detail`` was typed or written by others."""

    glyph: str
    token: str
    title: str
    words: str
    untrusted_detail: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """Something that waits for a different lead. ``blocked``: why this person cannot approve it;
    ``digest``: the SHA-256 that an approval signs."""

    id: str
    title: str
    untrusted_subject: str
    who: str
    when: str
    digest: str
    untrusted_detail: str
    emergency: bool
    have: int
    needed: int
    blocked: str
    subject: str = ""
    event: Event = field(default_factory=dict)
    """The key of what the first of them is about, and the first of them itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is to be done in time; ``late`` when the time is over. ``subject``: the key of
    what it is about; ``event``: what set the time; ``due_at``: the time, ms."""

    id: str
    words: str
    late: bool = False
    case_id: str = ""
    subject: str = ""
    event: Event = field(default_factory=dict)
    due_at: int = UNDATED
