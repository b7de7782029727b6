"""Small marks: keycaps, chips, states, requirements, identifiers."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import show_identifier
from reviewer.ui.looks.fonts import META, MONO_META, Step
from reviewer.ui.looks.roles import ROLES, Role
from reviewer.ui.widgets.base import PaintedLabel, caps_width, draw_caps, key_words
from reviewer.ui.widgets.states import STATE_STYLES

__all__ = [
    "STATE_STYLES",
    "Chip",
    "IdentifierLabel",
    "Keycap",
    "Requirement",
    "StateMark",
    "hold_chip",
]


class Keycap(PaintedLabel):
    """A key, or a sequence of keys. ``quiet``: only a reminder."""

    def __init__(self, keys: str, parent: QWidget | None = None, *, quiet: bool = False) -> None:
        super().__init__(f"key {key_words(keys)}", parent)
        self._keys = keys
        self._quiet = quiet

    def set_keys(self, keys: str) -> None:
        """Show another key."""
        self._keys = keys
        self.changed(f"key {key_words(keys)}")

    def wanted(self) -> QSize:
        """As wide as its caps."""
        return QSize(caps_width(self.look, self._keys), self.look.measures.keycap)

    def draw(self, ink: Ink) -> None:
        """The caps side by side."""
        draw_caps(ink, 0, 0, self.height(), self._keys, quiet=self._quiet)


class Chip(PaintedLabel):
    """A flat tag of 20 px: glyph, words and a mono detail. Text from outside becomes tags."""

    PAD = 7

    def __init__(
        self,
        words: str,
        parent: QWidget | None = None,
        *,
        glyph: str = "",
        colour: str = "t2",
        fill: str = "s2",
        detail: str = "",
        mono: bool = False,
        strong: bool = False,
    ) -> None:
        super().__init__("", parent)
        self._glyph, self._colour, self._fill = glyph, colour, fill
        self._step = MONO_META if mono else META.strong if strong else META
        self.set_words(words, detail)

    def set_words(self, words: str, detail: str = "") -> None:
        """Show other words, and another detail (an id, grouped by the caller)."""
        if self.is_new((words, detail)):
            self._words = show_identifier(words)
            self._detail = show_identifier(detail)
            self.changed(f"{self._words} {self._detail}".strip())

    def set_state(self, glyph: str, colour: str, fill: str = "s2") -> None:
        """Another glyph and colour."""
        if (glyph, colour, fill) != (self._glyph, self._colour, self._fill):
            self._glyph, self._colour, self._fill = glyph, colour, fill
            self.updateGeometry()
            self.update()

    def wanted(self) -> QSize:
        """As wide as glyph, words and detail."""
        look = self.look
        width = 2 * self.PAD + look.width(self._step, self._words)
        width += look.px(14) + 6 if self._glyph else 0
        width += look.width(MONO_META, self._detail) + 6 if self._detail else 0
        return QSize(width, look.measures.chip)

    def draw(self, ink: Ink) -> None:
        """Fill, glyph, words, detail."""
        height = self.height()
        edge = "line" if self.look.theme.contrast else ""
        ink.box(0, 0, self.width(), height, fill=self._fill, edge=edge, radius=2)
        x: float = self.PAD
        if self._glyph:
            x += ink.glyph(x, 0, height, self._glyph, self._colour) + 6
        x += ink.words(x, 0, height, self._words, self._step, self._colour)
        if self._detail:
            ink.words(x + 6, 0, height, self._detail, MONO_META, "t3")


def hold_chip(parent: QWidget | None = None, *, short: bool = False) -> Chip:
    """The chip of a held case; never dropped at any size."""
    words = "HOLD" if short else "HOLD: preserve"
    return Chip(words, parent, glyph="held", colour="held", fill="wash_held", strong=True)


class StateMark(PaintedLabel):
    """A state: glyph, word, colour. The word may name the outcome instead of the state."""

    def __init__(
        self,
        state: str,
        word: str = "",
        parent: QWidget | None = None,
        *,
        strong: bool = True,
        step: Step = META,
    ) -> None:
        super().__init__("", parent)
        self._step = step.strong if strong else step
        self.set_state(state, word)

    def set_state(self, state: str, word: str = "") -> None:
        """Show another state, from ``STATE_STYLES``."""
        if self.is_new((state, word)):
            self._style = STATE_STYLES[state]
            self._word = show_identifier(word) or self._style.word
            self.changed(self._word)

    def _glyph_size(self) -> int:
        return 16 if self._step.size > META.size else 14

    def wanted(self) -> QSize:
        """Glyph and word."""
        look = self.look
        width = look.px(self._glyph_size()) + 6 + look.width(self._step, self._word) + 1
        return QSize(width, max(look.line(self._step), look.px(16)))

    def draw(self, ink: Ink) -> None:
        """Glyph, then word."""
        height = self.height()
        x = ink.glyph(0, 0, height, self._style.glyph, self._style.colour, self._glyph_size()) + 6
        ink.words(x, 0, height, self._word, self._step, self._style.colour)


class Requirement(PaintedLabel):
    """One requirement of the gate: a tick and words, or the danger mark, what is missing, and
    the key that mends it."""

    def __init__(
        self,
        words: str = "",
        parent: QWidget | None = None,
        *,
        met: bool = True,
        key: str = "",
        key_words: str = "",
    ) -> None:
        super().__init__("", parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_state(words, met=met, key=key, key_words=key_words)

    def show_state(
        self, words: str, *, met: bool, idle: bool = False, key: str = "", key_words: str = ""
    ) -> None:
        """Say it anew. ``key`` and its words show only where it is not met; ``idle``: no tick."""
        if not self.is_new((words, met, idle, key, key_words)):
            return
        self._words, self.met, self._idle = words, met, idle
        self._key, self._key_words = ("", "") if met else (key, key_words)
        spoken = words if met else f"missing: {words}"
        self.changed(f"{spoken}, key {key}" if self._key else spoken)

    def drop_key(self) -> None:
        """Where there is no room: what is missing stays, the key is found with F1."""
        self._key = self._key_words = ""
        self._shown = None
        self.updateGeometry()

    def _step(self) -> Step:
        return META if self.met else META.strong

    def _around(self) -> int:
        """The width of all but the words."""
        look = self.look
        width = look.px(14) + 6
        if self._key:
            width += 12 + caps_width(look, self._key)
        if self._key and self._key_words:
            width += 6 + look.width(META, self._key_words)
        return width + 1

    def wanted(self) -> QSize:
        """Everything in one line."""
        width = self._around() + self.look.width(self._step(), self._words)
        return QSize(width, max(self.look.measures.keycap, self.look.line(META)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a short word; the rest goes to further lines."""
        least = self._around() + self.look.px(60)
        return QSize(min(self.wanted().width(), least), self.wanted().height())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Words wrap where the room is narrow: a requirement is never cut."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height at a width, in px."""
        if width >= self.wanted().width():
            return self.wanted().height()
        room = QRect(0, 0, max(1, width - self._around()), 10_000)
        metrics = self.look.metrics(self._step())
        lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._words)
        return max(self.wanted().height(), lines.height() + 2)

    def draw(self, ink: Ink) -> None:
        """Mark, words, key, its words."""
        line, room = self.wanted().height(), max(1, self.width() - self._around())
        glyph, mark, token = ("seen", "decided", "t1") if self.met else ("danger",) * 3
        if self.met and self._idle:
            glyph, mark, token = "undecided", "t3", "t2"
        x = ink.glyph(0, 0, line, glyph, mark) + 6
        words = self.look.width(self._step(), self._words)
        if words <= room:
            x += ink.words(x, 0, self.height(), self._words, self._step(), token)
        else:
            ink.painter.setFont(self.look.font(self._step()))
            ink.painter.setPen(ink.colour(token))
            box = QRectF(x, 0, room, self.height())
            ink.painter.drawText(box, Qt.TextFlag.TextWordWrap, self._words)
            x += room
        if self._key:
            x += 12
            x += draw_caps(ink, x, 0, line, self._key) + 6
            ink.words(x, 0, line, self._key_words, META, "t2")


