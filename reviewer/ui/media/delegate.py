"""Paints a tile: picture or concealment, hit, label, copies, pin, state, caption."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reviewer.session.views.views import MediaTile
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.stamps import Stamps
from reviewer.ui.looks.fonts import BODY, META
from reviewer.ui.looks.look import Look
from reviewer.ui.media.model import Role
from reviewer.ui.media.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex

YEAR = re.compile(r" \d{4}$")
CAPTION_GAP = 4
STACK = (8, 5)
RING = 3
TAG = 18


class MediaDelegate(QStyledItemDelegate):
    """Reads the tile from the model and its picture from ``Pictures``."""

    def __init__(self, look: Look, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._pictures = pictures
        self.keyboard = False
        self.painted: set[str] = set()
        self.stamps = Stamps(look)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        tile: MediaTile | None = index.data(Role.TILE)
        if tile is None:
            return
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        measures = self._look.measures
        ink = Ink(painter, self._look)
        cell = option.rect
        ink.fill(cell.x(), cell.y(), cell.width(), cell.height(), "s1")
        width = measures.tile_width
        if tile.video and cell.width() > 1.5 * width:
            width = cell.width() - (cell.width() // 2 - width)
        box = QRectF(cell.x() + RING, cell.y() + STACK[0] + 1, width, measures.tile_height)
        self._stack(ink, box, tile)
        seen = self._picture(ink, box, tile)
        self._frame(ink, box, tile, selected)
        self._tags(ink, box, tile)
        self._caption(ink, box, tile)
        if self.keyboard and selected:
            ring = box.adjusted(-RING, -RING, RING, RING)
            ink.ring(ring.x(), ring.y(), ring.width(), ring.height(), radius=4)
        if seen and not tile.seen:
            self.painted.add(tile.key)

    def _stack(self, ink: Ink, box: QRectF, tile: MediaTile) -> None:
        """Two edges behind a tile that stands for several copies."""
        if tile.copies < 2:
            return
        for offset in STACK:
            behind = box.translated(offset, -offset)
            ink.painter.setPen(self._look.colour("edge"))
            ink.painter.setBrush(self._look.colour("s1"))
            ink.painter.drawRoundedRect(behind.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)

    def _picture(self, ink: Ink, box: QRectF, tile: MediaTile) -> bool:
        """Paint what may be seen. True if the picture itself was: grey or clear, not concealed."""
        failed = self._pictures.failed(tile.key)
        if tile.state != "present" or failed:
            words = tile.state_words or "not decoded"
            glyph = {"locked": "held", "no_decoder": "video"}.get(tile.state, "broken")
            self._without(ink, box, tile, glyph, words.partition(",")[0])
            return False
        picture = self._pictures.get(tile.key)
        if picture is None:
            hidden = self._pictures.level(tile.key) == "hide"
            if hidden:
                self._without(ink, box, tile, "blind", "hidden")
            else:
                ink.box(box.x(), box.y(), box.width(), box.height(), fill="s2", radius=2)
            return False
        self._draw(ink, box, picture, whole=self._pictures.level(tile.key) != "blur")
        return self._pictures.kept_level(tile.key) in ("grey", "clear")

    def _draw(self, ink: Ink, box: QRectF, picture: QPixmap, *, whole: bool) -> None:
        """A concealed picture fills its tile; a visible one is shown whole, nothing cut."""
        ink.box(box.x(), box.y(), box.width(), box.height(), fill="s0", radius=2)
        size = picture.size()
        factors = (box.width() / size.width(), box.height() / size.height())
        factor = min(factors) if whole else max(factors)
        painter = ink.painter
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        if whole:
            w, h = size.width() * factor, size.height() * factor
            target = QRectF(box.center().x() - w / 2, box.center().y() - h / 2, w, h)
            painter.drawPixmap(target, picture, QRectF(picture.rect()))
            return
        w, h = box.width() / factor, box.height() / factor
        source = QRectF((size.width() - w) / 2, (size.height() - h) / 2, w, h)
        painter.drawPixmap(box, picture, source)

    def _without(self, ink: Ink, box: QRectF, tile: MediaTile, glyph: str, words: str) -> None:
        """A tile without a picture: why, in its place, clear of the tags above and below."""
        tagged = bool(tile.label or tile.video or tile.pinned or tile.flagged)
        above = bool(tile.hit or tile.copies > 1)
        draw = partial(self._reason, glyph, words, above, tagged)
        if tile.copies < 2:
            self.stamps.paint(ink, box.toRect(), (glyph, words, above, tagged), draw)
        else:
            draw(ink, box.toRect())  # between its corners the edges of the copies are seen

    def _reason(
        self, glyph: str, words: str, above: bool, tagged: bool, ink: Ink, rect: QRect
    ) -> None:
        """The same; ``above`` and ``tagged``: whether there are tags above and below."""
        box = QRectF(rect)
        ink.box(box.x(), box.y(), box.width(), box.height(), fill="s2", edge="line", radius=2)
        look = self._look
        tag = look.px(TAG) + 4
        free = box.adjusted(4, tag if above else 0, -4, 0)
        free.setBottom(box.bottom() - (tag if tagged else 0))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        metrics = look.metrics(META)
        lines = metrics.boundingRect(free.toRect(), int(flags), words).height()
        size = look.px(18) if look.px(18) + 2 + lines <= free.height() else 0
        top = free.center().y() - (size + 2 * bool(size) + lines) / 2
        if size:
            ink.glyph(free.center().x() - size / 2, top, size, glyph, "t2", 18)
            top += size + 2
        ink.painter.setFont(look.font(META))
        ink.painter.setPen(look.colour("t2"))
        place = QRectF(free.x(), max(free.top(), top), free.width(), lines)
        ink.painter.drawText(place, int(flags), words)

    def _frame(self, ink: Ink, box: QRectF, tile: MediaTile, selected: bool) -> None:
        rect = (box.x(), box.y(), box.width(), box.height())
        if tile.hit:
            ink.box(*rect, edge="hit", line=2, radius=2, dashed=not tile.label)
        elif tile.label:
            ink.box(*rect, edge="t2", line=2, radius=2)
        if selected and not self.keyboard:
            outer = box.adjusted(-RING, -RING, RING, RING)
            rect = (outer.x(), outer.y(), outer.width(), outer.height())
            ink.box(*rect, edge="accent", line=2, radius=3)

    def _tags(self, ink: Ink, box: QRectF, tile: MediaTile) -> None:
        """Tags on s0, so that the picture never decides whether they can be read."""
        h = self._look.px(TAG)
        inset = 4
        top, bottom = box.y() + inset, box.bottom() - inset - h
        left, right = box.x() + inset, box.right() - inset
        if tile.copies > 1:
            words = f"×{tile.copies}"
            width = ink.badge_width(words, step=BODY.strong)
            ink.badge(right - width, top, h, words, "t1", fill="s0", step=BODY.strong)
            copies = width + 3
        else:
            copies = 0.0
        if tile.hit:
            self._tag(ink, left, top, h, "hit", "hit", "hit", right - copies - left)
        marks = [("flagged", "flag", "t1")] if tile.flagged else []
        marks += [("pinned", str(tile.pinned), "accent")] if tile.pinned else []
        for glyph, words, token in reversed(marks):
            width = ink.badge_width(words, glyph, META.strong)
            right -= width
            ink.badge(right, bottom, h, words, token, glyph=glyph, fill="s0", step=META.strong)
            right -= 3
        room = right - left
        if self._pictures.level(tile.key) == "clear" and tile.state == "present":
            words = "V held" if self._pictures.held(tile.key) else "clear"
            self._tag(ink, left, bottom, h, words, "t1", "eye", room)
        elif tile.label:
            self._tag(ink, left, bottom, h, f"{tile.label} {tile.label_title}", "t1", "", room)
        elif tile.video:
            words = f"{tile.duration} muted" if tile.state == "present" else tile.duration
            self._tag(ink, left, bottom, h, words.strip(), "t1", "video", room)

    def _tag(
        self,
        ink: Ink,
        x: float,
        y: float,
        h: float,
        words: str,
        token: str,
        glyph: str,
        room: float,
    ) -> None:
        """A tag with as many of its words as there is room for."""
        while words and ink.badge_width(words, glyph, META.strong) > room:
            words = words.rpartition(" ")[0]
        if words or glyph:
            ink.badge(x, y, h, words, token, glyph=glyph, fill="s0", step=META.strong)

    def _caption(self, ink: Ink, box: QRectF, tile: MediaTile) -> None:
        h = self._look.line(META)
        y = box.bottom() + CAPTION_GAP
        x = box.x()
        if tile.seen:
            x += ink.glyph(x, y, h, "seen", "decided", 12) + 4
        words = tile.caption
        if tile.state_words and "," in tile.state_words:
            words = tile.state_words.partition(",")[2].strip()
        elif tile.hit and tile.copies < 2:
            words = tile.hit
        if self._look.width(META, words) > box.right() - x:
            words = YEAR.sub("", words)  # the timeline says the year
        ink.words(x, y, h, words, META, "t3", box.right() - x)

    def row_height(self) -> int:
        """The pitch of the rows: tile, caption, gap."""
        m = self._look.measures
        return m.tile_height + CAPTION_GAP + self._look.line(META) + m.tile_gap_y
