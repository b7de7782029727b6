"""The media of an account as a grid of tiles; a video takes two cells."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer.session.views.views import MediaTile

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """Where the tile itself is found."""

    TILE = Qt.ItemDataRole.UserRole + 1


def spoken(tile: MediaTile) -> str:
    """A tile in words, for a screen reader."""
    parts = ["video " + tile.duration if tile.video else "picture", tile.caption]
    parts += [f"{tile.copies} copies"] if tile.copies > 1 else []
    parts += [f"hit on {tile.hit}"] if tile.hit else []
    parts += [f"label {tile.label} {tile.label_title}"] if tile.label else ["no label"]
    parts += [f"pinned {tile.pinned}"] if tile.pinned else []
    parts += ["flagged"] if tile.flagged else []
    parts += [tile.state_words] if tile.state_words else []
    parts += ["seen" if tile.seen else "not seen"]
    return ", ".join(part for part in parts if part)


def packed(tiles: list[MediaTile], columns: int) -> list[list[int]]:
    """Places of the tiles, row by row: numbers of tiles, twice for a wide one, -1 for no tile."""
    rows: list[list[int]] = []
    row: list[int] = []
    for number, tile in enumerate(tiles):
        width = min(2 if tile.video else 1, columns)
        if len(row) + width > columns:
            rows.append(row + [-1] * (columns - len(row)))
            row = []
        row += [number] * width
    if row:
        rows.append(row + [-1] * (columns - len(row)))
    return rows


class MediaModel(QAbstractTableModel):
    """Cells of tiles; ``Role.TILE`` gives a ``MediaTile`` or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: list[MediaTile] = []
        self._columns = 1
        self._places: list[list[int]] = []
        self._at: dict[str, int] = {}
        self._cells: dict[int, tuple[int, int]] = {}

    @property
    def tiles(self) -> list[MediaTile]:
        """The tiles in their order."""
        return self._tiles

    def show(self, tiles: list[MediaTile], columns: int) -> bool:
        """Take other tiles or another width. True if the places changed."""
        same = [t.key for t in tiles] == [t.key for t in self._tiles] and columns == self._columns
        if same:
            old, self._tiles = self._tiles, tiles
            for number, (was, now) in enumerate(zip(old, tiles, strict=True)):
                if was != now:
                    at = self.place(number)
                    self.dataChanged.emit(at, at)
            return False
        self.beginResetModel()
        self._tiles = tiles
        self._columns = max(1, columns)
        self._places = packed(tiles, self._columns)
        self._at = {t.key: n for n, t in enumerate(tiles)}
        self._cells = {}
        for y, row in enumerate(self._places):
            for x, number in enumerate(row):
                self._cells.setdefault(number, (y, x))
        self.endResetModel()
        return True

    def wide_places(self) -> list[tuple[int, int]]:
        """(row, column) where a tile of two cells begins."""
        return [
            (y, x)
            for y, row in enumerate(self._places)
            for x in range(len(row) - 1)
            if row[x] >= 0 and row[x] == row[x + 1]
        ]

    def place(self, number: int) -> QModelIndex:
        """The first cell of a tile."""
        cell = self._cells.get(number)
        return self.index(*cell) if cell is not None else QModelIndex()

    def index_of(self, key: str) -> QModelIndex:
        """The first cell of a medium, or no index."""
        number = self._at.get(key, -1)
        return self.place(number) if number >= 0 else QModelIndex()

    def tile(self, index: Index) -> MediaTile | None:
        """The tile in a cell."""
        if not index.isValid():
            return None
        number = self._places[index.row()][index.column()]
        return self._tiles[number] if number >= 0 else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Rows of tiles."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's
        """Cells in a row."""
        return 0 if parent.isValid() else self._columns

    def headerData(  # noqa: N802 - Qt's name
        self,
        _section: int,
        _orientation: Qt.Orientation,
        _role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """None: rows and columns have no names of their own, also for a screen reader."""
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells without a tile are not chosen."""
        if self.tile(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The tile itself, or its words."""
        tile = self.tile(index)
        if role == Role.TILE:
            return tile
        if role == Qt.ItemDataRole.AccessibleTextRole and tile is not None:
            return spoken(tile)
        return None
