"""An ``events.jsonl`` that was made to hang or to fill whoever reads it."""

from __future__ import annotations

from reviewer.exchange.lines import MAX_BAD, MAX_EVENT_BYTES, entries_of_file, line_of
from reviewer.store.ledger.stored import sign_event
from tests.store.merge_kit import Chain


def test_a_file_full_of_nothing_is_given_up_early() -> None:
    found = list(entries_of_file(b"\n" * 5_000_000))
    assert len(found) == MAX_BAD and found[0].line == 1 and found[0].problem


def test_lines_are_counted_and_a_cut_one_is_named() -> None:
    chain = Chain("heron")
    good = b"".join(line_of(chain.decide(str(n))) for n in range(3))
    assert [(e.line, e.problem, e.cut) for e in entries_of_file(good)] == [
        (1, "", False), (2, "", False), (3, "", False)
    ]  # fmt: skip
    last = list(entries_of_file(good[:-1]))[-1]
    assert last.cut and not last.problem
    assert list(entries_of_file(b"")) == []


def test_an_event_longer_than_any_ledger_signs_is_a_problem() -> None:
    chain = Chain("heron")
    event = {**chain.decide("1").event, "rationale": "x" * MAX_EVENT_BYTES}
    long = sign_event(event, chain.signer)
    assert "longer" in next(entries_of_file(line_of(long))).problem
