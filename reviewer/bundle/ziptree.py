"""A bag that is a zip file. Members are streamed by offset; none is ever extracted by name.

The central directory is parsed by zipfile; local headers, sizes and checksums are read and
compared here, so that two readers of one file cannot see two different bags.
"""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.codes import Violation
from reviewer.bundle.names import Limits, check_name, printable
from reviewer.domain.errors import Refused

_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CHUNK = 256 * 1024
_DESCRIPTORS = (0, 12, 16, 20, 24)


class ZipTree:
    """The members of a zip file with their declared sizes; all oddities are violations.

    A single folder at the top that holds the bag (RFC 8493, 4) is taken off the names.
    """

    kind = "zip"

    def __init__(self, path: Path, limits: Limits) -> None:
        self.violations: list[Violation] = []
        self.sizes: dict[str, int] = {}
        self._limits = limits
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._data_at: dict[str, int] = {}
        self._file = path.open("rb")
        self._end = os.fstat(self._file.fileno()).st_size
        try:
            self._archive = zipfile.ZipFile(self._file)
            self._load()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            self._note("zip_damaged", "", printable(str(error)))
        except (OSError, UnicodeError, EOFError) as error:
            self._note("zip_damaged", "", printable(str(error)))

    def _note(self, code: str, name: str, detail: str = "") -> None:
        self.violations.append(Violation(code, printable(name), detail=detail))

    def _load(self) -> None:
        infos = self._archive.infolist()
        if len(infos) > 2 * self._limits.files:
            self._note("too_many_files", "", f"{len(infos)} members.")
            return
        top = _top_folder([info.orig_filename for info in infos])
        end = 0
        for info in sorted(infos, key=_offset):
            name = info.orig_filename[len(top) :]
            end = self._layout(info, name, end)
            if info.orig_filename.endswith("/") and not info.file_size:
                if name.strip("/"):
                    self._folder(info, name)
            elif name in self.sizes:
                self._note("zip_twice", name)
            elif name in self._data_at:
                self._member(info, name)
        if self._archive.start_dir - end not in _DESCRIPTORS:
            self._note("zip_header", "", "Data lie before the directory.")

    def _folder(self, info: zipfile.ZipInfo, name: str) -> None:
        if _mode(info) and not stat.S_ISDIR(_mode(info)):
            self._note("special_file", name)
        wrong = check_name(name.rstrip("/"), self._limits)
        if wrong:
            self.violations.append(wrong)

    def _member(self, info: zipfile.ZipInfo, name: str) -> None:
        mode = _mode(info)
        if stat.S_ISLNK(mode):
            self._note("symlink", name)
            return
        if mode and not stat.S_ISREG(mode):
            self._note("special_file", name)
            return
        if info.flag_bits & 0x2041:
            self._note("zip_encrypted", name)
            return
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            self._note("zip_method", name, f"Method {info.compress_type}.")
            return
        if info.file_size > self._limits.ratio * max(info.compress_size, 1):
            self._note("zip_ratio", name, f"{info.compress_size} to {info.file_size} bytes.")
        if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
            self._note("zip_size", name, "Stored, but its two sizes differ.")
        self.sizes[name] = info.file_size
        self._infos[name] = info

    def _layout(self, info: zipfile.ZipInfo, name: str, end: int) -> int:
        """Compares the local header with the directory; returns where the member ends."""
        if info.header_offset - end not in (_DESCRIPTORS if end else (0,)):
            self._note("zip_header", name, "Data lie before this member, or members overlap.")
        self._file.seek(info.header_offset)
        head = self._file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            self._note("zip_header", name, "There is no local header.")
            return info.header_offset
        fields = _LOCAL.unpack(head)
        flags, method, crc, packed, size, name_len, extra_len = (
            fields[i] for i in (3, 4, 7, 8, 9, 10, 11)
        )
        local_name = self._file.read(name_len)
        start: int = info.header_offset + _LOCAL.size + name_len + extra_len
        differs = []
        if local_name != _raw_name(info):
            differs.append("name")
        if method != info.compress_type:
            differs.append("method")
        if (flags ^ info.flag_bits) & 0x2041:
            differs.append("flags")
        streamed = flags & 0x08 or 0xFFFFFFFF in (packed, size)
        if not streamed and (crc, packed, size) != (info.CRC, info.compress_size, info.file_size):
            differs.append("sizes")
        if start + info.compress_size > self._end:
            differs.append("length")
        if differs:
            self._note("zip_header", name, f"The local header differs in {', '.join(differs)}.")
        self._data_at[name] = start
        return start + info.compress_size

    def open(self, name: str) -> BinaryIO:
        """A member as a stream; it raises Refused where its bytes are not as declared."""
        if name not in self._infos:
            raise Refused("There is no such file in the bundle.", code="missing", file=name)
        raw = _Member(self._file, self._data_at[name], self._infos[name], name)
        return io.BufferedReader(raw, _CHUNK)

    def close(self) -> None:
        """Lets go of the zip file."""
        self._file.close()


