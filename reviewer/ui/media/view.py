"""The grid of tiles: a table whose cells are tiles, as many in a row as fit."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from reviewer.session.views.views import MediaTile
from reviewer.ui.column_view import ColumnView
from reviewer.ui.looks.look import Look
from reviewer.ui.media.delegate import RING, MediaDelegate
from reviewer.ui.media.model import MediaModel
from reviewer.ui.media.pictures import Pictures


class MediaView(ColumnView):
    """Tiles by their keys.

    Signals:
        shown(object): keys of tiles that were painted before the reviewer's eyes.
        chosen(str): the key of a tile chosen with mouse or arrows.
    """

    shown = Signal(object)
    chosen = Signal(str)

    def __init__(
        self, look: Look, model: MediaModel, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._model = model
        self._pictures = pictures
        self._tiles: list[MediaTile] = []
        self._moving = False
        self._said: set[str] = set()
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.delegate = MediaDelegate(look, pictures, self)
        self.setItemDelegate(self.delegate)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(0)
        self._told.timeout.connect(self._tell)
        self.resized.connect(self.lay_out)
        self.focus_moved.connect(self._focus_moved)
        self.selectionModel().currentChanged.connect(self._current_moved)
        pictures.arrived.connect(self._arrived)

    def show_tiles(self, tiles: list[MediaTile]) -> None:
        """Take other tiles, or the same with other marks."""
        if [t.key for t in tiles] != [t.key for t in self._tiles]:
            self._said.clear()
        self._tiles = tiles
        self.lay_out()
        self.viewport().update()

    def mark_tiles(self, tiles: list[MediaTile]) -> None:
        """The same tiles with other marks: only those that changed are painted again."""
        before = {tile.key: tile for tile in self._tiles}
        if list(before) != [tile.key for tile in tiles]:
            self.show_tiles(tiles)
            return
        self._tiles = tiles
        self.lay_out()
        for tile in tiles:
            if tile != before[tile.key]:
                self.viewport().update(self.visualRect(self._model.index_of(tile.key)))

    @Slot()
    def lay_out(self) -> None:
        """Fit as many tiles in a row as there is room for."""
        self._dress()
        m = self._look.measures
        pitch = m.tile_width + self._gap()
        room = self.viewport().width() + self._gap() - RING
        key = self._key()
        if self._model.show(self._tiles, max(1, room // pitch)):
            self.horizontalHeader().setDefaultSectionSize(pitch)
            self.clearSpans()
            for row, column in self._model.wide_places():
                self.setSpan(row, column, 1, 2)
            self.select(key)
        self.horizontalHeader().setDefaultSectionSize(pitch)
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height())
        self.in_place()

    def _gap(self) -> int:
        m = self._look.measures
        return m.tile_gap_x if m.layout == "full" else m.tile_gap_y

    def _dress(self) -> None:
        pad = self._look.measures.pad - RING
        if self.viewportMargins().left() != pad:
            self.setViewportMargins(pad, 0, 0, 0)

    def _key(self) -> str:
        tile = self._model.tile(self.currentIndex())
        return tile.key if tile is not None else ""

    def select(self, key: str) -> None:
        """Select a tile by its key, and show it; an empty key selects none."""
        index = self._model.index_of(key) if key else QModelIndex()
        self._moving = True
        try:
            if not index.isValid():
                self.clearSelection()
                self.setCurrentIndex(QModelIndex())
            elif self.currentIndex() != index:
                self.selectionModel().setCurrentIndex(
                    index, QItemSelectionModel.SelectionFlag.ClearAndSelect
                )
        finally:
            self._moving = False
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right go through the tiles in their order, over the ends of rows."""
        by = int(event.key() == Qt.Key.Key_Right) - int(event.key() == Qt.Key.Key_Left)
        if by == 0 or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        keys = [tile.key for tile in self._tiles]
        at = keys.index(self._key()) + by if self._key() in keys else 0
        if 0 <= at < len(keys):
            self.setCurrentIndex(self._model.index_of(keys[at]))

    @Slot(QModelIndex, QModelIndex)
    def _current_moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        tile = self._model.tile(now)
        if not self._moving and tile is not None:
            self.chosen.emit(tile.key)

    @Slot(str)
    def _arrived(self, key: str) -> None:
        index = self._model.index_of(key)
        if index.isValid():
            self.viewport().update(self.visualRect(index))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and remember which tiles were seen."""
        super().paintEvent(event)
        if self.delegate.painted - self._said:
            self._told.start()

    @Slot()
    def _tell(self) -> None:
        keys, self.delegate.painted = self.delegate.painted - self._said, set()
        if keys and self.isVisible():
            self._said |= keys
            self.shown.emit(keys)

    @property
    def idle(self) -> bool:
        """Whether all that was painted was told."""
        return not self._told.isActive()

    @Slot(bool)
    def _focus_moved(self, focused: bool) -> None:
        self.delegate.keyboard = focused
