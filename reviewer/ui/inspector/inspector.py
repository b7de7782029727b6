"""The inspector follows the selection: text, reports, related, hash, earlier, pins, note."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import InspectorView
from reviewer.ui.bridge import Bridge
from reviewer.ui.inspector.criteria_box import CriteriaBox, header_words
from reviewer.ui.inspector.custody_rows import custody_rows, custody_words
from reviewer.ui.inspector.inspector_rows import (
    Row,
    Rows,
    earlier_rows,
    fact_row,
    lead_rows,
    link_rows,
    outcome_of,
    pin_rows,
    related_rows,
    report_rows,
    watch_rows,
)
from reviewer.ui.inspector.note_box import NoteBox
from reviewer.ui.inspector.reading import Reading
from reviewer.ui.lettering.counting import counted
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.pane import Pane
from reviewer.ui.pane_header import Piece
from reviewer.ui.widgets.base import rule, surface
from reviewer.ui.widgets.fold import FoldSection

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session

FOLDING = ("reports", "related", "watch", "hash", "facts", "earlier")
CUSTODY_WATCHES = ("referral", "keepopen", "state", "enforcement", "approve", "refer")
TITLES = {
    "text": "Text",
    "reports": "Reports",
    "related": "Related",
    "watch": "Watchlist",
    "hash": "Hash and duplicates",
    "facts": "Details",
    "earlier": "Earlier decisions",
    "asked": "Asked the lead",
    "lead": "From the lead",
    "custody": "Custody and referral",
    "criteria": "Criteria",
    "absent": "First decision: not loaded",
    "pins": "Pinned evidence",
}


class Inspector(Pane):
    """Sections over the note, which always stays in view."""

    watches = (
        *("decision", "pin", "import", "note", "hold", "escalate", "receipt", *CUSTODY_WATCHES),
        *("cursor", "selection", "staged", "draft", "policy", "pane", "queue", "criteria"),
    )

    def __init__(self, session: Session, look: Look, bridge: Bridge, registry: Registry) -> None:
        super().__init__(look, bridge, "Inspector", "Ctrl 4")
        self._session = session
        self._subject = ""
        self._folding = True
        self._folds_of = ""
        self.own: dict[str, dict[str, bool]] = {}
        """What a person opened or folded, by layout."""
        self.text = Reading(look, self)
        self._translated = label("", Role.META, self)
        self.translation = Reading(look, self)
        self.sections: dict[str, FoldSection] = {}
        self._rows: dict[str, Rows] = {}
        self.note = NoteBox(session, look, registry.key_text("note.edit"), self)
        self.criteria = CriteriaBox(look, registry, self)
        self.criteria.wants.connect(self.wants)
        self._build(registry)
        look.changed.connect(self._relook)

    def _build(self, registry: Registry) -> None:
        inner = QWidget(self)
        surface(inner, "s1")
        sections = QVBoxLayout(inner)
        sections.setContentsMargins(0, 0, 0, 0)
        sections.setSpacing(0)
        for name, title in TITLES.items():
            key = registry.key_text("pin.toggle") if name == "pins" else ""
            section = self.sections[name] = FoldSection(title, key, inner)
            if name == "text":
                for part in (self.text, self._translated, self.translation):
                    section.body.addWidget(part)
            if name == "criteria":
                section.body.addWidget(self.criteria)
            rows = self._rows[name] = Rows(self.look, section)
            section.body.addWidget(rows)
            section.toggled.connect(self._toggled)
            sections.addWidget(section)
        sections.addStretch(1)
        self._order = sections
        self.scroller = QScrollArea(self)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(inner)
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.scroller, 1)
        column.addWidget(rule(self))
        column.addWidget(self.note)

    def focus_widget(self) -> QWidget:
        """The text; where there is none, the first head."""
        return self.text if not self.text.isHidden() else self.sections["text"].head

    def _set_tab_order(self) -> None:
        """Tab goes down the heads as they stand, then to the note."""
        heads = sorted(self.sections.values(), key=self._order.indexOf)
        chain: list[QWidget] = [heads[0].head, self.text, self.translation]
        chain += [section.head for section in heads[1:]]
        for before, after in pairwise([*chain, self.note.field]):
            QWidget.setTabOrder(before, after)

    def refresh(self, changes: Changes | None) -> None:
        """Read what is selected."""
        view = self._session.inspector()
        if not self._session.desk.case_id:
            self.header.show_pieces(())
            self.is_empty("Nothing is selected. Choose a case in the queue.")
            return
        self.is_well()
        self._fold()
        self.header.set_title("Your answer" if view.absent else "Inspector")
        far = "not locked yet" if view.absent else "follows the selection"
        self.header.show_pieces((), (Piece(far, "t3"),))
        self._text(view)
        self._sections(view)
        self.note.show_view(view)
        if view.subject != self._subject:
            self._subject = view.subject
            self.scroller.verticalScrollBar().setValue(0)

    def _text(self, view: InspectorView) -> None:
        where = " · ".join(p for p in (view.title, view.when, view.lang) if p)
        self.sections["text"].set_count(where)
        left_out = self.text.show_text(view.untrusted_text)
        self.text.setVisible(bool(view.untrusted_text))
        translated = bool(view.untrusted_translation)
        by = view.translation_by or "source"
        self._translated.setText(by if by.startswith("Translation") else f"Translation, from {by}")
        self._translated.setVisible(translated)
        left_out += self.translation.show_text(view.untrusted_translation)
        self.translation.setVisible(translated)
        rows = link_rows(view)
        if not view.untrusted_text:
            rows = (Row("no text", wide=True), *rows)
        if left_out:
            words = f"{left_out:,} more characters are not shown here"
            rows = (Row(words, wide=True, glyph="danger", token="contested"), *rows)
        self._rows["text"].show_rows(rows)

    def _sections(self, view: InspectorView) -> None:
        hits = next((f.value for f in view.hash_facts if f.name == "same bytes"), "")
        first = view.earlier[0] if view.earlier else None
        earlier = f"{len(view.earlier)}" + (f": {outcome_of(first)}, {first.when}" if first else "")
        found = {
            "reports": (report_rows(view.reports), view.reports_words),
            "related": (related_rows(view.related), counted(len(view.related), "account")),
            "watch": (watch_rows(view.watch), view.watch[0].figure if view.watch else ""),
            "hash": (tuple(fact_row(f) for f in view.hash_facts), hits),
            "facts": (tuple(fact_row(f) for f in view.facts), f"{len(view.facts)}"),
            "earlier": (earlier_rows(view.earlier), earlier),
            "asked": (lead_rows(view.asked), f"{max(len(view.asked) - 1, 0)}"),
            "lead": (lead_rows(view.lead), f"{len(view.lead)}"),
            "custody": (custody_rows(view.custody), custody_words(view.custody)),
            "absent": (
                tuple(Row(one, wide=True, glyph="blind") for one in view.absent),
                "until you lock",
            ),
            "pins": (pin_rows(view.pins), f"{len(view.pins)}, needed {view.pins_needed}"),
        }
        criteria = self._session.criteria_view()
        self.criteria.show_view(criteria)
        self.sections["criteria"].set_count(*header_words(criteria))
        self.sections["criteria"].setVisible(bool(criteria.lines))
        for name, (rows, count) in found.items():
            self._rows[name].show_rows(rows)
            self.sections[name].set_count(count)
            self.sections[name].setVisible(bool(rows) or name == "pins")

    def fold_anew(self) -> None:
        """Fold as the layout and the person's own folds want it."""
        self._folds_of = ""
        self._folding = True
        for section in self.sections.values():
            section.set_open(True)
        self._fold()

    def _fold(self) -> None:
        """Compact folds what can be told by a figure; a person's own folding then holds."""
        layout = self.look.measures.layout
        if layout == self._folds_of:
            return
        self._folds_of = layout
        self._folding = True
        full = layout == "full"
        for name in FOLDING:
            self.sections[name].set_open(full)
        for name, is_open in dict(self.own.get(layout, {})).items():
            self.sections[name].set_open(is_open)
        self._folding = False
        self.sections["hash"].head.title = TITLES["hash"] if full else "Hash"
        for place, name in enumerate(("criteria", "pins"), len(TITLES) - 2 if full else 1):
            self._order.insertWidget(place, self.sections[name])
        self._set_tab_order()

    @Slot(bool)
    def _toggled(self, is_open: bool) -> None:
        section = self.sender()
        if not self._folding and isinstance(section, FoldSection):
            name = next(n for n, s in self.sections.items() if s is section)
            self.own.setdefault(self._folds_of, {})[name] = is_open
        if is_open:
            QTimer.singleShot(0, self, self._reveal)

    @Slot()
    def _reveal(self) -> None:
        """What the keyboard just opened is brought into view, its head at least."""
        for section in self.sections.values():
            if section.head.hasFocus() and section.is_open():
                self.scroller.ensureWidgetVisible(section, 0, 0)
                self.scroller.ensureWidgetVisible(section.head, 0, 0)

    @Slot()
    def _relook(self) -> None:
        self._fold()
        self.read(None)