class _Member(io.RawIOBase):
    """Streams one member by its place in the file, counting and checksumming."""

    def __init__(self, file: BinaryIO, at: int, info: zipfile.ZipInfo, name: str) -> None:
        self._fd = os.dup(file.fileno()) if hasattr(os, "pread") else -1
        self._file = file
        self._at = at
        self._left = info.compress_size
        self._info = info
        self._name = name
        self._out = 0
        self._crc = 0
        self._pending = b""
        self._inflate = (
            zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
        )
        self._done = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        super().close()

    def _packed(self, size: int) -> bytes:
        size = min(size, self._left)
        if self._fd >= 0:
            data = os.pread(self._fd, size, self._at)
        else:
            self._file.seek(self._at)
            data = self._file.read(size)
        self._at += len(data)
        self._left -= len(data)
        if size and not data:
            raise self._wrong("It ends too early.")
        return data

    def _wrong(self, words: str) -> Refused:
        return Refused(words, code="zip_size", file=printable(self._name))

    def _some(self, size: int) -> bytes:
        """Up to size unpacked bytes; b"" at the end."""
        if self._inflate is None:
            return self._packed(size)
        while not self._inflate.eof:
            packed = self._pending or self._packed(_CHUNK)
            try:
                data = self._inflate.decompress(packed, size)
            except zlib.error as error:
                raise self._wrong(f"It cannot be unpacked: {error}.") from error
            self._pending = self._inflate.unconsumed_tail
            if data:
                return data
            if not packed:
                raise self._wrong("It ends too early.")
        if self._inflate.unused_data or self._left:
            raise self._wrong("More data follow than were packed.")
        return b""

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._done:
            return 0
        data = self._some(len(buffer))
        self._out += len(data)
        if self._out > self._info.file_size:
            raise self._wrong("It unpacks to more than its declared size.")
        self._crc = zlib.crc32(data, self._crc)
        if not data:
            self._done = True
            if self._out != self._info.file_size:
                raise self._wrong("It unpacks to less than its declared size.")
            if self._crc != self._info.CRC:
                raise self._wrong("Its checksum differs.")
        buffer[: len(data)] = data
        return len(data)


def _offset(info: zipfile.ZipInfo) -> int:
    return info.header_offset


def _mode(info: zipfile.ZipInfo) -> int:
    """The Unix file type the directory gives, 0 where it gives none."""
    return stat.S_IFMT(info.external_attr >> 16)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    encoding = "utf-8" if info.flag_bits & 0x800 else "cp437"
    return info.orig_filename.encode(encoding, "surrogateescape")


def _top_folder(names: list[str]) -> str:
    """``name/`` where all members stand below one folder that holds bagit.txt, else ""."""
    if "bagit.txt" in names or not names:
        return ""
    first = names[0].split("/", 1)[0] + "/"
    if f"{first}bagit.txt" in names and all(name.startswith(first) for name in names):
        return first
    return ""
