"""What painted widgets share: the look, a focus ring for the keyboard only, words said aloud."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import PlainLabel, escape_tooltip
from reviewer.ui.looks.fonts import KEY_OUTCOME
from reviewer.ui.looks.look import Look, look_of

RESTYLED = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.LayoutDirectionChange}
)
RETURN = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
PRESSES = RETURN | {Qt.Key.Key_Space, Qt.Key.Key_Select}


def surface(widget: QWidget, token: str) -> None:
    """Give a plain widget a flat fill: s0, s1, s2, s3 or wash-danger."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    before = widget.property("surface")
    widget.setProperty("surface", token)
    if before is not None and before != token:
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule(parent: QWidget | None = None, *, upright: bool = False) -> QFrame:
    """A line of 1 px between things."""
    made = QFrame(parent)
    made.setProperty("rule", "true")
    if upright:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


class _Shown:
    """What a painted widget shows, so that saying the same again costs nothing."""

    look: Look
    _shown: tuple[int, Hashable] | None = None
    _measured: tuple[int, QSize] | None = None

    def is_new(self, what: Hashable) -> bool:
        """Whether this is something else than what is shown, or another look; it is shown now."""
        shown = (self.look.generation, what)
        if shown == self._shown:
            return False
        self._shown = shown
        return True

    def wanted(self) -> QSize:
        """The size of what is painted."""
        raise NotImplementedError

    def measured(self) -> QSize:
        """``wanted`` in the present look, worked out once until the geometry is told to move."""
        kept = self._measured
        if kept is None or kept[0] != self.look.generation:
            kept = self._measured = (self.look.generation, self.wanted())
        return kept[1]

    def updateGeometry(self) -> None:  # noqa: N802 - Qt's name
        """Measure anew."""
        self._measured = None
        super().updateGeometry()  # type: ignore[misc]


class PaintedLabel(_Shown, PlainLabel):
    """A label that paints itself; its text is what a screen reader says."""

    def __init__(self, spoken: str = "", parent: QWidget | None = None) -> None:
        self.look = look_of()
        super().__init__(spoken, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the words need; nothing is cut."""
        return self.measured()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As ``sizeHint``."""
        return self.measured()

    def draw(self, ink: Ink) -> None:
        """Paint the label."""
        raise NotImplementedError

    def paintEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Paint through ``draw``, mirrored by the widget itself where the language runs so."""
        painter = QPainter(self)
        self.draw(Ink(painter, self.look))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew where the look changed."""
        if event.type() in RESTYLED:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def changed(self, spoken: str) -> None:
        """Say and show something else."""
        self.setText(spoken)
        self.updateGeometry()
        self.update()


class PaintedButton(_Shown, QAbstractButton):
    """A button that paints itself. ``ringed`` is true while it has the keyboard and no mouse gave
    it. Return, Enter and Space press the focused button, once however long they are held."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.look = look_of()
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.ringed = False
        self.hovered = False

    def setToolTip(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Set a tool tip that is never markup."""
        super().setToolTip(escape_tooltip(text))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the words need."""
        return self.measured()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What the words need at least."""
        return self.measured()

    def draw(self, ink: Ink) -> None:
        """Paint the button."""
        raise NotImplementedError

    def paintEvent(self, _event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Paint through ``draw``."""
        painter = QPainter(self)
        ink = Ink(painter, self.look)
        self.draw(ink)
        if self.ringed:
            ink.ring(0, 0, self.width(), self.height(), radius=4)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show the ring where the keyboard came here."""
        self.ringed = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the ring away."""
        self.ringed = False
        super().focusOutEvent(event)

    def refusal(self) -> str:
        """Why the button cannot be pressed now; empty while it can. For the button to say."""
        return ""

    def refuse(self, reason: str) -> None:
        """Answer a press that cannot be. For the button to say."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return and Enter press the focused button, as Space does; holding them adds nothing."""
        if event.key() not in PRESSES:
            super().keyPressEvent(event)
            return
        event.accept()
        if event.isAutoRepeat():
            return
        self.ringed = True
        if reason := self.refusal():
            self.refuse(reason)
        elif event.key() in RETURN:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Note the pointer: it lightens, it reveals nothing."""
        self.hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Note that the pointer left."""
        self.hovered = False
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Measure anew where the look changed."""
        if event.type() in RESTYLED:
            self.updateGeometry()
            self.update()
        super().changeEvent(event)


def key_words(key: str) -> str:
    """A registry's key text as shown on a cap: ``Ctrl+Shift+P`` becomes ``Ctrl Shift P``."""
    if len(key) <= 1:
        return key.upper()
    parts = key.replace("++", "+Plus").split("+")
    return " ".join(part if len(part) > 1 else part.upper() for part in parts)


def key_caps(keys: str) -> list[str]:
    """The caps of a sequence: ``F F`` is two, ``Ctrl+L`` one."""
    return [key_words(part) for part in keys.split(" ") if part]


def caps_width(look: Look, keys: str) -> int:
    """How wide a row of caps is, in px."""
    caps = key_caps(keys)
    ink = Ink(QPainter(), look)
    return round(sum(ink.keycap_width(cap) for cap in caps)) + 4 * max(0, len(caps) - 1)


def draw_caps(ink: Ink, x: float, y: float, h: float, keys: str, *, quiet: bool = False) -> float:
    """A row of caps; returns the width used."""
    at = x
    for cap in key_caps(keys):
        at += ink.keycap(at, y, h, cap, quiet=quiet) + 4
    return at - x - 4


def large_cap_width(look: Look, key: str) -> int:
    """How wide the cap of an outcome button is: square for one letter; without a key, none."""
    words = key_words(key)
    wide = look.width(KEY_OUTCOME, words) + 10 if len(words) > 1 else 0
    return max(look.measures.keycap_outcome, wide) if words else 0


def draw_large_cap(
    ink: Ink, x: float, y: float, key: str, *, fill: str, edge: str, text: str
) -> None:
    """The 24 px cap of an outcome button, with its bottom line of 2 px."""
    side, wide = ink.look.measures.keycap_outcome, large_cap_width(ink.look, key)
    if not wide:
        return
    ink.box(x, y, wide, side, fill=fill, edge=edge, radius=3)
    ink.painter.fillRect(QRectF(x + 2, y + side - 2, wide - 4, 1), ink.colour(edge))
    ink.painter.setFont(ink.look.font(KEY_OUTCOME))
    ink.painter.setPen(ink.colour(text))
    box = QRectF(QPointF(x, y), QPointF(x + wide, y + side - 1))
    ink.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key_words(key))
