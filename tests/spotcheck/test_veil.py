"""What is drawn is not shown to the lead before the own answer, also while no item is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.gallery.lead_world import NO_ACTION, opened, type_keys
from reviewer.session.queue.queue_words import VEILED
from tests.spotcheck.test_blind import everything, secrets

OUTCOMES = ("no_violation", "restrict", "suspend", "warn")


def test_a_drawn_case_says_the_same_whatever_was_decided(drawn: Path) -> None:
    with opened(drawn) as (session, clock):
        state = session.workspace.ledger.state
        counts = session.status()
        items = {item.subject.key: item for item in session.looking.open_items()}
        rows = {row.case_id: row for row in session.queue().rows}
        cases = {key: session.looking.case_of(item).case_id for key, item in items.items()}
        veiled = {row.case_id for row in rows.values() if row.state_word == VEILED}
        assert set(cases.values()) == veiled and len(veiled) > 3
        told = {(rows[one].state, rows[one].group, rows[one].hold) for one in veiled}
        assert told == {("again", "done", False)}
        for key, case_id in cases.items():
            session.select_case(case_id)
            events = [fact.event for fact in state.subject(key).heads]
            found = everything(session)
            for event in events:
                for secret in filter(None, secrets(event)[:1] + secrets(event)[3:]):
                    assert not [words for words in found if secret in words]
            people = {event["actor"]["pseudonym"] for event in events}
            assert not people & {line.who for line in session.inspector().earlier}
            with pytest.raises(Refused) as caught:
                session.history(case_id)
            assert caught.value.code == "blind"
            type_keys(session, clock, ("Ctrl+2", "d", "q", "f", "f"))
            assert "in a spot-check" in session.desk.message
            assert session.contested() is None
        terms = [*(f"outcome:{name}" for name in OUTCOMES), "state:decided", "state:contested"]
        terms += [f"policy:{one.id}" for one in session._core.policy.policies.policies]
        for term in terms:
            found = {hit.case for hit in session.search(f"{term} a").hits}
            left = session._queue.cases_with([tuple(term.split(":"))])[0]
            assert not veiled & (found | left), term
        about = {line.case_id for line in session.inbox.lines() if line.kind == "contested"}
        assert not about & veiled
        titles = [row.untrusted_detail for row in session.history()]
        heads = [fact.id for key in items for fact in state.subject(key).heads]
        assert not [one[:300] for one in titles for ident in heads if ident in one]
        assert session.status() == counts, "the counts of the desk are those of the ledger"


def test_the_veil_lifts_with_the_own_answer_and_no_reviewer_has_one(
    drawn: Path, people: Path
) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        item = session.looking.on.item
        first = session.workspace.ledger.state.subject(item.subject.key).heads[0].event
        assert session.veil.hides(first)
        while session.looking.on is not None and session.revealing is None:
            type_keys(session, clock, NO_ACTION)
        assert not session.veil.hides(first)
        head = session.workspace.ledger.state.subject(item.subject.key).heads[0]
        session.select_case(ev.text(head.event, "case"))
        rows = {row.case_id: row for row in session.queue().rows}
        assert rows[session.desk.case_id].state_word != VEILED
        assert session.inspector().earlier
    with opened(people / "R-1") as (session, _):
        assert not session.veil.keys()
