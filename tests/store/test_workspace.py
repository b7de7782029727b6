from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.store import making as module
from reviewer.store.workspace import Workspace
from tests.store import kit
from tests.store.kit import PASSPHRASE, bytes_of, decision, make, reopen

ROOT = Path(__file__).resolve().parents[2]


def test_what_was_saved_is_there_again(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        workspace.desk.save_draft("case-1", "account:twitter:1", "half a note")
        sha256, _ = workspace.blobs.put(io.BytesIO(b"picture"))
        workspace.cache.put(sha256, "thumb", b"small")
        assert workspace.protected
    with reopen(tmp_path / "w") as workspace:
        assert workspace.ledger.state.subject("account:twitter:1").outcome == "suspend"
        assert workspace.desk.draft("case-1", "account:twitter:1") == "half a note"
        assert workspace.blobs.open(sha256) == b"picture"
        assert workspace.cache.get(sha256, "thumb") == b"small"


def test_the_folder_is_private_and_tells_nothing(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("secretname", rationale="very secret words")])
        workspace.desk.save_draft("c", "s", "very secret words")
        workspace.blobs.put(io.BytesIO(b"very secret words" * 99))
        raw = b"".join(p.read_bytes() for p in (tmp_path / "w").rglob("*") if p.is_file())
    assert (tmp_path / "w").stat().st_mode & 0o777 == 0o700
    assert b"secret" not in raw
    assert all(p.stat().st_mode & 0o077 == 0 for p in (tmp_path / "w").rglob("*"))


def test_a_workspace_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    with pytest.raises(Damaged) as caught:
        make(tmp_path / "w")
    assert "No space left" in caught.value.message
    assert not list(tmp_path.iterdir())


def test_nothing_is_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir()
    make(tmp_path / "w").close()
    before = bytes_of(tmp_path)
    with pytest.raises(Refused) as caught:
        make(tmp_path / "w")
    assert caught.value.code == "exists"
    assert bytes_of(tmp_path) == before


def test_a_wrong_passphrase_is_refused_and_the_lock_is_free_again(tmp_path: Path) -> None:
    make(tmp_path / "w").close()
    for wrong in (None, "", "Correct horse"):
        with pytest.raises(Refused) as caught:
            Workspace.open(tmp_path / "w", wrong)
        assert caught.value.code == "passphrase"
    reopen(tmp_path / "w").close()


def test_the_passphrase_can_be_changed(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        with pytest.raises(Refused):
            workspace.change_passphrase("wrong", "new words")
        workspace.change_passphrase(PASSPHRASE, "new words")
    with pytest.raises(Refused):
        reopen(tmp_path / "w")
    with Workspace.open(tmp_path / "w", "new words") as workspace:
        assert workspace.ledger.head()[1] == 1


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"format":"something"}'])
def test_other_folders_are_not_workspaces(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "profile.json").write_bytes(content)
    before = bytes_of(tmp_path)
    with pytest.raises((Refused, Damaged)) as caught:
        Workspace.open(tmp_path)
    assert caught.value.code == ("not_a_workspace" if content is None else "profile")
    assert caught.value.next_step
    assert bytes_of(tmp_path) == before


def test_a_newer_workspace_is_refused(tmp_path: Path) -> None:
    make(tmp_path / "w").close()
    path = tmp_path / "w" / "profile.json"
    document = json.loads(path.read_text())
    for change in ({"format_version": "2.0"}, {"must_understand": ["rings"]}):
        changed = {**document, "workspace": {**document["workspace"], **change}}
        path.write_text(json.dumps(changed))
        with pytest.raises(Refused) as caught:
            reopen(tmp_path / "w")
        assert caught.value.code == "newer"


@pytest.mark.parametrize("field", ["pseudonym", "role", "device"])
def test_a_changed_profile_is_noticed(tmp_path: Path, field: str) -> None:
    make(tmp_path / "w").close()
    path = tmp_path / "w" / "profile.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), field: "lead"}))
    with pytest.raises(Damaged) as caught:
        reopen(tmp_path / "w")
    assert caught.value.code == "profile"


@pytest.mark.parametrize("name", ["ledger.db", "head", "evidence.db", "desk.db"])
def test_a_missing_part_is_named(tmp_path: Path, name: str) -> None:
    make(tmp_path / "w").close()
    (tmp_path / "w" / name).unlink()
    for read_only in (True, False):
        with pytest.raises(Damaged) as caught:
            reopen(tmp_path / "w", read_only=read_only)
        assert (caught.value.code, caught.value.file) == ("missing_file", name)
    assert not (tmp_path / "w" / name).exists()


def test_a_file_of_another_workspace_is_noticed(tmp_path: Path) -> None:
    make(tmp_path / "a").close()
    make(tmp_path / "b").close()
    for name in ("ledger.db", "evidence.db", "desk.db", "head"):
        kept = (tmp_path / "a" / name).read_bytes()
        shutil.copyfile(tmp_path / "b" / name, tmp_path / "a" / name)
        with pytest.raises(Damaged):
            reopen(tmp_path / "a")
        (tmp_path / "a" / name).write_bytes(kept)
    reopen(tmp_path / "a").close()


