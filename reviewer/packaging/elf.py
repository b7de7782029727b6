"""What an ELF file says of itself: which libraries it needs, where it looks for them, which GLIBC
symbols it asks for."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DYNAMIC, _VERNEED = 6, 0x6FFFFFFE
_NEEDED, _SONAME = 1, 14
_RPATH, _RUNPATH = 15, 29
_ENTRY = 16
_GLIBC = re.compile(r"GLIBC_(\d+(?:\.\d+)+)$")

_LOOSE = re.compile(r"lib(?!python).*\.so")  # the loader names the library of Python itself

Version = tuple[int, ...]


@dataclass(frozen=True)
class _Section:
    kind: int
    offset: int
    size: int
    link: int
    info: int


@dataclass(frozen=True)
class Elf:
    """One shared library or program: ``needed`` sonames, its own ``soname`` (or empty), the
    highest GLIBC symbol version it asks for (empty if none), and the folders that it tells the
    loader to search."""

    needed: tuple[str, ...]
    soname: str
    glibc: Version
    search: tuple[str, ...]

    @property
    def foreign(self) -> tuple[str, ...]:
        """The folders outside its own place, as they were on the machine that built it."""
        return tuple(folder for folder in self.search if not folder.startswith("$ORIGIN"))


def read(path: Path) -> Elf | None:
    """Read a 64-bit little-endian ELF file; None for any other file.

    Raises:
        ValueError: it begins as one and is not whole.
    """
    with path.open("rb") as file:
        if file.read(6) != b"\x7fELF\x02\x01":
            return None
    data = path.read_bytes()
    try:
        sections = list(_sections(data))
        needed, soname, search = _dynamic(data, sections)
        return Elf(tuple(needed), soname, _highest(data, sections), tuple(search))
    except (struct.error, IndexError) as error:
        raise ValueError(f"not a whole ELF file: {path.name}") from error


def _sections(data: bytes) -> Iterator[_Section]:
    (start,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    for number in range(count):
        fields = struct.unpack_from("<IIQQQQIIQQ", data, start + number * size)
        yield _Section(fields[1], fields[4], fields[5], fields[6], fields[7])


def _text(data: bytes, strings: _Section, at: int) -> str:
    start = strings.offset + at
    return data[start : data.index(b"\0", start)].decode("utf-8", "replace")


def _entries(data: bytes, section: _Section) -> Iterator[tuple[int, int, int]]:
    """The place, tag and value of each entry of a dynamic section."""
    for at in range(section.offset, section.offset + section.size, _ENTRY):
        tag, value = struct.unpack_from("<qQ", data, at)
        yield at, tag, value


def _dynamic(data: bytes, sections: list[_Section]) -> tuple[list[str], str, list[str]]:
    needed: list[str] = []
    search: list[str] = []
    soname = ""
    for section in sections:
        if section.kind != _DYNAMIC:
            continue
        for _, tag, value in _entries(data, section):
            if tag == _NEEDED:
                needed.append(_text(data, sections[section.link], value))
            elif tag == _SONAME:
                soname = _text(data, sections[section.link], value)
            elif tag in (_RPATH, _RUNPATH):
                search += filter(None, _text(data, sections[section.link], value).split(":"))
    return needed, soname, search


def forget_foreign(path: Path) -> bool:
    """Take out of a library the folders of the machine that built it, where a loader would look.

    The entry goes from the dynamic section, nothing else moves. True if there was one.

    Raises:
        ValueError: it names such folders and its own place in one entry.
    """
    known = read(path)
    if known is None or not known.foreign:
        return False
    if known.foreign != known.search:
        raise ValueError(f"search paths inside and outside in one: {path.name}")
    data = bytearray(path.read_bytes())
    for section in _sections(bytes(data)):
        if section.kind == _DYNAMIC:
            found = list(_entries(bytes(data), section))
            kept = b"".join(
                data[at : at + _ENTRY] for at, tag, _ in found if tag not in (_RPATH, _RUNPATH)
            )
            end = section.offset + section.size
            data[section.offset : end] = kept.ljust(section.size, b"\0")
    path.write_bytes(data)
    return True


def _highest(data: bytes, sections: list[_Section]) -> Version:
    found: Version = ()
    for section in sections:
        if section.kind != _VERNEED:
            continue
        strings, at = sections[section.link], section.offset
        for _ in range(section.info):
            _, count, _, first, following = struct.unpack_from("<HHIII", data, at)
            entry = at + first
            for _ in range(count):
                _, _, _, name, step = struct.unpack_from("<IHHII", data, entry)
                match = _GLIBC.match(_text(data, strings, name))
                if match:
                    found = max(found, tuple(map(int, match[1].split("."))))
                entry += step
            at += following
    return found


def unreached(folder: Path, loose: Path) -> list[Path]:
    """Libraries directly in ``loose`` that nothing else below ``folder`` needs, directly or not.

    Files elsewhere (extensions, plugins, the program) are loaded by name and count as needed;
    a loose file counts where a needed one names it or its soname.
    """
    files = {p: read(p) for p in sorted(folder.rglob("*")) if p.is_file() and not p.is_symlink()}
    elves = {path: elf for path, elf in files.items() if elf is not None}
    candidates = {p for p in elves if p.parent == loose and _LOOSE.match(p.name)}
    names: dict[str, Path] = {}
    for path in candidates:
        names[path.name] = path
        names.setdefault(elves[path].soname, path)
    todo = [path for path in elves if path not in candidates]
    kept = set(todo)
    while todo:
        for soname in elves[todo.pop()].needed:
            found = names.get(soname)
            if found is not None and found not in kept:
                kept.add(found)
                todo.append(found)
    return sorted(candidates - kept)
