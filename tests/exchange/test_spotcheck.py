"""A package whose spot-checks do not count is named so, and is never written by us."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.exchange.checking.spotcheck import spot_checks
from reviewer.exchange.lines import entries_of_events
from tests.exchange.world import HERON, MemoryLedger

LEAD = {"pseudonym": "heron", "role": "lead", "key": HERON.keyid}


def found(ledger: MemoryLedger) -> list[str]:
    return [
        f"{bad.code} {bad.seq}: {bad.says}"
        for bad in spot_checks(list(entries_of_events(ledger.stored)), None, "events.jsonl")
    ]


def review(item: str, **more: Any) -> dict[str, Any]:
    return {"item": item, "draw": "elsewhere", "outcome": "warn", **more}


def test_an_answer_to_an_own_decision_is_named() -> None:
    ledger = MemoryLedger()
    mine = ledger.decide("1")
    ledger.add("qa.review", actor=LEAD, review=review(mine.id))
    (said,) = found(ledger)
    assert said.startswith("blind 2") and "cannot review it" in said


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("qa.draw", {"draw": {}}, "cannot be read"),
        ("qa.golden", {"golden": {"accepted": ["warn"], "rationale": "x"}}, "only a lead"),
        ("qa.review", {"review": {"item": "x", "outcome": "maybe"}}, "cannot be read"),
    ],
)
def test_what_cannot_be_is_named(kind: str, fields: dict[str, Any], words: str) -> None:
    ledger = MemoryLedger()
    ledger.add(kind, **fields)
    (said,) = found(ledger)
    assert words in said


def test_a_verdict_before_its_answer_is_named() -> None:
    ledger = MemoryLedger()
    later = f"00000000-0000-7000-8000-{2:012x}"
    said = {"review": later, "sha256": "a" * 64, "class": "agree"}
    ledger.add("qa.verdict", actor=LEAD, verdict=said)
    ledger.add("qa.review", actor=LEAD, review=review("not here"))
    (words,) = found(ledger)
    assert words.startswith("blind 1") and "another text" in words


def test_what_is_about_something_elsewhere_is_left_alone() -> None:
    ledger = MemoryLedger()
    ledger.add("qa.review", actor=LEAD, review=review("in another package"))
    assert found(ledger) == []
