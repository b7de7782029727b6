"""What the package of Debian says and where it puts things."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reviewer import __version__
from reviewer.packaging import deb, papers
from reviewer.packaging.identity import APP_ID, MAINTAINER, PLACEHOLDER, UNNAMED, Identity
from reviewer.syslibs import SetupError

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


WHO = Identity("Site desk <desk@site.invalid>", "invalid.site.reviewer")


def build(program: Path, base: Path) -> Path:
    base.mkdir()
    return deb.build(program, ROOT, base / "work", base, 1_700_000_000, WHO)


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
        "./usr/share/man/man1/reviewer.1.gz",
        "./usr/share/metainfo/invalid.site.reviewer.metainfo.xml",
        "./usr/share/doc/reviewer/copyright",
        "./usr/share/doc/reviewer/changelog.gz",
        "./usr/share/lintian/overrides/reviewer",
    }
    fields = subprocess.run(
        ["dpkg-deb", "--field", package], capture_output=True, text=True, check=True
    ).stdout
    assert f"Version: {__version__}\n" in fields
    assert f"Maintainer: {WHO.maintainer}\n" in fields
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


@needs_dpkg
def test_the_one_with_video_is_another_package(program: Path, tmp_path: Path) -> None:
    (program / "build-info.json").write_text('{"video": true}')
    package = build(program, tmp_path / "video")
    assert package.name.startswith("reviewer-video_")
    fields = subprocess.run(
        ["dpkg-deb", "--field", package], capture_output=True, text=True, check=True
    ).stdout
    for words in ("Package: reviewer-video\n", "Conflicts: reviewer\n", "Provides: reviewer\n"):
        assert words in fields


def test_who_packages_is_told_by_option_then_variable_then_not_at_all() -> None:
    environ = {MAINTAINER: "A B <a@b.org>", APP_ID: "org.b.reviewer"}
    assert Identity.told("C <c@d.org>", None, environ) == Identity("C <c@d.org>", "org.b.reviewer")
    assert not Identity.told(None, None, environ).lacking()
    nobody = Identity.told(None, None, {})
    assert (nobody.maintainer, nobody.app_id) == (UNNAMED, PLACEHOLDER)
    assert len(nobody.lacking()) == 2 and all("Next: --" in words for words in nobody.lacking())


@pytest.mark.parametrize(
    "who, ident",
    [("nobody", None), ("A <a>", None), ("A <a@b.org>\nX: y", None), (None, "reviewer"),
     (None, "org..x"), (None, "org.a b.c")],
)  # fmt: skip
def test_what_has_another_shape_is_refused(who: str | None, ident: str | None) -> None:
    with pytest.raises(SetupError, match="is "):
        Identity.told(who, ident, {})


def test_the_metainfo_names_who_packages() -> None:
    template = (TEMPLATES / "reviewer.metainfo.xml").read_text("utf-8")
    odd = Identity("A & B <a@b.org>", "org.b.reviewer")
    root = ElementTree.fromstring(deb.metainfo(template, odd).encode())
    assert root.findtext("id") == "org.b.reviewer"
    assert root.findtext("developer/name") == "A & B"
    developer = root.find("developer")
    assert developer is not None and developer.get("id") == "org.b"


def test_every_override_says_why() -> None:
    lines = papers.overrides(video=False).splitlines()
    assert len(lines) % 2 == 0
    pairs = zip(lines[::2], lines[1::2], strict=True)
    assert all(why.startswith("# ") and tag.startswith("reviewer: ") for why, tag in pairs)
