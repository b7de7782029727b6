"""The queue of a long ledger wakes no subject of which the snapshot says all; it says the same."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import pytest

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.views import CaseRow
from reviewer.session.queue.queue import Queue
from reviewer.session.session import Session
from reviewer.session.views.views import QueueRow
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.ledger.reviving import Base, Subjects
from tests.session.kit import demo, opened

KINDS = ("decision", "decision", "decision", "decision", "note", "withdraw", "confirm", "escalate",
         "review.scheduled", "hold.placed", "refer", "keepopen.requested", "pin")  # fmt: skip


@pytest.fixture(autouse=True)
def every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing writes a snapshot whatever came."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, untouched."""
    return demo(tmp_path_factory.mktemp("resting") / "w")


class Acts:
    """Random acts about the subjects of all cases; what the ledger refuses is left out."""

    def __init__(self, session: Session, seed: int) -> None:
        self.session, self.dice = session, Random(seed)
        self.cases = queue_of(session).cases()
        self.said: dict[str, list[str]] = {}

    def run(self, count: int) -> None:
        for _ in range(count):
            case = self.dice.choice(self.cases)
            names = [*case.subjects, *([f"account:{case.account}"] if case.account else [])]
            key = self.dice.choice(names)
            with suppress(Refused):
                ident = self.session.workspace.ledger.append([self.draft(case, key)])[0].id
                self.said.setdefault(key, []).append(ident)

    def draft(self, case: CaseRow, key: str) -> dict[str, Any]:
        dice, kind = self.dice, self.dice.choice(KINDS)
        before = self.said.get(key, [])
        name, _, ident = key.partition(":")
        found: dict[str, Any] = {"type": kind, "case": case.case_id, "rationale": "why"}
        found["subject"] = {"kind": name, "id": ident}
        if (before and dice.random() < 0.5) or kind in ("withdraw", "confirm"):
            found["supersedes"] = before[-1:]
        policies = self.session.policy
        rule = dice.choice((None, *policies.policies.policies))
        found["policy"] = policies.reference(rule)
        if dice.random() < 0.2:
            found["policy"] = {**found["policy"], "hash": "0" * 64}
        if kind == "decision":
            found["outcome"] = dice.choice(("suspend", "no_violation", "warn"))
            flags = {"preserve": dice.random() < 0.3, "proposed": dice.random() < 0.1}
            found["flags"] = {one: True for one, said in flags.items() if said}
            found["seen"] = {"import": dice.choice((case.import_id, "")), "digest": "0" * 64}
        if kind == "review.scheduled":
            found["due_at"] = dice.choice(("2026-01-01T00:00:00.000Z", "2046-01-01T00:00:00.000Z"))
        return found


def queue_of(session: Session) -> Queue:
    """The queue behind the door."""
    return session._queue


def shelf_of(session: Session) -> Subjects:
    """The subjects as the snapshot brought them."""
    shelf = session.workspace.ledger.state.subjects
    assert isinstance(shelf, Subjects)
    return shelf


def awake(session: Session) -> set[str]:
    """The subjects that somebody asked for."""
    shelf = shelf_of(session)
    return {key for key in shelf if shelf.asleep(key) is None}


def the_long_way(session: Session) -> list[QueueRow]:
    """All rows again, each by all that is known."""
    queue = queue_of(session)
    queue._made.short = False
    queue.take(Changes(kinds=frozenset({"policy"})))
    return queue.view().rows


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_say_the_same(made: Path, tmp_path: Path, seed: int) -> None:
    folder = copied(made, tmp_path)
    with opened(folder) as desk:
        acts = Acts(desk.session, seed)
        acts.run(30 + 40 * seed)
    with opened(folder) as desk:
        quick = desk.session.queue().rows
        slept = [key for key in shelf_of(desk.session) if key not in awake(desk.session)]
        assert quick == the_long_way(desk.session)
        assert slept
    with opened(folder) as desk:  # the same again, after some more acts on what is asleep
        acts.session = desk.session
        acts.run(5)
    with opened(folder) as desk:
        assert desk.session.queue().rows == the_long_way(desk.session)


def test_starting_wakes_nobody_of_whom_all_is_known(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, read = copied(made, tmp_path), []
    with opened(folder) as desk:
        cases = [c for c in queue_of(desk.session).cases() if c.subjects[0].startswith("account")]
        for n, case in enumerate(cases):
            draft = Acts(desk.session, n).draft(case, case.subjects[0])
            plain = {"type": "decision", "outcome": "suspend", "policy": None, "supersedes": None}
            desk.session.workspace.ledger.append([draft | plain])
    told = Base._read

    def counted(self: Base, n: int, seal: bytes) -> Any:
        read.append(n)
        return told(self, n, seal)

    monkeypatch.setattr(Base, "_read", counted)
    with opened(folder) as desk:
        view = desk.session.queue()
        open_case = queue_of(desk.session).case(desk.session.desk.case_id)
        mine = set(open_case.subjects) if open_case is not None else set()
        more = {key for key in awake(desk.session) if key not in mine}
        known = shelf_of(desk.session).base_lone()
        assert len(view.rows) >= len(cases) > 3
        assert not more & known.keys()
        assert len(read) <= 4  # the policy, the place


def copied(made: Path, tmp_path: Path) -> Path:
    """A workspace of its own."""
    return Path(copytree(made, tmp_path / "w"))
