"""Ids used twice by different devices: what others signed moves nothing else in a chain."""

from __future__ import annotations

from reviewer.store.ledger.judging import judge
from reviewer.store.ledger.lines import Line
from tests.store.merge_kit import Chain, lines_of


def _good(chain: Chain, twins: frozenset[str] = frozenset()) -> list[str]:
    lines: list[Line] = lines_of([chain.parcel()])
    return [line.id for line in judge(chain.device, lines, None, twins).good]


def test_an_event_that_breaks_a_rule_does_not_count_because_the_one_before_is_a_twin() -> None:
    heron = Chain("heron")
    first = heron.decide("1")
    second = heron.decide("1", "warn")
    assert _good(heron) == [first.id], "a second decision names its first"
    assert _good(heron, frozenset({first.id})) == []
    assert _good(heron, frozenset({second.id})) == [first.id]
