"""What ``draw`` and ``quality`` answer with ``--json``. Shares are 0 to 1."""

from __future__ import annotations

from typing import Literal

from reviewer.answers.common import Checked, Count, Done, Part, Sha256


class RatePart(Part):
    """A share with its 95 % interval; ``wide``: wider than 15 points, too little to go by."""

    value: float | None
    low: float
    high: float
    hits: Count
    n: Count
    wide: bool


class EstimatePart(Part):
    """A share over all decisions that were drawn from, with its standard error; ``size`` says how
    many those are, ``blind`` how many of them lie in strata where nothing was looked at."""

    rate: RatePart
    error: float | None
    size: Count
    blind: Count


class MissingPart(Part):
    """Decisions that rest on an import whose evidence is not here."""

    import_id: str
    decisions: Count


class DrawFrame(Part):
    """What was drawn from, and what was left out."""

    decisions: Count
    sha256: Sha256
    missing: list[MissingPart]
    locked: Count
    own: Count


class DrawStratum(Part):
    """How many there are, how many are drawn, and half the width of the expected interval.
    ``words``: the stratum as people call it, with the pseudonym in place of the key."""

    name: str
    words: str
    size: Count
    drawn: Count
    margin: float | None


class CurvePart(Part):
    """For a size of sample: the probability of finding one fault, the width of the interval."""

    n: Count
    found: float
    width: float


class DrawAnswer(Checked):
    """``draw``: made (``drawn``), only worked out (``preview``) or made again and compared
    (``checked``). ``violating``: the share of violating decisions among the drawn; ``raters``:
    for a calibration round the keys of those who answer it."""

    mode: Literal["drawn", "preview", "checked"]
    id: str | None
    plan: str
    plan_sha256: Sha256
    seed: str | None
    frame: DrawFrame
    strata: list[DrawStratum]
    drawn: Count
    must_see: Count
    golden: Count
    raters: list[str]
    violating: float | None
    margin: float | None
    curve: list[CurvePart]
    differences: list[str]


class GoldenAnswer(Done):
    """``golden``: made, or retired. ``expected``: question to answer; ``replaces``: the ids of
    earlier golden cases of this subject; it expires when ``policy_sha256`` is not in force."""

    id: str
    subject: str
    accepted: list[str]
    expected: dict[str, str]
    material: Literal["text", "seen_not_graphic"]
    policy_sha256: str
    replaces: list[str]
    retired: bool


class AlphaPart(Part):
    """Krippendorff's alpha with its bootstrap interval."""

    value: float | None
    low: float | None
    high: float | None


class AgreementPart(Part):
    """Agreement on one thing; ``table[i][j]``: the first said ``labels[i]``, the other
    ``labels[j]``. ``wording``: how often a lead found the question unclear."""

    name: str
    raw: RatePart
    labels: list[str]
    table: list[list[Count]]
    ac1: float | None
    alpha: AlphaPart
    wording: Count


class DrawOrigin(Part):
    """How a draw came about: whether its seed was chosen by hand; the how many-th of how many draws
    over decisions that are partly the same, and how many of the others are not answered whole."""

    seed_by_hand: bool
    number: Count
    of: Count
    unanswered: Count
    words: str


class QualityDraw(Part):
    """What one draw says. ``people`` is in the order of keys and is no ranking."""

    id: str
    plan: str
    kind: str
    decisions: Count
    open: Count
    answered: Count
    revealed: Count
    must_see: EstimatePart
    drawn: EstimatePart
    all: EstimatePart
    classes: dict[str, EstimatePart]
    severity: EstimatePart
    people: dict[str, EstimatePart]
    outcomes: AgreementPart
    policies: AgreementPart
    custody: AgreementPart
    criteria: list[AgreementPart]
    origin: DrawOrigin


class CriterionHealthPart(Part):
    """A question: how often it was answered *unclear*, how often two people said the same."""

    id: str
    answered: Count
    unclear: RatePart
    agreement: RatePart


class PolicyHealthPart(Part):
    """A policy: decisions that rest on it, how many depart from its guide, and why."""

    id: str
    decisions: Count
    departures: RatePart
    reasons: dict[str, Count]


class RoundItemPart(Part):
    """One case of a calibration round: outcome, and question by question answer, to how many gave
    it; ``expected``: how many answered as its golden case expects, where it is one."""

    item: str
    subject: str
    case: str
    answered: Count
    outcomes: dict[str, Count]
    raw: RatePart
    questions: dict[str, dict[str, Count]]
    golden: bool
    expected: Count


class RoundPart(Part):
    """A calibration round; nobody is named. ``waits``: it is to be answered by oneself first, and
    all else is null until then. ``done``: how many of ``raters`` answered every case."""

    id: str
    waits: bool
    plan: str | None
    raters: Count | None
    done: Count | None
    answers: Count | None
    outcome: AgreementPart | None
    criteria: list[AgreementPart] | None
    items: list[RoundItemPart] | None


class QualityAnswer(Done):
    """``quality``: every draw, every calibration round, and how the policy fares."""

    draws: list[QualityDraw]
    rounds: list[RoundPart]
    policies: list[PolicyHealthPart]
    criteria: list[CriterionHealthPart]
