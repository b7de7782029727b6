from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reviewer.domain.errors import Damaged, ReviewerError
from reviewer.store.disk import shape
from reviewer.store.disk.engine import Connection, connect, transaction
from reviewer.store.disk.shape import Keys
from reviewer.store.inspect import inspect
from reviewer.store.ledger.head import SLOT
from reviewer.store.ledger.schema_ledger import MIGRATIONS
from reviewer.store.ledger.stored import sign_event
from tests.store.kit import PASSPHRASE, bytes_of, decision, make, reopen


@pytest.fixture
def five(tmp_path: Path) -> Path:
    """A closed workspace with five decisions."""
    folder = tmp_path / "w"
    with make(folder) as workspace:
        for n in range(5):
            workspace.ledger.append([decision(str(n))])
    return folder


@pytest.fixture
def intruder(five: Path) -> Iterator[Connection]:
    """Somebody who has the key and no scruples."""
    with reopen(five, read_only=True) as workspace:
        key = workspace.keys.database("ledger.db")
    conn = connect(five / "ledger.db", key, durable=True)
    conn.execute("DROP TRIGGER event_no_update")
    conn.execute("DROP TRIGGER event_no_delete")
    yield conn
    conn.close()


def refused_with(folder: Path) -> Damaged:
    before = bytes_of(folder)
    caught = []
    for read_only in (True, False):
        with pytest.raises(Damaged) as error:
            reopen(folder, read_only=read_only)
        caught.append(error.value)
        if read_only:
            assert bytes_of(folder) == before
    assert caught[0].code == caught[1].code
    assert caught[0].next_step
    return caught[0]


def edit(conn: Connection, seq: int, old: str, new: str) -> None:
    conn.execute("UPDATE event SET text = replace(text, ?, ?) WHERE n & 255 = ?", (old, new, seq))


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_an_edited_event_is_named(five: Path, intruder: Connection, seq: int) -> None:
    edit(intruder, seq, "suspend", "no_violation")
    intruder.close()
    error = refused_with(five)
    assert (error.code, error.line or seq) == ("edited", seq)
    assert f"Event {seq} " in error.message


def test_a_removed_event_is_named(five: Path, intruder: Connection) -> None:
    intruder.execute("DELETE FROM event WHERE n & 255 = 3")
    intruder.close()
    error = refused_with(five)
    assert (error.code, error.line) == ("removed", 3)


def test_a_cut_off_end_is_noticed(five: Path, intruder: Connection) -> None:
    intruder.execute("DELETE FROM event WHERE n & 255 >= 4")
    intruder.close()
    assert refused_with(five).code == "truncated"


def test_swapped_events_are_noticed(five: Path, intruder: Connection) -> None:
    intruder.execute("UPDATE event SET n = n + 100 WHERE n & 255 = 2")
    intruder.execute("UPDATE event SET n = n - 1 WHERE n & 255 = 3")
    intruder.execute("UPDATE event SET n = n - 99 WHERE n & 255 = 102")
    intruder.close()
    error = refused_with(five)
    assert (error.code, error.line) == ("reordered", 2)


def test_a_wholly_rewritten_chain_does_not_match_the_head(five: Path, intruder: Connection) -> None:
    with reopen(five, read_only=True) as workspace:
        signer = workspace.signer
        events = [dict(stored.event) for stored in workspace.ledger.events()]
    intruder.execute("DELETE FROM mark")
    prev = str(events[0]["prev"])
    for n, event in enumerate(events, start=1):
        stored = sign_event({**event, "outcome": "no_violation", "prev": prev}, signer)
        intruder.execute(
            "UPDATE event SET text = ?, sig = ? WHERE n & 255 = ?", (stored.text, stored.sig, n)
        )
        prev = stored.hash
    intruder.close()
    assert refused_with(five).code == "fork"


@pytest.mark.parametrize("marked", [True, False])
def test_a_forged_signature_is_noticed(five: Path, intruder: Connection, marked: bool) -> None:
    intruder.execute("UPDATE event SET sig = zeroblob(64) WHERE n & 255 = 4")
    if not marked:
        intruder.execute("DELETE FROM mark")
    intruder.close()
    if marked:  # verified before: opening trusts the mark, the full check does not
        with reopen(five) as workspace:
            fault = workspace.ledger.check()
            assert fault is not None
            assert (fault.code, fault.seq) == ("forged", 4)
    else:
        error = refused_with(five)
        assert (error.code, error.line) == ("forged", 4)


