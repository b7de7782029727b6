"""The check of a whole workspace finds what was done to it, by a closed list of codes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged
from reviewer.respath import resource
from reviewer.store.disk.engine import connect
from reviewer.store.safety.backup import back_up, default_folder
from reviewer.store.safety.backup_list import listed
from reviewer.store.safety.whole import check_whole, codes
from reviewer.store.workspace import Workspace
from tests.old_workspaces.test_reopen import STORED, unpacked
from tests.store.kit import NOON, Clock


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with imports, decisions, media and a backup."""
    found, _ = unpacked(STORED[-1], tmp_path)
    with Workspace.open(found, None, clock=Clock()) as workspace:
        back_up(workspace.source(), default_folder(found), NOON)
    return found


def found_in(folder: Path) -> list[str]:
    with Workspace.open(folder, None, read_only=True) as workspace:
        return [finding.code for finding in check_whole(workspace)]


def flip(path: Path, at: float = 0.5) -> None:
    raw = bytearray(path.read_bytes())
    raw[int(len(raw) * at)] ^= 1
    path.write_bytes(raw)


def some_blob(folder: Path) -> Path:
    return max((folder / "blobs").glob("*/*"), key=lambda path: path.stat().st_size)


def a_stray_blob(folder: Path) -> None:
    shutil.copyfile(some_blob(folder), folder / "blobs" / "00stray")
    (folder / "blobs" / "zz").mkdir()
    (folder / "blobs" / "00stray").rename(folder / "blobs" / "zz" / "stray")


def with_evidence(folder: Path, sql: str) -> None:
    with Workspace.open(folder, None, read_only=True) as workspace:
        key = workspace.keys.database("evidence.db")
    conn = connect(folder / "evidence.db", key, durable=True)
    conn.execute(sql)
    conn.close()


def without_ledger_entry(folder: Path) -> None:
    with_evidence(
        folder,
        "INSERT INTO import_ SELECT import_n + 9, 'x', name, kind, at, sha256, signed, signer,"
        " read, new, known, changed, quarantined, n_lo, n_hi FROM import_ LIMIT 1",
    )


def without_imports(folder: Path) -> None:
    """The evidence as if nothing had ever come in, under whatever name."""
    for sql in ("DELETE FROM import_", "DELETE FROM source_file", "DELETE FROM meta"):
        with_evidence(folder, f"{sql} WHERE name LIKE 'bytes:%'" if "meta" in sql else sql)


CASES: list[tuple[str, Callable[[Path], None]]] = [
    ("cache", lambda folder: flip(folder / "cache.db")),
    ("desk", lambda folder: flip(folder / "desk.db", 0.9)),
    ("page", lambda folder: flip(folder / "evidence.db", 0.97)),
    ("search", lambda folder: flip(folder / "search" / "search.db", 0.9)),
    ("search", lambda folder: (folder / "search" / "search.db").unlink()),
    ("blob_damaged", lambda folder: flip(some_blob(folder))),
    ("blob_missing", lambda folder: some_blob(folder).unlink()),
    ("orphan_blob", a_stray_blob),
    ("backup", lambda folder: flip(listed(default_folder(folder))[0].folder / "evidence.db")),
    ("no_backup", lambda folder: shutil.rmtree(default_folder(folder))),
    ("unlogged", without_ledger_entry),
    ("import_differs", lambda folder: with_evidence(folder, "UPDATE import_ SET sha256 = 'y'")),
    ("evidence_missing", without_imports),
]


def test_a_sound_workspace_has_no_findings(folder: Path) -> None:
    assert found_in(folder) == ["clock"]  # it was stored with a clock that steps


NAMES = [f"{code}-{n}" for n, (code, _) in enumerate(CASES)]


@pytest.mark.parametrize(("code", "harm"), CASES, ids=NAMES)
def test_what_was_done_is_named(folder: Path, code: str, harm: Callable[[Path], None]) -> None:
    harm(folder)
    try:
        found = found_in(folder)
    except Damaged:
        found = ["page"]
    assert code in found
    assert set(found) <= set(codes())
    assert [codes()[one]["harm"] for one in found] == sorted(
        (codes()[one]["harm"] for one in found), reverse=True
    )


def test_the_help_page_explains_every_code_and_no_other() -> None:
    text = resource("help/repair.md").read_text("utf-8")
    assert re.findall(r"^### (\w+)$", text, re.M) == list(codes())
    for entry in codes().values():
        assert all(str(entry[name]) in text for name in ("means", "safe", "next"))
        assert set(entry) == {"harm", "as", "means", "safe", "next"}
