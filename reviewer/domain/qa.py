"""What the events of a spot-check say: ``qa.draw``, ``qa.review``, ``qa.verdict``, ``qa.golden``.

Each stands in its event under one name: ``draw``, ``review``, ``verdict``, ``golden``. Shares are
[numerator, denominator]: a ledger bears no floats. Unknown fields are kept and passed over. Pure.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, field

from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.qa_plan import (
    Count,
    Ident,
    Name,
    Part,
    Plan,
    Positive,
    Rule,
    Sha256,
    Share,
    Words,
)

Outcome = Literal[
    "no_violation", "warn", "restrict", "remove_content", "suspend_temporary", "suspend"
]
Said = Literal["met", "not_met", "unclear", "n.a."]
Class = Literal["agree", "false_positive", "false_negative", "wrong_policy", "technical"]
CriterionClass = Literal["agree", "wrong", "wording"]

CLASSES: dict[str, str] = {
    "agree": "agree",
    "false_positive": "false positive",
    "false_negative": "false negative",
    "wrong_policy": "wrong policy",
    "technical": "technical",
}
"""What a lead says of a decision: agree, or one of four ways to be wrong."""


T = TypeVar("T", bound=Part)


class Drawn(Part, frozen=True, kw_only=True):
    """One decision that was drawn: its stratum, its exact inclusion probability, and for one that
    must be seen the rules that say so."""

    decision: Ident
    stratum: Name
    p: Share
    why: tuple[Rule, ...] = ()


class DrawnGolden(Part, frozen=True, kw_only=True):
    """A golden case that was drawn, to be handed out among the others."""

    golden: Ident
    p: Share


class Subject(Part, frozen=True, kw_only=True):
    """Whom an item of a round is about, as events name it."""

    kind: Literal["account", "post", "media"]
    id: Annotated[str, Meta(min_length=1, max_length=1000)]


class RoundItem(Part, frozen=True, kw_only=True):
    """One case of a calibration round: whom it is about and where. It names no decision and no
    golden case, so that the round can be sent to whoever answers it."""

    item: Ident
    subject: Subject
    case: Annotated[str, Meta(max_length=1000)] = ""


class StratumSize(Part, frozen=True, kw_only=True):
    """A stratum: how many decisions are in it, and how many were drawn."""

    name: Name
    size: Count
    drawn: Count


class Missing(Part, frozen=True, kw_only=True):
    """Decisions whose evidence is not here: how many rest on which import."""

    import_: str = field(name="import")
    count: Positive


class Frame(Part, frozen=True, kw_only=True):
    """What was drawn from, so that anybody can make it again from the events.

    Attributes:
        count: how many decisions.
        sha256: of their ids, sorted, each with a line feed after it.
        missing: decisions left out since their evidence is not here, by import.
        locked, own: decisions left out: locked for child safety, the lead's own.
        upto: device to the seq of its last event that was known.
        after: device to the seq after which decisions count (``since_last_draw``).
        absent: imports that the ledger names and whose evidence was not there.
        alike: decisions whose import was not there, but of whose case what was there is what their
            author saw.
    """

    count: Count
    sha256: Sha256
    missing: tuple[Missing, ...] = ()
    locked: Count = 0
    own: Count = 0
    upto: dict[Ident, Count]
    after: dict[Ident, Count] = field(default_factory=dict)
    absent: tuple[Ident, ...] = ()
    alike: tuple[Ident, ...] = ()


class Draw(Part, frozen=True, kw_only=True):
    """The payload of ``qa.draw``. ``raters``: for a calibration round the keys of those who
    all answer the same, and ``cases`` what they answer; a spot-check is answered by leads."""

    kind: Literal["spot_check", "calibration"] = "spot_check"
    plan: Plan
    plan_sha256: Sha256
    seed: Annotated[str, Meta(min_length=1, max_length=200)]
    frame: Frame
    strata: tuple[StratumSize, ...]
    items: tuple[Drawn, ...]
    golden: tuple[DrawnGolden, ...] = ()
    raters: tuple[Ident, ...] = ()
    cases: tuple[RoundItem, ...] = ()


class Answer(Part, frozen=True, kw_only=True):
    """An answer to one question of a policy."""

    id: Ident
    answer: Said


class Review(Part, frozen=True, kw_only=True):
    """The payload of ``qa.review``: one's own answer, given without sight of the decision.

    ``item`` is the decision, or the golden case, that it is about; ``draw`` may be empty only for
    a golden case that stood in the queue. The event's own ``policy`` says by which set.
    """

    draw: Annotated[str, Meta(max_length=128)] = ""
    item: Ident
    outcome: Outcome
    policy: Annotated[str, Meta(max_length=128)] = ""
    criteria: tuple[Answer, ...] = ()
    preserve: bool = False
    hold: bool = False
    refer: Literal["", "law_enforcement", "specialist"] = ""
    note: Words = ""


class CriterionVerdict(Part, frozen=True, kw_only=True):
    """What a lead says of one answer; ``wording``: the question itself can be read in two ways."""

    id: Ident
    class_: CriterionClass = field(name="class")


class Verdict(Part, frozen=True, kw_only=True):
    """The payload of ``qa.verdict``, given after one's own answer.

    Attributes:
        review, sha256: the own answer: its id and the SHA-256 of its exact text, so that no
            verdict can be older than the answer.
        severity: the tier of what was wrongly decided, 1 (gravest) to 5; 0 where it has none.
        note: for leads. ``feedback``: for the reviewer, in private.
    """

    review: Ident
    sha256: Sha256
    class_: Class = field(name="class")
    criteria: tuple[CriterionVerdict, ...] = ()
    severity: Annotated[int, Meta(ge=0, le=5)] = 0
    note: Words = ""
    feedback: Words = ""


class Golden(Part, frozen=True, kw_only=True):
    """The payload of ``qa.golden``: a case with a known answer, for the event's ``subject``.

    Only text, or media that were seen before and are not graphic. It expires when the policy set
    of the event's ``policy.hash`` is no longer in force. ``retired``: it is used no more.
    """

    expected: tuple[Answer, ...] = ()
    accepted: Annotated[tuple[Outcome, ...], Meta(min_length=1)]
    rationale: Annotated[str, Meta(min_length=1, max_length=5000)]
    material: Literal["text", "seen_not_graphic"] = "text"
    retired: bool = False


PARTS: dict[str, tuple[str, type[Part]]] = {
    "qa.draw": ("draw", Draw),
    "qa.review": ("review", Review),
    "qa.verdict": ("verdict", Verdict),
    "qa.golden": ("golden", Golden),
}
"""Event type to the name of its payload and what it holds."""


def draw_of(event: Event) -> Draw:
    """The payload of ``qa.draw``. Raises Refused (``quality``), as all of these."""
    return _read(event, "draw", Draw)


def review_of(event: Event) -> Review:
    """The payload of ``qa.review``."""
    return _read(event, "review", Review)


def verdict_of(event: Event) -> Verdict:
    """The payload of ``qa.verdict``."""
    return _read(event, "verdict", Verdict)


def golden_of(event: Event) -> Golden:
    """The payload of ``qa.golden``."""
    return _read(event, "golden", Golden)


def read(event: Event) -> Part:
    """The payload of any of these events.

    Raises:
        Refused: code ``quality``; KeyError for an event of another kind.
    """
    return _read(event, *PARTS[str(event["type"])])


def payload(part: Part) -> dict[str, Any]:
    """A payload as it stands in an event: plain dicts, lists, texts and whole numbers."""
    plain: dict[str, Any] = msgspec.to_builtins(part)
    return plain


def _read(event: Event, name: str, kind: type[T]) -> T:
    try:
        return msgspec.convert(event.get(name), kind)
    except msgspec.ValidationError as error:
        raise Refused(f"the {name} cannot be read: {error}", code="quality") from error
