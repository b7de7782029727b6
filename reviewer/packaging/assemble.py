"""From what PyInstaller left to the program as it is given away: pruned, stripped, listed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from reviewer import __version__
from reviewer.packaging import elf, notices, sbom
from reviewer.packaging.contents import Contents
from reviewer.syslibs import SetupError

LEFT_OUT = ("packaging",)
"""Folders of ``resources`` that only the building needs."""

_STRIPPED = (
    *("libpython*", "python3.*/lib-dynload/*.so", "sqlcipher3/*.so", "pillow.libs/libXau*"),
    *("cryptography/hazmat/bindings/*.so", "PIL/*.so", "numpy/**/*.so", "av/**/*.so"),
)
"""What comes with debugging symbols. Not the libraries in ``*.libs``: their makers rewrote them
after linking, and stripped OpenBLAS does not load."""


def finish(folder: Path, root: Path) -> None:
    """Prune, strip, and put the resources beside the executable."""
    internal = folder / "_internal"
    _drop_dangling(internal)
    for path in elf.unreached(folder, internal):
        path.unlink()
    _drop_dangling(internal)
    for pattern in _STRIPPED:
        for path in sorted(internal.glob(pattern)):
            strip(path)
    for path in sorted(internal.rglob("*.so*")):
        if path.is_file() and not path.is_symlink():
            elf.forget_foreign(path)
    _resources(root / "resources", folder / "resources")
    shutil.copyfile(root / "LICENSE", folder / "LICENSE")
    _modes(folder)


def strip(path: Path) -> None:
    """Take the debugging symbols out of a library."""
    if not sys.platform.startswith("linux") or path.is_symlink():
        return
    done = subprocess.run(
        ["strip", "--strip-unneeded", str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SetupError(f"strip: {done.stderr.strip()}")


def _drop_dangling(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _resources(source: Path, target: Path) -> None:
    for path in sorted(source.iterdir()):
        if path.is_dir() and path.name not in LEFT_OUT:
            shutil.copytree(path, target / path.name)
        elif path.is_file():
            target.mkdir(exist_ok=True)
            shutil.copyfile(path, target / path.name)


def _modes(folder: Path) -> None:
    """The same rights whatever the umask of the builder: programs and folders 755, the rest 644."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            continue
        program = path.parent == folder and path.name.startswith("reviewer")
        os.chmod(path, 0o755 if path.is_dir() or program else 0o644)


def describe(folder: Path, contents: Contents, facts: dict[str, object]) -> None:
    """Write the notices, the list of components, the facts of the build and the sums."""
    write(folder / "NOTICES.txt", notices.text(contents))
    digests = sbom.sums(folder)
    write(folder / "sbom.cdx.json", sbom.document(contents, digests))
    highest = glibc(folder)
    listed = {place: ".".join(map(str, version)) for place, version in highest.items()}
    info = {
        "version": __version__,
        **facts,
        "glibc": ".".join(map(str, max(highest.values(), default=()))),
        "glibc_by_file": listed,
    }
    write(folder / "build-info.json", json.dumps(info, indent=1, sort_keys=True) + "\n")
    write(folder / "SHA256SUMS", sbom.sums_text(sbom.sums(folder)))


def glibc(folder: Path) -> dict[str, elf.Version]:
    """The highest GLIBC symbol of each library and program below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            read = elf.read(path)
            if read is not None and read.glibc:
                found[path.relative_to(folder).as_posix()] = read.glibc
    return found


def write(path: Path, text: str) -> None:
    """Write a text with plain line ends, readable by all."""
    path.write_text(text, encoding="utf-8", newline="\n")
    os.chmod(path, 0o644)
