"""While an item is open, nothing of the first decision is in a view, a statement or a state."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import bootstrap
from reviewer.commands.default import default_registry
from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Event
from reviewer.domain.qa import review_of
from reviewer.gallery.lead_world import LIMIT, NO_ACTION, opened, type_keys
from reviewer.session.session import Session
from reviewer.store.disk.engine import Connection
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.workspace import Workspace


def words_in(value: Any) -> Iterator[str]:
    """Every text in a view: fields, items, keys."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            yield from words_in(getattr(value, one.name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from words_in(key)
            yield from words_in(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from words_in(one)


def everything(session: Session) -> list[str]:
    """All that panes, bar, strip, status line and menus read."""
    rows = [session.timeline_row(n) for n in range(session.timeline_len())]
    registry = default_registry()
    views = [
        session.header(),
        session.queue(),
        session.timeline_head(),
        rows,
        session.media(),
        session.inspector(),
        session.criteria_view(),
        session.decision(),
        session.last(),
        session.status_line(),
        session.inbox.lines(),
        session.desk.message,
        [(command.title, command.why_not(session)) for command in registry.commands],
        [session.undo_words(), session.redo_words(), session.why_no_undo()],
    ]
    return list(words_in(views))


def secrets(event: Event) -> list[str]:
    """What must be nowhere: id, author, note, and the key of the author."""
    who = event["actor"]
    return [ev.text(event, "id"), who["pseudonym"], who["key"], ev.text(event, "rationale")]


def first_of(session: Session) -> Event:
    sight = session.looking.on
    assert sight is not None
    found = session.workspace.ledger.state.event(sight.item.item)
    assert found is not None
    return found


@pytest.mark.parametrize("snapshot", [False, True], ids=["followed", "from a snapshot"])
def test_no_view_and_no_statement_has_anything_of_the_first_decision(
    drawn: Path, monkeypatch: pytest.MonkeyPatch, snapshot: bool
) -> None:
    if snapshot:
        monkeypatch.setattr(Ledger, "snapshot_after", 1)
        with opened(drawn):
            pass
    asked: list[str] = []
    plain = Connection.execute

    def recorded(self: Connection, sql: str, *args: Any) -> Any:
        asked.append(f"{sql} {args!r}")
        return plain(self, sql, *args)

    with opened(drawn) as (session, clock):
        monkeypatch.setattr(Connection, "execute", recorded)
        assert (session.workspace.ledger.reread() is not None) == snapshot
        session.next_item()
        session.rereading.step()
        said_before, seen = list(asked), 0
        while session.looking.on is not None:
            event = dict(first_of(session))
            asked[:], said_before = said_before, []  # not what the test itself asked
            for tab in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"):
                type_keys(session, clock, (tab, "d"))
                found = everything(session)
                for secret in filter(None, secrets(event)):
                    assert not [words for words in found if secret in words]
                    assert not [said for said in asked if secret in said]
            assert not session.inspector().pins and not session.inspector().note
            assert not [
                row for row in session.queue().rows if row.state in ("decided", "contested")
            ]
            assert session.header().blind and not session.header().hold
            session.rereading.step()
            assert not session.rereading.read
            assert not [said for said in asked if " event" in said and "SELECT" in said]
            seen += 1
            asked.clear()
            type_keys(session, clock, NO_ACTION)
            asked.clear()
            if session.revealing is not None:
                break
        assert seen


def test_outcome_words_are_only_those_of_the_buttons(drawn: Path) -> None:
    """What the desk says of a blind item is the same whatever was decided."""
    with opened(drawn) as (session, _):
        session.next_item()
        item, sight = first_of(session), session.looking.on
        assert sight is not None and sight.state.event(ev.text(item, "id")) is None
        assert not sight.state.subjects and not sight.state.qa.draws and not sight.state.books
        assert {row.state_word for row in session.queue().rows} == {"not answered"}
        assert {row.why for row in session.queue().rows} == {"from the draw"}
        view = session.inspector()
        assert not view.custody and "Why it was drawn" in view.absent


def test_what_shows_decisions_waits_with_its_reason(drawn: Path) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        registry = default_registry()
        for read in (session.status, session.history):
            with pytest.raises(Refused) as caught:
                read()
            assert caught.value.code == "blind"
        for name in ("history.case", "history.all", "review.compare", "lead.quality", "export"):
            assert "while you look again" in registry.get(name).why_not(session)
        assert "a locked answer stays" in registry.get("undo").why_not(session)
        other = next(row.case_id for row in session.queue().rows[1:])
        session.select_case(other)
        assert session.desk.case_id == other and session.looking.on is not None
        drawn_cases = {row.case_id for row in session.queue().rows}
        outside = next(c for c in session._queue.cases() if c.case_id not in drawn_cases)
        with pytest.raises(Refused, match="not opened again"):
            session.select_case(outside.case_id)
        with pytest.raises(Refused, match="only your answer"):
            session.hand_back()
        type_keys(session, clock, ("s",))
        assert "while you look again" in session.desk.message


def test_marks_are_ones_own_stay_over_a_restart_and_leave_no_event(drawn: Path) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        case, head = session.desk.case_id, session.workspace.ledger.head()
        type_keys(session, clock, ("Ctrl+2", "d", "b", "Ctrl+3", "d", "1", "x"))
        assert len(session.inspector().pins) == 1
        assert session.media().label_counts[0] == 1
        assert session.workspace.ledger.head() == head
    with opened(drawn) as (session, clock):
        assert session.desk.case_id == case and session.header().blind
        assert len(session.inspector().pins) == 1 and session.media().label_counts[0] == 1
        type_keys(session, clock, ("Ctrl+2", "d", "d", "e", "p", "text:Mine.", "f", "f"))
        assert session.workspace.ledger.head()[1] == head[1] + 1
        answer = session.workspace.ledger.own_events()[-1]
        assert answer["type"] == "qa.review" and len(answer["pinned"]) == 1
        said = review_of(answer)
        assert said.outcome == "restrict" and said.note == "Mine." and said.policy
        kinds = {event["type"] for event in session.workspace.ledger.own_events()}
        assert not kinds & {"decision", "pin", "label", "flag"}


def test_leaving_shows_all_again_and_next_comes_back(drawn: Path) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        case = session.desk.case_id
        session.leave_item()
        assert not session.header().blind and session.queue().done > 0
        assert session.desk.case_id == case
    with opened(drawn) as (session, clock):
        assert not session.header().blind, "what was left stays left"
        type_keys(session, clock, ("Ctrl+J",))
        assert session.header().blind and session.desk.case_id == case


def test_nobody_looks_again_at_their_own_and_a_reviewer_draws_nothing(
    people: Path, drawn: Path
) -> None:
    with opened(drawn) as (session, _):
        item = session.looking.open_items()[0]
        author = session.workspace.ledger.state.event(item.item)
        assert author is not None
        session.spotchecks._core.workspace.profile = dataclasses.replace(
            session.workspace.profile, keyid=author["actor"]["key"]
        )
        with pytest.raises(Refused) as caught:
            session.looking.begin(item)
        assert caught.value.code == "own"


def test_the_answer_is_locked_and_the_decision_stands_beside_it(drawn: Path) -> None:
    with opened(drawn) as (session, clock):
        session.next_item()
        with pytest.raises(Refused):
            session.reveal()
        item = session.looking.on
        assert item is not None
        with pytest.raises(Refused) as caught:
            session.looking.decision(item.item)
        assert caught.value.code == "blind"
        type_keys(session, clock, ("w",))
        assert "while you look again" in session.desk.message
        first = first_of(session)
        before = session.workspace.ledger.head()[1]
        type_keys(session, clock, LIMIT)
        assert session.workspace.ledger.head()[1] == before + 1
        assert session.revealing is not None
        view = session.reveal()
        assert ("Who", first["actor"]["pseudonym"], "you, without sight of it") in view.lines
        assert session.inspector().note == "" and not session.header().blind
        assert "locked" in session.desk.message


def test_an_open_item_stands_in_no_readers_way(drawn: Path) -> None:
    """A command that only reads, and an auditor, open a workspace with an open item, and see as
    little as the lead."""
    with opened(drawn) as (session, _):
        session.next_item()
        item = session.looking.on
    with Workspace.open(drawn, None, read_only=True) as found:
        reader = bootstrap.open_session(found)
        assert item is not None and reader.looking.on is not None
        assert reader.looking.on.item.item == item.item.item and reader.header().blind
        with pytest.raises(Refused) as caught:
            reader.status()
        assert caught.value.code == "blind"
