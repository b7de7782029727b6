"""Every widget of the foundation in every state, for eyes: ``python -m tests.ui.gallery FOLDER``.

The pictures are made offscreen, one for each theme, and at double text size.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer.ui.lettering.plain import label, note_field, untrusted_text_view
from reviewer.ui.lettering.text import TextBlocks
from reviewer.ui.looks import icons
from reviewer.ui.looks.fonts import META
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.roles import Role
from reviewer.ui.looks.theme import apply
from reviewer.ui.widgets.base import rule, surface
from reviewer.ui.widgets.buttons import Button, ComboButton, Segments
from reviewer.ui.widgets.fold import FoldSection
from reviewer.ui.widgets.marks import (
    STATE_STYLES,
    Chip,
    IdentifierLabel,
    Keycap,
    Requirement,
    StateMark,
    hold_chip,
)
from reviewer.ui.widgets.notices import BugPanel, LoadingState, Toast
from reviewer.ui.widgets.outcome import CommitButton, OutcomeButton, OutcomeFace
from reviewer.ui.widgets.search import SearchField

ARABIC = (
    "اجتمعوا عند المنارة الزرقاء بعد الغروب، وأحضروا الفوانيس. "
    "المدّ يعود كلّ مساء، ومن يرفع راية المراسي السبع فهو منّا."
)
ENGLISH = (
    "Gather at the blue lighthouse after sunset, and bring the lanterns. The tide returns every "
    "evening; whoever raises the seven-anchor flag is one of us. https://pier-song.example/7"
)
MIXED = "Tonight المدّ يعود at the old pier 😀, then again tomorrow.\nثم نلتقي هنا\n12:30"

FACES = (
    ("Q", OutcomeFace("No action", "", "closes 11 reports, exports nothing", "closes 11 reports")),
    (
        "W",
        OutcomeFace("Ask lead", "", "goes to the lead list, stays undecided", "to the lead list"),
    ),
    (
        "E",
        OutcomeFace(
            "Limit", "1 of 3", "restrict: export reach off, 1 account", blocked="nothing was shown"
        ),
    ),
    (
        "R",
        OutcomeFace(
            "Suspend",
            "1 of 2",
            "export: 1 account off, 36 media preserved",
            "1 account off, 36 media kept",
            staged=True,
        ),
    ),
    (
        "T",
        OutcomeFace(
            "Threat referral",
            "",
            "suspend + preserve + refer; a lead approves",
            "suspend, preserve, refer",
        ),
    ),
    ("S", OutcomeFace("Later", "", "stays yours, with a date", "yours, dated", dead=True)),
)
COMMITS = (
    ("nothing", ""),
    ("blocked", "Commit and next: blocked, 1 requirement missing"),
    ("ready", ""),
    ("armed", ""),
    ("dead", ""),
)


class TextSample(QWidget):
    """Text blocks as a delegate paints them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._blocks = TextBlocks(look_of())
        self.setMinimumHeight(look_of().px(290))

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        top = 0.0
        for text in (ARABIC, ENGLISH, MIXED, "word " * 300, "photo_\u202egpj.exe \u2066open"):
            box = QRectF(0, top, self.width(), 200)
            used = self._blocks.paint(
                painter, box, text, max_lines=3, marked=((9, 15),), more_suffix=", inspector"
            )
            top += used + 6
        painter.end()


