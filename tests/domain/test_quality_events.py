"""Events of spot-checks: their form, who may, in which order; the state they make in any order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain import qa_state
from reviewer.domain.admission import check_admission
from reviewer.domain.errors import Refused
from reviewer.domain.fold import State, apply, fold
from reviewer.domain.proposals import exact_hash
from reviewer.domain.qa import Draw, DrawnGolden, payload
from reviewer.domain.qa_plan import Plan
from reviewer.quality.draw import draw
from reviewer.quality.frame import Facts, frame_of
from tests.quality.frames import decision, event, person

LEAD, OTHER, REVIEWER = person("L-1", "lead"), person("L-2", "lead"), person("R-2")
DECISIONS = [decision(1), decision(2, outcome="no_violation"), decision(1, "R-2")]
ITEM = "R-1-d1"


def drawn(**more: Any) -> dict[str, Any]:
    frame = frame_of(fold(DECISIONS), Facts(frozenset({"import-1"})), "key-L-1", ())
    said = payload(
        draw(frame, Plan(name="all", must_see=(), method="simple", size=9), "s", upto={})
    )
    return event("qa.draw", "draw-1", 1, LEAD, draw={**said, **more})


def review(
    seq: int = 2, who: dict[str, str] = LEAD, item: str = ITEM, **more: Any
) -> dict[str, Any]:
    said = {"draw": "draw-1", "item": item, "outcome": "no_violation", **more}
    return event("qa.review", f"review-{who['pseudonym']}-{seq}", seq, who, review=said)


def verdict(answer: dict[str, Any], seq: int = 3, **more: Any) -> dict[str, Any]:
    said = {"review": answer["id"], "sha256": exact_hash(answer), "class": "false_positive"}
    who = more.pop("who", LEAD)
    top = {"supersedes": more.pop("supersedes")} if "supersedes" in more else {}
    return event("qa.verdict", f"verdict-{seq}", seq, who, verdict={**said, **more}, **top)


def golden(**more: Any) -> dict[str, Any]:
    said = {"accepted": ["suspend"], "rationale": "An open call.", **more}
    known = {"subject": {"kind": "account", "id": "net:g"}, "policy": {"hash": "a" * 64}}
    return event("qa.golden", "golden-1", 9, LEAD, golden=said, **known)


def stages(state: State) -> dict[str, str]:
    return {one.item: one.stage for one in state.qa.items("draw-1", state.event)}


def refused(event: dict[str, Any], *before: dict[str, Any]) -> str:
    with pytest.raises(Refused) as caught:
        check_admission(event, fold([*DECISIONS, *before]))
    assert caught.value.code == "quality"
    return caught.value.message


def test_drawn_open_answered_revealed() -> None:
    answer = review()
    state = fold([*DECISIONS, drawn()])
    assert stages(state) == {"R-1-d1": "open", "R-1-d2": "open", "R-2-d1": "open"}
    assert not state.qa.may_reveal("draw-1", ITEM, "key-L-1", state.event)
    check_admission(answer, state)
    assert "qa" in apply(state, answer).kinds
    assert stages(state)[ITEM] == "answered"
    assert state.qa.may_reveal("draw-1", ITEM, "key-L-1", state.event)
    assert not state.qa.may_reveal("draw-1", ITEM, "key-L-2", state.event), "for that key alone"
    said = verdict(answer)
    check_admission(said, state)
    apply(state, said)
    assert stages(state) == {"R-1-d1": "revealed", "R-1-d2": "open", "R-2-d1": "open"}


def test_nobody_reviews_an_own_decision() -> None:
    mine = {**person("L-1", "lead"), "key": "key-R-1"}
    assert "cannot review it" in refused(review(who=mine), drawn())
    namesake = {**LEAD, "pseudonym": "R-1"}
    assert "cannot review it" in refused(review(who=namesake), drawn())
    state = fold([*DECISIONS, drawn(), review(who=mine)])
    assert stages(state)[ITEM] == "open", "and where one is there all the same, it does not count"


def test_only_leads_draw_answer_and_judge() -> None:
    assert "only a lead" in refused({**drawn(), "actor": REVIEWER})
    assert "answered by a lead" in refused(review(who=REVIEWER), drawn())
    answer = review()
    assert "only a lead" in refused(verdict(answer, who=REVIEWER), drawn(), answer)
    assert "only a lead" in refused({**golden(), "actor": REVIEWER})


def test_a_verdict_comes_after_the_own_answer() -> None:
    answer = review()
    assert "no own answer" in refused(verdict(answer), drawn())
    assert "before the answer" in refused(verdict(answer, seq=1), drawn(), answer)
    assert "another text" in refused(verdict(answer, sha256="b" * 64), drawn(), answer)
    assert "somebody else's" in refused(verdict(answer, who=OTHER), drawn(), answer)
    early = fold([*DECISIONS, drawn(), answer, verdict(answer, seq=1)])
    assert stages(early)[ITEM] == "answered"


def test_an_answer_is_given_once_and_a_verdict_can_be_replaced() -> None:
    answer = review()
    assert "locked" in refused(review(seq=4), drawn(), answer)
    first = verdict(answer)
    assert "name it to replace" in refused(verdict(answer, seq=5), drawn(), answer, first)
    better = verdict(answer, seq=5, supersedes=["verdict-3"], **{"class": "agree"})
    check_admission(better, fold([*DECISIONS, drawn(), answer, first]))
    state = fold([*DECISIONS, drawn(), answer, first, better])
    found = state.qa.item("draw-1", ITEM, "", state.event)
    assert [one["id"] for one in found.verdicts] == ["verdict-5"]
    twice = fold([*DECISIONS, drawn(), answer, review(seq=4, outcome="suspend")])
    kept = twice.qa.answers("draw-1", ITEM, twice.event)
    assert [one["review"]["outcome"] for one in kept] == ["no_violation"]


def test_what_was_not_drawn_is_not_answered() -> None:
    assert "no such draw" in refused(review())
    assert "not drawn" in refused(review(item="R-2-d1"), drawn(items=[], strata=drawn_none()))
    assert "not here" in refused(review(item="nobody"), drawn())
    assert "only when it was drawn" in refused(review(draw=""), drawn())


def drawn_none() -> list[dict[str, Any]]:
    return [{"name": "all", "size": 3, "drawn": 0}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"strata": []}, "not the frame"),
        ({"strata": drawn_none()}, "inclusion probability"),
        ({"plan_sha256": "b" * 64}, "plan"),
        ({"seed": ""}, "cannot be read"),
        ({"items": [{"decision": "x", "stratum": "all", "p": [0.5, 1]}]}, "cannot be read"),
    ],
)
def test_a_draw_that_contradicts_itself(change: dict[str, Any], words: str) -> None:
    assert words in refused(drawn(**change))
    assert list(fold([drawn(**change)]).qa.items("draw-1", fold([]).event)) == []


def test_a_golden_case_is_answered_in_the_queue_and_expires_with_its_policy() -> None:
    state = fold([golden()])
    assert [one["id"] for one in state.qa.golden("a" * 64)] == ["golden-1"]
    assert state.qa.golden("b" * 64) == []
    answer = review(who=REVIEWER, item="golden-1", draw="")
    check_admission(answer, state)
    apply(state, answer)
    assert len(state.qa.answers("", "golden-1", state.event)) == 1
    gone = {**golden(retired=True), "id": "golden-2", "supersedes": ["golden-1"]}
    assert fold([golden(), gone]).qa.golden("a" * 64) == []
    assert "names its subject" in refused({k: v for k, v in golden().items() if k != "subject"})


def test_a_calibration_round_is_answered_by_those_it_names() -> None:
    said = drawn(kind="calibration", raters=["key-R-2", "key-L-1"])
    check_admission(review(who=REVIEWER), fold([*DECISIONS, said]))
    assert "does not name" in refused(review(who=OTHER), said)
    assert "cannot review it" in refused(review(who=REVIEWER, item="R-2-d1"), said)


def test_a_spot_check_is_never_undone() -> None:
    undo = event("withdraw", "undo", 9, LEAD, supersedes=["draw-1"])
    with pytest.raises(Refused) as caught:
        check_admission(undo, fold([*DECISIONS, drawn()]))
    assert caught.value.code == "never_undone"


ANSWER = review()
ALL = [*DECISIONS, drawn(), ANSWER, verdict(ANSWER), review(seq=4, item="R-1-d2"), golden()]


@settings(max_examples=60)
@given(st.permutations(ALL))
def test_the_state_is_the_same_in_any_order(events: list[dict[str, Any]]) -> None:
    state, known = fold(events), fold(ALL)
    assert stages(state) == stages(known)
    assert state.digest() == known.digest()
    assert stages(state)[ITEM] == qa_state.REVEALED


def test_live_and_replayed_state_agree() -> None:
    live = State()
    for one in ALL:
        apply(live, one)
    assert live.digest() == fold(ALL).digest()
    assert DrawnGolden(golden="g", p=(1, 2)) and isinstance(live.qa.draw("draw-1"), Draw)
