"""Any table, CSV or JSON Lines, read through a column map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.domain.errors import Refused
from reviewer.intake.identity import names_a_reporter
from reviewer.intake.maps import ColumnMap
from reviewer.intake.sources.base import HEAD_BYTES, Bad, Item, Loose, Note, Row
from reviewer.intake.sources.tablerows import TableRow, csv_rows, json_rows
from reviewer.intake.tablehead import TableHead, check_encoding, head_of
from reviewer.intake.tablerecords import Joined, RowReader

_NAMED = 12


class Table:
    """The source of one map. ``late`` says that its reports wait for all other records."""

    def __init__(self, column_map: ColumnMap) -> None:
        self.map = column_map
        self.name = column_map.format_name
        self.title = column_map.spec.title or f"Table, through the map {column_map.label}"
        self.late = column_map.spec.report is not None

    def head(self, raw: bytes) -> TableHead | None:
        """The head of a file that begins with these bytes, as the map says files are."""
        return head_of(raw, self.map.spec.file)

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether a file has the columns by which the map is recognised."""
        found = self.head(head)
        return found is not None and self.map.recognises(found.columns)

    def fits(self, head: bytes) -> bool:
        """Whether a file has every column that the map needs."""
        found = self.head(head)
        return found is not None and not self.map.lacking(found.columns)

    def check(self, path: Path, head: bytes) -> None:
        """What must be so before the first row is read.

        Raises:
            Refused: ``encoding``, or ``columns`` that the file lacks.
        """
        if not (self.map.spec.file.kind == "jsonl" or head.lstrip()[:1] in (b"{", b"[")):
            check_encoding(path, self.map.spec.file.encoding)
        found = self.head(head)
        if found is None:
            raise Refused("It is no table.", code="columns", file=path.name)
        lacking = self.map.lacking(found.columns)
        if lacking:
            raise Refused(
                f"It lacks what the map {self.map.label} reads: {', '.join(lacking)}.",
                code="columns",
                file=path.name,
                next_step="Its columns are: " + ", ".join(found.columns[:40]) + ".",
            )

    def read(self, path: Path, stream: BinaryIO) -> Iterator[Item]:
        """All records of the file, row by row; a row is read whole or put aside."""
        with path.open("rb") as start:
            head = self.head(start.read(HEAD_BYTES))
        if head is None:
            yield Bad.of(1, "", "It is no table.", "")
            return
        spec = self.map.spec.file
        columns = self.map.columns if head.kind == "jsonl" else head.columns
        reader = RowReader(self.map.spec, columns, path)
        if head.kind == "jsonl":
            rows = json_rows(stream, columns)
        else:
            rows = csv_rows(stream, columns, head.delimiter, spec.encoding, header=not spec.columns)
        for row in rows:
            if isinstance(row, Bad):
                yield row
            else:
                yield from _items(reader, row)
        yield from self.notes(head, reader)

    def notes(self, head: TableHead, reader: RowReader) -> Iterator[Note]:
        """What of the file was not read."""
        unread = [name for name in head.columns if name not in self.map.columns]
        persons = [n for n in unread if names_a_reporter(n)] if self.late else []
        if persons:
            yield Note(
                f"Columns that say who reported were not read: {', '.join(persons)};"
                " the sealed copy of the file still has them."
            )
        others = [name for name in unread if name not in persons]
        if others:
            more = ", …" if len(others) > _NAMED else ""
            yield Note(f"Columns not read: {', '.join(others[:_NAMED])}{more}.")
        if reader.left:
            yield Note(f"Counts below zero left out: {reader.left}.")


def _items(reader: RowReader, row: TableRow) -> Iterator[Item]:
    try:
        found = reader.records(row.cells)
    except ValueError as error:
        yield Bad.of(row.line, row.pointer, str(error), repr(row.cells))
        return
    for one in found:
        if not isinstance(one, Joined):
            yield Row(one, row.line, row.pointer)
        elif one.loose:
            yield Loose(one.report, one.handle, row.line, row.pointer)
        else:
            yield Row(one.report, row.line, row.pointer)
