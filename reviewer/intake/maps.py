"""Column maps: found by name or file, read from TOML, and refused in words where they are wrong."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from reviewer.domain.errors import Refused
from reviewer.intake.identity import names_a_reporter
from reviewer.intake.mapspec import Given, MapSpec, Value, columns_of, fields_of
from reviewer.intake.tabletimes import TimeReader
from reviewer.respath import resource

FOLDER = "maps"
REPORTS = "reports"
VERSION = re.compile(r"1\.\d+\Z")
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
NEXT = "The help page on sources explains every key of a map."
LIMIT = 1024 * 1024

ENCODINGS = re.compile(
    r"(utf-(8|16|16-le|16-be|32)|windows-(874|125[0-8])|iso-8859-([1-9]|1[013456])|koi8-[ru]"
    r"|shift_jis|euc-jp|euc-kr|gb18030|big5|mac-roman|us-ascii)\Z"
)
_TIMES = {"published_at", "created_at", "captured_at", "at"}
_FLAGS = {"edited", "deleted_at_source", "sensitive", "referenced", "verified", "protected"}
_LISTS = {"handles", "display_names", "labels", "media", "withheld"}
_ORIGINS = ("column", "constant", "parts", "made_of", "file")


@dataclass(frozen=True)
class ColumnMap:
    """A map that is sound. ``label`` is what people call it: a built-in name or a file's name."""

    spec: MapSpec
    label: str
    built_in: bool

    @property
    def format_name(self) -> str:
        """What a file read through it is said to be."""
        return self.spec.name if self.built_in else "table"

    @property
    def columns(self) -> list[str]:
        """Every column that the map reads, each once."""
        given = [value for s in self.spec.sections().values() for _, value in fields_of(s)]
        named = (name for one in [self.spec.platform, *given] for name, _ in columns_of(one))
        return list(dict.fromkeys(named))

    def lacking(self, columns: list[str]) -> list[str]:
        """What a file with these columns lacks for the map."""
        given = [value for s in self.spec.sections().values() for _, value in fields_of(s)]
        needed = [n for one in [self.spec.platform, *given] for n, free in columns_of(one)
                  if not free]  # fmt: skip
        return [name for name in dict.fromkeys(needed) if name not in columns]

    def recognises(self, columns: list[str]) -> bool:
        """Whether a file with these columns says by itself that it is of this map."""
        rule = self.spec.recognise
        if not rule.columns or not all(name in columns for name in rule.columns):
            return False
        return not rule.any or any(name in columns for name in rule.any)


def built_in_names() -> list[str]:
    """The maps that come with the program."""
    return sorted(path.stem for path in resource(FOLDER).glob("*.toml"))


def built_in_maps() -> list[ColumnMap]:
    """All of them, read."""
    return [load_map(name) for name in built_in_names()]


def load_map(named: str | Path) -> ColumnMap:
    """A map by the name of a built-in one, or by its file.

    Raises:
        Refused: ``map``: there is none, or it is wrong; with file, key and next step.
    """
    names = built_in_names()
    if str(named) in names:
        path, built_in = resource(f"{FOLDER}/{named}.toml"), True
    else:
        path, built_in = Path(named), False
    if not path.is_file():
        raise Refused(
            "There is no map of this name and no such file.",
            code="map",
            file=str(named),
            next_step=f"Give a file, or one of: {', '.join(names)}.",
        )
    try:
        with path.open("rb") as stream:
            raw = stream.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise _wrong(path, "", "It is larger than a map can be.")
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            "The map cannot be read as text in UTF-8.", code="map", file=path.name, next_step=NEXT
        ) from error
    return parse_map(text, path, built_in=built_in)