@pytest.mark.parametrize("with_head", [False, True])
def test_an_older_copy_of_the_ledger_is_a_rollback(tmp_path: Path, with_head: bool) -> None:
    folder = tmp_path / "w"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
    shutil.copyfile(folder / "ledger.db", tmp_path / "older")
    with reopen(folder) as workspace:
        workspace.ledger.append([decision("2")])
    shutil.copyfile(tmp_path / "older", folder / "ledger.db")
    if with_head:
        (folder / "head").unlink()
    error = refused_with(folder)
    assert error.code == ("missing_file" if with_head else "rollback")


def test_a_deleted_log_after_a_crash_is_a_rollback(tmp_path: Path) -> None:
    folder, copy = tmp_path / "w", tmp_path / "copy"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
        shutil.copytree(folder, copy)
    with reopen(copy, read_only=True) as workspace:
        assert workspace.ledger.head()[1] == 1
    (copy / "ledger.db-wal").unlink()
    assert refused_with(copy).code == "rollback"


def test_a_head_that_lags_behind_is_brought_up(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
        lagging = (folder / "head").read_bytes()
        workspace.ledger.append([decision("2")])
    current = (folder / "head").read_bytes()
    (folder / "head").write_bytes(lagging)
    with reopen(folder, read_only=True) as workspace:
        assert workspace.ledger.head()[1] == 2
    assert (folder / "head").read_bytes() == lagging
    reopen(folder).close()
    assert (folder / "head").read_bytes() == current


def test_a_head_that_cannot_be_written_is_told_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "w"

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with make(folder) as workspace:
        with monkeypatch.context() as patch:
            patch.setattr("reviewer.store.ledger.head.HeadFile.write", broken)
            workspace.ledger.append([decision("1")])
            assert "Input/output error" in workspace.ledger.head_problem
        workspace.ledger.append([decision("2")])
        assert workspace.ledger.head_problem == ""
        assert workspace.ledger.check() is None


def flips(raw: bytes, count: int, dice: Random) -> Iterator[bytes]:
    for _ in range(count):
        changed = bytearray(raw)
        changed[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        yield bytes(changed)


def test_every_bit_of_the_head_file_counts(five: Path) -> None:
    raw = (five / "head").read_bytes()
    assert len(raw) == 2 * SLOT
    for changed in flips(raw, 60, Random(3)):
        (five / "head").write_bytes(changed)
        with pytest.raises(Damaged) as caught:
            reopen(five, read_only=True)
        assert caught.value.code == "head"


def test_every_bit_of_the_ledger_counts(five: Path) -> None:
    """Noticed at opening or, in what opening does not read, by the full check."""
    raw = (five / "ledger.db").read_bytes()
    unseen = 0
    for changed in flips(raw, 60, Random(5)):
        (five / "ledger.db").write_bytes(changed)
        try:
            with reopen(five, read_only=True) as workspace:
                seen = workspace.ledger.check() is not None
        except ReviewerError as error:
            assert isinstance(error, Damaged)
            seen = True
        unseen += not seen
    assert unseen == 0


def test_a_newer_ledger_is_refused(five: Path, intruder: Connection) -> None:
    intruder.execute(f"PRAGMA user_version = {MIGRATIONS[-1].version + 1}")
    intruder.close()
    with pytest.raises(ReviewerError) as caught:
        reopen(five)
    assert caught.value.code == "newer"


def test_keys_differ_by_purpose() -> None:
    keys = Keys(bytes(32))
    names = (shape.LEDGER, shape.EVIDENCE, shape.DESK, shape.CACHE)
    found = {keys.database(name) for name in names} | {keys.head, keys.blobs}
    assert len(found) == 6
    assert not any(key.hex() in repr(keys) or repr(key) in repr(keys) for key in found)


def test_an_index_row_that_lies_is_found(five: Path, intruder: Connection) -> None:
    with transaction(intruder):
        intruder.execute("DELETE FROM event_subject WHERE n & 255 = 2")
    intruder.close()
    with reopen(five) as workspace:
        fault = workspace.ledger.check()
        assert fault is not None
        assert (fault.code, fault.seq) == ("edited", 2)


def test_a_damaged_workspace_is_inspected_without_raising(five: Path, intruder: Connection) -> None:
    events, head, fault = inspect(five, PASSPHRASE)
    assert (events, len(head), fault) == (5, 64, None)
    edit(intruder, 2, "suspend", "warn")
    events, head, fault = inspect(five, PASSPHRASE)
    assert fault is not None
    assert (fault.code, fault.seq) == ("edited", 2)
    assert fault.as_dict()["file"] == "ledger.db"
