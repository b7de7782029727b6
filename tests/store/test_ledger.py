from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from reviewer.domain import fold
from reviewer.domain.errors import Bug, Damaged, Refused
from reviewer.store.disk.engine import Connection, dbapi2
from reviewer.store.ledger import projection
from reviewer.store.ledger.stored import GENESIS, is_signed_by
from reviewer.store.workspace import Workspace
from reviewer.trust.canonical import dumps, sha256_hex
from tests.store.kit import NOON, Clock, decision, make, reopen


def connection(workspace: Workspace) -> Connection:
    return workspace.ledger._conn


def test_an_event_is_complete_canonical_chained_and_signed(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        first, second = workspace.ledger.append(
            [decision("1"), decision("2", "warn", rationale="")]
        )
        assert dumps(json.loads(first.text)) == first.text
        assert first.event["prev"] == GENESIS
        assert second.event["prev"] == sha256_hex(first.text) == first.hash
        assert [first.seq, second.seq] == [1, 2]
        assert first.event["group"] == second.event["group"]
        assert "rationale" not in second.event
        assert "clock_suspect" not in first.event
        assert first.event["actor"] == {
            "pseudonym": "rev-7",
            "role": "reviewer",
            "key": workspace.profile.keyid,
        }
        assert is_signed_by(first, workspace.profile.sign)
        assert not is_signed_by(first, bytes(32))
        assert workspace.ledger.head() == (workspace.profile.device, 2, second.hash)
        assert list(workspace.ledger.events()) == [first, second]
        assert list(workspace.ledger.events(after_seq=1)) == [second]
        assert workspace.ledger.events_of("account:twitter:2") == [second]
        assert workspace.ledger.check() is None


def test_a_reviewers_pace_cannot_be_read_from_times_or_ids(tmp_path: Path) -> None:
    clock = Clock(NOON)
    with make(tmp_path / "w", clock) as workspace:
        (one,) = workspace.ledger.append([decision("1")])
        clock.now += 10_000
        (two,) = workspace.ledger.append([decision("2")])
        (imported,) = workspace.ledger.append([{"type": "import", "ext": {"name": "a"}}])
    assert one.event["at"] == two.event["at"] == "2026-02-25T06:13:00.000Z"
    assert one.id[:13] == two.id[:13]
    assert imported.event["at"] == "2026-02-25T06:13:55.250Z"


def test_a_clock_that_goes_back_is_noted(tmp_path: Path) -> None:
    clock = Clock(NOON)
    with make(tmp_path / "w", clock, role="lead") as workspace:
        workspace.ledger.append([decision("1")])
        clock.now -= 119_000
        (slightly,) = workspace.ledger.append([decision("2")])
        clock.now -= 121_000
        (far,) = workspace.ledger.append([decision("3")])
    assert "clock_suspect" not in slightly.event
    assert far.event["clock_suspect"] is True


@pytest.mark.parametrize(
    ("draft", "kind", "code"),
    [
        ({"type": "nonsense"}, Bug, "event_type"),
        ({"type": "note", "seq": 7}, Bug, "event_field"),
        ({"type": "note", "at": "2020"}, Bug, "event_field"),
        ({"type": "note", "ext": {"x": 0.5}}, Refused, "canonical"),
        ({"type": "note", "rationale": "\ud800"}, Refused, "canonical"),
        ({"type": "note", "rationale": "x" * (1 << 20)}, Refused, "too_big"),
    ],
)
def test_a_bad_draft_takes_its_whole_group_with_it(
    tmp_path: Path, draft: dict[str, object], kind: type[Exception], code: str
) -> None:
    with make(tmp_path / "w") as workspace:
        before = workspace.ledger.state.digest()
        with pytest.raises(kind) as caught:
            workspace.ledger.append([decision("1"), dict(draft)])
        assert caught.value.code == code  # type: ignore[attr-defined]
        assert workspace.ledger.state.digest() == before
        assert workspace.ledger.head()[1] == 0
        assert workspace.ledger.append([decision("1")])[0].seq == 1


def test_state_and_disk_are_as_before_when_saving_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        state, before = workspace.ledger.state, workspace.ledger.state.digest()

        def full(*_: object) -> None:
            raise dbapi2.OperationalError("database or disk is full")

        with monkeypatch.context() as patch, pytest.raises(Damaged):
            patch.setattr(projection, "write_states", full)
            workspace.ledger.append([decision("2"), decision("1", "warn")])
        assert workspace.ledger.state is state
        assert state.digest() == before
        assert workspace.ledger.check() is None
        assert workspace.ledger.append([decision("2")])[0].seq == 2
    with reopen(tmp_path / "w") as workspace:
        assert workspace.ledger.head()[1] == 2


def test_a_full_disk_is_told_and_the_next_try_works(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        conn = connection(workspace)
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages}").fetchall()
        with pytest.raises(Damaged) as caught:
            for _ in range(40):
                workspace.ledger.append([decision("1", rationale="x" * 500)])
        assert caught.value.code == "disk_full"
        saved = workspace.ledger.head()[1]
        assert len(workspace.ledger.state.subject("account:twitter:1").facts) == saved
        conn.execute("PRAGMA max_page_count = 100000").fetchall()
        workspace.ledger.append([decision("1", rationale="x" * 500)])
        assert workspace.ledger.check() is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET text = 'x'",
        "UPDATE event SET n = n + 1",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT n, 'x', keyid, sig FROM event",
        "REPLACE INTO event SELECT n, text, keyid, x'00' FROM event",
    ],
)
def test_events_cannot_be_changed_or_deleted(tmp_path: Path, sql: str) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        with pytest.raises(dbapi2.IntegrityError, match="never"):
            connection(workspace).execute(sql)
        assert workspace.ledger.check() is None


