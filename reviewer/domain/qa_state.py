"""What the events of spot-checks say together: drawn, open, answered, revealed. Pure.

Events are only kept; what counts is worked out when it is asked for, so that the order in which
they arrive does not matter. A decision is looked up through ``find``, a function from an event's
id to the event, or None (``State.event``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain import qa
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor
from reviewer.domain.qa_rules import form_objection, review_objection, verdict_objection

Find = Callable[[str], Event | None]

OPEN, ANSWERED, REVEALED = "open", "answered", "revealed"
"""Nobody has answered; an answer is locked, so that the decision may be shown beside it; a verdict
has been given."""


@dataclass(frozen=True, slots=True)
class ItemState:
    """One drawn item.

    Attributes:
        item: the id of the decision or of the golden case.
        stratum: its stratum in the draw; ``golden`` for a golden case, ``round`` in a round.
        stage: ``open``, ``answered`` or ``revealed``.
        answers: the answers that count, one for each key, in order.
        verdicts: the verdicts that count and were not superseded, in order.
    """

    item: str
    stratum: str
    stage: str
    answers: tuple[Event, ...]
    verdicts: tuple[Event, ...]


@dataclass(slots=True)
class QualityState:
    """Every event of spot-checks, by kind and id."""

    draws: dict[str, Event] = field(default_factory=dict)
    reviews: dict[str, Event] = field(default_factory=dict)
    verdicts: dict[str, Event] = field(default_factory=dict)
    goldens: dict[str, Event] = field(default_factory=dict)
    _of_item: dict[str, list[Event]] = field(default_factory=dict)
    _of_review: dict[str, list[Event]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Keep one event; those of other kinds are passed over."""
        kind, ident = ev.text(event, "type"), ev.text(event, "id")
        shelves = {
            "qa.draw": self.draws,
            "qa.review": self.reviews,
            "qa.verdict": self.verdicts,
            "qa.golden": self.goldens,
        }
        if kind not in shelves:
            return
        shelves[kind][ident] = event
        named = event.get("review" if kind == "qa.review" else "verdict")
        if kind == "qa.review" and isinstance(named, dict):
            self._of_item.setdefault(str(named.get("item", "")), []).append(event)
        elif kind == "qa.verdict" and isinstance(named, dict):
            self._of_review.setdefault(str(named.get("review", "")), []).append(event)

    def __contains__(self, ident: str) -> bool:
        """Whether an id is one of these events."""
        shelves = (self.draws, self.reviews, self.verdicts, self.goldens)
        return any(ident in shelf for shelf in shelves)

    def draw(self, ident: str) -> qa.Draw | None:
        """A draw that counts, by the id of its event."""
        event = self.draws.get(ident)
        return qa.draw_of(event) if event is not None and not form_objection(event) else None

    def standing_draws(self) -> list[Event]:
        """The draws that count, in their order."""
        return sorted((e for e in self.draws.values() if not form_objection(e)), key=order)

    def golden(self, policy_hash: str) -> list[Event]:
        """The golden cases in force under a policy set: those of another set have expired."""
        valid = [e for e in self.goldens.values() if not form_objection(e)]
        replaced = {i for e in valid for i in ev.text_list(e, "supersedes")}
        return sorted(
            (
                e
                for e in valid
                if ev.text(e, "id") not in replaced
                and not qa.golden_of(e).retired
                and _policy_hash(e) == policy_hash
            ),
            key=order,
        )

    def answers(self, draw: str, item: str, find: Find) -> tuple[Event, ...]:
        """The answers to an item that count: the first of each key."""
        found: dict[str, Event] = {}
        for event in sorted(self._of_item.get(item, ()), key=order):
            said = event.get("review")
            if not isinstance(said, dict) or said.get("draw", "") != draw:
                continue
            subject = find(item) or self.goldens.get(item)
            if not review_objection(event, self.draws.get(draw), subject):
                found.setdefault(actor(event)["key"], event)
        return tuple(found.values())

    def verdicts_of(self, answers: tuple[Event, ...]) -> tuple[Event, ...]:
        """The verdicts on answers that count; of a key's several the one not superseded, and of
        those the first."""
        found: list[Event] = []
        for answer in answers:
            named = self._of_review.get(ev.text(answer, "id"), ())
            valid = [e for e in named if not verdict_objection(e, answer)]
            replaced = {i for e in valid for i in ev.text_list(e, "supersedes")}
            standing = sorted((e for e in valid if ev.text(e, "id") not in replaced), key=order)
            found += standing[:1]
        return tuple(found)

    def items(self, draw: str, find: Find) -> Iterator[ItemState]:
        """Every item of a draw that counts, golden cases after decisions."""
        said = self.draw(draw)
        if said is None:
            return
        named = [(one.decision, one.stratum) for one in said.items]
        named += [(one.golden, "golden") for one in said.golden]
        named += [(one.item, "round") for one in said.cases]
        for item, stratum in named:
            yield self.item(draw, item, stratum, find)

    def item(self, draw: str, item: str, stratum: str, find: Find) -> ItemState:
        """What is known of one drawn item."""
        answers = self.answers(draw, item, find)
        verdicts = self.verdicts_of(answers)
        stage = REVEALED if verdicts else ANSWERED if answers else OPEN
        return ItemState(item, stratum, stage, answers, verdicts)

    def may_reveal(self, draw: str, item: str, key: str, find: Find) -> bool:
        """Whether the decision may be shown to a key: only when its own answer is locked."""
        return any(actor(one).get("key") == key for one in self.answers(draw, item, find))

    def digest(self) -> dict[str, Any]:
        """A plain description, equal exactly when the events are."""
        return {
            "draws": sorted(self.draws),
            "reviews": sorted(self.reviews),
            "verdicts": sorted(self.verdicts),
            "goldens": sorted(self.goldens),
        }


def order(event: Event) -> tuple[str, int, str]:
    """A total order without clocks: device, seq, id."""
    seq = event.get("seq")
    return (ev.text(event, "device"), seq if isinstance(seq, int) else 0, ev.text(event, "id"))


def _policy_hash(event: Event) -> str:
    raw = event.get("policy")
    return str(raw.get("hash", "")) if isinstance(raw, dict) else ""
