"""A stored workspace of every schema version opens, and says what it said when it was stored."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.store.disk.migrate import Migration
from reviewer.store.evidence import schema_evidence
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.inspect import inspect
from reviewer.store.restore import restore
from reviewer.store.safety.backup import default_folder
from reviewer.store.safety.backup_list import listed
from reviewer.store.workspace import Workspace
from tests.old_workspaces.make import HERE, NOTE, facts, versions
from tests.session.kit import opened
from tests.store.kit import bytes_of

STORED = sorted(HERE.glob("*.zip"))


def unpacked(stored: Path, folder: Path) -> tuple[Path, dict[str, object]]:
    """The workspace in a folder, and what it must say."""
    with zipfile.ZipFile(stored) as archive:
        archive.extractall(folder)
    for name in ("blobs", "search"):
        (folder / "workspace" / name).mkdir(exist_ok=True)
    return folder / "workspace", json.loads((folder / NOTE).read_text("utf-8"))


@pytest.mark.parametrize("stored", STORED, ids=[path.stem for path in STORED])
def test_a_stored_workspace_opens(stored: Path, tmp_path: Path) -> None:
    folder, expected = unpacked(stored, tmp_path)
    with opened(folder) as keys:
        assert facts(keys) == expected
        keys.press("Z")
        assert keys.session.desk.message_kind == "saved"
    assert inspect(folder)[2] is None


def _next_step(version: int) -> Migration:
    def run(conn: object) -> None:
        conn.execute("CREATE TABLE of_tomorrow (n INTEGER)")  # type: ignore[attr-defined]

    return Migration(version, run)


def test_before_a_schema_changes_all_of_it_is_backed_up_and_that_backup_opens(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.open(old, None).close()
    pool = default_folder(old)
    shutil.rmtree(pool, ignore_errors=True)
    Workspace.open(old, None).close()
    assert listed(pool) == [], "nothing changes, nothing is backed up"
    steps = schema_evidence.MIGRATIONS
    grown = (*steps, _next_step(steps[-1].version + 1))
    with monkeypatch.context() as patch:
        patch.setattr("reviewer.store.evidence.evidence.MIGRATIONS", grown)
        Workspace.open(old, None).close()
        (backup,) = listed(pool)
        restored = restore(backup.folder, old.with_name("again"), None)
        with Workspace.open(restored.folder, None) as workspace:
            assert workspace.evidence.counts().posts == 3
    done = restore(backup.folder, old.with_name("old"), None)  # by the version before
    with Workspace.open(done.folder, None) as workspace:
        assert workspace.evidence.counts().posts == 3 and workspace.ledger.check() is None
    with pytest.raises(Refused) as caught:
        Workspace.open(old, None)
    assert caught.value.code == "newer"


def test_what_cannot_be_backed_up_is_not_changed(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace.open(old, None).close()
    pool = default_folder(old)
    shutil.rmtree(pool, ignore_errors=True)
    pool.write_text("in the way", "utf-8")
    before = bytes_of(old)
    steps = schema_evidence.MIGRATIONS
    with monkeypatch.context() as patch:
        grown = (*steps, _next_step(steps[-1].version + 1))
        patch.setattr("reviewer.store.evidence.evidence.MIGRATIONS", grown)
        with pytest.raises(Damaged) as caught:
            Workspace.open(old, None)
    assert caught.value.code == "backup" and "version before" in caught.value.next_step
    after = bytes_of(old)
    assert {name for name in after if after[name] != before.get(name)} <= {"workspace.lock"}
    Workspace.open(old, None).close()


def test_the_schema_of_today_is_stored() -> None:
    """A schema version grew? Run: python -m tests.old_workspaces.make"""
    assert versions() in {path.stem for path in STORED}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Path]:
    yield unpacked(STORED[0], tmp_path)[0]


def _broken_step(version: int) -> Migration:
    def run(conn: object) -> None:
        conn.execute("CREATE TABLE half_done (n INTEGER)")  # type: ignore[attr-defined]
        conn.execute("INSERT INTO no_such_table VALUES (1)")  # type: ignore[attr-defined]

    return Migration(version, run)


def test_a_failing_migration_leaves_the_old_workspace(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_once = old.with_name("once")
    shutil.copytree(old, opened_once)
    Workspace.open(old, None).close()  # whatever this program itself migrates, once
    before = bytes_of(old)
    steps = schema_evidence.MIGRATIONS
    broken = (*steps, _broken_step(steps[-1].version + 1))
    with monkeypatch.context() as patch:
        patch.setattr("reviewer.store.evidence.evidence.MIGRATIONS", broken)
        with pytest.raises((Damaged, Refused)) as caught:
            Workspace.open(old, None)
    assert caught.value.code == "migration"
    assert caught.value.next_step
    after = bytes_of(old)
    kept = {name for name in after.keys() - before.keys() if "before-v" in name}
    assert len(kept) == 1
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed <= {"workspace.lock"}
    with Workspace.open(old, None) as again:
        assert again.ledger.check() is None
        assert isinstance(again.evidence, Evidence)
        assert again.evidence.counts().posts == 3
