"""From the cells of a row to records, by a map: one builder for each section of the map."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, get_args, get_type_hints

import msgspec

from reviewer.bundle.checks import problem
from reviewer.domain.ids import SHA256_RE
from reviewer.domain.records import Account, Media, Post, Record, Report, Subject
from reviewer.intake.mapspec import AccountMap, Given, MapSpec, PostMap, ReportMap, fields_of
from reviewer.intake.mapvalues import Cells, Compiler

_KINDS = get_args(get_type_hints(Report)["kind"])
_SUBJECTS = ("media", "post_id", "account_id", "handle")


@dataclass(frozen=True)
class Joined:
    """A report and whether its subject is named by a handle."""

    report: Report
    handle: bool

    @property
    def loose(self) -> bool:
        """Whether the subject must be looked for among all other records."""
        subject = self.report.subject
        known = subject.kind == "media" and SHA256_RE.match(subject.id)
        return self.handle or not (subject.platform or known)


class RowReader:
    """Makes the records of each row of one file.

    Args:
        spec: the map.
        columns: of the file, in their order.
        path: of the file.
    """

    def __init__(self, spec: MapSpec, columns: Sequence[str], path: PurePath) -> None:
        make = Compiler(columns, path)
        self._platform = make.text(spec.platform)
        self._account = _Accounts(spec.account, make, spec.name) if spec.account else None
        self._post = _Posts(spec.post, make) if spec.post else None
        self._report = _Reports(spec.report, make) if spec.report else None
        self._given: dict[str, bytes] = {}
        self._last: Account | None = None

    @property
    def left(self) -> int:
        """Counts below zero that were left out so far."""
        return self._post.negative if self._post else 0

    def records(self, cells: Cells) -> list[Record | Joined]:
        """The records of a row: all of them, or none.

        Raises:
            ValueError: which field cannot be read, and why, in words.
        """
        platform = self._platform(cells).strip()
        found: list[Record | Joined] = []
        account = self._account.record(cells, platform) if self._account else None
        digest = b""
        if account is not None and account is not self._last:
            digest = hashlib.blake2b(msgspec.json.encode(account), digest_size=16).digest()
            if self._given.get(account.account_id) != digest:
                found.append(_sound(account))
        if self._post:
            post, media = self._post.record(cells, platform)
            found += [*map(_sound, media), _sound(post)]
        if self._report:
            joined = self._report.record(cells, platform)
            _sound(joined.report)
            found.append(joined)
        if account is not None and digest:
            self._given[account.account_id] = digest
            self._last = account
        return found


def _sound(record: Record) -> Record:
    wrong = problem(record)
    if wrong:
        raise ValueError(wrong)
    return record


class _Fields:
    """Calls the function of a field and names the field where it fails."""

    def __init__(self, section: str) -> None:
        self._section = section
        self._read: dict[str, Callable[[Cells], Any]] = {}

    def add(self, name: str, read: Callable[[Cells], Any]) -> None:
        """Remember how a field is read."""
        self._read[name] = read

    def values(self, cells: Cells) -> dict[str, Any]:
        """Every field that is not empty."""
        found = {}
        name = ""
        try:
            for name, read in self._read.items():
                value = read(cells)
                if value is not None and value != "" and value != []:
                    found[name] = value
        except ValueError as error:
            raise ValueError(f"{self._section}.{name}: {error}.") from error
        return found


class _Accounts:
    _TEXTS = ("bio", "location", "url", "avatar", "kind")

    def __init__(self, spec: AccountMap, make: Compiler, source: str) -> None:
        self._source = source
        self._fields = _Fields("account")
        add = self._fields.add
        add("account_id", _stripped(make, spec.account_id))
        for name, given in fields_of(spec):
            if name in ("handles", "display_names", "labels"):
                add(name, make.texts(given))
            elif name in self._TEXTS:
                add(name, make.text(given))
            elif name in ("followers", "followees", "posts_count"):
                add(name, make.number(given))
            elif name in ("verified", "protected"):
                add(name, make.flag(given))
            elif name in ("created_at", "captured_at"):
                add(name, make.time(given))
        self._last: tuple[dict[str, Any], str, Account] | None = None

    def record(self, cells: Cells, platform: str) -> Account:
        """The account of a row; the very same one where the row says what the last one said."""
        values = self._fields.values(cells)
        if self._last is not None and self._last[:2] == (values, platform):
            return self._last[2]
        made = self._made(dict(values), platform)
        self._last = (values, platform, made)
        return made

    def _made(self, values: dict[str, Any], platform: str) -> Account:
        if "account_id" not in values:
            raise ValueError("account.account_id: it is empty.")
        for name in ("created_at", "captured_at"):
            values[name] = values.get(name, ("",))[0]
        return Account(platform=platform, source=self._source, **values)


class _Posts:
    def __init__(self, spec: PostMap, make: Compiler) -> None:
        self._kind = spec.media_kind
        self.negative = 0
        self._fields = _Fields("post")
        self._counts = _Fields("post.counts")
        add = self._fields.add
        for name, given in fields_of(spec):
            if name == "text":
                add(name, make.text(given))
            elif name in ("media", "withheld"):
                add(name, make.texts(given))
            elif name in ("edited", "deleted_at_source", "sensitive", "referenced"):
                add(name, make.flag(given))
            elif name == "published_at":
                add(name, make.time(given))
            elif not name.startswith("counts."):
                add(name, _stripped(make, given))
        for name, given in spec.counts.items():
            self._counts.add(name, make.number(given))

    def record(self, cells: Cells, platform: str) -> tuple[Post, list[Media]]:
        """The post of a row, and the media that it names by an address."""
        values = self._fields.values(cells)
        for name in ("post_id", "account_id"):
            if name not in values:
                raise ValueError(f"post.{name}: it is empty.")
        time, zone, precision = values.pop("published_at", ("", "", ""))
        counts = self._counts.values(cells)
        kept = {name: count for name, count in counts.items() if count >= 0}
        self.negative += len(counts) - len(kept)
        media = [_medium(name, platform, self._kind) for name in values.pop("media", [])]
        post = Post(
            platform=platform,
            published_at=time,
            tz=zone,
            precision=precision,
            counts=kept,
            media=[one.key for one in media],
            **values,
        )
        return post, [one for one in media if one.remote_url]


def _medium(name: str, platform: str, kind: str) -> Media:
    """What a post names: an address is a medium whose bytes are elsewhere, else it is a key."""
    key = name if len(name) <= 512 else f"made-{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    return Media(
        key=key,
        platform=platform,
        kind=kind,
        remote_url=name if _is_address(name) else "",
        state="external",
    )


def _is_address(text: str) -> bool:
    scheme, mark, rest = text.partition("://")
    return bool(mark and rest) and scheme.isalnum()


class _Reports:
    def __init__(self, spec: ReportMap, make: Compiler) -> None:
        self._fields = _Fields("report")
        add = self._fields.add
        for name, given in fields_of(spec):
            if name in ("policy_claimed", "statement"):
                add(name, make.text(given))
            elif name == "count":
                add(name, make.number(given))
            elif name == "at":
                add(name, make.time(given))
            else:
                add(name, _stripped(make, given))

    def record(self, cells: Cells, platform: str) -> Joined:
        """The report of a row."""
        values = self._fields.values(cells)
        for name in ("report_id", "kind"):
            if name not in values:
                raise ValueError(f"report.{name}: it is empty.")
        if values["kind"] not in _KINDS:
            raise ValueError(
                f"report.kind: {values['kind'][:40]!r} is none of {', '.join(_KINDS)}."
            )
        kind, subject_id = _subject(values)
        given = values.get("platform", platform)
        return Joined(
            Report(
                report_id=values["report_id"],
                subject=Subject(
                    kind="account" if kind == "handle" else kind,  # type: ignore[arg-type]
                    id=subject_id,
                    platform=given,
                ),
                at=values.get("at", ("",))[0],
                kind=values["kind"],
                policy_claimed=values.get("policy_claimed", ""),
                statement=values.get("statement", ""),
                count=values.get("count", 1),
            ),
            handle=kind == "handle",
        )


def _subject(values: dict[str, Any]) -> tuple[str, str]:
    """(account, post, media or handle; its id) of what a report is about."""
    if "subject_id" in values or "subject_kind" in values:
        kind, found = values.get("subject_kind", ""), values.get("subject_id", "")
        if kind not in ("account", "post", "media", "handle"):
            raise ValueError(
                f"report.subject_kind: {kind[:40]!r} is none of account, post, media, handle."
            )
    else:
        name = next((name for name in _SUBJECTS if name in values), "")
        kind, found = name.removesuffix("_id"), values.get(name, "")
    if kind == "handle":
        found = found.removeprefix("@")
    if not found:
        raise ValueError("report: the row names no subject.")
    return kind, found


def _stripped(make: Compiler, given: Given | None) -> Callable[[Cells], str]:
    read = make.text(given)

    def stripped(cells: Cells) -> str:
        return read(cells).strip()

    return stripped


def described(record: Record) -> Iterator[tuple[str, str]]:
    """(field, value as plain text) of what is not empty in a record, for a preview."""
    for name, value in msgspec.to_builtins(record).items():
        if isinstance(value, dict):
            text = " ".join(f"{key} {inner}" for key, inner in value.items())
        else:
            text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        if text and value not in ([], {}):
            yield name, text
