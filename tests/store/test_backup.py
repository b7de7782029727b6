"""Backups are verified and thinned; a restore is a new device whose first event says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.inspect import inspect
from reviewer.store.restore import restore
from reviewer.store.safety.backup import back_up, default_folder, thin
from reviewer.store.safety.backup_folder import backup_folder, backup_folders
from reviewer.store.safety.backup_list import DAYS, MONTHS, NOTE, WEEKS, listed, thinned
from reviewer.store.workspace import Workspace
from tests.store.kit import NOON, PASSPHRASE, Clock, bytes_of, decision, make, reopen

DAY = 86_400_000


@pytest.fixture
def backed(tmp_path: Path) -> Path:
    """A closed workspace with three decisions, of which a backup has two."""
    folder = tmp_path / "w"
    with make(folder) as workspace:
        workspace.ledger.append([decision("1")])
        workspace.ledger.append([decision("2")])
        workspace.desk.save_draft("c", "account:net:1", "a draft")
        back_up(workspace.source(), default_folder(folder), NOON)
        workspace.ledger.append([decision("3")])
    return folder


def newest(folder: Path) -> Path:
    return listed(default_folder(folder))[0].folder


def test_a_restore_is_a_new_device_that_says_where_it_came_from(backed: Path) -> None:
    with reopen(backed, read_only=True) as workspace:
        device = workspace.ledger.head()[0]
    before = bytes_of(backed)
    done = restore(newest(backed), backed, PASSPHRASE, clock=Clock())
    assert done.set_aside is not None and bytes_of(done.set_aside) == before
    with reopen(backed) as workspace:
        (first,) = workspace.ledger.events()
        assert first.event["type"] == "restore"
        assert first.event["restore"] == {"device": device, "seq": 2, "head": done.head}
        assert first.event["device"] == workspace.ledger.head()[0] != device
        decided = {entry.key for entry in workspace.ledger.state.decided()}
        assert decided == {"account:twitter:1", "account:twitter:2"}
        assert workspace.desk.draft("c", "account:net:1") == "a draft"
        workspace.ledger.append([decision("4")])
        assert workspace.ledger.check() is None
    assert inspect(backed, PASSPHRASE)[2] is None


def test_a_backup_put_in_the_place_of_the_workspace_by_hand_is_refused(backed: Path) -> None:
    shutil.copyfile(newest(backed) / "ledger.db", backed / "ledger.db")
    with pytest.raises(Damaged) as caught:
        reopen(backed)
    assert caught.value.code == "rollback"


@pytest.mark.parametrize("name", ["ledger.db", "evidence.db", "desk.db", "head", "profile.json"])
def test_a_damaged_backup_is_refused_and_nothing_moves(backed: Path, name: str) -> None:
    path = newest(backed) / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    before = bytes_of(backed.parent)
    with pytest.raises(Damaged) as caught:
        restore(newest(backed), backed, PASSPHRASE)
    assert caught.value.code == "backup" and caught.value.next_step
    assert bytes_of(backed.parent) == before


def test_what_is_no_backup_is_refused(backed: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        restore(tmp_path, backed, PASSPHRASE)
    assert caught.value.code == "not_a_backup"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("x")
    with pytest.raises(Refused) as caught:
        restore(newest(backed), tmp_path / "other", PASSPHRASE)
    assert caught.value.code == "exists"
    with reopen(backed), pytest.raises(Refused) as caught:
        restore(newest(backed), backed, PASSPHRASE)
    assert caught.value.code == "in_use"
    with pytest.raises(Refused) as caught:
        restore(newest(backed), tmp_path / "new", "another passphrase")
    assert caught.value.code == "passphrase"


def test_wrong_passphrases_wait_at_a_restore_as_at_opening(backed: Path) -> None:
    clock, backup, target = Clock(), newest(backed), backed.with_name("new")
    for _ in range(3):
        with pytest.raises(Refused, match="does not open"):
            restore(backup, target, "another passphrase", clock=clock)
    with pytest.raises(Refused) as caught:
        restore(backup, target, PASSPHRASE, clock=clock)
    assert caught.value.code == "wait" and "not tried" in caught.value.message
    clock.now += 5_000
    restore(backup, target, PASSPHRASE, clock=clock)
    clock.now += 1
    restore(backup, backed.with_name("another"), PASSPHRASE, clock=clock)


def test_nothing_in_a_backup_can_be_read_without_the_key(backed: Path) -> None:
    for path in newest(backed).iterdir():
        if path.suffix == ".db":
            assert b"SQLite format" not in path.read_bytes()
            assert b"a draft" not in path.read_bytes()


def test_media_are_stored_once_and_thinned_with_their_last_backup(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    pool = default_folder(folder)
    with make(folder) as workspace:
        import io

        sha256, _ = workspace.blobs.put(io.BytesIO(b"medium"))
        back_up(workspace.source(), pool, NOON)
        back_up(workspace.source(), pool, NOON + 1000)
        assert len(list((pool / "blobs").glob("*/*"))) == 1
        workspace.blobs.delete(sha256)
        back_up(workspace.source(), pool, NOON + 3 * DAY)
        assert len(list((pool / "blobs").glob("*/*"))) == 1  # the newest of that day keeps it
        assert len(listed(pool)) == 2
    for backup in listed(pool)[1:]:
        shutil.rmtree(backup.folder)
    thin(pool, NOON + 3 * DAY)
    assert list((pool / "blobs").glob("*/*")) == []


def test_a_backup_that_is_stopped_leaves_nothing(backed: Path) -> None:
    def stop(words: str, _done: int, _total: int) -> None:
        if words == "verifying":
            raise Refused("stopped", code="cancelled")

    before = listed(default_folder(backed))
    with Workspace.open(backed, PASSPHRASE) as workspace, pytest.raises(Refused):
        back_up(workspace.source(), default_folder(backed), NOON + 5000, stop)
    assert listed(default_folder(backed)) == before
    assert not list(default_folder(backed).glob("*.part"))


def test_backups_inside_the_workspace_are_refused(backed: Path) -> None:
    with Workspace.open(backed, PASSPHRASE) as workspace, pytest.raises(Refused) as caught:
        back_up(workspace.source(), backed / "here", NOON)
    assert caught.value.code == "inside"


@given(st.lists(st.integers(0, 800 * 24), unique=True, max_size=300), st.integers(0, 800 * 24))
def test_the_rule_keeps_the_newest_of_each_period(hours: list[int], now_hour: int) -> None:
    hour = 3_600_000
    times, now = [NOON + h * hour for h in hours], NOON + now_hour * hour
    kept = thinned(times, now)
    assert kept <= set(times)
    assert {at for at in times if at > now - 2 * DAY} <= kept
    assert len([at for at in kept if at <= now - 2 * DAY]) <= DAYS + WEEKS + MONTHS
    assert not times or max(times) in kept
    assert thinned(sorted(kept), now) == kept  # thinning twice takes nothing more
    assert NOTE == "backup.json"


def test_what_is_left_of_a_workspace_is_set_aside_too(backed: Path) -> None:
    (backed / "profile.json").unlink()
    (backed / "head").write_bytes(b"junk")
    before = bytes_of(backed)
    done = restore(newest(backed), backed, PASSPHRASE, clock=Clock())
    assert done.set_aside is not None
    assert bytes_of(done.set_aside) == before | {
        "workspace.lock": bytes_of(done.set_aside)["workspace.lock"]
    }
    reopen(backed).close()


def test_when_the_new_one_cannot_take_the_place_the_old_one_comes_back(
    backed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    real, before = os.rename, sorted(bytes_of(backed.parent))

    def fails(source: Path, target: Path) -> None:
        if str(source).endswith(".part"):
            raise OSError(5, "Input/output error")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr("reviewer.store.restore.os.rename", fails)
        with pytest.raises(Damaged) as caught:
            restore(newest(backed), backed, PASSPHRASE, clock=Clock())
    assert caught.value.code == "backup"
    assert sorted(bytes_of(backed.parent)) == before
    reopen(backed).close()


def test_a_restore_that_is_stopped_changes_nothing(backed: Path) -> None:
    before = bytes_of(backed.parent)
    told: list[str] = []

    def stop(words: str, _done: int, _total: int) -> None:
        told.append(words)
        if words.startswith("copying evidence"):
            raise Refused("stopped", code="cancelled")

    with pytest.raises(Refused):
        restore(newest(backed), backed, PASSPHRASE, tell=stop)
    assert bytes_of(backed.parent) == before and len(told) > 2


def test_the_folder_of_backups(tmp_path: Path) -> None:
    here, key = tmp_path / "w", "0123456789abcdef"
    site = tmp_path / "site"
    assert backup_folder(here, key) == default_folder(here)
    assert backup_folder(here, key, str(site)) == site / f"w-{key}"
    for name in (f"w-{key}", "w-other", f"x-{key}"):
        (site / name).mkdir(parents=True)
    assert backup_folders(here, str(site)) == [default_folder(here), site / f"w-{key}"]
    assert backup_folders(here) == [default_folder(here)]
