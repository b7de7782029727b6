"""The state that events fold to: all subjects, and what concerns none. ``fold`` alone writes it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.qa_state import QualityState
from reviewer.domain.subject_state import Fact, SubjectState
from reviewer.domain.wishes import Wishes

KEPT = frozenset({"deal", "handback", "purge"})


@dataclass(slots=True)
class State:
    """All subjects, and what concerns none. Reading is cheap; ``apply`` is the only writer."""

    subjects: MutableMapping[str, SubjectState] = field(default_factory=dict)
    wishes: dict[str, Wishes] = field(default_factory=dict)
    in_custody: set[str] = field(default_factory=set)
    """The subjects with a hold, a referral or a proposed decision, now or once."""
    home: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, list[Event]] = field(default_factory=dict)
    seen_ids: set[str] = field(default_factory=set)
    imports: list[Event] = field(default_factory=list)
    exports: list[Event] = field(default_factory=list)
    receipts: list[Event] = field(default_factory=list)
    books: dict[str, list[Event]] = field(default_factory=dict)
    """By type, those of ``KEPT``: who was dealt which case, what was handed back or purged."""
    policy: Event | None = None
    policy_texts: dict[str, str] = field(default_factory=dict)
    """The text of every policy set that was adopted, by its hash."""
    qa: QualityState = field(default_factory=QualityState)
    """Spot-checks: draws, own answers, verdicts, golden cases."""
    locked: frozenset[str] = frozenset()
    """Media stopped for child safety, by hash: no view, draw, golden set or export has them."""
    own: frozenset[str] = frozenset()
    """The devices of this workspace: the bookkeeping of all others (imports, exports, receipts,
    policy in force) is theirs and not ours. Empty: every device is ours."""
    told: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Imports of other workspaces by their id: (name, SHA-256)."""

    def subject(self, key: str) -> SubjectState:
        """The state of a subject; an untouched one for a subject without events."""
        found = self.subjects.get(key)
        return found if found is not None else SubjectState(key)

    def wishes_of(self, key: str) -> Wishes:
        """What states asked concerning a subject; nothing of it decides anything."""
        found = self.wishes.get(key)
        return found if found is not None else Wishes(key)

    def proposals(self) -> list[Fact]:
        """Everything that waits for a different lead."""
        found = [f for key in sorted(self.in_custody) for f in self.subjects[key].proposals]
        return found + [f for _, wishes in sorted(self.wishes.items()) for f in wishes.proposals]

    def found(self, ident: str) -> tuple[SubjectState | Wishes, Fact] | None:
        """A fact by its id, with where it lives."""
        key = self.home.get(ident)
        for shelf in (self.subjects, self.wishes):
            holder = shelf.get(key) if key is not None else None
            fact = holder.facts.get(ident) if holder is not None else None
            if holder is not None and fact is not None:
                return holder, fact
        return None

    def event(self, ident: str) -> Event | None:
        """The event of a fact by its id."""
        found = self.found(ident)
        return found[1].event if found is not None else None

    def decided(self) -> list[SubjectState]:
        """Subjects with a decision in force."""
        return [s for s in self.subjects.values() if s.heads]

    def digest(self) -> dict[str, Any]:
        """A plain description, for comparing live and replayed state."""
        return {
            "subjects": {k: s.digest() for k, s in sorted(self.subjects.items())},
            "imports": [e.get("id") for e in self.imports],
            "exports": [e.get("id") for e in self.exports],
            "receipts": [e.get("id") for e in self.receipts],
            "books": {k: sorted(map(_id_of, v)) for k, v in sorted(self.books.items())},
            "policy": (self.policy or {}).get("id"),
            "locked": sorted(self.locked),
            "qa": self.qa.digest(),
            "wishes": {k: w.digest() for k, w in sorted(self.wishes.items())},
            "told": sorted((k, *v) for k, v in self.told.items()),
        }


def _id_of(event: Event) -> str:
    return ev.text(event, "id")
