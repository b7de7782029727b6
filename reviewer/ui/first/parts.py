"""The parts of the first window: what it may do, its large buttons, its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from reviewer.session.ground.ports import Job, Tell
from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.fonts import BODY, HANDLE
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import PaintedButton
from reviewer.ui.widgets.buttons import Button
from reviewer.ui.widgets.marks import StateMark

WIDTH = 560


class Runs(Protocol):
    """Starts a job off the window's thread; ``QtRunner.job`` is one."""

    def __call__(  # noqa: D102
        self,
        work: Callable[[Tell], object],
        told: Tell,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> Job: ...


@dataclass(frozen=True, slots=True)
class Restore:
    """What the first window may do with backups.

    Attributes:
        offered: the backups of the workspace that stands, or stood, in a folder: (folder, words).
        inside: those in a folder that somebody chose.
        restore: (backup, folder of the workspace, passphrase, tell): where it stands now, and what
            to say; runs as a job.
        job: starts it.
    """

    offered: Callable[[Path], list[tuple[Path, str]]]
    inside: Callable[[Path], list[tuple[Path, str]]]
    restore: Callable[[Path, Path, str, Tell], tuple[Path, str]]
    job: Runs


@dataclass(frozen=True, slots=True)
class Start:
    """What the first window may do; each refuses with words and then nothing moves.

    ``prepare`` makes the demo's workspace where there is none, off the window's thread;
    ``demo`` opens it. ``advise`` says something about a pseudonym and a passphrase."""

    prepare: Callable[[], None]
    demo: Callable[[], None]
    create: Callable[[Path, str, str], None]
    open: Callable[[Path, str], None]
    default_folder: Path
    advise: Callable[[str, str], str]
    restore: Restore
    site_file: str = ""


class BigButton(PaintedButton):
    """One of the three: a word over one sentence, 56 high."""

    def __init__(self, words: str, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._sentence = words, sentence
        self.setAccessibleName(words)
        self.setAccessibleDescription(sentence)

    def set_sentence(self, sentence: str) -> None:
        """Say something else below the word."""
        self._sentence = sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def wanted(self) -> QSize:
        """As wide as the window allows."""
        look = self.look
        return QSize(WIDTH, max(56, look.line(HANDLE) + look.line(BODY) + 14))

    def draw(self, ink: Ink) -> None:
        """Word, sentence, edge; the ring when it has the keyboard."""
        look = self.look
        fill = "s3" if self.isDown() else "s2"
        word = "t1" if self.isEnabled() else "t2"
        ink.box(0, 0, self.width(), self.height(), fill=fill, edge="edge", radius=4)
        first = look.line(HANDLE)
        ink.words(16, 7, first, self._words, HANDLE, word, self.width() - 32)
        ink.words(16, 7 + first, look.line(BODY), self._sentence, BODY, "t2", self.width() - 32)


class Notice(QWidget):
    """The line above the buttons: what was refused, or what went well."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = StateMark("danger", "refused", self)
        self.problem = label("", Role.DANGER, self, wrap=True)
        self._good = label("", Role.BODY, self, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for part, stretch in ((self._mark, 0), (self.problem, 1), (self._good, 1)):
            row.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        self.say("")

    def say(self, words: str, *, well: bool = False) -> None:
        """Show words; ``well``: something went well."""
        self._mark.set_state(*(("saved", "") if well else ("danger", "refused")))
        self._mark.setVisible(bool(words))
        self.problem.setText("" if well else words)
        self._good.setText(words if well else "")
        self.problem.setVisible(not well)
        self._good.setVisible(well)


def column_of(page: QWidget) -> QVBoxLayout:
    """The column of a page."""
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column


def field(page: QWidget, name: str, *, secret: bool = False) -> QLineEdit:
    """A line for typing, named for a screen reader."""
    made = QLineEdit(page)
    made.setAccessibleName(name)
    made.setMaxLength(1000)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def row_of(page: QWidget, back_to: Callable[[], None], act: QWidget) -> QHBoxLayout:
    """Back at the left, the act of the page at the right."""
    back = Button("Back", page)
    back.clicked.connect(back_to)
    row = QHBoxLayout()
    row.addWidget(back)
    row.addStretch(1)
    row.addWidget(act)
    return row


def scrolling(window: QWidget, page: QWidget) -> None:
    """Fill a window with a page that scrolls where the window is small."""
    scroller = QScrollArea(window)
    scroller.setWidgetResizable(True)
    scroller.setFrameShape(QScrollArea.Shape.NoFrame)
    scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroller.setWidget(page)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scroller)


def choose_folder(parent: QWidget, title: str, at: str, chosen: Callable[[str], None]) -> None:
    """Ask for a folder."""
    dialog = QFileDialog(parent, title, at)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