class IdentifierLabel(PaintedLabel):
    """A handle, name, file name or id from outside, each invisible character as a bordered tag.
    Where it does not fit it ends in an ellipsis; the tool tip has all of it."""

    def __init__(
        self,
        untrusted: str = "",
        role: Role = Role.BODY,
        parent: QWidget | None = None,
        *,
        sign: str = "",
    ) -> None:
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._role = role
        self._sign = sign
        self.set_identifier(untrusted)

    def set_identifier(self, untrusted: str) -> None:
        """Show another identifier."""
        if not self.is_new(untrusted):
            return
        self._untrusted = untrusted
        self.setToolTip(self._sign + show_identifier(untrusted, 400))
        self.changed(self._sign + show_identifier(untrusted))

    def wanted(self) -> QSize:
        """All of it."""
        look = self.look
        step = ROLES[self._role].step
        width = Ink(QPainter(), look).identifier_width(self._untrusted, step, sign=self._sign)
        return QSize(round(width) + 2, look.line(step))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters."""
        step = ROLES[self._role].step
        return QSize(min(self.wanted().width(), self.look.px(48)), self.look.line(step))

    def draw(self, ink: Ink) -> None:
        """Text and tags."""
        style = ROLES[self._role]
        room = self.width()
        box = (0, 0, self.height())
        ink.identifier(*box, self._untrusted, style.step, style.colour, room, sign=self._sign)
