"""The fold: heads, contested, withdrawals; the same state in any order of arrival."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.fold import State, apply, fold, replay
from reviewer.domain.proposals import exact_hash
from reviewer.domain.undo import history

SUBJECTS = [{"kind": "account", "id": f"net:{n}"} for n in range(3)]
KINDS = [
    "decision",
    "escalate",
    "pin",
    "flag",
    "label",
    "refer",
    "withdraw",
    "approve",
    "resolution",
]

LEAD = {"pseudonym": "L-1", "role": "lead", "key": "key-lead"}


def event(number: int, kind: str, **more: Any) -> dict[str, Any]:
    """An event of device one, seq = number."""
    device = more.pop("device", "one")
    return {
        "id": f"{device}-{number}",
        "type": kind,
        "device": device,
        "seq": number,
        "actor": {"pseudonym": "R-1", "role": "reviewer", "key": f"key-{device}"},
        "case": "c1",
        "subject": SUBJECTS[0],
        **more,
    }


def decision(number: int, outcome: str, **more: Any) -> dict[str, Any]:
    return event(number, "decision", outcome=outcome, policy={"id": "p"}, **more)


def account(state: State) -> Any:
    return state.subject("account:net:0")


def test_second_decision_supersedes_the_first_and_its_withdrawal_brings_the_first_back() -> None:
    first = decision(1, "suspend")
    second = decision(2, "no_violation", supersedes=["one-1"])
    assert account(fold([first, second])).outcome == "no_violation"
    back = event(3, "withdraw", supersedes=["one-2"])
    assert account(fold([first, second, back])).outcome == "suspend"


def test_heads_that_differ_are_contested_until_a_resolution_names_them() -> None:
    mine, theirs = decision(1, "suspend"), decision(1, "no_violation", device="two")
    state = fold([mine, theirs])
    assert account(state).contested
    settled = {"supersedes": ["one-1", "two-1"], "outcome": "suspend", "device": "lead"}
    apply(state, event(8, "resolution", **settled))
    assert account(state).contested, "only a lead's counts"
    apply(state, event(9, "resolution", **settled, actor=LEAD))
    assert not account(state).contested
    assert account(state).outcome == "suspend"
    assert [f.type for f in account(state).heads] == ["resolution"]
    late = decision(1, "warn", device="three")
    assert account(fold([*(late,), mine, theirs])).contested
    apply(state, late)
    assert account(state).contested, "what the resolution does not name stands beside it"


def test_only_ones_own_is_taken_back() -> None:
    theirs = decision(1, "suspend", device="two")
    assert account(fold([theirs, event(2, "withdraw", supersedes=["two-1"])])).heads
    again = event(2, "withdraw", supersedes=["two-1"], actor=theirs["actor"])
    assert not account(fold([theirs, again])).heads, "the same key on a restored device"


def test_the_bookkeeping_of_another_workspace_is_not_ours() -> None:
    facts = {"import": {"id": "i-1", "name": "dump", "sha256": "a"}}
    stream = [
        event(1, "import", **facts, device="two"),
        event(2, "export", device="two"),
        event(3, "policy.adopted", policy={"hash": "x"}, policy_text="y", device="two"),
    ]
    state = fold(stream, frozenset({"one"}))
    assert not state.imports and not state.exports and state.policy is None
    assert state.told == {"i-1": ("dump", "a")}
    assert state.policy_texts == {}, "its text is not the one that its hash promises"


def test_heads_that_agree_are_not_contested() -> None:
    state = fold([decision(1, "suspend"), decision(1, "suspend", device="two")])
    assert not account(state).contested
    assert len(account(state).heads) == 2
    assert account(state).confirmed_by == [], "both are R-1"
    other = {"pseudonym": "R-2", "role": "reviewer", "key": "key-two"}
    second = decision(1, "suspend", device="two", actor=other)
    assert account(fold([decision(1, "suspend"), second])).confirmed_by == ["R-1", "R-2"]


def test_a_question_is_open_until_a_decision_answers_it() -> None:
    asked = event(1, "escalate")
    assert account(fold([asked])).escalated
    assert not account(fold([asked, decision(2, "warn", supersedes=["one-1"])])).escalated


def test_approval_needs_another_key() -> None:
    proposal = event(1, "refer")
    named = [{"id": "one-1", "sha256": exact_hash(proposal)}]
    own = event(2, "approve", approves=named)
    lead = {"pseudonym": "L-1", "role": "lead", "key": "key-lead"}
    other = event(1, "approve", approves=named, device="lead", actor=lead)
    assert len(account(fold([proposal, own])).proposals) == 1
    assert account(fold([proposal, other])).proposals == []


def test_changes_name_the_subject_of_the_event_and_of_those_it_withdraws() -> None:
    state = State()
    assert apply(state, decision(1, "warn")).subjects == {"account:net:0"}
    changes = apply(state, event(2, "withdraw", subject=None, supersedes=["one-1"]))
    assert changes.subjects == {"account:net:0"}
    assert "decision" in changes.kinds


def test_the_same_event_twice_changes_nothing() -> None:
    state = fold([decision(1, "warn")])
    before = state.digest()
    assert not apply(state, decision(1, "warn"))
    assert state.digest() == before


def test_unknown_types_and_broken_fields_are_passed_over() -> None:
    odd = [
        event(1, "from.the.future", supersedes=["x"]),
        event(2, "decision", subject="not a subject"),
        event(3, "withdraw", supersedes="one-1"),
        {"id": "bare"},
    ]
    assert fold(odd).subjects == {}


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Random events of two devices that refer to each other, before and after."""
    count = draw(st.integers(1, 25))
    ids = [f"{d}-{n}" for d in ("one", "two") for n in range(1, count + 1)]
    made = []
    for number in range(1, count + 1):
        made.append(
            event(
                number,
                draw(st.sampled_from(KINDS)),
                device=draw(st.sampled_from(["one", "two"])),
                subject=draw(st.sampled_from(SUBJECTS)),
                outcome=draw(st.sampled_from(["warn", "suspend", "no_violation"])),
                supersedes=draw(st.lists(st.sampled_from(ids), max_size=2)),
                flags={"off": draw(st.booleans())},
            )
        )
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    made: list[dict[str, Any]], shuffle: random.Random
) -> None:
    mixed = made + made[: len(made) // 2]
    shuffle.shuffle(mixed)
    one, other = fold(made), fold(mixed)
    assert one.digest()["subjects"] == other.digest()["subjects"]
    for key in one.subjects:
        left, right = one.subject(key), other.subject(key)
        assert [f.id for f in left.heads] == [f.id for f in right.heads]
        assert left.contested == right.contested
        assert [f.id for f in left.pins] == [f.id for f in right.pins]


def test_undo_takes_groups_as_one_and_redo_puts_them_back() -> None:
    stack = history("one", [decision(1, "suspend", group="g"), event(2, "refer", group="g")])
    assert [s.ids for s in stack.done] == [["one-1", "one-2"]]
    stack.take(event(3, "withdraw", supersedes=["one-1", "one-2"]))
    assert stack.done == []
    assert [s.ids for s in stack.undone] == [["one-1", "one-2"]]
    stack.take(decision(4, "suspend", group="h", redo_of="one-1"))
    stack.take(event(5, "refer", group="h", redo_of="one-2"))
    assert [s.ids for s in stack.done] == [["one-4", "one-5"]]
    assert stack.undone == []


def test_what_was_exported_is_not_undone_and_others_acts_never_are() -> None:
    stack = history("one", [decision(1, "warn"), event(2, "export")])
    assert stack.done == []
    stack.take(decision(1, "warn", device="two"))
    assert stack.done == []


def test_a_new_act_forgets_what_was_undone() -> None:
    made = [decision(1, "warn"), event(2, "withdraw", supersedes=["one-1"]), event(3, "flag")]
    assert history("one", made).undone == []


@pytest.mark.parametrize("odd", [{"type": []}, {"id": 5}, {"subject": "x"}, {"subject": {"id": 1}}])
def test_an_odd_event_is_replayed_as_it_is_applied(odd: dict[str, Any]) -> None:
    event = {"id": "e1", "type": "note", "subject": {"kind": "account", "id": "a:1"}, **odd}
    live, replayed = State(), State()
    apply(live, event)
    replay(replayed, event)
    assert live.digest() == replayed.digest() and live.seen_ids == replayed.seen_ids


@pytest.mark.parametrize("kind", ["decision", "resolution"])
def test_a_reviewer_who_names_what_another_decided_stands_beside_it(kind: str) -> None:
    settled = {"actor": LEAD} if kind == "resolution" else {}
    first = event(1, kind, outcome="suspend", policy={"id": "p"}, **settled)
    other = decision(1, "no_violation", device="two", supersedes=["one-1"])
    for order in ([first, other], [other, first]):
        state = account(fold(order))
        assert state.contested and {f.id for f in state.heads} == {"one-1", "two-1"}
    lead = decision(1, "warn", device="three", supersedes=["one-1", "two-1"], actor=LEAD)
    for order in ([first, other, lead], [lead, other, first]):
        assert [f.id for f in account(fold(order)).heads] == ["three-1"]


def test_the_same_key_on_another_device_replaces_its_own() -> None:
    first = decision(1, "suspend")
    again = decision(1, "warn", device="two", supersedes=["one-1"], actor=first["actor"])
    assert [f.id for f in account(fold([again, first])).heads] == ["two-1"]
