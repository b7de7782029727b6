"""What is drawn from: every decision in force whose evidence is here, and why one must be seen.

Not drawn from, and counted: decisions whose evidence is not here, those locked for child safety,
those of the lead who draws. Pure: what the evidence knows comes in as ``Facts``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.fold import State
from reviewer.domain.proposals import actor, is_emergency
from reviewer.domain.qa_plan import Rule
from reviewer.quality.estimate import MUST_SEE

BULK = 10
"""One act about more subjects than this must be seen."""
GRAVE_TIERS = (1, 2)
VIOLATION, NO_VIOLATION = "violation", "no_violation"


def _no(_event: Event) -> bool:
    return False


@dataclass(frozen=True)
class Facts:
    """What only the evidence knows of a decision.

    Attributes:
        here: ids of imports whose evidence is here.
        locked: whether a decision touches what is locked for child safety.
        watched: whether its subject stands on a watchlist.
        official: whether it is about official media.
        grave: whether a report about its subject claims tier 1 or 2.
        alike: whether its evidence is here although its import is not: what is here of its case
            is what its author saw.
    """

    here: frozenset[str]
    locked: Callable[[Event], bool] = _no
    watched: Callable[[Event], bool] = _no
    official: Callable[[Event], bool] = _no
    grave: Callable[[Event], bool] = _no
    alike: Callable[[Event], bool] = _no


@dataclass(frozen=True, slots=True)
class FrameItem:
    """One decision that can be drawn: who decided, in which direction, and why it must be seen."""

    decision: str
    author: str
    direction: str
    why: tuple[Rule, ...] = ()

    @property
    def stratum(self) -> str:
        """``must_see``, or ``KEY/violation``, ``KEY/no_violation``."""
        return MUST_SEE if self.why else f"{self.author}/{self.direction}"


@dataclass(frozen=True)
class FrameList:
    """Everything that is drawn from; ``items`` are sorted by id.

    Attributes:
        missing: import id to how many decisions rest on it without its evidence being here.
        locked, own: how many are left out as locked, and as the lead's own.
        alike: the decisions among the items whose evidence is here by its content alone.
    """

    items: tuple[FrameItem, ...]
    missing: Mapping[str, int] = field(default_factory=dict)
    locked: int = 0
    own: int = 0
    alike: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """See ``frame_hash``."""
        return frame_hash(item.decision for item in self.items)


def frame_hash(ids: Iterable[str]) -> str:
    """SHA-256 of the ids, sorted by code point, each in UTF-8 with a line feed (0x0A) after it."""
    return sha256("".join(f"{one}\n" for one in sorted(ids)).encode()).hexdigest()


def frame_of(
    state: State,
    facts: Facts,
    lead: str,
    rules: Iterable[Rule],
    after: Mapping[str, int] | None = None,
    pseudonym: str = "",
) -> FrameList:
    """The frame of a draw.

    Args:
        state: all events up to the draw.
        facts: what the evidence knows.
        lead: the key of whoever draws; their own decisions are left out, by key and, where it is
            given, by ``pseudonym``: two devices of one person are one person.
        rules: the must-see rules of the plan.
        after: device to seq: only later decisions count.
    """
    wanted, since = frozenset(rules), after or {}
    known = _Known(state, facts)
    items: list[FrameItem] = []
    missing: Counter[str] = Counter()
    locked = own = 0
    alike: tuple[str, ...] = ()
    for subject in state.decided():
        for head in subject.heads:
            event = head.event
            if head.type != "decision":
                continue
            if _seq(event) <= since.get(ev.text(event, "device"), 0):
                continue
            who = actor(event)
            if who.get("key", "") == lead or (pseudonym and who.get("pseudonym") == pseudonym):
                own += 1
            elif facts.locked(event):
                locked += 1
            elif not (known.by_import(event) or facts.alike(event)):
                missing[_import(event)] += 1
            else:
                alike += () if known.by_import(event) else (head.id,)
                why = tuple(rule for rule in known.rules(event) if rule in wanted)
                author = who.get("key") or who.get("pseudonym", "")
                items.append(FrameItem(head.id, author, direction_of(event), why))
    items.sort(key=_id)
    return FrameList(tuple(items), dict(sorted(missing.items())), locked, own, tuple(sorted(alike)))


def direction_of(event: Event) -> str:
    """``no_violation`` or ``violation``."""
    return NO_VIOLATION if ev.text(event, "outcome") == "no_violation" else VIOLATION


class _Known:
    """Which must-see rules meet a decision."""

    def __init__(self, state: State, facts: Facts) -> None:
        self._facts = facts
        self._referred: set[tuple[str, str]] = set()
        self._urgent: set[tuple[str, str]] = set()
        groups: dict[str, set[str]] = {}
        for subject in state.subjects.values():
            for fact in subject.facts.values():
                if fact.type == "refer":
                    place = (subject.key, str(actor(fact.event).get("key", "")))
                    self._referred.add(place)
                    if is_emergency(fact.event):
                        self._urgent.add(place)
                elif fact.type == "decision":
                    group = ev.group_of(fact.event)
                    groups.setdefault(group, set()).add(subject.key)
        self._bulk = {group for group, keys in groups.items() if len(keys) > BULK}

    def by_import(self, event: Event) -> bool:
        """Whether the import that a decision rests on is here."""
        return _import(event) in self._facts.here

    def rules(self, event: Event) -> list[Rule]:
        """In the order of the list of rules."""
        subject = ev.subject_of(event)
        place = (subject.key if subject else "", actor(event).get("key", ""))
        found: list[tuple[bool, Rule]] = [
            (place in self._referred or ev.flag(event, "refer"), "referral"),
            (place in self._urgent, "threat_to_life"),
            (self._facts.watched(event), "watchlist"),
            (self._facts.official(event), "official_media"),
            (bool(event.get("departure_reason")), "departure"),
            (ev.group_of(event) in self._bulk, "bulk"),
            (direction_of(event) == NO_VIOLATION and self._facts.grave(event), "cleared_grave"),
        ]
        return [rule for met, rule in found if met]


def _import(event: Event) -> str:
    seen = event.get("seen")
    return str(seen.get("import", "")) if isinstance(seen, Mapping) else ""


def _seq(event: Event) -> int:
    seq = event.get("seq")
    return seq if isinstance(seq, int) else 0


def _id(item: FrameItem) -> str:
    return item.decision
