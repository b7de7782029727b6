"""What the dialogs and commands of a lead show of a deal; who may do what a lead does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.domain.errors import Refused
from reviewer.domain.views import CaseRow
from reviewer.exchange.dealing.plan import Plan
from reviewer.session.known.rostering import Rostering
from reviewer.trust.recipients import Recipient, recipients_of

LEADS = frozenset({"lead", "root"})
URGENCY = ("urgent", "high", "usual", "low")
OWNER = "No roster says who leads here: the owner of this workspace may do it."


@dataclass(frozen=True, slots=True)
class DealPreview:
    """What a deal would do.

    Attributes:
        plan: who would get what.
        left_out: reason to how many cases stay.
        seed: with it the same deal comes out again.
        again: cases that were handed back and are dealt to somebody else.
        note: what else has to be known, in a sentence.
        names: case to what a person knows it by.
    """

    plan: Plan
    left_out: dict[str, int]
    seed: str
    overlap: int
    again: int = 0
    note: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many different cases would be dealt."""
        return len(self.plan.strata)

    def rows(self) -> list[tuple[str, str, dict[str, int]]]:
        """(urgency and severity, language, reviewer to number of cases)."""
        return [
            (
                URGENCY[band] + (f", severity {severity}" if severity else ""),
                lang or "no language",
                counts,
            )
            for (band, severity, lang), counts in self.plan.table()
        ]


def case_names(cases: Iterable[CaseRow]) -> dict[str, str]:
    """Case to what a person knows it by: the handle of its account; the id of a case that has
    none. Untrusted."""
    return {case.case_id: f"@{case.handle}" if case.handle else case.case_id for case in cases}


def lead_reason(roster: Rostering, what: str) -> str:
    """Why this profile may not do what a lead does; empty where it may. Without a roster the owner
    of the workspace may."""
    if roster.held is None or roster.own_role() in LEADS:
        return ""
    return f"only a lead {what}; the roster gives this key the role {roster.own_role() or 'none'}"


def seals_of(roster: Rostering, to: Sequence[str], at: str) -> dict[str, Recipient]:
    """The sealing keys of reviewers, as the roster has them at a time.

    Raises:
        Refused: ``recipient``, without a roster or where a key does not count.
    """
    if roster.held is None:
        raise Refused(
            "No roster says to which keys the bundles are sealed.",
            code="recipient",
            next_step="Adopt one: reviewer roster adopt FILE.",
        )
    return {one.name: one for one in recipients_of(to, roster.held, at)}
