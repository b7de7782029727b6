"""The Debian package of a program, made with ``dpkg-deb``: the same bytes for the same files."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from pathlib import Path

from reviewer import __version__
from reviewer.packaging import assemble, elf
from reviewer.syslibs import SetupError, environment

NEEDS = ("libgl1", "libegl1", "libxcb1", "libx11-6")
HOME = "opt/reviewer"


def build(program: Path, root: Path, work: Path, out: Path, epoch: int) -> Path:
    """Make the package.

    Args:
        program: the folder of the finished program.
        root: the checkout, with the templates in ``resources/packaging``.
        work: an own folder for the tree; emptied first.
        out: where the package goes.

    Returns:
        The package.
    """
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    shutil.copytree(program, tree / HOME, symlinks=True)
    _link(tree / "usr/bin/reviewer", f"/{HOME}/reviewer")
    templates = root / "resources" / "packaging"
    share = tree / "usr/share"
    _place(templates / "reviewer.desktop", share / "applications/reviewer.desktop")
    _place(templates / "reviewer.metainfo.xml", share / "metainfo/reviewer.metainfo.xml")
    drawn = root / "resources" / "icons" / "app"
    _place(drawn / "reviewer.svg", share / "icons/hicolor/scalable/apps/reviewer.svg")
    _place(drawn / "reviewer-256.png", share / "icons/hicolor/256x256/apps/reviewer.png")
    _place(templates / "reviewer.1", share / "man/man1/reviewer.1")
    _place(root / "LICENSE", share / "doc/reviewer/copyright")
    (tree / "DEBIAN").mkdir()
    assemble.write(tree / "DEBIAN/control", control(program, tree))
    for path in [tree, *tree.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            os.chmod(path, 0o755)
    target = out / f"reviewer_{__version__}_{architecture()}.deb"
    done = subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(tree), str(target)],
        env=environment(SOURCE_DATE_EPOCH=str(epoch), LC_ALL="C.UTF-8"),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"dpkg-deb: {done.stderr.strip()}")
    shutil.rmtree(work)
    return target


def architecture() -> str:
    """What Debian calls this machine."""
    return {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]


def control(program: Path, tree: Path) -> str:
    """What the package says of itself; the C library as new as the program asks for."""
    highest = max(assemble.glibc(program).values(), default=(2, 36))
    size = sum(p.stat().st_size for p in tree.rglob("*") if p.is_file() and not p.is_symlink())
    needs = ", ".join((f"libc6 (>= {text(highest)})", *NEEDS))
    return f"""Package: reviewer
Version: {__version__}
Architecture: {architecture()}
Maintainer: The Reviewer project <reviewer@example.org>
Section: misc
Priority: optional
Installed-Size: {size // 1024}
Depends: {needs}
Description: offline desk for trust-and-safety reviewers
 Reported accounts, what they posted and what was decided before, on one desk that is
 worked from the keyboard. Each decision is signed and kept in an encrypted workspace.
 The program makes no network connection.
"""


def text(version: elf.Version) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    os.chmod(target, 0o644)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.symlink(target, path)
