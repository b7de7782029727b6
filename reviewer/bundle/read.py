"""Opening a bundle: all of it is verified before the first row is given out."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from reviewer.bundle.bagread import BagReader, read_bag, refusal
from reviewer.bundle.codes import Violation
from reviewer.bundle.header import (
    HEADER,
    WATCHLISTS,
    BundleHeader,
    Watchlists,
    parse_header,
    parse_watchlists,
)
from reviewer.bundle.names import Limits
from reviewer.bundle.platforms import Platforms
from reviewer.bundle.rows import BadRow, encode_row, lines, rows
from reviewer.bundle.signature import SignatureCheck
from reviewer.domain.errors import Refused
from reviewer.domain.records import RECORD_FILES, Account, Media, Post, Record

MEDIA = re.compile(r"data/media/([0-9a-f]{2})/([0-9a-f]{64})\.([a-z0-9]{1,8})\Z")

_DANGEROUS = frozenset(
    [
        "not_a_bag",
        "too_many_files",
        "too_large",
        "zip_damaged",
        "zip_encrypted",
        "zip_method",
        "zip_twice",
        "zip_header",
        "zip_ratio",
    ]
)
"""After one of these nothing of the contents is looked at."""


class Bundle:
    """A bundle after the first four stages: structure, signature, hashes, schema.

    Attributes:
        bag: the files.
        signature: what the signature says.
        header: data/bundle.json, or None where it cannot be read.
        violations: all that is wrong so far, in the order of the stages.
    """

    def __init__(self, bag: BagReader, known: Mapping[str, bytes]) -> None:
        self.bag = bag
        self.signature = SignatureCheck()
        self._header: BundleHeader | None = None
        self._media: dict[str, str] = {}
        self._platforms: Platforms | None = None
        self.looked_inside = not any(v.code in _DANGEROUS for v in bag.violations)
        if self.looked_inside:
            self.signature = bag.check_signature(known=known)
            bag.check_hashes()
            self._schema()

    @property
    def violations(self) -> list[Violation]:
        """All findings so far."""
        return self.bag.violations

    @property
    def header(self) -> BundleHeader:
        """data/bundle.json. Raises Refused where there is none that can be read."""
        if self._header is None:
            raise Refused("The bundle has no header.", code="header", file=HEADER)
        return self._header

    @property
    def has_header(self) -> bool:
        """Whether data/bundle.json could be read."""
        return self._header is not None

    @property
    def media_files(self) -> Mapping[str, str]:
        """SHA-256 to path of the media files."""
        return self._media

    @property
    def ignored(self) -> list[str]:
        """Files below policy/ and trust/: they count only when the site's root keys signed."""
        return [name for name in self.bag.names() if name.startswith(("policy/", "trust/"))]

    def _schema(self) -> None:
        self._places()
        found: list[Violation] = []
        if not self.bag.has(HEADER):
            found.append(Violation("missing_tag_file", HEADER))
        else:
            self._header, found = self._parsed_header()
        if self._header is not None:
            found += self._counts(self._header) + self._identity(self._header)
        if self.bag.has(WATCHLISTS):
            found += self._watch()[1]
        self.bag.violations += found

    def _parsed_header(self) -> tuple[BundleHeader | None, list[Violation]]:
        try:
            return parse_header(self.bag.read(HEADER, self.bag.limits.header))
        except Refused as refused:
            return None, [Violation("header", HEADER, detail=refused.message)]

    def _watch(self) -> tuple[Watchlists | None, list[Violation]]:
        try:
            return parse_watchlists(self.bag.read(WATCHLISTS))
        except Refused as refused:
            return None, [Violation("watchlists", WATCHLISTS, detail=refused.message)]

    def watchlists(self) -> Watchlists | None:
        """data/watchlists.json, where there is one."""
        return self._watch()[0] if self.bag.has(WATCHLISTS) else None

    def _places(self) -> None:
        """Every payload file must have a place in the profile; media are named by content."""
        allowed = {HEADER, WATCHLISTS, *(f"data/{stem}.jsonl" for stem in RECORD_FILES)}
        reported = {v.path for v in self.violations}
        for name in self.bag.names():
            if name in allowed or not name.startswith("data/") or name in reported:
                continue
            match = MEDIA.match(name)
            if match is None:
                code = "media_name" if name.startswith("data/media/") else "unexpected_file"
                self.violations.append(Violation(code, name))
            elif match[1] != match[2][:2] or self.bag.manifest.get(name) != match[2]:
                self.violations.append(Violation("media_name", name))
            elif match[2] in self._media:
                detail = f"{self._media[match[2]]} has the same contents."
                self.violations.append(Violation("media_name", name, detail=detail))
            else:
                self._media[match[2]] = name

    def _identity(self, header: BundleHeader) -> list[Violation]:
        found = []
        outside = self.bag.info.get("External-Identifier")
        if outside not in (None, header.id):
            detail = "External-Identifier and the header's id differ."
            found.append(Violation("header", HEADER, detail=detail))
        if self.signature.signed and self.signature.statement.get("bundle") != header.id:
            name = self.bag.signature_name
            found.append(Violation("signature_target", name, detail="It names another id."))
        return found

    def _counts(self, header: BundleHeader) -> list[Violation]:
        found = []
        for stem, declared in header.counts.items():
            name = f"data/{stem}.jsonl"
            there = self._row_count(name) if self.bag.has(name) else 0
            if there not in (declared, -1):
                detail = f"{declared} declared, {there} there."
                found.append(Violation("header_counts", name, detail=detail))
        return found

    def _row_count(self, name: str) -> int:
        try:
            with self.bag.open(name) as stream:
                return sum(1 for _ in lines(stream, self.bag.limits.line))
        except Refused:
            return -1  # said already, where the hashes were looked at

    def rows(self, stem: str) -> Iterator[tuple[int, Record | BadRow]]:
        """(line, record or bad row) of one file; refused if it is no longer what was hashed."""
        name = f"data/{stem}.jsonl"
        if not self.bag.has(name):
            return
        with self.bag.open(name) as stream:
            hashed = _Hashed(stream)
            with io.BufferedReader(hashed, 1024 * 1024) as buffered:
                yield from rows(stem, buffered, self.bag.limits.line)
            if self.bag.manifest.get(name) != hashed.digest.hexdigest():
                raise Refused("It changed while it was read.", code="hash", file=name)

    def platforms(self) -> Platforms:
        """Which account and post belongs to which platform."""
        if self._platforms is None:
            accounts = (r for _, r in self.rows("accounts") if isinstance(r, Account))
            posts = (r for _, r in self.rows("posts") if isinstance(r, Post))
            self._platforms = Platforms(accounts, posts)
        return self._platforms

    def records(self) -> Iterator[tuple[str, int, Record | BadRow]]:
        """(file, line, record or bad row) of all rows, platforms filled in, file by file."""
        platforms = self.platforms()
        for stem in RECORD_FILES:
            name = f"data/{stem}.jsonl"
            for number, record in self.rows(stem):
                if isinstance(record, BadRow):
                    yield name, number, record
                    continue
                filled = platforms.filled(record)
                if filled is None:
                    words = "It names no platform and its account is not in the bundle."
                    yield name, number, BadRow("platform", words, _digest_of(record))
                else:
                    yield name, number, self._media_checked(filled)

    def _media_checked(self, record: Record) -> Record | BadRow:
        if not isinstance(record, Media) or record.state != "present":
            return record
        path = self._media.get(record.sha256)
        if path is None:
            words = "Its file is not in the bundle, but its state is present."
            return BadRow("media_absent", words, _digest_of(record))
        if record.bytes and record.bytes != self.bag.size(path):
            words = f"It says {record.bytes} bytes, its file has {self.bag.size(path)}."
            return BadRow("media_size", words, _digest_of(record))
        return record

    def media(self, sha256: str) -> BinaryIO:
        """The bytes of a medium, as a stream. Raises Refused code ``missing``."""
        path = self._media.get(sha256)
        if path is None:
            raise Refused("The bundle does not hold this medium.", code="missing", file=sha256)
        return self.bag.open(path)

    def close(self) -> None:
        """Lets go of the files."""
        self.bag.close()

    def __enter__(self) -> Bundle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Hashed(io.RawIOBase):
    """Passes a stream on and hashes what goes by."""

    def __init__(self, stream: BinaryIO) -> None:
        self.digest = hashlib.sha256()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


def _digest_of(record: Record) -> str:
    return hashlib.sha256(encode_row(record)).hexdigest()


def inspect_bundle(
    path: Path, known: Mapping[str, bytes] | None = None, limits: Limits | None = None
) -> Bundle:
    """A bundle with all its violations collected, refused or not. Its rows are not yet read.

    Raises:
        Refused: code ``not_found`` or ``unreadable``: there is nothing that can be opened.
    """
    return Bundle(read_bag(path, limits=limits), known or {})


def open_bundle(
    path: Path,
    known: Mapping[str, bytes] | None = None,
    limits: Limits | None = None,
    shown: Path | None = None,
) -> Bundle:
    """A bundle whose structure, signature, hashes and header are sound.

    Args:
        path: a folder or a zip file.
        known: key id to raw public key of the keys that are trusted.
        limits: sizes and counts it may have.
        shown: the path by which a person knows it, where that is another.

    Raises:
        Refused: with the code of the first violation that refuses the bundle.
    """
    bundle = inspect_bundle(path, known, limits)
    wrong = refusal(bundle.violations, shown or path)
    if wrong is not None:
        bundle.close()
        raise wrong
    return bundle
