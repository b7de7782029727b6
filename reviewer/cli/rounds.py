"""Calibration rounds, as ``draw`` and ``quality`` answer and print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reviewer.cli.kit import Answer
from reviewer.cli.quality_words import agreement, rate, say_rate

if TYPE_CHECKING:
    from reviewer.quality.calibration import RoundReport
    from reviewer.session.leads.rounds import Looked, Rounds


def preview_of(found: Looked) -> Answer:
    """A round that is only worked out."""
    return {
        "mode": "preview",
        "id": None,
        "plan": found.plan.name,
        "plan_sha256": found.plan_sha256,
        "seed": None,
        "frame": {
            "decisions": len(found.candidates),
            "sha256": found.frame_sha256,
            "missing": [],
            "locked": found.locked,
            "own": found.strata.get("decided", (0, 0))[0],
        },
        "strata": [
            {"name": name, "size": size, "drawn": drawn, "margin": None}
            for name, (size, drawn) in found.strata.items()
        ],
        "drawn": sum(drawn for _, drawn in found.strata.values()),
        "must_see": 0,
        "golden": found.strata.get("golden", (0, 0))[1],
        "raters": list(found.raters),
        "violating": None,
        "margin": None,
        "curve": [],
        "differences": [],
    }


def chosen_rounds(rounds: Rounds, draws: Sequence[str]) -> list[Answer]:
    """What the rounds say; of those named where any are. One that is still to be answered by
    oneself says only that."""
    found = []
    for ident in rounds.draws():
        if draws and not any(len(name) >= 8 and ident.endswith(name) for name in draws):
            continue
        if rounds.waits(ident):
            found.append({"id": ident, "waits": True, **dict.fromkeys(_REST, None)})
        else:
            found.append({"id": ident, "waits": False, **_round(rounds.report(ident))})
    return found


_REST = ("plan", "raters", "done", "answers", "outcome", "criteria", "items")


def _round(one: RoundReport) -> Answer:
    return {
        "plan": one.name,
        "raters": one.raters,
        "done": one.done,
        "answers": one.answers,
        "outcome": agreement(one.outcome),
        "criteria": [agreement(found) for found in one.criteria],
        "items": [
            {
                "item": item.item,
                "subject": item.subject,
                "case": item.case,
                "answered": item.answered,
                "outcomes": dict(item.outcomes),
                "raw": rate(item.raw),
                "questions": {name: dict(said) for name, said in item.questions.items()},
                "golden": item.golden,
                "expected": item.expected,
            }
            for item in one.items
        ],
    }


def say_rounds(rounds: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Rounds for a person: raw agreement first, then AC1 and alpha, then each case."""
    for one in rounds:
        if one["waits"]:
            yield f"round {one['id']}: answer it first, what the others said is shown after yours"
            continue
        yield f"round {one['id']}: {one['done']:,} of {one['raters']:,} people answered all"
        for found in (one["outcome"], *one["criteria"]):
            ac1, alpha = _two(found["ac1"]), _two(found["alpha"]["value"])
            raw = say_rate(found["raw"])
            yield f"  agreement, {found['name']}: {raw}; AC1 {ac1}, alpha {alpha}"
        for item in one["items"]:
            said = ", ".join(f"{name} x{n:,}" for name, n in item["outcomes"].items())
            golden = f"; golden, {item['expected']:,} as expected" if item["golden"] else ""
            yield f"  {item['subject']}: {item['answered']:,} answers, {said or 'none'}{golden}"


def _two(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"
