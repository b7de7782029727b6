"""What panes read of custody, referrals and contacts with states."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.domain.events import Event
from reviewer.domain.ids import UNDATED
from reviewer.session.views.words import count


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
    ``digest``: the SHA-256 that an approval signs; ``untrusted_reason``: what its proposer wrote,
    with the decision that it came with; ``untrusted_quotes``: the texts that were pinned;
    ``policy``: number and title of the rule; ``leads``: who approved it so far."""

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
    untrusted_reason: str = ""
    untrusted_quotes: tuple[str, ...] = ()
    policy: str = ""
    leads: tuple[str, ...] = ()

    @property
    def signed(self) -> str:
        """How many leads signed it of those that it takes, and what is missing."""
        leads = f": {', '.join(self.leads)}" if self.leads else ""
        left = self.needed - self.have
        more = f"; {count(left, 'different lead')} still must" if left > 0 else ""
        return f"{self.have} of {self.needed} signed{leads}{more}"


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
