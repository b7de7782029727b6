"""What panes read of a batch: counts, exceptions, one item for each marked case."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.rules import Requirement
from reviewer.session.views import words

SHORT = {
    "shown": "nothing shown",
    "note": "no note",
    "policy": "no policy",
    "evidence": "no evidence",
    "preserve": "not preserved",
    "criteria": "questions open",
    "departure": "no reason to depart",
    "subject": "no account",
}


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One marked case. ``why``: why it is left out, empty when it is ready; ``short``: the same in
    a few words. ``includable``: only its state speaks against it, so it may be included by name.
    ``events``: how many events its commit makes."""

    case_id: str
    subject: str
    untrusted_handle: str
    why: str = ""
    short: str = ""
    includable: bool = False
    events: int = 0

    @property
    def ready(self) -> bool:
        """Whether it would be committed."""
        return not self.why


@dataclass(frozen=True, slots=True)
class BatchView:
    """The second line of the decision bar while cases are marked. ``reasons``: (few words, how
    many), most first. ``proposed``: over ``limit`` subjects, so that a lead must approve.
    ``signature``: equal exactly when the same would be committed; what a person confirms."""

    marked: int = 0
    verb: str = ""
    items: tuple[BatchItem, ...] = ()
    ready: int = 0
    events: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    proposed: bool = False
    limit: int = 0
    confirmed: bool = False
    signature: tuple[object, ...] = ()

    @property
    def left_out(self) -> int:
        """How many marked cases are not in it."""
        return self.marked - self.ready

    def sentence(self) -> str:
        """``12 marked: 11 suspend, 1 left out: no evidence``."""
        if not self.verb:
            return f"{self.marked:,} marked"
        said = f"{self.marked:,} marked: {self.ready:,} {self.verb}"
        said += " (proposed)" if self.proposed else ""
        if not self.left_out:
            return said
        said += f", {self.left_out:,} left out: "
        if len(self.reasons) == 1:
            return said + self.reasons[0][0]
        return said + ", ".join(f"{number:,} {why}" for why, number in self.reasons)

    def commit_words(self) -> str:
        """``12 events, one group``."""
        return f"{words.count(self.events, 'event')}, one group"


def short_reason(requirement: Requirement) -> str:
    """A requirement that is not met, in a few words."""
    if requirement.words.startswith("quote"):
        return "no quote"
    if requirement.words.startswith("note too long"):
        return "note too long"
    return SHORT.get(requirement.id, requirement.words)
