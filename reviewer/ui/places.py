"""Where the four panes stand: side by side, or as tabs where the room is small."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reviewer.ui.looks.look import Look
from reviewer.ui.pane import Pane

TITLES = {"queue": "Queue", "timeline": "Timeline", "media": "Media", "inspector": "Inspector"}


class Tabs(QWidget):
    """Several panes in one place; ``chosen`` carries the name of the pane that was asked for."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: list[str] = []
        self._keys: dict[str, str] = {}
        self.bar = QTabBar(self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.setExpanding(True)
        self.bar.setDrawBase(False)
        self.stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.bar.tabBarClicked.connect(self._clicked)

    def fill(self, panes: dict[str, Pane]) -> None:
        """Take these panes, in their order."""
        while self.bar.count():
            self.bar.removeTab(0)
        self._names = list(panes)
        for n, (name, pane) in enumerate(panes.items(), 1):
            self.bar.addTab(self._title(name))
            self.stack.insertWidget(n - 1, pane)

    def set_keys(self, keys: dict[str, str]) -> None:
        """Say with which key each pane is chosen."""
        self._keys = keys
        for at, name in enumerate(self._names):
            self.bar.setTabText(at, self._title(name))

    def _title(self, name: str) -> str:
        return f"{TITLES[name]}  {self._keys.get(name, '')}".rstrip()

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front, if it is one of these."""
        if name in self._names:
            at = self._names.index(name)
            self.bar.setCurrentIndex(at)
            self.stack.setCurrentIndex(at)

    @Slot(int)
    def _clicked(self, at: int) -> None:
        if 0 <= at < len(self._names):
            self.chosen.emit(self._names[at])


class Places(QWidget):
    """Arranges the panes for the layout of the measures: full and compact side by side, tabs with
    queue and inspector in one place, single with one pane at a time."""

    chosen = Signal(str)

    def __init__(self, look: Look, panes: dict[str, Pane], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._panes = panes
        self._layout = ""
        self._sized = ""
        self.own: dict[str, list[list[int]]] = {}
        """Borders that a person drew, by layout: px across, px down."""
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        self.tabs = Tabs(self)
        self.tabs.chosen.connect(self.chosen)
        for splitter in (self.across, self.down):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(look.measures.gutter)
            splitter.splitterMoved.connect(self._drawn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.across)
        self.arrange()

    def arrange(self) -> bool:
        """Put the panes where the layout wants them. True if they moved to other places."""
        layout = self._look.measures.layout
        kind = {"full": "columns", "compact": "columns"}.get(layout, layout)
        moved = kind != self._layout
        if moved:
            self._layout = kind
            self._place(kind)
        if layout != self._sized and self.width() > 200:
            self._sized = layout
            self._size(layout)
        return moved

    def _place(self, kind: str) -> None:
        panes = self._panes
        for pane in panes.values():
            pane.setParent(self)
        self.tabs.setParent(self)
        self.down.setParent(self)
        if kind == "single":
            self.tabs.fill(dict(panes))
            self.across.addWidget(self.tabs)
            self.down.hide()
            self.tabs.show()
            return
        self.down.addWidget(panes["timeline"])
        self.down.addWidget(panes["media"])
        if kind == "columns":
            parts: tuple[QWidget, ...] = (panes["queue"], self.down, panes["inspector"])
            self.tabs.hide()
        else:
            self.tabs.fill({name: panes[name] for name in ("queue", "inspector")})
            self.tabs.show()
            parts = (self.tabs, self.down)
        for part in parts:
            self.across.addWidget(part)
        for shown in (self.down, panes["timeline"], panes["media"]):
            shown.show()
        if kind == "columns":
            panes["queue"].show()
            panes["inspector"].show()
        for n, part in enumerate(parts):
            self.across.setStretchFactor(n, int(part is self.down))
        self.down.setStretchFactor(0, 1)
        self.down.setStretchFactor(1, 0)

    def _size(self, layout: str) -> None:
        m, gutters = self._look.measures, 2 * self._look.measures.gutter
        if layout in ("full", "compact"):
            centre = self.width() - m.queue_width - m.inspector_width - gutters
            self.across.setSizes([m.queue_width, centre, m.inspector_width])
        elif layout == "tabs":
            side = self.width() * 2 // 5
            self.across.setSizes([side, self.width() - side - m.gutter])
        media = min(m.media_height, self.height() // 2)
        self.down.setSizes([self.height() - media - m.gutter, media])
        self._size_as_drawn(layout)

    def _size_as_drawn(self, layout: str) -> None:
        """The borders that a person drew hold, each pane keeping its smallest size."""
        own = self.own.get(layout)
        if own is not None and len(own[0]) == self.across.count() and len(own[1]) == 2:
            self.across.setSizes(own[0])
            self.down.setSizes(own[1])

    @Slot()
    def _drawn(self) -> None:
        """A person drew a border."""
        layout = self._look.measures.layout
        if layout != "single":
            self.own[layout] = [self.across.sizes(), self.down.sizes()]

    def show_pane(self, name: str) -> None:
        """Bring a pane to the front where it stands behind another."""
        self.tabs.show_pane(name)

    @Slot()
    def forget_sizes(self) -> None:
        """Size the panes anew at the next chance."""
        self._sized = ""