def test_the_stored_state_of_a_subject_follows_its_events(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        (first,) = workspace.ledger.append([decision("1", "warn")])
        sql = "SELECT digest FROM event_subject WHERE key = 'account:twitter:1' AND n = 0"
        decided = connection(workspace).execute(sql).fetchone()[0]
        assert decided == projection.digest(workspace.ledger.state.subject("account:twitter:1"))
        workspace.ledger.append([{"type": "withdraw", "supersedes": [first.id]}])
        assert connection(workspace).execute(sql).fetchone()[0] != decided
        connection(workspace).execute("UPDATE event_subject SET digest = x'00' WHERE n = 0")
        fault = workspace.ledger.check()
        assert fault is not None
        assert (fault.code, fault.seq) == ("edited", 0)


def test_changes_are_those_of_the_fold(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        (stored,) = workspace.ledger.append([decision("1")])
        assert stored.changes == fold.apply(fold.State(), stored.event)


def test_a_workspace_that_is_read_takes_no_events(tmp_path: Path) -> None:
    make(tmp_path / "w").close()
    with reopen(tmp_path / "w", read_only=True) as workspace, pytest.raises(Refused):
        workspace.ledger.append([decision("1")])


def test_a_save_writes_two_pages_and_flushes_them_once(tmp_path: Path) -> None:
    """Its event, and its index with the state; a new page comes with its parent and the first."""
    with make(tmp_path / "w") as workspace:
        log = tmp_path / "w" / "ledger.db-wal"
        workspace.ledger.append([decision(str(n)) for n in range(200)])
        sizes = [log.stat().st_size]
        for n in range(200, 220):
            workspace.ledger.append([decision(str(n))])
            sizes.append(log.stat().st_size)
        frames = [(b - a) // 4120 for a, b in pairwise(sizes)]
        assert sorted(frames)[len(frames) // 2] == 2, frames


def test_rows_of_an_older_form_are_written_again_at_opening(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1"), decision("2")])
        connection(workspace).execute("DELETE FROM event_subject WHERE n = 0")
        assert workspace.ledger.check() is not None
    with reopen(tmp_path / "w") as workspace:
        assert workspace.ledger.check() is None


def test_a_row_of_one_subject_that_is_gone_is_told_and_not_written_again(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1"), decision("2")])
        gone = "DELETE FROM event_subject WHERE n = 0 AND key = 'account:twitter:1'"
        connection(workspace).execute(gone)
    with reopen(tmp_path / "w") as workspace:
        fault = workspace.ledger.check()
        assert fault is not None
        assert fault.code == "edited"
