"""The tour's panel: beside what it speaks of, never over it; takes no keys from the desk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reviewer.commands.registry import Registry
from reviewer.domain.changes import Changes
from reviewer.session.tour import Tour
from reviewer.ui.bridge import Bridge
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.buttons import Button
from reviewer.ui.widgets.marks import Keycap
from reviewer.ui.widgets.notices import announce

WIDTH = 360
GAP = 8

Anchor = Callable[[str], QWidget | None]


def places(size: tuple[int, int], anchor: QRect, room: QRect) -> list[QRect]:
    """Where a panel of this size may stand: beside, above and below, kept within the room."""
    width, height = size
    middle = anchor.center()
    tops = min(max(anchor.top(), room.top() + GAP), room.bottom() - height - GAP)
    lefts = min(max(middle.x() - width // 2, room.left() + GAP), room.right() - width - GAP)
    corners = (
        QPoint(anchor.right() + 1 + GAP, tops),
        QPoint(anchor.left() - width - GAP, tops),
        QPoint(lefts, anchor.top() - height - GAP),
        QPoint(lefts, anchor.bottom() + 1 + GAP),
    )
    return [QRect(corner.x(), corner.y(), width, height) for corner in corners]


def best_place(size: tuple[int, int], anchor: QRect, room: QRect) -> QRect:
    """The first place within the room that leaves the anchor free; where none does, in a window
    of one pane, the corner that covers least of it."""
    for place in places(size, anchor, room):
        if room.contains(place):
            return place
    width, height = size
    right, bottom = room.right() - width - GAP, room.bottom() - height - GAP
    corners = [QRect(x, y, width, height) for y in (bottom, GAP) for x in (right, GAP)]
    return min(corners, key=_covering(anchor))


def _covering(anchor: QRect) -> Callable[[QRect], int]:
    def area(place: QRect) -> int:
        common = place.intersected(anchor)
        return max(0, common.width()) * max(0, common.height())

    return area


class Coach(QFrame):
    """Shows the step of the tour while it runs; ``wants`` carries the command of a button."""

    wants = Signal(str)

    def __init__(
        self,
        tour: Tour,
        registry: Registry,
        look: Look,
        bridge: Bridge,
        room: QWidget,
        anchor: Anchor,
    ) -> None:
        super().__init__(room)
        self._tour, self._registry, self._look = tour, registry, look
        self._room, self._anchor = room, anchor
        self._shown = 0
        self.setProperty("box", "coach")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Tour")
        self.title = label("", Role.STRONG, self, wrap=True)
        self.count = label("", Role.META, self)
        self.text = label("", Role.BODY, self, wrap=True)
        self._caps: list[Keycap] = []
        self._build()
        room.installEventFilter(self)
        look.changed.connect(self.place)
        bridge.changed.connect(self._hear)
        self.hide()
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self.text)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(8)
        self._press = label("Press", Role.SUPPORT, self)
        self._keys.addWidget(self._press)
        self._keys.addStretch(1)
        column.addLayout(self._keys)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons: dict[str, Button] = {}
        for ident, words in (("leave", "Leave"), ("back", "Back"), ("next", "Next")):
            made = self.buttons[ident] = Button(words, self, small=True)
            made.setObjectName(f"tour.{ident}")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(self._pressed)
            row.addWidget(made)
            if ident == "leave":
                row.addStretch(1)
        column.addLayout(row)

    def refresh(self) -> None:
        """Show the step that stands, say it aloud, and stand beside what it speaks of."""
        step = self._tour.step
        if step is None:
            self._shown = 0
            self.hide()
            return
        self.title.setText(step.title)
        self.count.setText(f"{self._tour.number} of {self._tour.total}")
        self.text.setText(step.text)
        self._show_keys(step.keys)
        last = self._tour.number == self._tour.total
        self.buttons["next"].set_words("Done" if last else "Next")
        self.buttons["back"].setVisible(self._tour.number > 1)
        for ident, button in self.buttons.items():
            button.set_key(self._registry.key_text(f"tour.{ident}"))
        self.show()
        self.raise_()
        self.place()
        if self._tour.number != self._shown:
            self._shown = self._tour.number
            announce(self, self.spoken())

    def spoken(self) -> str:
        """The step in words, for a screen reader."""
        step = self._tour.step
        if step is None:
            return ""
        keys = ", then ".join(self._key_words(ident) for ident in step.keys)
        press = f" Press {keys}." if keys else ""
        return f"Tour, step {self._tour.number}: {step.title}. {step.text}{press}"

    def _key_words(self, ident: str) -> str:
        """The key of a command; without one its name, as the palette has it."""
        return self._registry.key_text(ident) or self._registry.get(ident).title

    def _show_keys(self, commands: tuple[str, ...]) -> None:
        self._press.setVisible(bool(commands))
        while len(self._caps) < len(commands):
            made = Keycap("", self)
            self._keys.insertWidget(self._keys.count() - 1, made)
            self._caps.append(made)
        for n, cap in enumerate(self._caps):
            cap.setVisible(n < len(commands))
            if n < len(commands):
                cap.set_keys(self._key_words(commands[n]))

    @Slot()
    def place(self) -> None:
        """Beside what the step speaks of."""
        step = self._tour.step
        anchor = self._anchor(step.place) if step is not None else None
        if anchor is None:
            return
        width = min(self._look.px(WIDTH), self._room.width() - 2 * GAP)
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedSize(width, layout.totalHeightForWidth(width))
        box = QRect(anchor.mapTo(self._room, QPoint(0, 0)), anchor.size())
        self.setGeometry(best_place((width, self.height()), box, self._room.rect()))

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches("tour", "settings"):
            self.refresh()
        elif self._tour.open and changes.touches("pane", "staged", "cover"):
            self.place()

    @Slot()
    def _pressed(self) -> None:
        button = self.sender()
        if button is not None:
            self.wants.emit(button.objectName())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep beside it when the window grows or shrinks."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and self.isVisible():
            self.place()
        return False
