"""What an ELF file says of itself, and which libraries nobody needs."""

from __future__ import annotations

import shutil
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6 import QtCore

from reviewer.packaging import elf

CORE = Path(QtCore.__file__)
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="ELF is of Linux")


@on_linux
def test_a_real_library() -> None:
    found = elf.read(CORE)
    assert found is not None
    assert "libQt6Core.so.6" in found.needed
    assert (2, 0) < found.glibc < (3, 0)


def test_another_file_is_none(tmp_path: Path) -> None:
    for data in (b"", b"\x7fELF", b"PK\x03\x04" + bytes(60), b"\x7fELF\x01\x01" + bytes(60)):
        (tmp_path / "x").write_bytes(data)
        assert elf.read(tmp_path / "x") is None


@given(st.binary(max_size=300))
def test_a_broken_one_is_said(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    path = tmp_path_factory.mktemp("elf") / "x"
    path.write_bytes(b"\x7fELF\x02\x01" + tail)
    try:
        elf.read(path)
    except ValueError as error:
        assert str(error)


def library(soname: str, needed: list[str], search: str = "") -> bytes:
    """A shared library that only says its name, what it needs and where to look for that."""
    strings, at = b"\0", {}
    for name in (soname, *needed, search):
        at[name] = len(strings)
        strings += name.encode() + b"\0"
    entries = [(14, at[soname]), *([(29, at[search])] if search else [])]
    entries += [*((1, at[name]) for name in needed), (0, 0)]
    dynamic = b"".join(struct.pack("<qQ", *entry) for entry in entries)
    head, start = 64, 64 + len(strings) + len(dynamic)
    sections = [
        (0,) * 10,
        (0, 3, 0, 0, head, len(strings), 0, 0, 1, 0),
        (0, 6, 0, 0, head + len(strings), len(dynamic), 1, 0, 8, 16),
    ]
    table = b"".join(struct.pack("<IIQQQQIIQQ", *section) for section in sections)
    first = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQ", 3, 62, 1, 0, 0, start)
    first += struct.pack("<IHHHHHH", 0, 64, 0, 0, 64, len(sections), 1)
    return first + strings + dynamic + table


def test_a_library_that_nobody_needs_is_found(tmp_path: Path) -> None:
    inside = tmp_path / "_internal"
    inside.mkdir()
    (tmp_path / "program").write_bytes(library("program", ["libused.so.1"]))
    (inside / "libused.so.1").write_bytes(library("libused.so.1", ["libdeep.so"]))
    (inside / "libdeep.so.4.2").write_bytes(library("libdeep.so", []))
    (inside / "libloose.so.3").write_bytes(library("libloose.so.3", ["libdeep.so"]))
    (inside / "libpython3.11.so.1.0").write_bytes(library("libpython3.11.so.1.0", []))
    (inside / "_extension.cpython-311.so").write_bytes(library("", []))
    assert [p.name for p in elf.unreached(tmp_path, inside)] == ["libloose.so.3"]
    shutil.rmtree(inside)


def test_the_folders_of_the_building_machine_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "lib.so"
    path.write_bytes(library("lib.so", ["libm.so.6"], "/home/builder/lib:/opt/python/lib"))
    before = elf.read(path)
    assert before is not None and before.foreign == ("/home/builder/lib", "/opt/python/lib")
    size = path.stat().st_size
    assert elf.forget_foreign(path)
    after = elf.read(path)
    assert after is not None and not after.search
    assert (after.needed, after.soname) == (before.needed, before.soname)
    assert path.stat().st_size == size and not elf.forget_foreign(path)


def test_what_looks_beside_itself_stays(tmp_path: Path) -> None:
    path = tmp_path / "lib.so"
    path.write_bytes(library("lib.so", [], "$ORIGIN/../lib"))
    data = path.read_bytes()
    assert not elf.forget_foreign(path) and path.read_bytes() == data
    path.write_bytes(library("lib.so", [], "$ORIGIN:/home/builder/lib"))
    with pytest.raises(ValueError, match=r"lib\.so"):
        elf.forget_foreign(path)
