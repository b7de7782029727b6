"""The snapshot of the ledger's state: it saves work and never changes an answer."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer import bootstrap
from reviewer.domain.errors import Damaged
from reviewer.domain.fold import State
from reviewer.domain.qa_state import QualityState
from reviewer.store.ledger import snapshot, taking
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.restore import restore
from reviewer.store.workspace import Workspace
from tests.store.kit import PASSPHRASE, Clock, decision, make, reopen
from tests.store.merge_kit import DAY, Chain, roster

FILE = "ledger.snapshot"


@pytest.fixture(autouse=True)
def every_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing writes a snapshot whatever came."""
    monkeypatch.setattr(Ledger, "snapshot_after", 1)


def said(ledger: Ledger) -> dict[str, Any]:
    """All that the state says, the events themselves too."""
    state = ledger.state
    facts = {
        key: [
            sorted((f.id, f.type, dict(f.event)) for f in one.facts.values()),
            [f.id for f in one.heads],
            one.contested,
            one.outcome,
            sorted(one.approvals),
            sorted(one.answers),
            [f.id for f in one.proposals],
        ]
        for key, one in sorted(state.subjects.items())
    }
    return {
        "digest": state.digest(),
        "facts": facts,
        "home": dict(state.home),
        "seen": set(state.seen_ids),
        "custody": set(state.in_custody),
        "waiting": {k: sorted(str(e.get("id")) for e in v) for k, v in state.waiting.items() if v},
        "texts": dict(state.policy_texts),
        "wishes": {k: sorted(w.facts) for k, w in state.wishes.items()},
        "own": [e.get("id") for e in ledger.own_events()],
        "held": sorted(str(e.get("id")) for e in ledger.held_events()),
        "aside": ledger.quarantine(),
        "head": ledger.head(),
        "proposals": sorted(f.id for f in state.proposals()),
    }


def both_ways(folder: Path) -> tuple[dict[str, Any], dict[str, Any], int]:
    """What is said with the snapshot and without it, and how many events were folded with it."""
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        quick, folded = said(found.ledger), found.ledger.folded_at_opening
    kept = folder.parent / "kept"
    shutil.move(folder / FILE, kept)
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        whole = said(found.ledger)
        assert found.ledger.folded_at_opening == len(found.ledger.held_events())
    shutil.move(kept, folder / FILE)
    return quick, whole, folded


def made(folder: Path, count: int = 4) -> Path:
    """A closed workspace with decisions and a snapshot of them."""
    with make(folder) as workspace:
        for n in range(count):
            workspace.ledger.append([decision(str(n))])
    return folder


def test_opening_folds_only_what_no_snapshot_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path / "w")
    with reopen(folder) as workspace:
        assert workspace.ledger.folded_at_opening == 0
        monkeypatch.setattr(Ledger, "snapshot_after", 100)
        workspace.ledger.append([decision("8"), decision("9")])
    quick, whole, folded = both_ways(folder)
    assert folded == 2
    assert quick == whole


def test_few_events_write_no_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ledger, "snapshot_after", 5)
    folder = made(tmp_path / "w")
    assert not (folder / FILE).exists()


def test_only_reading_writes_none(tmp_path: Path) -> None:
    folder = made(tmp_path / "w")
    (folder / FILE).unlink()
    Workspace.open(folder, PASSPHRASE, read_only=True).close()
    assert not (folder / FILE).exists()


