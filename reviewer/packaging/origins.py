"""Where each file of the frozen program came from: a Python package, the system, ourselves."""

from __future__ import annotations

import csv
import json
import os
import platform
import re
import subprocess
import sysconfig
from dataclasses import dataclass
from email.parser import Parser
from functools import cached_property
from pathlib import Path

OWN, PYTHON = "reviewer", "CPython"
COMMON = Path("/usr/share/common-licenses")


@dataclass(frozen=True, order=True)
class Component:
    """Something with one name, version and licence that is in the program.

    ``kind``: ``own``, ``runtime``, ``python`` (a package of the Python index), ``debian``.
    ``texts``: the files that hold its licence. ``nested``: lists of components that its own
    makers ship with it (CycloneDX).
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...] = ()
    nested: tuple[Path, ...] = ()


class Origins:
    """Knows the owner of a file by the place it was taken from.

    Args:
        site: the site-packages of the build environment.
        root: the checkout.
        python_home: where the standard library's Python is installed.
    """

    def __init__(self, site: Path, root: Path, python_home: Path, version: str) -> None:
        self._site = site
        self._root = root
        self._home = python_home.resolve()
        self._version = version
        self._debian: dict[str, Component | None] = {}

    @cached_property
    def packages(self) -> dict[str, Component]:
        """The packages of the environment by their canonical names."""
        found = {}
        for folder in sorted(self._site.glob("*.dist-info")):
            component = _package(folder)
            found[component.name.lower().replace("_", "-")] = component
        return found

    @cached_property
    def _owners(self) -> dict[str, Component]:
        """Each installed file, relative to site-packages, with its package."""
        owners = {}
        for folder in sorted(self._site.glob("*.dist-info")):
            component = _package(folder)
            with (folder / "RECORD").open(encoding="utf-8", newline="") as file:
                for row in csv.reader(file):
                    owners[row[0]] = component
        return owners

    def of(self, source: Path) -> Component | None:
        """The owner of a file; None where nobody knows it."""
        path = Path(os.path.abspath(source))
        if path.is_relative_to(self._site):
            return self._owners.get(path.relative_to(self._site).as_posix())
        if path.is_relative_to(self._root / "reviewer") or path.is_relative_to(
            self._root / "resources"
        ):
            return self.own()
        real = path.resolve()
        if real.is_relative_to(self._home) and str(self._home) != "/usr":
            return self.python()
        return self._system(real)

    def own(self) -> Component:
        """The program itself."""
        licence = self._root / "LICENSE"
        return Component(OWN, self._version, "own", "Apache-2.0", (licence,))

    def python(self) -> Component:
        """The interpreter and the standard library."""
        library = Path(sysconfig.get_path("stdlib"))
        texts = tuple(
            p for p in (library / "LICENSE.txt", self._home / "LICENSE.txt") if p.exists()
        )
        return Component(PYTHON, platform.python_version(), "runtime", "Python-2.0", texts[:1])

    def loader(self) -> Component:
        """What starts the frozen program."""
        return self.packages["pyinstaller"]

    def _system(self, path: Path) -> Component | None:
        """The Debian package a file belongs to."""
        key = str(path)
        if key not in self._debian:
            self._debian[key] = _debian_owner(path)
        return self._debian[key]


def load(path: Path) -> dict[str, list[list[str]]]:
    """What ``build.spec`` wrote: ``files`` and ``modules``, each [name, source]."""
    found = json.loads(path.read_text("utf-8"))
    return {key: list(found[key]) for key in ("files", "modules")}


def _package(folder: Path) -> Component:
    """A package by its ``dist-info``."""
    words = Parser().parsestr((folder / "METADATA").read_text("utf-8"), headersonly=True)
    licence = words.get("License-Expression") or words.get("License") or ""
    if not licence.strip() or "\n" in licence.strip() or len(licence) > 120:
        tags = [t for t in words.get_all("Classifier") or [] if t.startswith("License ::")]
        licence = ", ".join(tag.rsplit(" :: ", 1)[-1] for tag in tags)
    texts = sorted(p for p in folder.rglob("*") if p.is_file() and _is_licence(p.name))
    nested = sorted((folder / "sboms").glob("*.json")) if (folder / "sboms").is_dir() else []
    return Component(
        words["Name"], words["Version"], "python", licence.strip(), tuple(texts), tuple(nested)
    )


def _is_licence(name: str) -> bool:
    upper = name.upper()
    return any(word in upper for word in ("LICENSE", "LICENCE", "COPYING", "NOTICE"))


def _debian_owner(path: Path) -> Component | None:
    if not Path("/var/lib/dpkg/status").exists():
        return None
    package = _asked("dpkg", "-S", str(path)) or _asked(
        "dpkg", "-S", str(path).removeprefix("/usr")
    )
    if package is None:
        return None
    package = package.split(": ", 1)[0].split(",")[0]
    version = _asked("dpkg-query", "-W", "-f=${Version}", package) or ""
    text = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
    texts = (text.resolve(), *_common(text)) if text.exists() else ()
    return Component(package.split(":")[0], version, "debian", _debian_licence(texts), texts)


def _debian_licence(texts: tuple[Path, ...]) -> str:
    """The short names of the licences that a Debian copyright file lists, else what it is."""
    if not texts:
        return ""
    lines = texts[0].read_text("utf-8", "replace").splitlines()
    names = {line[9:].strip() for line in lines if line.startswith("License: ")}
    return ", ".join(sorted(names)) or "see its text"


def _common(text: Path) -> list[Path]:
    """The licences of Debian's common folder that a text refers to instead of holding them."""
    names = set(
        re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", text.read_text("utf-8", "replace"))
    )
    return sorted({p.resolve() for p in map(COMMON.joinpath, names) if p.is_file()})


def _asked(*command: str) -> str | None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 and done.stdout.strip() else None
