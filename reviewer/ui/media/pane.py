"""The media pane: labels with their counts, and the grid of tiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes, on_desk
from reviewer.session.views.views import MediaView as MediaState
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.lettering.counting import counted, noun
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.look import Look
from reviewer.ui.media.glass import Glass
from reviewer.ui.media.model import MediaModel
from reviewer.ui.media.pictures import Pictures
from reviewer.ui.media.view import MediaView
from reviewer.ui.pane import Pane
from reviewer.ui.pane_header import Piece, paint_pieces, pieces_width
from reviewer.ui.widgets.base import key_words

if TYPE_CHECKING:
    from reviewer.session.session import Session

LATE_MS = 400
"""After so long it is said how far reading is."""

LEVEL_WORDS = {
    "hide": "hidden",
    "blur": "concealed: blur and grey",
    "grey": "concealed: grey",
    "clear": "shown clear",
}

ONLY_SEEN = on_desk("seen")


class Labels(QWidget):
    """Keycap, name and count of each label, then how many have none."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pieces: tuple[Piece, ...] = ()
        self._clear: tuple[Piece, ...] = ()
        self._far: tuple[Piece, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_labels(self, view: MediaState, key_of: Callable[[str], str]) -> None:
        """Take the labels and counts of a view; ``key_of`` names the key of a command."""
        pieces: list[Piece] = []
        for digit, (found, count) in enumerate(zip(view.labels, view.label_counts, strict=True), 1):
            pieces += [
                *_cap(key_of(f"label.{digit}")),
                Piece(found.title),
                Piece(f"{count:,}  ", "t1", strong=True),
            ]
        self._clear = (*_cap(key_of("label.clear")), Piece("clear"))
        far = (Piece("unlabelled"), Piece(f"{view.unlabelled:,}", "t1", strong=True))
        if (tuple(pieces), far) != (self._pieces, self._far):
            self._pieces, self._far = tuple(pieces), far
            said = [
                f"{found.title} {count}"
                for found, count in zip(view.labels, view.label_counts, strict=True)
            ]
            self.setAccessibleName(", ".join([*said, f"unlabelled {view.unlabelled}"]))
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(100, self._look.measures.label_line)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """One line, the unlabelled at the far end. Where it is narrow, ``clear`` gives way first,
        then the unlabelled: the labels and their counts stay."""
        painter = QPainter(self)
        ink = Ink(painter, self._look)
        w, h, pad = self.width(), self.height(), self._look.measures.pad
        ink.rule(0, h - 1, w)
        room = w - 2 * pad
        pieces, far = (*self._pieces, *self._clear), pieces_width(ink, self._far)
        if pieces_width(ink, pieces) + 12 + far > room:
            pieces = self._pieces
        paint_pieces(ink, pieces, pad, h, w - pad)
        if pieces_width(ink, pieces) + 12 + far <= room:
            paint_pieces(ink, self._far, w - pad - far, h, w)


def _cap(key: str) -> tuple[Piece, ...]:
    """The cap of a key; none where there is none."""
    return (Piece(key_words(key), key=True),) if key else ()


class MediaPane(Pane):
    """Tiles by duplicate group; pictures are asked for as tiles come into view."""

    watches = (
        "range",
        *("import", "pin", "label", "flag", "seen"),
        *("cursor", "queue", "conceal", "cover", "selection", "picture"),
    )

    def __init__(self, session: Session, look: Look, bridge: Bridge) -> None:
        super().__init__(look, bridge, "Media", "Ctrl 3")
        self._session = session
        self._case = ""
        self.pictures = Pictures(session, self)
        self.model = MediaModel(self)
        self.labels = Labels(look, self)
        self.view = MediaView(look, self.model, self.pictures, self)
        self.view.setAccessibleName("Media")
        self.glass = Glass(session, look, bridge, self)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.labels)
        column.addSpacing(2)
        column.addWidget(self.view, 1)
        self.view.shown.connect(self._shown)
        self.view.chosen.connect(self._chosen)
        self.view.focus_moved.connect(self._focus_moved)
        self._late = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(LATE_MS)
        self._slow.timeout.connect(self._is_late)
        self.pictures.arrived.connect(self._arrived)
        self.pictures.asked.connect(self._slow.start)
        look.changed.connect(self._relook)

    @Slot()
    def _is_late(self) -> None:
        """Pictures were asked for some time ago: say how far reading is."""
        self._say_progress(self.pictures.waiting > 0)

    @Slot(str)
    def _arrived(self, _key: str) -> None:
        if not self.pictures.waiting:
            self._slow.stop()
        if self._late:
            self._say_progress(self.pictures.waiting > 0)

    def _say_progress(self, late: bool) -> None:
        self._late = late
        if self._session.desk.case_id:
            attempt(self._session, self._read_head)

    def _read_head(self) -> None:
        self._head(self._session.media())

    def focus_widget(self) -> QWidget:
        """The grid."""
        return self.view

    @property
    def idle(self) -> bool:
        """Whether all that was painted was told."""
        return self.view.idle

    @property
    def counts_down(self) -> bool:
        """Whether it will soon be said how far reading is."""
        return self._slow.isActive()

    def refresh(self, changes: Changes | None) -> None:
        """Read the tiles again; what may no longer be seen goes first."""
        desk = self._session.desk
        other = desk.case_id != self._case
        if other:
            self._case = desk.case_id
            self.pictures.forget()
            self.view.delegate.painted.clear()
        self.pictures.conceal()
        if not desk.case_id:
            self.header.show_pieces(())
            self.is_empty("No case is open. Choose one in the queue.")
            return
        self._session.sound("media")
        state = self._session.media()
        self._head(state)
        if state.tiles and changes is not None and changes == ONLY_SEEN and not other:
            self.view.mark_tiles(state.tiles)
            return
        if not state.tiles:
            self.is_empty("This account has no media in the workspace.")
            return
        self.is_well()
        self.labels.show_labels(state, self._session.key_of)
        self.view.show_tiles(state.tiles)
        if changes is None or changes.touches("selection", "cursor"):
            self.view.select(desk.medium)

    def _head(self, state: MediaState) -> None:
        hits = sum(1 for tile in state.tiles if tile.hit)
        counts = [
            Piece(f"{state.total:,}", "t1", strong=True),
            Piece("media in"),
            Piece(f"{state.groups:,}", "t1", strong=True),
            Piece(f"{noun(state.groups, 'group')} ·"),
            *_inside(state),
            Piece(f"{state.seen:,}", "t1", strong=True),
            Piece("seen"),
        ]
        if hits:
            counts += [Piece("·"), Piece(counted(hits, "hit"), "hit", strong=True, glyph="hit")]
        if self._late:
            done, asked = self.pictures.progress()
            counts.append(Piece(f"· reading {done:,} of {asked:,}", "t2"))
        short = self.look.measures.short_words
        level = self._session.desk.conceal
        words = level if short else LEVEL_WORDS.get(level, level)
        cap = _cap(self._session.key_of("conceal.reveal"))
        reveal = (Piece("reveal: hold"), *cap) if cap else ()
        self.header.show_pieces(tuple(counts), (Piece(f"{words} ·", "t3"), *reveal))

    @Slot()
    def _relook(self) -> None:
        self.labels.updateGeometry()
        self.view.lay_out()
        self.read(None)

    @Slot(object)
    def _shown(self, keys: set[str]) -> None:
        if self._case != self._session.desk.case_id:
            return  # painted of the case before
        attempt(self._session, self._session.mark_shown, sorted(keys))

    @Slot(str)
    def _chosen(self, key: str) -> None:
        if key != self._session.desk.medium:
            attempt(self._session, self._session.select_medium, key, "media")

    @Slot(bool)
    def _focus_moved(self, focused: bool) -> None:
        if focused:
            attempt(self._session, self._session.set_pane, "media")


def _inside(state: MediaState) -> list[Piece]:
    """How many were shown in the range of the timeline."""
    if state.inside is None:
        return []
    return [Piece(f"{state.inside:,}", "t1", strong=True), Piece("in range ·")]
