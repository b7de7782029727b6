"""Rates, estimates and agreement as the command line prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reviewer.quality.estimate import Estimate
    from reviewer.quality.intervals import Rate
    from reviewer.quality.repeats import Origin
    from reviewer.quality.report import Agreement, DrawReport

PLACES = 4


def rounded(value: float | None) -> float | None:
    """A share to four places."""
    return None if value is None else round(value, PLACES)


def percent(value: float) -> str:
    """A share as a percentage with one place."""
    return f"{100 * value:.1f} %"


def rate(found: Rate) -> dict[str, Any]:
    """A rate and its interval, for JSON."""
    return {
        "value": rounded(found.value),
        "low": rounded(found.low),
        "high": rounded(found.high),
        "hits": found.hits,
        "n": found.n,
        "wide": found.wide,
    }


def estimate(found: Estimate) -> dict[str, Any]:
    """An estimate, for JSON."""
    return {
        "rate": rate(found.rate),
        "error": rounded(found.error),
        "size": found.size,
        "blind": found.blind,
    }


def agreement(found: Agreement) -> dict[str, Any]:
    """Agreement on one thing, for JSON."""
    return {
        "name": found.name,
        "raw": rate(found.raw),
        "labels": list(found.table.labels),
        "table": [list(row) for row in found.table.rows],
        "ac1": rounded(found.ac1.value),
        "alpha": {
            "value": rounded(found.alpha.value),
            "low": rounded(found.alpha.low),
            "high": rounded(found.alpha.high),
        },
        "wording": found.wording,
    }


def say_rate(found: dict[str, Any]) -> str:
    """A rate with its interval, for a person."""
    if found["value"] is None:
        return "nothing looked at yet"
    words = f"{percent(found['value'])} ({percent(found['low'])} to {percent(found['high'])})"
    return f"{words}, too few to go by" if found["wide"] else words


def say_estimate(name: str, found: dict[str, Any]) -> str:
    """An estimate for a person: what of, how much, how sure."""
    if not found["size"]:
        return f"  {name}: none"
    return f"  {name}: {say_rate(found['rate'])}, {found['rate']['n']:,} of {found['size']:,} seen"


def origin(found: Origin) -> dict[str, Any]:
    """Who chose the seed of a draw, and how often these decisions were drawn from."""
    from reviewer.quality import repeats

    return {
        "seed_by_hand": found.by_hand,
        "number": found.number,
        "of": found.of,
        "unanswered": found.unanswered,
        "words": repeats.words(found),
    }


def drawn(one: DrawReport) -> dict[str, Any]:
    """What one draw says, for JSON."""
    return {
        "id": one.draw,
        "plan": one.name,
        "kind": one.kind,
        "decisions": one.frame,
        "open": one.open,
        "answered": one.answered,
        "revealed": one.revealed,
        "must_see": estimate(one.must_see),
        "drawn": estimate(one.drawn),
        "all": estimate(one.all),
        "classes": {name: estimate(found) for name, found in one.classes.items()},
        "severity": estimate(one.severity),
        "people": {key: estimate(found) for key, found in one.people.items()},
        "outcomes": agreement(one.outcomes),
        "policies": agreement(one.policies),
        "custody": agreement(one.custody),
        "criteria": [agreement(found) for found in one.criteria],
        "origin": origin(one.origin),
    }