@pytest.mark.parametrize("content", [None, b"", b"x" * 40_000])
def test_the_cache_may_be_deleted_or_damaged(tmp_path: Path, content: bytes | None) -> None:
    make(tmp_path / "w").close()
    cache = tmp_path / "w" / "cache.db"
    cache.unlink()
    if content is not None:
        cache.write_bytes(content)
    with reopen(tmp_path / "w", read_only=True) as workspace:
        assert workspace.cache.get("a" * 64, "thumb") is None
    with reopen(tmp_path / "w") as workspace:
        workspace.cache.put("a" * 64, "thumb", b"small")
        assert workspace.cache.get("a" * 64, "thumb") == b"small"


@pytest.mark.parametrize("content", [None, b"", b"x" * 40_000])
def test_the_index_may_be_deleted_or_damaged(tmp_path: Path, content: bytes | None) -> None:
    make(tmp_path / "w").close()
    index = tmp_path / "w" / "search" / "search.db"
    index.unlink()
    if content is not None:
        index.write_bytes(content)
    for read_only in (True, False):
        with reopen(tmp_path / "w", read_only=read_only) as workspace:
            assert workspace.search.search("word").total == 0


def test_reading_changes_no_byte(tmp_path: Path) -> None:
    with make(tmp_path / "w") as workspace:
        workspace.ledger.append([decision("1")])
        sha256, _ = workspace.blobs.put(io.BytesIO(b"picture"))
    before = bytes_of(tmp_path)
    times = {p: p.stat().st_mtime_ns for p in (tmp_path / "w").rglob("*")}
    with reopen(tmp_path / "w", read_only=True) as workspace:
        assert workspace.ledger.check() is None
        assert workspace.blobs.open(sha256) == b"picture"
        assert workspace.cache.get("a" * 64, "thumb") is None
        workspace.cache.put("a" * 64, "thumb", b"ignored")
        for refused in (
            lambda w: w.desk.save_draft("c", "s", "text"),
            lambda w: w.blobs.put(io.BytesIO(b"x")),
            lambda w: w.blobs.delete(sha256),
            lambda w: w.change_passphrase(PASSPHRASE, "new"),
        ):
            with pytest.raises(Refused) as caught:
                refused(workspace)
            assert caught.value.code == "read_only"
        assert bytes_of(tmp_path) == before
    assert bytes_of(tmp_path) == before
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "w").rglob("*")} == times


def test_two_programs(tmp_path: Path) -> None:
    with make(tmp_path / "w"):
        script = (
            "import sys; from pathlib import Path\n"
            "from reviewer.store.workspace import Workspace\n"
            "from reviewer.domain.errors import Refused\n"
            "for read_only in (False, True):\n"
            "    try:\n"
            "        Workspace.open(Path(sys.argv[1]), sys.argv[2], read_only)\n"
            "    except Refused as error:\n"
            "        print(error.code, error.message)\n"
        )
        command = [sys.executable, "-c", script, str(tmp_path / "w"), PASSPHRASE]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("in_use") and f"process {os.getpid()}" in line for line in lines)


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder whose parents everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="reviewer-test-"))
    folder.chmod(0o755)
    yield folder
    for path in (folder, folder / "w"):
        path.chmod(0o755)
    shutil.rmtree(folder)


NOBODY = """
import os, sys
from pathlib import Path
from reviewer.store.workspace import Workspace
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
folder = Path(sys.argv[1])
assert not os.access(folder, os.W_OK)
with Workspace.open(folder, sys.argv[2], read_only=True) as workspace:
    print(workspace.ledger.head()[1], workspace.ledger.check())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions of Unix")
@pytest.mark.parametrize("killed", [False, True])
def test_a_folder_that_may_not_be_written_is_read(open_to_all: Path, killed: bool) -> None:
    folder = open_to_all / "w"
    workspace = make(folder)
    workspace.ledger.append([decision("1")])
    if killed:
        live = open_to_all / "copy"
        shutil.copytree(folder, live)
        workspace.close()
        shutil.rmtree(folder)
        live.rename(folder)
        assert (folder / "ledger.db-wal").stat().st_size > 0
    else:
        workspace.close()
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(0o555)
    before = bytes_of(folder)
    command = [sys.executable, "-c", NOBODY, str(folder), PASSPHRASE]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "1 None\n", done.stderr
    assert bytes_of(folder) == before


def test_an_unprotected_workspace_says_so(tmp_path: Path) -> None:
    made, secrets = kit.new_profile(
        "rev-8", None, kit.NOON, os.urandom, memory_kib=64, iterations=1, lanes=1
    )
    Workspace.create(tmp_path / "w", made, secrets).close()
    with Workspace.open(tmp_path / "w") as workspace:
        assert not workspace.protected