def parse_map(text: str, path: Path, *, built_in: bool = False) -> ColumnMap:
    """A map from its text.

    Raises:
        Refused: ``map``, as ``load_map``.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise Refused(
            f"This is not TOML: {error}.",
            code="map",
            file=path.name,
            line=int(line[1]) if line else None,
            next_step=NEXT,
        ) from error
    try:
        spec = msgspec.convert(table, MapSpec)
    except msgspec.ValidationError as error:
        words, _, place = str(error).partition(" - at ")
        raise _wrong(path, place.strip("`").removeprefix("$").lstrip("."), f"{words}.") from error
    _check(spec, path)
    return ColumnMap(spec, spec.name if built_in else path.name, built_in)


def _wrong(path: Path, key: str, words: str) -> Refused:
    return Refused(f"{key}: {words}" if key else words, code="map", file=path.name, next_step=NEXT)


def _check(spec: MapSpec, path: Path) -> None:
    """What types alone do not say."""
    if not VERSION.match(spec.format_version):
        raise _wrong(path, "format_version", "This program reads maps of version 1.")
    if not NAME.match(spec.name):
        raise _wrong(path, "name", "It has lower-case letters, digits, full stop and hyphen.")
    if not spec.sections():
        raise _wrong(path, "", "It has none of the sections [account], [post] and [report].")
    if not ENCODINGS.match(spec.file.encoding):
        raise _wrong(path, "file.encoding", f"{spec.file.encoding!r} is not known; try utf-8.")
    if spec.file.delimiter != "auto" and (
        len(spec.file.delimiter) != 1 or spec.file.delimiter in '"\r\n'
    ):
        raise _wrong(path, "file.delimiter", "It is one character, or auto.")
    if spec.post and spec.platform is None:
        raise _wrong(path, "platform", "Posts need a platform; name it for the whole map.")
    if spec.account and spec.platform is None:
        raise _wrong(path, "platform", "Accounts need a platform; name it for the whole map.")
    if spec.platform is not None:
        _check_value("platform", "platform", spec.platform, path)
    for name, section in spec.sections().items():
        for field, given in fields_of(section):
            _check_value(f"{name}.{field}", field, given, path)
    _check_report(spec, path)


def _check_report(spec: MapSpec, path: Path) -> None:
    report = spec.report
    if report is None:
        return
    pair = report.subject_kind is not None and report.subject_id is not None
    if not pair and not any((report.media, report.post_id, report.account_id, report.handle)):
        raise _wrong(
            path, "report", "It names no subject: subject_kind and subject_id, or post_id, …"
        )
    for field, given in fields_of(report):
        for column, _ in columns_of(given):
            if names_a_reporter(column):
                raise _wrong(
                    path,
                    f"report.{field}",
                    f"The column {column!r} says who reported; that is never read.",
                )


def _check_value(key: str, field: str, given: Given, path: Path) -> None:
    if isinstance(given, str):
        if field in _TIMES:
            raise _wrong(path, key, "A time says how it is written: {column = …, time = …}.")
        return
    origins = [name for name in _ORIGINS if getattr(given, name) is not None]
    if len(origins) != 1:
        raise _wrong(path, key, f"It takes exactly one of {', '.join(_ORIGINS)}.")
    for name in ("parts", "made_of"):
        if getattr(given, name) == []:
            raise _wrong(path, f"{key}.{name}", "It is empty.")
    if field in _TIMES:
        _check_time(key, given, path)
    elif given.time or given.zone:
        raise _wrong(path, key, "Only times take time and zone.")
    if given.split and field not in _LISTS:
        raise _wrong(path, f"{key}.split", f"Only lists can be split: {', '.join(sorted(_LISTS))}.")
    if field not in _FLAGS and given.otherwise != "refuse":
        raise _wrong(path, f"{key}.otherwise", "Only what is true or false takes it.")
    for part in given.parts or []:
        if isinstance(part, Value):
            _check_value(f"{key}.parts", "", part, path)


def _check_time(key: str, given: Value, path: Path) -> None:
    if not given.time:
        raise _wrong(path, key, "A time says how it is written: time = …")
    try:
        TimeReader(given.time, given.zone)
    except ValueError as error:
        raise _wrong(path, key, str(error)) from error
