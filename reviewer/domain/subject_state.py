"""What the events say of one subject: its facts, and which of them stand. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import is_
from typing import Any

import msgspec

from reviewer.domain import events as ev
from reviewer.domain.approvals import Approvals
from reviewer.domain.events import UNDOABLE, Event
from reviewer.domain.proposals import is_proposal, may_replace
from reviewer.domain.resolving import RESOLUTION, counts

NONE: frozenset[str] = frozenset()
NAMING = frozenset({"hold.released", "referral.outcome", "confirm"})
"""Types that name other events without taking their place."""
SETTLED = frozenset({"decision", RESOLUTION, "escalate", "review.scheduled"})
"""What a decision takes the place of, and a resolution."""
DECIDED = frozenset({"decision", RESOLUTION})
KEPT = frozenset({"hold.placed", "refer"})
"""What nothing takes the place of: a hold ends by its release, a referral by being taken back."""

_HEADS, _DIFFERING = " heads", " differing"
"""What is worked out once of what stands, kept beside the types; no type is called so."""


class Fact(msgspec.Struct, frozen=True):
    """One event that bears on a subject, as the state needs it."""

    id: str
    type: str
    event: Event

    def __repr__(self) -> str:
        return f"Fact({self.id!r}, {self.type!r})"

    @property
    def outcome(self) -> str:
        """The outcome of a decision."""
        return ev.text(self.event, "outcome")

    @property
    def pseudonym(self) -> str:
        """Who made it."""
        actor = self.event.get("actor")
        return str(actor.get("pseudonym", "")) if isinstance(actor, dict) else ""

    @property
    def policy(self) -> dict[str, Any]:
        """The policy reference: {set, version, hash, id}."""
        raw = self.event.get("policy")
        return dict(raw) if isinstance(raw, dict) else {}

    @property
    def order(self) -> tuple[str, int, str]:
        """A total order that does not use clocks across devices."""
        seq = self.event.get("seq")
        return (ev.text(self.event, "device"), seq if isinstance(seq, int) else 0, self.id)


@dataclass(slots=True)
class SubjectState(Approvals):
    """What is known of one subject. ``facts`` holds every stateful event, withdrawn or not."""

    key: str
    facts: dict[str, Fact] = field(default_factory=dict)
    withdrawn: frozenset[str] = NONE
    approvals: frozenset[tuple[str, str, str]] = frozenset()
    answers: frozenset[tuple[str, str]] = frozenset()
    """(question of this subject, standing decision about another that answers it)."""
    _kept: tuple[int, tuple[frozenset[Any], ...], dict[str, list[Fact]]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def standing(self, kind: str) -> list[Fact]:
        """Facts of a type that are neither withdrawn nor superseded, in their order."""
        return list(self._standing().get(kind, ()))

    def _standing(self) -> dict[str, list[Fact]]:
        """All that stands, by type; worked out again only when something moved. A fact is only
        ever added and a set only ever replaced by another, so that number and sets tell."""
        count = len(self.facts)
        stamp = (self.withdrawn, self.answers, self.approvals)
        kept = self._kept
        if kept is not None and kept[0] == count and all(map(is_, kept[1], stamp)):
            return kept[2]
        approved = self.approved
        alive = [f for f in self.facts.values() if not self._taken_back(f, approved)]
        in_force = (f for f in alive if f.type not in NAMING and _in_force(f, approved))
        superseded = {i for f in in_force for i in self._replaced_by(f)}
        superseded |= {question for question, _ in self.answers}
        found: dict[str, list[Fact]] = {}
        for fact in alive:
            if fact.id not in superseded:
                found.setdefault(fact.type, []).append(fact)
        for facts in found.values():
            if len(facts) > 1:
                facts.sort(key=_order)
        self._kept = (count, stamp, found)
        return found

    def _replaced_by(self, fact: Fact) -> list[str]:
        """What a fact takes the place of: what is of its own kind, and of decisions those of the
        same hand; a lead's takes the place of any. Naming anything else does nothing."""
        named = ev.text_list(fact.event, "supersedes")
        types = SETTLED if fact.type in ("decision", RESOLUTION) else {fact.type} - KEPT
        met = ((ident, self.facts.get(ident)) for ident in named)
        return [
            ident
            for ident, other in met
            if other is not None
            and other.type in types
            and (fact.type != "decision" or other.type not in DECIDED or _may(fact, other))
        ]

    def _taken_back(self, fact: Fact, approved: frozenset[str]) -> bool:
        """Withdrawn; a hold cannot be, nor what somebody else approved."""
        undoable = fact.type in UNDOABLE and fact.id not in approved
        return undoable and fact.id in self.withdrawn

    @property
    def heads(self) -> list[Fact]:
        """Decisions and resolutions in force; more than one when devices differ or agree. None is
        a proposal."""
        stands = self._standing()
        kept = stands.get(_HEADS)
        if kept is None:
            approved = self.approved
            found = [f for f in stands.get("decision", ()) if _in_force(f, approved)]
            settled = [f for f in stands.get(RESOLUTION, ()) if counts(f.event)]
            kept = stands[_HEADS] = sorted((*found, *settled), key=_order) if settled else found
        return list(kept)

    @property
    def decision(self) -> Fact | None:
        """The decision in force to show first."""
        heads = self.heads
        return heads[-1] if heads else None

    @property
    def outcome(self) -> str:
        """The outcome in force, or an empty text."""
        head = self.decision
        return head.outcome if head else ""

    @property
    def contested(self) -> bool:
        """Heads that differ in outcome, custody or policy."""
        stands = self._standing()
        kept = stands.get(_DIFFERING)
        if kept is None:
            heads = self.heads
            differ = len(heads) > 1 and len({_stance(f) for f in heads}) > 1
            kept = stands[_DIFFERING] = heads if differ else []
        return bool(kept)

    @property
    def confirmed_by(self) -> list[str]:
        """The people whose decisions in force agree, where there is more than one of them."""
        heads = self.heads
        if len(heads) < 2 or self.contested:
            return []
        people = sorted({f.pseudonym for f in heads})
        return people if len(people) > 1 else []

    @property
    def resolved(self) -> frozenset[str]:
        """What standing resolutions of leads named."""
        standing = (f for f in self.standing(RESOLUTION) if counts(f.event))
        return frozenset(i for f in standing for i in ev.text_list(f.event, "supersedes"))

    @property
    def escalated(self) -> bool:
        """A question to the lead stands open."""
        return bool(self.standing("escalate"))

    @property
    def preserved(self) -> bool:
        """Custody: a decision in force asks to preserve, or a hold stands."""
        return any(ev.flag(f.event, "preserve") for f in self.heads) or bool(self.holds)

    @property
    def released(self) -> frozenset[str]:
        """Holds whose release was proposed and approved."""
        approved = self.approved
        done = (self.facts[ident] for ident in approved)
        releases = (f for f in done if f.type == "hold.released")
        return frozenset(i for f in releases for i in ev.text_list(f.event, "supersedes"))

    @property
    def holds(self) -> list[Fact]:
        """Holds placed and not released, by whom ever; one that is over stands until released."""
        return [f for f in self.standing("hold.placed") if f.id not in self.released]

    @property
    def releases(self) -> list[Fact]:
        """Releases that are proposed, as long as a hold that they name stands."""
        holds = {f.id for f in self.holds}
        found = (f for f in self.standing("hold.released") if f.id not in self.approved)
        return [f for f in found if holds & set(ev.text_list(f.event, "supersedes"))]

    @property
    def referrals(self) -> list[Fact]:
        """Referrals that were not taken back, approved or not."""
        return self.standing("refer")

    def outcomes_of(self, referral: str) -> list[Fact]:
        """What came back about a referral, oldest first. It changes no decision."""
        found = self.standing("referral.outcome")
        return [f for f in found if referral in ev.text_list(f.event, "supersedes")]

    @property
    def pins(self) -> list[Fact]:
        """Evidence pinned and not taken off again."""
        return [f for f in self.standing("pin") if not ev.flag(f.event, "off")]

    @property
    def flagged(self) -> Fact | None:
        """The standing flag, if any."""
        found = [f for f in self.standing("flag") if not ev.flag(f.event, "off")]
        return found[-1] if found else None

    @property
    def label(self) -> Fact | None:
        """The standing media label, if any."""
        found = [f for f in self.standing("label") if not ev.flag(f.event, "off")]
        return found[-1] if found else None

    @property
    def proposals(self) -> list[Fact]:
        """What waits for another person's approval: referrals, releases of holds, decisions."""
        approved = self.approved
        waiting = [f for f in self.standing("refer") if f.id not in approved]
        open_ = [f for f in self.standing("decision") if not _in_force(f, approved)]
        return waiting + self.releases + open_

    def confirmed(self, decision: str) -> Fact | None:
        """The last standing confirmation of a decision."""
        found = [
            f for f in self.standing("confirm") if decision in ev.text_list(f.event, "supersedes")
        ]
        return found[-1] if found else None

    @property
    def reviews(self) -> list[Fact]:
        """Reviews that are planned: not taken off, not done by a confirmation."""
        done = {i for f in self.standing("confirm") for i in ev.text_list(f.event, "supersedes")}
        found = (f for f in self.standing("review.scheduled") if f.id not in done)
        return [f for f in found if not ev.flag(f.event, "off")]

    @property
    def notes(self) -> list[Fact]:
        """Notes that stand."""
        return self.standing("note")

    def digest(self) -> dict[str, Any]:
        """A plain description of the state, equal exactly when the state is equal."""
        return {
            "facts": sorted(self.facts),
            "withdrawn": sorted(self.withdrawn),
            "approved": sorted(self.approved),
            "released": sorted(self.released),
            "resolved": sorted(self.resolved),
            "answered": sorted({question for question, _ in self.answers}),
        }


def _may(fact: Fact, other: Fact) -> bool:
    return may_replace(fact.event, other.event)


def _order(fact: Fact) -> tuple[str, int, str]:
    return fact.order


def _stance(fact: Fact) -> tuple[str, bool, str]:
    return (fact.outcome, ev.flag(fact.event, "preserve"), str(fact.policy.get("id", "")))


def _in_force(fact: Fact, approved: frozenset[str]) -> bool:
    if fact.type == RESOLUTION:
        return counts(fact.event)
    return fact.type != "decision" or fact.id in approved or not is_proposal(fact.event)
