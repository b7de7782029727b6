"""The decision bar: what each key will cause, what is staged, what is missing, the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import DecisionView, OutcomeButtonView
from reviewer.ui.attempt import attempt
from reviewer.ui.bar.second_line import SecondLine
from reviewer.ui.bridge import Bridge
from reviewer.ui.looks.look import Look
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button
from reviewer.ui.widgets.outcome import OutcomeButton, OutcomeFace

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session

LATER = "decision.later"
SMALL_WIDTHS = (10, 9, 7, 9, 13, 7)


class DecisionBar(QWidget):
    """Outcome buttons over the second line. ``wants`` carries the id of a command; ``refused``
    the reason of a blocked button."""

    wants = Signal(str)
    refused = Signal(str)
    watches = (
        *("decision", "escalate", "import", "pin", "policy", "hold", "criteria"),
        *(
            "cursor",
            "queue",
            "staged",
            "armed",
            "draft",
            "seen",
            "later",
            "marks",
            "confirm",
            "review",
        ),
    )

    def __init__(self, session: Session, look: Look, bridge: Bridge, registry: Registry) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._registry = registry
        self._buttons: dict[str, OutcomeButton] = {}
        self._small: dict[str, Button] = {}
        self._places: tuple[str, tuple[str, ...]] = ("", ())
        self._spaced: tuple[bool, int] | None = None
        surface(self, "s1")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Decision")
        self.second = SecondLine(session, look, registry, self)
        self.second.wants.connect(self.wants)
        self.second.refused.connect(self.refused)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._column.addWidget(self.second)
        bridge.changed.connect(self._hear)
        look.changed.connect(self.read)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its lines."""
        return QSize(600, self._column.sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It gives way in width."""
        return QSize(100, self._column.sizeHint().height())

    def set_keys(self) -> None:
        """Show the keys in force."""
        for command, large in self._buttons.items():
            large.set_key(self._registry.key_text(command))
        for command, small in self._small.items():
            small.set_key(self._registry.key_text(command))
        self.second.set_keys()
        self.read()

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches(*self.watches):
            self.read()

    @Slot()
    def read(self) -> None:
        """Read what is staged and what is missing."""
        attempt(self._session, self._read)

    def _read(self) -> None:
        view = self._session.decision()
        full = self._look.measures.layout == "full"
        pad = self._look.measures.pad
        if self._spaced != (full, pad):
            self._spaced = (full, pad)
            self._column.setContentsMargins(pad, 9 if full else 6, pad, 8 if full else 6)
            self._column.setSpacing(8 if full else 6)
            self.updateGeometry()
        self._show_buttons(view)
        self.second.show_view(view)

    def _show_buttons(self, view: DecisionView) -> None:
        dead = view.commit == "dead"
        faces = {b.command: _face(b, dead) for b in view.buttons}
        faces[LATER] = OutcomeFace(
            "Later",
            consequence="stays yours, comes back",
            short="stays yours",
            blocked=view.later_blocked,
        )
        single = self._look.measures.layout == "single"
        self._place(tuple(faces), single)
        for command, face in faces.items():
            if single:
                small = self._small[command]
                small.set_words(
                    "" if face.staged else face.label, face.label if face.staged else ""
                )
                small.set_blocked(face.blocked)
            else:
                self._buttons[command].show_face(face)
        staged = next((f for f in faces.values() if f.staged), None)
        self.second.show_consequence(staged.short if staged and single else "")

    def _place(self, commands: tuple[str, ...], single: bool) -> None:
        """Make the buttons that are missing and put all in their places."""
        layout = self._look.measures.layout
        if self._places == (layout, commands):
            return
        self._places = (layout, commands)
        while self._grid.count():
            self._grid.takeAt(0)
        per_row = 3 if layout == "tabs" else 6
        for part in (*self._buttons.values(), *self._small.values()):
            part.setVisible(False)
        for n in range(6):
            self._grid.setColumnStretch(n, _stretch(n, per_row, single))
        for n, command in enumerate(commands):
            part = self._mini(command) if single else self._button(command)
            part.setVisible(True)
            self._grid.addWidget(part, n // per_row, n % per_row)

    def _button(self, command: str) -> OutcomeButton:
        found = self._buttons.get(command)
        if found is None:
            key = self._registry.key_text(command)
            found = self._buttons[command] = OutcomeButton(command, key, OutcomeFace(""), self)
            found.setObjectName(command)
            found.clicked.connect(self._pressed)
            found.refused.connect(self.refused)
        return found

    def _mini(self, command: str) -> Button:
        found = self._small.get(command)
        if found is None:
            key = self._registry.key_text(command)
            found = self._small[command] = Button("", self, key=key, small=True)
            found.setObjectName(command)
            found.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            found.clicked.connect(self._pressed)
            found.refused.connect(self.refused)
        return found

    @Slot()
    def _pressed(self) -> None:
        part = self.sender()
        if isinstance(part, QWidget):
            self.wants.emit(part.objectName())


def _stretch(column: int, per_row: int, single: bool) -> int:
    """How much of the row a column takes: the last of six is the small one, Later."""
    if column >= per_row:
        return 0
    if single:
        return SMALL_WIDTHS[column]
    return 5 if per_row == 6 and column == 5 else 8


def _face(button: OutcomeButtonView, dead: bool) -> OutcomeFace:
    """The face of one outcome button; ``dead``: the keys rest for a moment."""
    return OutcomeFace(
        label=button.label,
        slot=button.slot,
        consequence=button.consequence,
        short=button.short_consequence,
        staged=button.staged,
        blocked=button.blocked,
        dead=dead,
    )
