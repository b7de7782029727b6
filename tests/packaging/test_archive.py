"""The archive is the same bytes for the same files, and unpacks to them."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from reviewer.packaging import archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "one" / "reviewer"
    (made / "deep").mkdir(parents=True)
    (made / "deep" / "b").write_bytes(os.urandom(300_000))
    (made / "a").write_bytes(b"a" * 100_000)
    (made / "a").chmod(0o755)
    (made / "link").symlink_to("deep/b")
    return made


def test_twice_the_same(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BLOCK", 100_000)
    archive.pack(folder, tmp_path / "1.tar.xz", 1_000_000)
    os.utime(folder / "a")
    (folder / "deep" / "b").chmod(0o600)
    archive.pack(folder, tmp_path / "2.tar.xz", 1_000_000)
    assert (tmp_path / "1.tar.xz").read_bytes() == (tmp_path / "2.tar.xz").read_bytes()


def test_it_unpacks(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BLOCK", 100_000)
    archive.pack(folder, tmp_path / "1.tar.xz", 1_000_000)
    with tarfile.open(tmp_path / "1.tar.xz") as tar:
        infos = {info.name: info for info in tar.getmembers()}
        tar.extractall(tmp_path / "out", filter="data")
    assert list(infos) == sorted(infos)
    assert {(info.uid, info.gid, info.mtime) for info in infos.values()} == {(0, 0, 1_000_000)}
    out = tmp_path / "out" / "reviewer"
    assert (out / "deep" / "b").read_bytes() == (folder / "deep" / "b").read_bytes()
    assert os.access(out / "a", os.X_OK) and not os.access(out / "deep" / "b", os.X_OK)
    assert os.readlink(out / "link") == "deep/b"
