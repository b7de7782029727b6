"""The bare root is held by one at a time; an archive with other bytes is not unpacked in it."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from reviewer.packaging import bareroot
from reviewer.syslibs import SetupError

on_debian = pytest.mark.skipif(
    "VERSION_CODENAME" not in bareroot.RELEASE.read_text("utf-8")
    if bareroot.RELEASE.exists()
    else True,
    reason="a bare root is made on Debian",
)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root that stands, as far as its stamp says."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    root = bareroot.cache()
    root.mkdir(parents=True)
    root.with_suffix(".done").write_text(bareroot.wanted(), "utf-8")
    return root


@on_debian
def test_who_uses_the_root_holds_its_lock(kept: Path) -> None:
    with kept.with_suffix(".lock").open("a+b") as other:
        with bareroot.held() as root:
            assert root == kept
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_an_archive_that_its_sums_do_not_name_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "reviewer-1-linux.tar.xz"
    archive.write_bytes(b"other bytes")
    sums = bareroot.sums_beside(archive)
    assert sums.name == "reviewer-1-linux.SHA256SUMS"
    sums.write_text(f"{'0' * 64}  {archive.name}\n", "utf-8")
    with pytest.raises(SetupError, match="says other bytes"):
        bareroot.install(tmp_path / "root", archive)
