"""Drawing, so that anybody can draw again and gets the same.

1. The frame is the list of ids of decisions that can be drawn. Its hash is the SHA-256 of the ids,
   sorted by code point, each with a line feed after it.
2. Each id has a rank: the SHA-256 of the seed, a line feed and the id, all in UTF-8, as 64 hex
   digits.
3. Every stratum is sorted by rank, then by id; its first n are drawn. Decisions that must be seen
   are a stratum of which all are drawn.
4. An item's inclusion probability is n/N of its stratum, reduced, as [numerator, denominator].

No random number generator takes part, so that no platform and no version matters. Whoever doubts
needs a SHA-256 and a pencil. A seed that the one who draws may choose could be chosen for what it
draws: by default it comes from the system and stands in the event before the draw is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256

from reviewer.domain.errors import Refused
from reviewer.domain.proposals import exact_hash
from reviewer.domain.qa import Draw, Drawn, DrawnGolden, Frame, Missing, StratumSize, payload
from reviewer.domain.qa_plan import Plan, Share
from reviewer.quality.allot import allot, sizes_of, stratum_of
from reviewer.quality.frame import FrameItem, FrameList

MOST = 5000
"""Items of one draw, so that its event fits into the ledger."""


def plan_hash(plan: Plan) -> str:
    """SHA-256 of the canonical JSON of a plan: what names its version."""
    return exact_hash(payload(plan))


def rank(seed: str, ident: str) -> str:
    """The place of an id in the order of a seed."""
    return sha256(f"{seed}\n{ident}".encode()).hexdigest()


def first_of(seed: str, ids: Iterable[str], number: int) -> list[str]:
    """The ``number`` ids that come first in the order of a seed."""
    return sorted(ids, key=lambda ident: (rank(seed, ident), ident))[:number]


def share(number: int, of: int) -> Share:
    """A reduced fraction as [numerator, denominator]."""
    found = Fraction(number, of) if of else Fraction(0)
    return (found.numerator, found.denominator)


def draw(
    frame: FrameList,
    plan: Plan,
    seed: str,
    *,
    upto: Mapping[str, int],
    after: Mapping[str, int] | None = None,
    absent: Iterable[str] = (),
    golden: Iterable[str] = (),
) -> Draw:
    """Draw from a frame; the same in, the same out, on every machine.

    Args:
        upto, after, absent: what is needed to make the frame again; kept in the draw.
        golden: ids of the golden cases in force; the plan's share of the drawn number is taken.

    Raises:
        Refused: ``nothing`` to draw from; ``too_big``; ``seed``.
    """
    if not 0 < len(seed) <= 200 or not seed.isprintable():
        raise Refused("A seed has 1 to 200 printable characters.", code="seed")
    if not frame.items:
        raise Refused(
            "There is no decision to draw from.",
            code="nothing",
            next_step="Merge packages whose evidence is here, or draw for all periods.",
        )
    sizes, numbers = sizes_of(frame, plan), allot(frame, plan)
    if sum(numbers.values()) > MOST:
        raise Refused(
            f"This would draw {sum(numbers.values()):,}, and one draw holds at most {MOST:,}.",
            code="too_big",
            next_step="Take out a must-see rule, lower the size, or draw more often.",
        )
    cases = sorted(set(golden))
    wanted = min(len(cases), golden_number(plan, sum(numbers.values())))
    return Draw(
        plan=plan,
        plan_sha256=plan_hash(plan),
        seed=seed,
        frame=Frame(
            count=len(frame.items),
            sha256=frame.sha256,
            missing=tuple(Missing(import_=k or "?", count=n) for k, n in frame.missing.items()),
            locked=frame.locked,
            own=frame.own,
            upto=dict(upto),
            after=dict(after or {}),
            absent=tuple(sorted(set(absent))),
            alike=frame.alike,
        ),
        strata=tuple(StratumSize(name=n, size=s, drawn=numbers[n]) for n, s in sizes.items()),
        items=tuple(_drawn(frame, plan, seed, sizes, numbers)),
        golden=tuple(
            DrawnGolden(golden=one, p=share(wanted, len(cases)))
            for one in sorted(first_of(seed, cases, wanted))
        ),
    )


def golden_number(plan: Plan, drawn: int) -> int:
    """How many golden cases go with this many drawn decisions: the share, rounded up."""
    return -(drawn * plan.golden[0] // -plan.golden[1])


def reading_order(said: Draw) -> list[str]:
    """The order in which a draw is worked through: by rank under another word, so that neither the
    place of an item nor what comes before it tells its stratum. Stopping early leaves a random
    part of every stratum."""
    ids = [*(one.decision for one in said.items), *(one.golden for one in said.golden)]
    ids += [one.item for one in said.cases]
    return first_of(f"{said.seed}\norder", ids, len(ids))


def differences(said: Draw, again: Draw) -> list[str]:
    """What a draw that was recorded and one that was made again do not have in common, in words;
    empty when they are the same."""
    found = []
    if said.plan_sha256 != plan_hash(said.plan):
        found.append("The plan is not the one that its hash names.")
    if said.frame.count != again.frame.count or said.frame.sha256 != again.frame.sha256:
        found.append(
            f"The frame is another: {said.frame.count:,} decisions were drawn from,"
            f" {again.frame.count:,} are found now."
        )
    if said.strata != again.strata:
        found.append("The strata have other sizes, or other numbers were drawn from them.")
    mine = {one.decision: one for one in said.items}
    theirs = {one.decision: one for one in again.items}
    extra, gone = sorted(set(mine) - set(theirs)), sorted(set(theirs) - set(mine))
    if extra:
        found.append(f"{len(extra):,} drawn that the seed does not draw, the first {extra[0]}.")
    if gone:
        found.append(f"{len(gone):,} not drawn that the seed draws, the first {gone[0]}.")
    both = sorted(set(mine) & set(theirs))
    odd = [one for one in both if (mine[one].stratum, mine[one].p) != _said(theirs[one])]
    if odd:
        found.append(f"{len(odd):,} with another stratum or probability, the first {odd[0]}.")
    return found


def _said(one: Drawn) -> tuple[str, Share]:
    return one.stratum, one.p


def _drawn(
    frame: FrameList,
    plan: Plan,
    seed: str,
    sizes: Mapping[str, int],
    numbers: Mapping[str, int],
) -> list[Drawn]:
    strata: dict[str, list[str]] = {}
    by_id: dict[str, FrameItem] = {}
    for item in frame.items:
        strata.setdefault(stratum_of(item, plan), []).append(item.decision)
        by_id[item.decision] = item
    found = [
        Drawn(
            decision=ident, stratum=name, p=share(numbers[name], sizes[name]), why=by_id[ident].why
        )
        for name, ids in strata.items()
        for ident in first_of(seed, ids, numbers[name])
    ]
    return sorted(found, key=lambda one: one.decision)
