"""The rows of a table, CSV or JSON Lines, each with its line; what is no row comes as Bad."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from reviewer.intake.sources.base import Bad
from reviewer.intake.sources.jsondocs import documents
from reviewer.intake.tablehead import codec_of, limit_cells


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its first line from 1, the pointer within it, and its cells by place."""

    line: int
    pointer: str
    cells: Sequence[Any]


def csv_rows(
    stream: BinaryIO, columns: Sequence[str], delimiter: str, encoding: str, *, header: bool
) -> Iterator[TableRow | Bad]:
    """Every record of a CSV file; a record may span lines. Empty lines are passed over.

    Args:
        stream: the whole file.
        columns: their names; a record with more or fewer cells is bad.
        delimiter: one character.
        encoding: checked before: what cannot be decoded ends the reading.
        header: whether the first record is the row of names.
    """
    limit_cells()
    text = io.TextIOWrapper(stream, encoding=codec_of(encoding), newline="")
    try:
        reader = csv.reader(text, delimiter=delimiter)
        while True:
            start = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Bad.of(start, "", f"This is not CSV: {error}.", "")
                continue
            except UnicodeDecodeError:
                yield Bad.of(start, "", f"This is not {encoding.upper()}; reading ends here.", "")
                return
            if not cells:
                continue
            if header:
                header = False
            elif len(cells) != len(columns):
                yield _ragged(start, reader.line_num, cells, len(columns))
            else:
                yield TableRow(start, "", cells)
    finally:
        text.detach()


def _ragged(start: int, end: int, cells: list[str], wanted: int) -> Bad:
    """A record with the wrong number of cells. One that swallowed many lines says so: then a
    quotation mark was never closed."""
    words = f"The row has {len(cells)} of {wanted} columns"
    if end > start:
        words += f"; it reaches to line {end}"
    return Bad.of(start, "", f"{words}.", json.dumps(cells))


def json_rows(stream: BinaryIO, columns: Sequence[str]) -> Iterator[TableRow | Bad]:
    """Every object of a JSON Lines file or of one list; a key may be left out of an object.

    Args:
        stream: the whole file.
        columns: the keys wanted; ``/outer/inner`` for one inside another object.
    """
    paths = [name.split("/")[1:] if name.startswith("/") else [name] for name in columns]
    for document in documents(stream):
        if isinstance(document, Bad):
            yield document
        elif not isinstance(document.value, dict):
            yield Bad.of(document.line, document.pointer, "It is not an object.", "")
        else:
            cells = [_at(document.value, path) for path in paths]
            yield TableRow(document.line, document.pointer, cells)


def _at(value: Any, path: list[str]) -> Any:
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
