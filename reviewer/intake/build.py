"""``bundle build``: any recognised sources and a folder of media become one bundle.

Two passes over the sources: the first learns which posts are own and what is said of each
medium, the second writes, so that a post that one page only refers to and another holds stands
in the bundle once, as own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from reviewer.bundle.checks import is_time
from reviewer.bundle.header import Watchlists, watchlists_of
from reviewer.bundle.read import Bundle
from reviewer.bundle.write import Written, write_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.records import Media, Post, Record, WatchEntry
from reviewer.intake.build_media import Contents, MediaOut
from reviewer.intake.joining import Index, join
from reviewer.intake.mediadir import MediaDir
from reviewer.intake.registry import Found, discover
from reviewer.intake.run import opened_bundle
from reviewer.intake.sources.base import Bad, Declared, Loose, Note, Row
from reviewer.intake.sources.bundle_source import BUNDLE, bundle_items
from reviewer.intake.times import from_iso
from reviewer.intake.trustfiles import IN_BUNDLE, in_file
from reviewer.trust import roster as rosters
from reviewer.trust.dsse import POLICY_TYPE, open_envelope
from reviewer.trust.keys import Signer, load_key

CARRIED = "It is no material; --roster and --policy carry such files."


@dataclass(frozen=True)
class Left:
    """Something that is not in the bundle: where, and why."""

    path: str
    line: int
    reason: str

    def as_dict(self) -> dict[str, str | int | None]:
        """{path, line, reason}."""
        return {"path": self.path, "line": self.line or None, "reason": self.reason}


@dataclass(frozen=True)
class BuildReport:
    """A built bundle, and what did not go into it."""

    written: Written
    left_out: list[Left] = field(default_factory=list)
    quarantined: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The object of the command line: {path, id, sha256, counts, signed, …}."""
        return {
            "path": str(self.written.path),
            "id": self.written.id,
            "sha256": self.written.sha256,
            "counts": self.written.counts,
            "signed": self.written.signed,
            "left_out": [left.as_dict() for left in self.left_out],
            "quarantined": [left.as_dict() for left in self.quarantined],
            "notes": self.notes,
        }


def build_bundle(
    sources: Sequence[Path],
    out: Path,
    *,
    sign: Path | Signer | None = None,
    zip: bool = False,  # noqa: A002 - the name of the command line's option
    created_at: str | None = None,
    media_dir: Path | None = None,
    format: str | None = None,  # noqa: A002 - the name of the command line's option
    maps: Sequence[str | Path] = (),
    purpose: str = "",
    roster: Path | None = None,
    policy: Path | None = None,
) -> BuildReport:
    """Makes one bundle of all sources; the same input gives the same bytes.

    Args:
        sources: files, folders, bundles; folders are walked.
        out: a folder, or a file where ``zip``; must not exist.
        sign: an issuer's key file, or its key.
        created_at: a time with a zone; by default the newest time in the records.
        media_dir: a folder of media; see ``mediadir``. What is named by no post goes in too,
            where it is a picture, a video or a sound.
        format: take every file for this format.
        maps: column maps for tables, built-in names or files.
        purpose: one sentence for the reviewer.
        roster: a signed roster that travels with it.
        policy: a signed policy set that travels with it.

    Raises:
        Refused: ``roster``, ``policy`` (not signed), ``not_found``, ``format``, ``map``,
            ``encoding``, ``columns``, ``nothing``, ``exists``, ``created_at``, ``ambiguous``, or
            the code of a source bundle's violation.
    """
    when = _created_at(created_at)
    signer = load_key(sign) if isinstance(sign, Path) else sign
    tags = carried(roster, policy)
    found = discover(sources, format, maps)
    for one in found:
        if one.refused is not None:
            raise one.refused
    with ExitStack() as stack:
        builder = _Builder(found, MediaDir(media_dir) if media_dir else None, stack)
        builder.learn()
        written = write_bundle(
            out,
            builder.records(),
            builder.media,
            purpose=purpose,
            created_at=when,
            signer=signer,
            zipped=zip,
            watchlists=builder.watchlists,
            tags=tags,
        )
    left = [Left(one.name, 0, one.reason or CARRIED) for one in found if not one.holds_records]
    return BuildReport(written, left, builder.quarantined, builder.notes())


def carried(roster: Path | None, policy: Path | None) -> dict[str, bytes]:
    """The tag files of a bundle that carries trust; whether to believe them is for its reader.

    Raises:
        Refused: ``roster``, ``policy``, ``dsse``, ``json``: not even its own roots signed it, or
            nobody.
    """
    found: dict[str, bytes] = {}
    if roster is not None:
        found[IN_BUNDLE[0][0]] = data = in_file(roster, roster.name, "roster").untrusted_text
        rosters.read(data)
    if policy is not None:
        found[IN_BUNDLE[1][0]] = data = in_file(policy, policy.name, "policy").untrusted_text
        if not open_envelope(data, POLICY_TYPE, file=policy.name)[1]:
            raise Refused("Nobody signed this policy set.", code="policy", file=policy.name)
    return found


