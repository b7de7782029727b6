"""How often the same decisions were drawn from, and whether a seed was chosen, is said."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.domain.fold import State, fold
from reviewer.domain.qa import Review, payload
from reviewer.domain.qa_plan import Plan
from reviewer.quality.blind import blind_items, review_draft
from reviewer.quality.draw import draw
from reviewer.quality.frame import Facts, frame_of
from reviewer.quality.repeats import origin, words
from tests.quality.frames import decision, event, person

LEAD = person("L-1", "lead")
MACHINE = "0123456789abcdef" * 2
DEVICE = "device-1"


def drawn(ident: str, seed: str, upto: int, after: int = 0, **plan: Any) -> dict[str, Any]:
    """A draw over the decisions from ``after`` + 1 to ``upto`` of one chain."""
    events = [decision(n) for n in range(after + 1, upto + 1)]
    chosen = Plan(name="test", size=4, floor=1, must_see=(), **plan)
    frame = frame_of(fold(events), Facts(frozenset({"import-1"})), "key-L-1", ())
    ends = {DEVICE: upto}
    said = draw(frame, chosen, seed, upto=ends, after={DEVICE: after} if after else {})
    return event("qa.draw", ident, int(ident[-1]), LEAD, draw=payload(said))


def state_of(*draws: dict[str, Any]) -> State:
    return fold([*(decision(n) for n in range(1, 31)), *draws])


def test_one_draw_with_the_seed_of_the_machine_needs_no_word() -> None:
    found = origin(state_of(drawn("draw-1", MACHINE, 20)), "draw-1")
    assert (found.by_hand, found.number, found.of, found.unanswered) == (False, 1, 1, 0)
    assert words(found) == ""


@pytest.mark.parametrize(
    "seed", ["1", "in the open", MACHINE.upper(), MACHINE[1:], MACHINE + "\N{NO-BREAK SPACE}x"[1:]]
)
def test_a_seed_chosen_by_hand_is_said(seed: str) -> None:
    found = origin(state_of(drawn("draw-1", seed, 20)), "draw-1")
    assert found.by_hand and "chosen by hand" in words(found)


def test_draws_over_the_same_decisions_are_counted_and_those_after_them_not() -> None:
    state = state_of(
        drawn("draw-1", MACHINE, 10),
        drawn("draw-2", MACHINE[::-1], 10),
        drawn("draw-3", MACHINE, 20, after=5),
        drawn("draw-4", MACHINE, 30, after=20),
    )
    assert (origin(state, "draw-2").number, origin(state, "draw-2").of) == (2, 3)
    assert origin(state, "draw-3").of == 3 and origin(state, "draw-3").unanswered == 2
    assert origin(state, "draw-4").of == 1 and words(origin(state, "draw-4")) == ""
    assert "Draw 2 of 3" in words(origin(state, "draw-2"))
    assert "2 of the others not answered whole" in words(origin(state, "draw-2"))


def test_a_draw_that_was_answered_is_not_counted_as_left() -> None:
    draws = [drawn("draw-1", MACHINE, 10), drawn("draw-2", MACHINE[::-1], 10)]
    state = state_of(*draws)
    answers = []
    for n, item in enumerate(blind_items(state, "draw-1", "key-L-1"), 3):
        said = Review(draw="draw-1", item=item.item, outcome="suspend", policy="support")
        draft = dict(review_draft(item, said, {"id": "support", "hash": "a" * 64}, {}))
        answers.append(event(str(draft.pop("type")), f"answer-{n}", n, LEAD, **draft))
    found = fold([*(decision(n) for n in range(1, 31)), *draws, *answers])
    assert origin(state, "draw-2").unanswered == 1
    assert origin(found, "draw-2").unanswered == 0 and origin(found, "draw-1").unanswered == 1
