"""The drop folder: what is named and left alone; files that go in whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange.drop import drop
from reviewer.exchange.drop import put as drop_put
from reviewer.exchange.drop.drop import name_of, part_name, safe_name, survey
from reviewer.exchange.drop.put import put

DEVICE, OTHER = "d" * 32, "e" * 32
NAME = "packages/heron-0123456789abcdef.zip"


def silent(_words: str, _done: int, _all: int) -> None:
    """Nobody listens."""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    made = tmp_path / "made.zip"
    made.write_bytes(os.urandom(3 * drop.CHUNK + 17))
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def files(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


@given(st.text(min_size=1, max_size=64), st.text(min_size=1, max_size=64))
def test_any_pseudonym_gives_a_name_that_every_disk_holds(one: str, two: str) -> None:
    for name in (one, two):
        safe = safe_name(name)
        assert safe and len(safe) <= 71 and safe.isascii() and safe[0] not in ".-"
        assert not set(safe) & set('/\\:*?"<>| .') and safe.lower() not in ("con", "nul", "com1")
    assert one == two or safe_name(one) != safe_name(two)
    assert name_of(one, "0" * 64, sealed=True).endswith("-0000000000000000.zip.age")


def test_links_special_and_foreign_files_are_named_and_left_alone(folder: Path) -> None:
    for inner in ("packages/deep", "bundles/heron/deep", "feedback/heron", "photos"):
        (folder / inner).mkdir(parents=True)
    for name in ("packages/a.zip", "bundles/b.zip", "bundles/heron/c.ZIP", "feedback/heron/d.age"):
        (folder / name).write_bytes(b"x")
    (folder / "packages" / "notes.txt").write_text("no")
    (folder / "packages" / "link.zip").symlink_to(folder / "packages" / "a.zip")
    os.mkfifo(folder / "packages" / "pipe.zip")
    (folder / "packages" / part_name("x.zip", DEVICE)).write_bytes(b"mine")
    (folder / "packages" / part_name("x.zip", OTHER)).write_bytes(b"theirs")
    (folder / "packages" / os.fsdecode(b"\xff.zip")).write_bytes(b"x")
    found, left = survey(folder, DEVICE)
    assert [one.name for one in found] == [
        "bundles/b.zip",
        "bundles/heron/c.ZIP",
        "feedback/heron/d.age",
        "packages/\\udcff.zip",
        "packages/a.zip",
    ]
    whys = {one.name: one.why for one in left}
    assert len(whys) == 7
    assert "never followed" in whys["packages/link.zip"] and "folder" in whys["photos"]
    assert "never opened" in whys["packages/pipe.zip"]
    assert "still writing" in whys[f"packages/{part_name('x.zip', OTHER)}"]
    with pytest.raises(Refused):
        survey(folder / "gone", DEVICE)


def test_a_file_that_becomes_a_link_or_a_pipe_is_not_read(folder: Path) -> None:
    (folder / "packages").mkdir()
    path = folder / "packages" / "a.zip"
    path.write_bytes(b"x")
    found = survey(folder, DEVICE)[0][0]
    path.unlink()
    path.symlink_to("/etc/hostname")
    with pytest.raises(Damaged):
        drop.digest(found, silent)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(Damaged, match="no ordinary file"):
        drop.digest(found, silent)


def test_put_is_whole_and_again_is_nothing(built: Path, folder: Path) -> None:
    put(built, folder, NAME, DEVICE, silent)
    first = (folder / NAME).stat()
    put(built, folder, NAME, DEVICE, silent)
    assert (folder / NAME).stat() == first and files(folder) == [NAME]
    built.write_bytes(b"something else")
    with pytest.raises(Refused) as caught:
        put(built, folder, NAME, DEVICE, silent)
    assert caught.value.code == "exists"
    assert (folder / NAME).stat() == first


def test_a_folder_that_is_a_link_gets_nothing(built: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "packages").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused) as caught:
        put(built, folder, NAME, DEVICE, silent)
    assert caught.value.code == "link" and not list((tmp_path / "elsewhere").iterdir())


def full_at_once(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    usage = shutil.disk_usage("/")._replace(free=1000)

    def little(_path: object) -> object:
        return usage

    patch.setattr(shutil, "disk_usage", little)


def full_later(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    patch.setattr(os, "fsync", full)


@pytest.mark.parametrize("full", [full_at_once, full_later])
def test_a_full_stick_says_what_is_needed_and_free(
    full: Callable[[pytest.MonkeyPatch, Path], None],
    built: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full(monkeypatch, folder)
    with pytest.raises(Damaged) as caught:
        put(built, folder, NAME, DEVICE, silent)
    assert caught.value.code == "no_room" and "it needs 3.0 MiB" in caught.value.message
    assert " are free" in caught.value.message and files(folder) == []


def test_a_stick_that_keeps_other_bytes_is_found_before_the_name(
    built: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def lying(handle: int) -> None:
        real(handle)
        os.pwrite(handle, b"\0\0\0\0", 5)

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(Damaged, match="reads back differently"):
        put(built, folder, NAME, DEVICE, silent)
    assert files(folder) == []


@pytest.mark.parametrize("at", range(4))
def test_stopping_at_every_piece_leaves_nothing(built: Path, folder: Path, at: int) -> None:
    told: list[int] = []

    def stop(_words: str, done: int, _all: int) -> None:
        told.append(done)
        if len(told) > at:
            raise Refused("Stopped.", code="cancelled")

    with pytest.raises(Refused):
        put(built, folder, NAME, DEVICE, stop)
    assert files(folder) == [] and len(told) == at + 1
    put(built, folder, NAME, DEVICE, silent)
    assert files(folder) == [NAME]


def test_leftovers_of_a_killed_run_go_and_those_of_others_stay(built: Path, folder: Path) -> None:
    mine = [folder / "packages" / part_name("a.zip", DEVICE)]
    mine.append(folder / "feedback" / "heron" / part_name("b.zip", DEVICE))
    theirs = folder / "packages" / part_name("a.zip", OTHER)
    for one in (*mine, theirs):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_bytes(b"half")
    put(built, folder, NAME, DEVICE, silent)
    assert files(folder) == sorted([str(theirs.relative_to(folder)), NAME])
    assert drop_put.clear_parts(folder, OTHER) == 1