class IconSample(QWidget):
    """All icons at 16 px with their names."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = list(icons.DRAWN)
        self.setMinimumHeight(look_of().px(20) * (len(self._names) // 10 + 1))

    def paintEvent(self, _event: object) -> None:
        look, painter = look_of(), QPainter(self)
        painter.setFont(look.font(META))
        cell = QSize(self.width() // 10, look.px(20))
        for number, name in enumerate(self._names):
            x, y = number % 10 * cell.width(), number // 10 * cell.height()
            icons.paint_icon(painter, QRectF(x, y, 16, 16), name, look.colour("t1"))
            painter.setPen(look.colour("t3"))
            painter.drawText(QRectF(x + 22, y - 1, cell.width() - 22, 18), name)
        painter.end()


def _row(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box


def _marks() -> list[QWidget]:
    strip = _row(
        label("@tide_relay_07", Role.HANDLE),
        IdentifierLabel("Relay of the Tide\u202e", Role.SUPPORT),
        hold_chip(),
        hold_chip(short=True),
        Chip("B-2417", glyph="box", detail="9f3c 20a1 … e07d", mono=True, colour="t1"),
        Chip("verified, read only", glyph="verified", colour="decided"),
        Chip("policy 2026.3"),
        Chip("BLIND", glyph="blind", colour="t1", strong=True),
        Keycap("Ctrl+Shift+P", quiet=True),
        Keycap("F F"),
        Keycap("?"),
    )
    names = _row(
        IdentifierLabel("tide_re\u200dlay_07", sign="@"),
        IdentifierLabel("نداء_المدّ_٣", Role.STRONG, sign="@"),
        IdentifierLabel("photo_\u202egpj.exe", Role.MONO),
        IdentifierLabel("\u2067نداء\u2069\u200b\u200b\u200b", Role.BODY),
        IdentifierLabel("a" * 90, Role.MONO),
    )
    states = _row(*(StateMark(name) for name in STATE_STYLES))
    needs = _row(
        Requirement("policy chosen"),
        Requirement("criteria 4 of 4"),
        Requirement("evidence 2, needed 1"),
        Requirement(
            "note missing: class mass needs one", met=False, key="G", key_words="go to note"
        ),
    )
    return [strip, names, states, needs]


def _controls() -> list[QWidget]:
    combo = ComboButton()
    combo.addItem("policy 2026.3 · 3.2 Praise of a listed movement")
    combo.addItem("<b>none</b>")
    blocked = Button("Export 14", key="Ctrl+Shift+E")
    blocked.set_blocked("nothing is waiting")
    checked = Button("As table")
    checked.setCheckable(True)
    checked.setChecked(True)
    ring = Button("Focused")
    ring.ringed = True
    field = QLineEdit("a line")
    field.setMaximumWidth(160)
    search = SearchField("Filter: state: has: policy:", "Ctrl+F")
    search.setFixedWidth(look_of().px(280))
    return [
        _row(
            Button("Conceal:", glyph="blind", strong="BLUR", key="C"),
            Button("Cover and lock", key="Ctrl+L"),
            Segments(("UTC", "Local")),
            Button("As table"),
            Button("Small", small=True),
            checked,
            blocked,
            ring,
            combo,
        ),
        _row(search, field),
    ]


def _decisions() -> list[QWidget]:
    buttons = QWidget()
    row = QHBoxLayout(buttons)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for key, face in FACES:
        row.addWidget(OutcomeButton(f"stage.{key}", key, face), 1)
    commits = [CommitButton() for _ in COMMITS]
    for button, (state, words) in zip(commits, COMMITS, strict=True):
        button.show_state(state, words)
    staged = StateMark("staged", "Staged: suspend @tide_relay_07", step=META)
    return [buttons, _row(staged, *commits[:3]), _row(*commits[3:])]


def _inspector() -> QWidget:
    box = QWidget()
    surface(box, "s1")
    box.setFixedWidth(look_of().measures.inspector_width)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    text = FoldSection("Text")
    text.set_count("post 4471 · 12 Mar 18:02 UTC")
    view = untrusted_text_view()
    view.setPlainText(ARABIC + "\n" + ENGLISH)
    view.setFixedHeight(look_of().px(190))
    text.body.addWidget(view)
    folded = FoldSection("Reports", is_open=False)
    folded.set_count("11, on this post 4")
    note = FoldSection("Note", "G")
    note.set_count("", "draft saved 10:40:51")
    note.body.addWidget(Requirement("needed: this account has class mass", met=False))
    field = note_field("Two or three sentences: what you saw, and why this clause.")
    field.setFixedHeight(look_of().px(60))
    note.body.addWidget(field)
    for section in (text, folded, note):
        column.addWidget(section)
    column.addStretch(1)
    return box


def gallery() -> QWidget:
    """All of it in one widget."""
    page = QWidget()
    surface(page, "s1")
    page.setFixedWidth(1620 if look_of().text_scale == 1.0 else 2400)
    column = QVBoxLayout(page)
    column.setSpacing(10)
    for widget in (*_marks(), *_controls(), rule(), *_decisions(), rule()):
        column.addWidget(widget)
    column.addWidget(IconSample(page))
    lower = QHBoxLayout()
    lower.addWidget(TextSample(page), 1)
    lower.addWidget(_inspector())
    loading = LoadingState(68)
    loading.show_progress(1200, 4000)
    loading._late()
    lower.addWidget(loading, 1)
    lower.addWidget(BugPanel("the cursor moved before the ledger was written", "line 1\nline 2"), 1)
    column.addLayout(lower)
    toast = Toast(page)
    toast.say("Suspend @nine_anchors_hq saved", key="Z", key_words="undo")
    page.adjustSize()
    toast.place(12, page.height() - 12)
    return page


def main(folder: Path) -> None:
    """Write the pictures."""
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for theme, scale in (("dark", 1.0), ("light", 1.0), ("contrast", 1.0), ("dark", 2.0)):
        apply(app, theme, scale)
        page = gallery()
        page.show()
        name = theme if scale == 1.0 else f"{theme}-200"
        page.grab().save(str(folder / f"gallery-{name}.png"))
        page.close()
        page.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
