"""Calibration rounds: the same cases to all, so that people and questions can be compared. Pure.

A round names cases and nothing that was decided, so that it can be sent to whoever answers it. It
is drawn as every draw is: cases are ranked by the SHA-256 of the seed, a line feed and the key of
their subject; the first are taken. Left out are subjects that one of the raters decided, since
nobody answers again what they decided. Golden cases in force are drawn apart and stand among the
others without a mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from reviewer.domain.errors import Refused
from reviewer.domain.ids import SubjectRef
from reviewer.domain.qa import Draw, Frame, RoundItem, StratumSize, Subject
from reviewer.domain.qa_plan import Plan
from reviewer.quality.draw import first_of, golden_number, plan_hash, rank
from reviewer.quality.frame import frame_hash

ROUND = Plan(
    name="calibration",
    method="simple",
    must_see=(),
    size=20,
    floor=0,
    balance=False,
    golden=(1, 10),
    period="all",
)
"""Twenty cases, of which two are golden where there are any."""
MOST = 200
"""Cases of one round: everybody answers all of them."""
ALL, GOLDEN, DECIDED, NAMED = "all", "golden", "decided", "named"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that could be answered: whom it is about, whether a golden case about it is in force,
    whether one of the raters decided it."""

    subject: SubjectRef
    case: str
    golden: bool = False
    decided: bool = False


def sizes(candidates: Iterable[Candidate], plan: Plan) -> dict[str, tuple[int, int]]:
    """Stratum to (how many there are, how many would be drawn)."""
    every = list(candidates)
    free = [one for one in every if not one.decided]
    golden = sum(1 for one in free if one.golden)
    wanted = min(plan.size, len(free), MOST)
    known = min(golden, golden_number(plan, wanted)) if wanted else 0
    others = len(free) - golden
    plain = min(others, wanted - known)
    known = min(golden, wanted - plain)
    found = {ALL: (others, plain), GOLDEN: (golden, known), DECIDED: (len(every) - len(free), 0)}
    return {name: pair for name, pair in found.items() if pair[0] or name == ALL}


def draw_round(
    candidates: Sequence[Candidate],
    plan: Plan,
    seed: str,
    raters: Collection[str],
    *,
    named: bool = False,
    locked: int = 0,
) -> Draw:
    """A round; the same in, the same out, on every machine.

    Args:
        candidates: every case here, each subject once.
        raters: the keys of those who answer.
        named: the lead chose the cases: all of them are taken.
        locked: how many were left out as locked for child safety.

    Raises:
        Refused: ``raters``, fewer than two; ``nothing`` to draw from; ``too_big``; ``seed``.
    """
    if not 0 < len(seed) <= 200 or not seed.isprintable():
        raise Refused("A seed has 1 to 200 printable characters.", code="seed")
    if len(set(raters)) < 2:
        raise Refused(
            "A calibration round compares two people or more.",
            code="raters",
            next_step="Name those who answer, or say all.",
        )
    parts = {NAMED: (len(candidates), len(candidates))} if named else sizes(candidates, plan)
    if sum(drawn for _, drawn in parts.values()) > MOST:
        raise Refused(f"A round holds at most {MOST} cases.", code="too_big")
    chosen = list(candidates) if named else _chosen(candidates, seed, parts)
    if not chosen:
        raise Refused(
            "There is no case to draw from that none of them decided.",
            code="nothing",
            next_step="Import material that is not decided yet, or name fewer people.",
        )
    return Draw(
        kind="calibration",
        plan=plan,
        plan_sha256=plan_hash(plan),
        seed=seed,
        frame=Frame(
            count=len(candidates),
            sha256=frame_hash(one.subject.key for one in candidates),
            locked=locked,
            own=0 if named else sum(1 for one in candidates if one.decided),
            upto={},
        ),
        strata=tuple(StratumSize(name=n, size=s, drawn=d) for n, (s, d) in parts.items()),
        items=(),
        raters=tuple(sorted(set(raters))),
        cases=tuple(sorted((_item(one, seed) for one in chosen), key=_ident)),
    )


def differences(said: Draw, candidates: Sequence[Candidate]) -> list[str]:
    """What a round that was drawn again does not have in common with the one that was recorded.

    Args:
        candidates: every case here now; ``golden`` of any subject that was ever golden. What the
            raters decided since counts as decided, and is no difference.
    """
    if any(one.name == NAMED for one in said.strata):
        return []
    if frame_hash(one.subject.key for one in candidates) != said.frame.sha256:
        return [
            f"What it was drawn from is another: {said.frame.count:,} cases then,"
            f" {len(candidates):,} now."
        ]
    drawn = {f"{one.subject.kind}:{one.subject.id}" for one in said.cases}
    plain = [one for one in candidates if not one.golden]
    ranks = {one.subject.key: rank(said.seed, one.subject.key) for one in plain}
    last = max((ranks[key] for key in drawn if key in ranks), default="")
    skipped = [
        one.subject.key
        for one in plain
        if ranks[one.subject.key] < last and one.subject.key not in drawn and not one.decided
    ]
    if skipped:
        first = min(skipped)
        return [f"{len(skipped):,} not drawn that the seed draws, the first {first}."]
    return []


def _chosen(
    candidates: Sequence[Candidate], seed: str, parts: dict[str, tuple[int, int]]
) -> list[Candidate]:
    by_key = {one.subject.key: one for one in candidates if not one.decided}
    found: list[str] = []
    for name, golden in ((ALL, False), (GOLDEN, True)):
        keys = [key for key, one in by_key.items() if one.golden == golden]
        found += first_of(seed, keys, parts.get(name, (0, 0))[1])
    return [by_key[key] for key in found]


def _item(one: Candidate, seed: str) -> RoundItem:
    ident = sha256(f"{seed}\nitem\n{one.subject.key}".encode()).hexdigest()[:32]
    subject = Subject(kind=one.subject.kind, id=one.subject.id)  # type: ignore[arg-type]
    return RoundItem(item=ident, subject=subject, case=one.case)


def _ident(item: RoundItem) -> str:
    return item.item
