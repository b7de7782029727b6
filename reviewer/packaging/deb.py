"""The Debian package of a program, made with ``dpkg-deb``: the same bytes for the same files."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from reviewer import __version__
from reviewer.packaging import assemble, elf, papers
from reviewer.packaging.identity import PLACEHOLDER, Identity
from reviewer.syslibs import SetupError, environment

HOME = "opt/reviewer"


def build(program: Path, root: Path, work: Path, out: Path, epoch: int, identity: Identity) -> Path:
    """Make the package.

    Args:
        program: the folder of the finished program.
        root: the checkout, with the templates in ``resources/packaging``.
        work: an own folder for the tree; emptied first.
        out: where the package goes.
        epoch: the time of everything in it, seconds since 1970.
        identity: who packages it.

    Returns:
        The package.
    """
    shutil.rmtree(work, ignore_errors=True)
    tree = work / "tree"
    video = with_video(program)
    name = papers.package_name(video)
    shutil.copytree(program, tree / HOME, symlinks=True)
    _link(tree / "usr/bin/reviewer", f"/{HOME}/reviewer")
    _share(root, tree / "usr/share", identity)
    documents = tree / "usr/share/doc" / name
    _write(documents / "copyright", papers.copyright_text(video=video).encode())
    _write(documents / "changelog.gz", papers.changelog(identity, epoch, video=video))
    overrides = papers.overrides(video=video).encode()
    _write(tree / "usr/share/lintian/overrides" / name, overrides)
    size = sum(p.stat().st_size for p in tree.rglob("*") if p.is_file() and not p.is_symlink())
    highest = max(assemble.glibc(program).values(), default=(2, 36))
    fields = papers.control(
        identity,
        video=video,
        machine=architecture(),
        kilobytes=size // 1024,
        libc=text(highest),
    )
    _write(tree / "DEBIAN/control", fields.encode())
    for path in [tree, *tree.rglob("*")]:
        if path.is_dir() and not path.is_symlink():
            os.chmod(path, 0o755)
    target = out / file_name(video=video)
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


def flavour(*, video: bool) -> str:
    """What the folder of the build is called."""
    return "video" if video else "plain"


def file_name(*, video: bool) -> str:
    """What the package is called."""
    return f"{papers.package_name(video)}_{__version__}_{architecture()}.deb"


def with_video(program: Path) -> bool:
    """Whether a finished program holds the decoder of video, as its build says."""
    info = program / "build-info.json"
    return bool(info.is_file() and json.loads(info.read_text("utf-8")).get("video"))


def _share(root: Path, share: Path, identity: Identity) -> None:
    """What a desktop shows of the program, and its manual."""
    templates = root / "resources" / "packaging"
    desktop = (templates / "reviewer.desktop").read_bytes()
    _write(share / "applications/reviewer.desktop", desktop)
    said = metainfo((templates / "reviewer.metainfo.xml").read_text("utf-8"), identity)
    _write(share / f"metainfo/{identity.app_id}.metainfo.xml", said.encode())
    drawn = root / "resources" / "icons" / "app"
    icons = share / "icons/hicolor"
    _write(icons / "scalable/apps/reviewer.svg", (drawn / "reviewer.svg").read_bytes())
    _write(icons / "256x256/apps/reviewer.png", (drawn / "reviewer-256.png").read_bytes())
    manual = (templates / "reviewer.1").read_bytes()
    _write(share / "man/man1/reviewer.1.gz", papers.packed(manual))


def metainfo(template: str, identity: Identity) -> str:
    """The AppStream data with the id and the name of who packages it."""
    said = template.replace(f"<id>{PLACEHOLDER}</id>", f"<id>{identity.app_id}</id>")
    said = said.replace('id="org.example"', f'id="{identity.developer}"')
    return said.replace(
        "<name>The Reviewer project</name>", f"<name>{escape(identity.name)}</name>"
    )


def architecture() -> str:
    """What Debian calls this machine."""
    return {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]


def text(version: elf.Version) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    os.chmod(target, 0o644)


def _link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.symlink(target, path)