class Life:
    """A random life of a workspace: own acts, packages of others, what leads settle."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, Random(seed)
        self.chains = [Chain("ada"), Chain("bob"), Chain("lead", role="lead")]
        self.forked = self.chains[0]
        self.mine: list[str] = []

    def act(self, ledger: Ledger) -> None:
        """One thing happens."""
        kind = self.dice.choice(["decide", "decide", "withdraw", "merge", "merge", "fork", "judge"])
        if kind == "decide":
            more = {"supersedes": self.mine[-1:]} if self.dice.random() < 0.3 else {}
            draft = {**decision(str(self.dice.randrange(4))), **more, "rationale": "why"}
            self.mine.append(ledger.append([draft])[0].id)
        elif kind == "withdraw" and self.mine:
            ledger.append([{"type": "withdraw", "supersedes": [self.dice.choice(self.mine)]}])
        elif kind == "merge":
            chain = self.dice.choice(self.chains)
            self._grow(chain)
            first = self.dice.randint(1, len(chain.stored))
            ledger.merge(chain.parcel(first), self._roster())
        elif kind == "fork" and len(self.forked.stored) > 1:
            other = self.forked.fork(self.dice.randrange(1, len(self.forked.stored)))
            self._grow(other)
            ledger.merge(other.parcel(), self._roster())
        elif kind == "judge":
            ledger.rejudge(self._roster(until=self.dice.choice(["", DAY.format(6)])))

    def _roster(self, until: str = "") -> Any:
        first, *rest = self.chains
        return roster(first.entry(until=until), *(one.entry() for one in rest))

    def _grow(self, chain: Chain) -> None:
        for _ in range(self.dice.randint(1, 3)):
            ids = [one.id for one in chain.stored]
            who = str(self.dice.randrange(4))
            subject = {"kind": "account", "id": f"twitter:{who}"}
            roll = self.dice.random()
            day = self.dice.randint(4, 8)
            if roll < 0.2 and ids:
                chain.add("withdraw", day=day, supersedes=[self.dice.choice(ids)])
            elif roll < 0.35:
                chain.add("escalate", day=day, subject=subject, case=f"case-{who}")
            elif roll < 0.45:
                chain.add("child_safety", day=day, subject={"kind": "media", "id": f"{seq(who)}"})
            else:
                chain.decide(who, day=day, supersedes=ids[-1:] if roll > 0.8 else [])


def seq(text: str) -> str:
    """A hash."""
    return text * 64


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), lengths=st.lists(st.integers(0, 6), min_size=1, max_size=3))
def test_it_never_changes_what_is_said(
    tmp_path_factory: pytest.TempPathFactory, seed: int, lengths: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("life") / "w"
    life = Life(folder, seed)
    with make(folder) as workspace:
        for _ in range(5):
            life.act(workspace.ledger)
        workspace.ledger.append([decision("0")])
    for length in lengths:
        quick, whole, _ = both_ways(folder)
        assert quick == whole
        with reopen(folder) as workspace:
            before = length % 2 and said(workspace.ledger)  # half the time all was asked for
            del before
            for _ in range(length):
                life.act(workspace.ledger)
            live = said(workspace.ledger)
        quick, whole, _ = both_ways(folder)
        assert quick["digest"] == whole["digest"] == live["digest"]
        assert quick["facts"] == whole["facts"] == live["facts"]
        with reopen(folder) as workspace:
            assert workspace.ledger.check() is None


def test_one_that_does_not_belong_is_passed_over(tmp_path: Path) -> None:
    folder, older, other = made(tmp_path / "w"), tmp_path / "older", made(tmp_path / "other")
    shutil.copytree(folder, older)
    with reopen(folder) as workspace:
        workspace.ledger.append([decision("7")])
    newer = (folder / FILE).read_bytes()
    for strange in ((other / FILE).read_bytes(), newer[:-1], newer[:100], b"", newer + b"x"):
        (folder / FILE).write_bytes(strange)
        with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
            assert found.ledger.folded_at_opening == 5
    (folder / FILE).write_bytes((older / FILE).read_bytes())  # older than the ledger: its tail
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        assert found.ledger.folded_at_opening == 1
        assert len(found.ledger.held_events()) == 5
    (older / FILE).write_bytes(newer)  # newer than the ledger
    with Workspace.open(older, PASSPHRASE, read_only=True) as found:
        assert found.ledger.folded_at_opening == 4


def test_a_ledger_put_back_is_told_with_a_snapshot(tmp_path: Path) -> None:
    folder = made(tmp_path / "w")
    older = shutil.copytree(folder, tmp_path / "older")
    with reopen(folder) as workspace:
        workspace.ledger.append([decision("7")])
    shutil.copyfile(older / "ledger.db", folder / "ledger.db")
    for keep in (True, False):
        if not keep:
            (folder / FILE).unlink()
        with pytest.raises(Damaged) as told:
            Workspace.open(folder, PASSPHRASE, read_only=True)
        assert told.value.code in ("rollback", "truncated")


def test_one_of_other_rules_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = made(tmp_path / "w")
    monkeypatch.setattr(snapshot, "fingerprint", lambda: "another program")
    with Workspace.open(folder, PASSPHRASE, read_only=True) as found:
        assert found.ledger.folded_at_opening == 4


def test_what_is_read_later_is_what_was_verified(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with make(folder) as workspace:
        workspace.ledger.append([{**decision("1"), "rationale": "as it was"}])
        workspace.ledger.append([decision("2"), decision("3")])
    with reopen(folder) as workspace:
        ledger = workspace.ledger
        ledger._conn.execute("DROP TRIGGER event_no_update")
        ledger._conn.execute("UPDATE event SET text = replace(text, 'as it was', 'otherwise')")
        event = ledger.own_events()[0]
        assert event.get("outcome")  # in memory, as it was verified
        with pytest.raises(Damaged, match="not the one that was saved"):
            event.get("rationale")
        found = ledger.check()
        assert found is not None
        assert found.code in ("edited", "forged")


def test_the_last_events_and_those_of_a_type(tmp_path: Path) -> None:
    folder = made(tmp_path / "w")
    with reopen(folder) as workspace:
        ledger = workspace.ledger
        ledger.append([{"type": "note", "subject": decision("1")["subject"], "rationale": "x"}])
        every = ledger.own_events()
        assert [e.get("type") for e in every] == ["decision"] * 4 + ["note"]
        assert ledger.own_events(last=3) == every[-3:]
        assert ledger.own_events(last=1) == every[-1:]
        assert ledger.own_events("note") == every[-1:]
        assert dict(every[0])["prev"] == "0" * 64


def test_nothing_of_the_state_is_forgotten() -> None:
    for kind, known in taking.KNOWN.items():
        assert {one.name for one in dataclasses.fields(kind)} == known
    assert {one.name for one in dataclasses.fields(QualityState)} == {
        "draws", "reviews", "verdicts", "goldens", "_of_item", "_of_review",
    }  # fmt: skip
    assert taking.KNOWN[State]


def test_a_restored_ledger_opens_from_a_snapshot_of_its_own(tmp_path: Path) -> None:
    folder = made(tmp_path / "w")
    session = bootstrap.open_session(bootstrap.open_workspace(folder, PASSPHRASE))
    backup = session.backups.make()
    session.workspace.ledger.append([decision("lost")])
    session.close()
    stale = (folder / FILE).read_bytes()
    restore(backup.folder, folder, PASSPHRASE, clock=Clock())
    (folder / FILE).write_bytes(stale)  # of the state that was lost
    quick, whole, folded = both_ways(folder)
    assert quick == whole and folded == len(whole["held"]), "it is passed over"
    with reopen(folder) as workspace:
        workspace.ledger.append([decision("8")])
        assert len(workspace.ledger.earlier) == 1
    quick, whole, folded = both_ways(folder)
    assert quick == whole and folded == 0
