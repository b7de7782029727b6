"""What a table is like, told from its beginning: kind, delimiter, columns, first rows."""

from __future__ import annotations

import codecs
import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from reviewer.domain.errors import Refused
from reviewer.intake.mapspec import FileSpec

DELIMITERS = (",", "\t", ";", "|")
SAMPLE = 20
CELL_LIMIT = 16 * 1024 * 1024
_NAME_LIMIT = 100
_CHUNK = 1024 * 1024
_AUTO = FileSpec()


@dataclass(frozen=True)
class TableHead:
    """The beginning of a table. ``rows`` are the first ones, by column, as text or JSON values.

    ``sure`` says that names and rows fit each other, so that it is no prose with commas in it.
    """

    kind: Literal["csv", "jsonl"]
    columns: list[str]
    delimiter: str = ","
    rows: list[dict[str, Any]] = field(default_factory=list)
    sure: bool = True


def head_of(raw: bytes, spec: FileSpec = _AUTO) -> TableHead | None:
    """The head of a file that begins with these bytes; None where it is no table.

    Args:
        raw: its first bytes; what is cut at their end is passed over.
        spec: what a map says of the file.
    """
    if not raw:
        return None
    try:
        text = codecs.getincrementaldecoder(codec_of(spec.encoding))().decode(raw)
    except UnicodeDecodeError:
        return None
    start = text.lstrip("\ufeff \r\n\t")[:1]
    if spec.kind == "jsonl" or (spec.kind == "auto" and start in ("{", "[")):
        return _json_head(text)
    return _csv_head(text, spec)


def codec_of(encoding: str) -> str:
    """The name of the decoder, which passes a byte order mark over."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _csv_head(text: str, spec: FileSpec) -> TableHead | None:
    wanted = DELIMITERS if spec.delimiter == "auto" else (spec.delimiter,)
    best: TableHead | None = None
    for delimiter in wanted:
        head = _split(text, delimiter, spec.columns)
        if head and (best is None or len(head.columns) > len(best.columns)):
            best = head
    return best


def _split(text: str, delimiter: str, named: list[str]) -> TableHead | None:
    """The head with this delimiter, where its first row can be a row of names."""
    limit_cells()
    rows: list[list[str]] = []
    lines = io.StringIO(text, newline="")
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) > SAMPLE:
                break
    except csv.Error:
        pass
    if not rows:
        return None
    columns = list(named) or [name.strip() for name in rows.pop(0)]
    odd = any(len(name) > _NAME_LIMIT or not name.isprintable() for name in columns)
    if len(columns) < 2 or odd or len(set(columns)) < len(columns) or not any(columns):
        return None
    fitting = [row for row in rows if len(row) == len(columns)]
    sure = bool(fitting) and len(fitting) * 2 >= len(rows) - 1
    sure = (
        sure and "\x00" not in text and not any(name.endswith((".", "!", "?")) for name in columns)
    )
    by_column = [_by_column(columns, row) for row in fitting]
    return TableHead("csv", columns, delimiter, by_column, sure)


def _by_column(columns: list[str], row: list[str]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))


def _json_head(text: str) -> TableHead | None:
    """The keys of the first objects; those of objects inside as ``/outer/inner``."""
    rows: list[dict[str, Any]] = []
    for value in _first_values(text):
        if isinstance(value, dict):
            rows.append(flat(value))
        if len(rows) == SAMPLE:
            break
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return TableHead("jsonl", columns, "", rows) if columns else None


def _first_values(text: str) -> list[Any]:
    """The values of the first lines, or of one list that the file is."""
    decoder = json.JSONDecoder()
    text = text.lstrip("\ufeff \r\n\t")
    values: list[Any] = []
    place = 1 if text.startswith("[") else 0
    while len(values) < SAMPLE:
        while place < len(text) and text[place] in " \r\n\t,":
            place += 1
        if place >= len(text) or text[place] != "{":
            break
        try:
            value, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        values.append(value)
    return values


def flat(value: dict[str, Any], before: str = "", depth: int = 0) -> dict[str, Any]:
    """An object with its inner objects spread out, to three levels: ``{"/user/id": 17}``."""
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = f"{before}/{key}" if before else key
        if isinstance(inner, dict) and depth < 2:
            found |= flat(inner, name if before else f"/{key}", depth + 1)
        else:
            found[name] = inner
    return found


def limit_cells() -> None:
    """Let a cell be as long as a whole post with all it quotes: the module's own limit is low."""
    if csv.field_size_limit() < CELL_LIMIT:
        csv.field_size_limit(CELL_LIMIT)


def check_encoding(path: Path, encoding: str) -> None:
    """Read a file once to see that it is what it is said to be.

    Raises:
        Refused: ``encoding``, with the line; ``unreadable``.
    """
    decoder = codecs.getincrementaldecoder(codec_of(encoding))()
    lines = 1
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                text = _decoded(decoder, chunk, lines, encoding, path)
                lines += text.count("\n")
            _decoded(decoder, b"", lines, encoding, path, final=True)
    except OSError as error:
        words = error.strerror or str(error)
        raise Refused(f"It cannot be read: {words}.", code="unreadable", file=path.name) from error


def _decoded(
    decoder: codecs.IncrementalDecoder,
    chunk: bytes,
    lines: int,
    encoding: str,
    path: Path,
    *,
    final: bool = False,
) -> str:
    try:
        return decoder.decode(chunk, final)
    except UnicodeDecodeError as error:
        line = lines + error.object[: error.start].count(b"\n")
        raise Refused(
            f"Line {line} is not {encoding.upper()}.",
            code="encoding",
            file=path.name,
            line=line,
            next_step='Name its encoding in a map: [file] encoding = "windows-1252".',
        ) from error
