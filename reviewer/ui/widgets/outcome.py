"""The outcome buttons and the commit button: all is said before it is pressed."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.looks.fonts import BODY, META, Step
from reviewer.ui.widgets.base import PaintedButton, draw_large_cap, key_caps, large_cap_width

LOG = logging.getLogger("reviewer.ui")


@dataclass(frozen=True, slots=True)
class OutcomeFace:
    """What an outcome button says. ``slot`` such as "1 of 2"; ``short`` is the consequence where
    room is scarce; ``blocked`` the reason, or nothing; ``dead``: keys do not act for a moment."""

    label: str
    slot: str = ""
    consequence: str = ""
    short: str = ""
    staged: bool = False
    blocked: str = ""
    dead: bool = False


class OutcomeButton(PaintedButton):
    """One outcome: key, label, slot, consequence; idle, staged or blocked.

    ``clicked`` means stage (or step the slot); ``refused`` carries the reason of a blocked one.
    """

    refused = Signal(str)
    PAD = 12
    GAP = 10

    def __init__(
        self, command: str, key: str, face: OutcomeFace, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.command = command
        self._key = key
        self._face = face
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_face(face)

    def show_face(self, face: OutcomeFace) -> None:
        """Say something else."""
        if not self.is_new((face, self._key)):
            return
        self._face = face
        self.setAccessibleName(" ".join(part for part in (face.label, face.slot) if part))
        state = "staged. " if face.staged else ""
        state = f"blocked: {face.blocked}. " if face.blocked else state
        self.setAccessibleDescription(f"{state}{face.consequence}, key {self._key}")
        self.setToolTip(face.blocked)
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.show_face(self._face)

    def face(self) -> OutcomeFace:
        """What the button says now."""
        return self._face

    def _label_step(self) -> Step:
        size = self.look.measures.outcome_label / self.look.text_scale
        return Step(round(size), 18, 600)

    def _second_line(self, room: float) -> str:
        """The consequence, its short form where the long one has no room; a blocked button gives
        its reason. Too long a text is said to the log, which fails a test; not in a window
        so small that its panes became tabs, where the tool tip has the whole."""
        face = self._face
        if face.blocked:
            options = [f"blocked: {face.blocked}", face.blocked]
        elif self.look.measures.short_words and face.short:
            options = [face.short]
        else:
            options = [face.consequence, face.short or face.consequence]
        for text in options:
            if self.look.width(META, text) <= room:
                return text
        if self.look.measures.layout in ("full", "compact"):
            LOG.warning("cut on the %s button: %r has no room", face.label, options[-1])
        return options[-1]

    def _front(self) -> int:
        cap = large_cap_width(self.look, self._key)
        return self.PAD + cap + (self.GAP if cap else 0)

    def wanted(self) -> QSize:
        """Label, slot and state in the first line, the consequence in the second."""
        look, face = self.look, self._face
        first = look.width(self._label_step(), face.label)
        first += 6 + look.width(META, face.slot) if face.slot else 0
        first += 16 + look.px(14) + 6 + look.width(META.strong, "staged") if face.staged else 0
        second = face.short if look.measures.short_words and face.short else face.consequence
        second = face.blocked or second
        width = self._front() + max(first, look.width(META, second)) + self.PAD
        return QSize(width, look.measures.outcome)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least at which the short words still fit."""
        look, face = self.look, self._face
        words = (face.label, face.blocked or face.short or face.consequence)
        inner = max(look.width(META.strong, words[0]), look.width(META, words[1]))
        return QSize(self._front() + inner + self.PAD, look.measures.outcome)

    def draw(self, ink: Ink) -> None:
        """Fill and border by state, the cap, two lines."""
        face, width, height = self._face, self.width(), self.height()
        fill, edge = ("wash_staged", "staged") if face.staged else ("s2", "edge")
        fill = "s3" if self.isDown() else fill
        blocked = bool(face.blocked)
        ink.box(
            *(0, 0, width, height),
            fill=fill,
            edge=edge,
            radius=4,
            line=2 if face.staged else 1,
            dashed=blocked and not face.staged,
        )
        side = self.look.measures.keycap_outcome
        text = "t3" if face.dead or blocked else "t1"
        top = (height - side) / 2
        draw_large_cap(ink, self.PAD, round(top), self._key, fill="s1", edge="edge", text=text)
        self._draw_lines(ink)

    def _draw_lines(self, ink: Ink) -> None:
        face, look, width = self._face, self.look, self.width()
        label, x = self._label_step(), float(self._front())
        one, two = round(label.line * look.text_scale), look.line(META)
        top = round((self.height() - one - two) / 2)
        token = "t2" if face.blocked else "t1"
        at = x + ink.words(x, top, one, face.label, label, token)
        if face.slot:
            ink.words(at + 6, top, one, face.slot, META, "t2")
        if face.staged:
            word = look.width(META.strong, "staged")
            left = width - self.PAD - word - look.px(14) - 6
            ink.glyph(left, top, one, "staged", "staged")
            ink.words(width - self.PAD - word, top, one, "staged", META.strong, "staged")
        room = width - x - self.PAD + 1
        ink.words(x, top + one, two, self._second_line(room), META, "t2", room)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A blocked button answers with its reason."""
        if self._face.blocked:
            self.setDown(False)
            self.refused.emit(self._face.blocked)
            return
        super().mouseReleaseEvent(event)

    def refusal(self) -> str:
        """Why it is blocked."""
        return self._face.blocked

    def refuse(self, reason: str) -> None:
        """Say why."""
        self.refused.emit(reason)


COMMIT_WORDS = {
    "nothing": "stage an outcome first",
    "blocked": "Commit and next: blocked",
    "ready": "Commit and next",
    "armed": "Armed: the same key again commits, any other disarms",
    "dead": "Commit and next",
}


class CommitButton(PaintedButton):
    """The commit: nothing staged, blocked, ready, armed or dead, each said in words.

    ``clicked`` is one tap, as the key gives; it never commits by itself. ``refused`` carries the
    words where there is nothing to tap.
    """

    refused = Signal(str)
    PAD = 14

    def __init__(self, key: str = "F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = f"{key} {key}"
        self.state = "nothing"
        self._words = ""
        self.show_state("nothing")

    def show_state(self, state: str, words: str = "") -> None:
        """Show a state, with its own words where the session gives some.

        Raises:
            KeyError: there is no such state.
        """
        words = words or COMMIT_WORDS[state]
        if not self.is_new((state, words, self._keys)):
            return
        self._words, self.state = words, state
        self.setAccessibleName(self._words)
        self.setAccessibleDescription(f"keys {self._keys}")
        self.updateGeometry()
        self.update()

    def set_key(self, keys: str) -> None:
        """Show other keys, such as ``F F``."""
        self._keys = keys
        self.show_state(self.state, self._words)

    def words(self) -> str:
        """What the button says."""
        return self._words

    def _step(self) -> Step:
        return BODY.strong if self.state in ("ready", "armed") else BODY

    def wanted(self) -> QSize:
        """Both caps and the words."""
        look = self.look
        words = look.width(self._step(), self._words)
        caps = sum(max(look.measures.keycap, self._cap_width(c)) for c in key_caps(self._keys)) + 8
        return QSize(2 * self.PAD + caps + 8 + words + 1, look.measures.second_line)

    def draw(self, ink: Ink) -> None:
        """The one solid fill of the program is the armed state."""
        width, height, armed = self.width(), self.height(), self.state == "armed"
        dashed = self.state in ("nothing", "blocked")
        fill = "staged" if armed else "" if dashed else "s2"
        fill = "s3" if self.isDown() and not armed else fill
        edge = "staged" if armed else "edge"
        ink.box(0, 0, width, height, fill=fill, edge=edge, radius=4, dashed=dashed)
        x = float(self.PAD)
        for number, cap in enumerate(key_caps(self._keys)):
            x += self._cap(ink, x, cap, inverted=armed and number == 0) + 8
        token = {"armed": "s0", "ready": "t1", "blocked": "t2", "nothing": "t2"}.get(
            self.state, "t3"
        )
        ink.words(x, 0, height, self._words, self._step(), token)

    def _cap(self, ink: Ink, x: float, cap: str, *, inverted: bool) -> float:
        height = self.height()
        if not inverted:
            token = "t1" if self.state in ("ready", "armed") else "t3"
            return ink.keycap(x, 0, height, cap, token=token)
        side = self.look.measures.keycap
        wide = max(side, self._cap_width(cap))
        top = round((height - side) / 2)
        ink.box(x, top, wide, side, fill="staged", edge="s0", radius=3)
        ink.painter.setPen(ink.colour("s0"))
        ink.painter.setFont(self.look.font(Step(11, 16, 600, mono=True)))
        box = QRectF(x, top, wide, side - 1)
        ink.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        return wide

    def _cap_width(self, cap: str) -> int:
        return round(Ink(QPainter(), self.look).keycap_width(cap))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Where nothing may be tapped, the words are given again."""
        if self.refusal():
            self.setDown(False)
            self.refused.emit(self._words)
            return
        super().mouseReleaseEvent(event)

    def refusal(self) -> str:
        """The words, where there is nothing to tap."""
        return self._words if self.state in ("nothing", "blocked", "dead") else ""

    def refuse(self, reason: str) -> None:
        """Give the words again."""
        self.refused.emit(reason)
