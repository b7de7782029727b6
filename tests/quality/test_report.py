"""What the folded events say: overturn rates, agreement, policy health; nobody is ranked."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

import pytest

import reviewer.quality.report as report_module
from reviewer.domain.errors import Refused
from reviewer.domain.fold import State, fold
from reviewer.domain.proposals import exact_hash
from reviewer.domain.qa import Review, Verdict, payload
from reviewer.domain.qa_plan import Plan
from reviewer.quality.blind import blind_items, reveal, review_draft, verdict_draft
from reviewer.quality.calibration import calibration
from reviewer.quality.draw import draw
from reviewer.quality.frame import Facts, frame_of
from reviewer.quality.health import health
from reviewer.quality.report import report, reports, weight_of
from tests.quality.frames import decision, event, person

LEAD = person("L-1", "lead")
QUESTIONS = [{"id": "threat", "answer": "met"}, {"id": "target", "answer": "unclear"}]
Events = list[dict[str, Any]]


def desk() -> Events:
    """Two reviewers: 40 and 20 decisions; three of R-1 must be seen."""
    mine = [
        decision(
            n,
            "R-1",
            "suspend" if n % 2 else "no_violation",
            criteria=QUESTIONS,
            recommended="suspend",
            **({"departure_reason": "context"} if n in (1, 3, 5) else {}),
        )
        for n in range(1, 41)
    ]
    theirs = [decision(n, "R-2", "warn" if n % 2 else "no_violation") for n in range(1, 21)]
    return [*mine, *theirs]


def drawn(events: Events, **plan: Any) -> dict[str, Any]:
    chosen = Plan(name="test", **{"size": 24, "floor": 4, **plan})
    frame = frame_of(fold(events), Facts(frozenset({"import-1"})), "key-L-1", chosen.must_see)
    return event("qa.draw", "draw-1", 1, LEAD, draw=payload(draw(frame, chosen, "s", upto={})))


def looked_at(events: Events, wrong: Iterable[str], count: int = 999) -> Events:
    """The answers and verdicts of a lead who overturns these."""
    said = drawn(events)
    state, found = fold([*events, said]), [said]
    bad = frozenset(wrong)
    for n, item in enumerate(blind_items(state, "draw-1", "key-L-1")[:count], 1):
        known = state.event(item.item) or {}
        outcome = "restrict" if item.item in bad else known["outcome"]
        answers = known.get("criteria", ())
        own = Review(draw="draw-1", item=item.item, outcome=outcome, policy="support")
        draft = review_draft(item, own, {"id": "support", "hash": "a" * 64}, {})
        draft["review"]["criteria"] = [{**one, "answer": "met"} for one in answers]
        answer = event(ident=f"answer-{n}", seq=2 * n, who=LEAD, kind=draft.pop("type"), **draft)
        kind = "false_positive" if item.item in bad else "agree"
        severity = 1 if item.item in bad else 0
        verdict = Verdict(review="x", sha256="0" * 64, class_=kind, severity=severity)
        judged = verdict_draft(answer, verdict)
        judged["verdict"]["criteria"] = [{"id": "target", "class": "wording"}] if answers else []
        found += [
            answer,
            event(judged.pop("type"), f"verdict-{n}", 2 * n + 1, LEAD, **judged),
        ]
    return found


def whole(wrong: Iterable[str] = (), count: int = 999) -> State:
    events = desk()
    return fold([*events, *looked_at(events, wrong, count)])


def test_must_see_apart_and_all_weighted() -> None:
    found = report(whole(["R-1-d1", "R-1-d3"]), "draw-1")
    assert found.must_see.size == 3 and found.must_see.rate.hits == 2
    assert found.must_see.rate.low == found.must_see.rate.high, "all of it was looked at"
    assert found.drawn.size == 57 and found.drawn.rate.value == 0.0 < found.drawn.rate.high
    assert found.all.rate.value == pytest.approx(2 / 60), "each counts one: must-see weighs 1"
    assert found.classes["false_positive"].rate.value == pytest.approx(2 / 60)
    assert found.classes["technical"].rate.value == 0.0
    assert found.severity.rate.value == pytest.approx(2 / 60), "tier 1 weighs 1"
    assert (found.open, found.answered) == (0, 0) and found.frame == 60


def test_people_are_listed_by_key_with_intervals_and_never_by_merit() -> None:
    found = report(whole([f"R-2-d{n}" for n in range(1, 21)]), "draw-1")
    assert list(found.people) == ["key-R-1", "key-R-2"]
    assert found.people["key-R-2"].rate.value == 1.0 > (found.people["key-R-1"].rate.value or 0)
    assert found.people["key-R-1"].size == 37, "must-see decisions are no measure of a person"
    source = inspect.getsource(report_module)
    for word in ("seconds", "per_hour", "speed", "rank(", '"at"'):
        assert word not in source


def test_half_done_is_said_and_wide() -> None:
    found = report(whole(count=6), "draw-1")
    assert found.revealed == 6 and found.open > 0
    assert found.all.rate.wide
    nothing = report(whole(count=0), "draw-1")
    assert nothing.all.rate.value is None and nothing.outcomes.raw.n == 0
    assert nothing.criteria == ()


def test_agreement_by_outcome_and_by_question() -> None:
    found = report(whole(["R-1-d1"]), "draw-1")
    n = found.revealed
    assert (found.outcomes.raw.hits, found.outcomes.raw.n) == (n - 1, n)
    assert "restrict" in found.outcomes.table.labels
    assert [one.name for one in found.criteria] == ["target", "threat"]
    target, threat = found.criteria
    assert threat.raw.value == 1.0 and target.raw.value == 0.0
    assert target.wording == target.raw.n > 0 == threat.wording
    assert found.custody.raw.value == 1.0 and found.policies.raw.value == 1.0
    assert 0 < (found.outcomes.ac1.value or 0) < 1
    assert found.outcomes.alpha.low is not None


def test_a_fault_weighs_by_its_tier() -> None:
    def of(tier: int) -> float:
        return weight_of(Verdict(review="r", sha256="0" * 64, class_="technical", severity=tier))

    assert [of(tier) for tier in (1, 2, 5, 0)] == [1.0, 0.8, 0.2, 0.2]


def test_before_an_answer_nothing_of_the_decision_is_to_be_had() -> None:
    events = desk()
    said = drawn(events)
    state = fold([*events, said])
    items = blind_items(state, "draw-1", "key-L-1")
    fields = set(items[0].__dataclass_fields__)
    assert fields == {"draw", "item", "subject", "case", "stage", "mine"}
    first = [one.item for one in items[:8]]
    assert first != sorted(first), "neither must-see nor a stratum comes first"
    with pytest.raises(Refused) as caught:
        reveal(state, "draw-1", items[0].item, "key-L-1")
    assert caught.value.code == "blind"
    done = whole()
    assert reveal(done, "draw-1", items[0].item, "key-L-1")["type"] == "decision"
    hidden = blind_items(state, "draw-1", "key-L-1", locked=lambda one: one["id"] == first[0])
    assert first[0] not in {one.item for one in hidden}
    own = blind_items(state, "draw-1", "key-R-1")
    assert not any(one.item.startswith("R-1") for one in own) and own


def test_reports_are_in_the_order_of_draws() -> None:
    assert [one.draw for one in reports(whole())] == ["draw-1"]
    assert reports(whole(), ["other"]) == []
    with pytest.raises(KeyError):
        report(whole(), "other")


def test_a_calibration_round_compares_everybody_with_everybody() -> None:
    decisions = [decision(n, "R-9") for n in range(1, 5)]
    said = drawn(decisions, method="simple", must_see=(), golden=(0, 1))
    said["draw"] |= {"kind": "calibration", "raters": ["key-R-1", "key-R-2", "key-L-1"]}
    answers = []
    for who in (person("R-1"), person("R-2"), LEAD):
        for n in range(1, 5):
            other = who["pseudonym"] == "R-2" and n == 1
            own = {"draw": "draw-1", "item": f"R-9-d{n}", "outcome": "warn" if other else "suspend"}
            own |= {"criteria": [{"id": "threat", "answer": "unclear" if other else "met"}]}
            answers.append(event("qa.review", f"{who['pseudonym']}-{n}", 10 + n, who, review=own))
    outcome, (question,) = calibration(fold([*decisions, said, *answers]), "draw-1")
    assert (outcome.raw.hits, outcome.raw.n) == (10, 12) == (question.raw.hits, question.raw.n)
    assert outcome.alpha.value == pytest.approx(0.0, abs=0.01)


def test_the_health_of_the_policy() -> None:
    found = health(whole())
    (policy,) = found.policies
    assert (policy.id, policy.decisions) == ("support", 60)
    assert (policy.departures.hits, policy.departures.n) == (3, 40)
    assert policy.reasons == found.reasons == {"context": 3}
    target, threat = found.criteria
    assert (target.id, target.unclear.value, threat.unclear.value) == ("target", 1.0, 0.0)
    assert target.agreement.value == 0.0 and threat.agreement.value == 1.0
    both = [decision(1, "R-1", criteria=QUESTIONS), decision(1, "R-2", criteria=QUESTIONS)]
    both[1]["subject"] = both[0]["subject"]
    assert health(fold(both)).criteria[0].agreement.n == 1
    assert exact_hash(both[0]) != exact_hash(both[1])