def _created_at(text: str | None) -> str | None:
    if text is None:
        return None
    time = text if is_time(text) else from_iso(text)
    if not time:
        raise Refused(
            f"{text!r} is not a time with a zone.",
            code="created_at",
            next_step="Write it as 2026-01-31T12:00:00Z.",
        )
    return time


class _Builder:
    """What the first pass learns, and the records of the second.

    ``media`` fills while ``records`` goes by: SHA-256 to contents.
    """

    def __init__(self, found: Sequence[Found], folder: MediaDir | None, stack: ExitStack) -> None:
        self._found = [one for one in found if one.holds_records]
        if not self._found:
            raise Refused(
                "None of this is of a format that is known.",
                code="nothing",
                next_step="Look at `reviewer import --help` for the formats.",
            )
        self._folder = folder
        self._bundles: dict[str, Bundle] = {
            one.name: stack.enter_context(opened_bundle(one))
            for one in self._found
            if one.format == BUNDLE
        }
        self._own: set[tuple[str, str]] = set()
        self._said: dict[str, Media] = {}
        self._notes: list[str] = []
        self._indexed = any(one.late for one in self._found)
        self._index = Index()
        self._loose: list[tuple[str, Loose]] = []
        self._joined: list[Record] = []
        self._watched: list[WatchEntry] = []
        self.media: dict[str, Contents] = {}
        self.quarantined: list[Left] = []

    @property
    def watchlists(self) -> Watchlists | None:
        """Those of all sources, each entry once; None where there are none."""
        return watchlists_of(self._watched)

    def notes(self) -> list[str]:
        """What a person should know, each sentence once."""
        return list(dict.fromkeys(self._notes))

    def learn(self) -> None:
        """The first pass: which posts are own, what is said of media, what is bad; then the reports
        find what they are about."""
        for name, item in self._items():
            if isinstance(item, Bad):
                self._put_aside(name, item)
            elif isinstance(item, Loose):
                self._loose.append((name, item))
            elif isinstance(item, Note):
                self._notes.append(f"{name}: {item.text}")
            else:
                self._learn_record(item.record)
        for name, loose in self._loose:
            joined = join(loose, self._index)
            if isinstance(joined, Bad):
                self._put_aside(name, joined)
            else:
                self._joined.append(joined.record)

    def _put_aside(self, name: str, bad: Bad) -> None:
        self.quarantined.append(Left(name, bad.line, bad.reason))

    def _learn_record(self, record: Record) -> None:
        if self._indexed:
            self._index.add(record)
        if isinstance(record, Post):
            if not record.referenced:
                self._own.add((record.platform, record.post_id))
        elif isinstance(record, Media):
            self._learn_medium(record)
        elif isinstance(record, WatchEntry):
            self._watched.append(record)

    def _learn_medium(self, record: Media) -> None:
        for name in (record.key, record.sha256):
            known = self._said.get(name)
            if name and (known is None or (not known.sha256 and record.sha256)):
                self._said[name] = record

    def _items(self) -> Iterator[tuple[str, Row | Bad | Loose | Note]]:
        """(name for people, item) of all sources, in their order."""
        for one in self._found:
            bundle = self._bundles.get(one.name)
            if bundle is not None:
                for inner, item in bundle_items(bundle):
                    yield f"{one.name}/{inner}", item
                continue
            source = one.source
            if source is None:
                continue
            with one.path.open("rb") as stream:
                for found in source.read(one.path, stream):
                    if not isinstance(found, Declared):
                        yield one.name, found

    def records(self) -> Iterator[Record]:
        """The second pass: each post once, media resolved; then the media that none names."""
        written: set[tuple[str, str]] = set()
        media = MediaOut(self._folder, self._said, self._bundles, self.media)
        for _, item in self._items():
            if not isinstance(item, Row):
                continue
            record = item.record
            if isinstance(record, Media):
                yield from media.given(record)
            elif isinstance(record, Post):
                key = (record.platform, record.post_id)
                if key in written or (record.referenced and key in self._own):
                    continue
                written.add(key)
                names = [media.named(name, record) for name in record.media]
                yield msgspec.structs.replace(record, media=list(dict.fromkeys(names)))
                yield from media.waiting()
            elif not isinstance(record, WatchEntry):
                yield record
        yield from self._joined
        yield from media.unnamed()
        self._notes += media.notes()
