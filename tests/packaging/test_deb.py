"""What the package of Debian says and where it puts things."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reviewer import __version__
from reviewer.packaging import deb

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "resources" / "packaging"

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is of Debian")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "reviewer"
    (folder / "_internal").mkdir(parents=True)
    (folder / "reviewer").write_bytes(b"program")
    (folder / "reviewer").chmod(0o755)
    (folder / "_internal" / "a.so").write_bytes(b"library")
    return folder


def build(program: Path, base: Path) -> Path:
    base.mkdir()
    return deb.build(program, ROOT, base / "work", base, 1_700_000_000)


@needs_dpkg
def test_the_package(program: Path, tmp_path: Path) -> None:
    package = build(program, tmp_path / "one")
    said = subprocess.run(
        ["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split() for line in said.splitlines()]
    assert {row[1] for row in rows} == {"root/root"}
    names = {row[5] for row in rows}
    assert names >= {
        "./opt/reviewer/reviewer",
        "./usr/bin/reviewer",
        "./usr/share/applications/reviewer.desktop",
        "./usr/share/man/man1/reviewer.1",
        "./usr/share/metainfo/reviewer.metainfo.xml",
        "./usr/share/doc/reviewer/copyright",
    }
    fields = subprocess.run(
        ["dpkg-deb", "--field", package], capture_output=True, text=True, check=True
    ).stdout
    assert f"Version: {__version__}\n" in fields
    assert all(name in fields for name in ("libgl1", "libegl1", "libc6 (>= "))
    assert build(program, tmp_path / "two").read_bytes() == package.read_bytes()


def test_the_metainfo_names_this_version() -> None:
    root = ElementTree.parse(TEMPLATES / "reviewer.metainfo.xml").getroot()
    release = root.find("releases/release")
    assert release is not None and release.get("version") == __version__
    assert root.findtext("launchable") == "reviewer.desktop"


def test_the_manual_holds_every_command() -> None:
    text = (TEMPLATES / "reviewer.1").read_text("utf-8")
    for words in (".B doctor", ".B import PATHS...", ".B selftest", ".B F F", ".SH FILES"):
        assert words in text
