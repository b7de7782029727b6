"""Writing a bundle: records and media in, a closed bag out; the same input gives the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from reviewer import __version__
from reviewer.bundle.bag import BagFile, BagWriter, Contents, sync_one, zip_folder
from reviewer.bundle.bagread import read_bag, refusal
from reviewer.bundle.checks import FIELD_KINDS, problem
from reviewer.bundle.hashing import sha256_stream
from reviewer.bundle.header import (
    FORMAT,
    HEADER,
    VERSION,
    WATCHLISTS,
    BundleHeader,
    Producer,
    Watchlists,
)
from reviewer.bundle.rows import encode_row
from reviewer.domain.errors import Bug, Refused
from reviewer.domain.records import RECORD_FILES, Media, Record
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.dsse import BUNDLE_TYPE
from reviewer.trust.keys import Signer

DEFAULT_PRODUCER = Producer(name="reviewer", version=__version__)
PROFILE = "urn:reviewer:bundle:1.0"
NO_TIME = "1970-01-01T00:00:00.000Z"

_STEMS = {kind: stem for stem, kind in RECORD_FILES.items()}
_TIMES = {
    kind: tuple(name for name, rule in fields.items() if rule.startswith("time"))
    for kind, fields in FIELD_KINDS.items()
}
_SUFFIX = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
}


@dataclass(frozen=True)
class Written:
    """A finished bundle: where, its id, the SHA-256 of the zip file or of the tag manifest."""

    path: Path
    id: str
    sha256: str
    counts: dict[str, int]
    signed: bool


@dataclass
class _Rows:
    """What went by while the rows were written."""

    counts: dict[str, int] = field(default_factory=dict)
    newest: str = ""
    suffixes: dict[str, str] = field(default_factory=dict)

    def note(self, stem: str, record: Record) -> None:
        self.counts[stem] = self.counts.get(stem, 0) + 1
        for name in _TIMES.get(type(record), ()):
            time: str = getattr(record, name)
            if not name.startswith(("due", "until")) and time > self.newest:
                self.newest = time
        if isinstance(record, Media) and record.sha256:
            self.suffixes.setdefault(record.sha256, _suffix(record.mime))


def _suffix(mime: str) -> str:
    known = _SUFFIX.get(mime)
    if known:
        return known
    match = re.match(r"[a-z]+/([a-z0-9]{1,8})\Z", mime)
    return match[1] if match else "bin"


def write_bundle(
    out: Path,
    records: Iterable[Record],
    media: Mapping[str, Contents] | None = None,
    *,
    purpose: str = "",
    created_at: str | None = None,
    signer: Signer | None = None,
    zipped: bool = False,
    producer: Producer = DEFAULT_PRODUCER,
    marking: str = "",
    watchlists: Watchlists | Callable[[], Watchlists | None] | None = None,
    role: str = "issuer",
    tags: Mapping[str, bytes] | None = None,
) -> Written:
    """Writes a bundle under a temporary name, verifies it and renames it to ``out``.

    Args:
        out: a folder, or a file where ``zipped``; must not exist.
        records: kept in their order, each file its own; an identical row is written once.
        media: SHA-256 to bytes, file or parts in turn; each must have a Media record.
        purpose: one sentence for the reviewer.
        created_at: RFC 3339 UTC; by default the newest time in the records, never the clock.
        signer: signs it; None leaves it unsigned.
        watchlists: or what gives them when all records have gone by.
        role: the signer's role, as the signed statement gives it.
        tags: more tag files by name, below ``policy/`` and ``trust/``.

    Raises:
        Refused: codes exists, row, media_absent, media_name, created_at, not_found.
    """
    if out.exists() or out.is_symlink():
        raise _exists(out)
    if not out.parent.is_dir():
        raise Refused("There is no such folder.", code="not_found", file=str(out.parent))
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        bag = BagWriter(work / "bundle")
        rows = _write_rows(bag, records)
        _write_media(bag, rows, media or {})
        for name in sorted(tags or {}):
            bag.add(name, (tags or {})[name])
        lists = watchlists() if callable(watchlists) else watchlists
        if lists is not None:
            bag.add(WATCHLISTS, dumps(msgspec.to_builtins(lists)).encode() + b"\n")
        header = _header(bag, rows, created_at, purpose, marking, producer)
        digest = _close(bag, header, signer, role)
        if zipped:
            zip_folder(bag.folder, work / "bundle.zip", "bundle/")
            digest = _sha256_file(work / "bundle.zip")
        ready = work / ("bundle.zip" if zipped else "bundle")
        _verified(ready)
        _rename(ready, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Written(out, header.id, digest, header.counts, signer is not None)


def _exists(out: Path) -> Refused:
    return Refused(
        "There is something of that name already.",
        code="exists",
        file=out.name,
        next_step="Choose another name; nothing is overwritten.",
    )


def _write_rows(bag: BagWriter, records: Iterable[Record]) -> _Rows:
    rows = _Rows()
    files: dict[str, BagFile] = {}
    seen: set[bytes] = set()
    with ExitStack() as stack:
        for record in records:
            stem = _STEMS[type(record)]
            wrong = problem(record)
            if wrong:
                words = f"A record for {stem} is not valid: {wrong}."
                raise Refused(words, code="row", file=f"data/{stem}.jsonl")
            raw = encode_row(record)
            digest = bytes.fromhex(sha256_hex(stem.encode() + raw))[:16]
            if digest in seen:
                continue
            seen.add(digest)
            if stem not in files:
                files[stem] = stack.enter_context(bag.stream(f"data/{stem}.jsonl"))
            files[stem].write(raw)
            rows.note(stem, record)
    return rows


def _write_media(bag: BagWriter, rows: _Rows, media: Mapping[str, Contents]) -> None:
    for sha256 in sorted(media):
        if sha256 not in rows.suffixes:
            raise Refused("A media file has no media record.", code="media_unnamed", file=sha256)
        name = f"data/media/{sha256[:2]}/{sha256}.{rows.suffixes[sha256]}"
        if bag.add(name, media[sha256]) != sha256:
            source = media[sha256]
            where = source.name if isinstance(source, Path) else sha256
            raise Refused("It has another SHA-256 than said.", code="media_name", file=where)


def _header(
    bag: BagWriter,
    rows: _Rows,
    created_at: str | None,
    purpose: str,
    marking: str,
    producer: Producer,
) -> BundleHeader:
    header = BundleHeader(
        format=FORMAT,
        format_version=VERSION,
        id="",
        created_at=created_at or rows.newest or NO_TIME,
        producer=producer,
        purpose=purpose,
        counts={stem: rows.counts[stem] for stem in RECORD_FILES if stem in rows.counts},
        marking=marking,
    )
    whole = {"header": msgspec.to_builtins(header), "payload": bag.payload}
    if bag.tags:
        whole["tags"] = bag.tags
    header = msgspec.structs.replace(header, id=f"bundle-{sha256_hex(dumps(whole))[:32]}")
    bag.add(HEADER, dumps(msgspec.to_builtins(header)).encode("utf-8") + b"\n")
    return header


def _close(bag: BagWriter, header: BundleHeader, signer: Signer | None, role: str) -> str:
    info = {
        "Bagging-Date": header.created_at[:10],
        "External-Identifier": header.id,
        "BagIt-Profile-Identifier": PROFILE,
        "Bag-Software-Agent": f"{header.producer.name} {header.producer.version}",
    }
    statement = {"bundle": header.id, "created_at": header.created_at, "role": role}
    summary = bag.finish(info, BUNDLE_TYPE, signer, statement=statement)
    return summary.tagmanifest_sha256


def _verified(path: Path) -> None:
    with read_bag(path) as bag:
        bag.check_signature()
        bag.check_hashes()
        wrong = refusal(bag.violations, path)
    if wrong is not None:
        raise Bug(f"What was written does not verify: {wrong}", code=wrong.code)


def _sha256_file(path: Path) -> str:
    with path.open("rb") as stream:
        return sha256_stream(stream)[0]


def _rename(ready: Path, out: Path) -> None:
    if out.exists():
        raise _exists(out)
    os.rename(ready, out)
    sync_one(out.parent)
