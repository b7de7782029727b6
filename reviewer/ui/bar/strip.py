"""The case strip: who it is about, what holds, how far one is, how much is concealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.domain.changes import Changes
from reviewer.session.views.views import HeaderView
from reviewer.ui.attempt import attempt
from reviewer.ui.bridge import Bridge
from reviewer.ui.lettering.plain import label, show_identifier
from reviewer.ui.looks.fonts import MONO_META
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button
from reviewer.ui.widgets.marks import Chip, IdentifierLabel, hold_chip

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session

VERIFIED = {
    "issuer": ("shield", "decided", "signed by {who}", "signed"),
    "expired": ("danger", "contested", "signed by {who}, key expired", "key expired"),
    "other": ("danger", "contested", "signed by {who}, no issuer", "no issuer"),
    "unknown": ("danger", "contested", "signed, key unknown", "key unknown"),
    "revoked": ("danger", "danger", "signed by {who}, key revoked", "key revoked"),
    "unsigned": ("danger", "contested", "unsigned bundle", "unsigned"),
    "no bundle": ("box", "t2", "no bundle: source files", "no bundle"),
}
"""Worth of the signature: (glyph, colour, words, short words); {who} is the signer."""
SOUND = frozenset({"issuer", "no bundle"})
"""What may give way where there is no room; a doubt about the signature stays."""
BUNDLE_LEAST = 60
"""Px of the bundle's name below which it goes altogether."""


class CaseStrip(QWidget):
    """One line over everything. ``wants`` carries the id of a command."""

    wants = Signal(str)
    watches = (
        "decision",
        "hold",
        "import",
        "policy",
        "cursor",
        "queue",
        "conceal",
        "selection",
        "blind",
    )

    def __init__(self, session: Session, look: Look, bridge: Bridge, registry: Registry) -> None:
        super().__init__()
        self._session = session
        self._look = look
        surface(self, "s1")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Case")
        self.menu_button = Button("Menu", self, glyph="menu", key=registry.key_text("menu.open"))
        self._handle = IdentifierLabel("", Role.HANDLE, self, sign="@")
        self._none = label("No case is open", Role.SUPPORT, self)
        self._name = IdentifierLabel("", Role.SUPPORT, self)
        self._blind = Chip("BLIND", self, glyph="blind", colour="t1", strong=True)
        self._hold = hold_chip(self)
        self._order = Chip(
            "", self, glyph="danger", colour="danger", fill="wash_danger", strong=True
        )
        self._due = Chip("", self, glyph="later")
        self._unlisted = Chip(
            "not in the filter", self, glyph="danger", colour="contested", strong=True
        )
        self._bundle = Chip("", self, glyph="box", mono=True)
        self._verified = Chip("", self, glyph="shield", colour="decided")
        self._policy = Chip("", self)
        self._klass = Chip("", self)
        self._watched = Chip("", self, glyph="eye")
        self._bundle_words = ""
        self._worth_short = ""
        self._doubtful = False
        self._unprotected = Chip(
            "no passphrase", self, glyph="danger", colour="danger", fill="wash_danger", strong=True
        )
        self._reads = Chip("", self, glyph="eye", colour="accent", fill="s3", strong=True)
        self._place = label("", Role.META, self)
        self._conceal = Button(
            "Conceal:", self, glyph="eye-off", key=registry.key_text("conceal.now")
        )
        self._cover = Button("Cover and lock", self, key=registry.key_text("cover.lock"))
        self._build()
        self._conceal.clicked.connect(self._wants_conceal)
        self._cover.clicked.connect(self._wants_cover)
        self.menu_button.clicked.connect(self._wants_menu)
        bridge.changed.connect(self._hear)
        look.changed.connect(self.read)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setSpacing(10)
        front: list[QWidget] = [
            self.menu_button,
            self._reads,
            self._handle,
            self._none,
            self._unlisted,
            self._name,
            self._blind,
        ]
        front += [self._hold, self._order, self._due]
        front += [
            self._bundle,
            self._verified,
            self._watched,
            self._policy,
            self._klass,
            self._unprotected,
        ]
        for part in front:
            self._row.addWidget(part)
        self._row.addStretch(1)
        for far in (self._place, self._conceal, self._cover):
            self._row.addWidget(far)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(600, self._look.measures.strip)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It gives way in width."""
        return QSize(100, self._look.measures.strip)

    def key_setters(self) -> dict[Callable[[str], None], str]:
        """What shows a key here, with the command whose key it is."""
        return {
            self.menu_button.set_key: "menu.open",
            self._conceal.set_key: "conceal.now",
            self._cover.set_key: "cover.lock",
        }

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches(*self.watches):
            self.read()

    @Slot()
    def read(self) -> None:
        """Read the header and show what there is room for."""
        attempt(self._session, self._read)

    def _read(self) -> None:
        view = self._session.header()
        layout = self._look.measures.layout
        pad = self._look.measures.pad
        self._row.setContentsMargins(pad, 0, pad, 0)
        self._row.setSpacing(10 if layout == "full" else 8)
        wide, single = layout == "full", layout == "single"
        open_case = bool(view.account)
        self._handle.set_identifier(view.untrusted_handle)
        self._handle.setVisible(open_case)
        self._none.setVisible(not open_case)
        self._name.set_identifier(view.untrusted_name)
        self._name.setVisible(bool(view.untrusted_name) and wide)
        self._unlisted.setVisible(view.unlisted)
        self._show_marks(view, single=single)
        self._bundle.set_words(view.untrusted_bundle)
        self._bundle.setVisible(bool(view.untrusted_bundle) and not single)
        self._doubtful = bool(view.verified) and view.verified not in SOUND
        self._show_verified(view, room=not single)
        self._policy.set_words(view.policy)
        self._policy.setVisible(bool(view.policy) and not single)
        self._watched.set_words(f"watchlist: {view.untrusted_watchlist}" if wide else "watchlist")
        self._watched.setVisible(bool(view.untrusted_watchlist) and not single)
        self._klass.set_words(view.klass)
        self._klass.setVisible(bool(view.klass) and wide)
        self._unprotected.setVisible(view.unprotected)
        self._reads.set_words(view.only_read if single else f"{view.only_read}: read only")
        self._reads.setVisible(bool(view.only_read))
        self._place.setText(f"item {view.item:,} of {view.items:,}" if view.item else "")
        self._place.setVisible(bool(view.item) and not single)
        self._conceal.set_words("Conceal:", view.conceal.upper())
        self._cover.set_words("Cover and lock" if wide else "Lock")
        self._cover.setVisible(not single)
        self.menu_button.setVisible(self._look.measures.menu == 0)
        self.menu_button.set_words("" if layout == "compact" else "Menu")
        self._bundle_words = view.untrusted_bundle
        self._fit()
        self.updateGeometry()

    def _show_marks(self, view: HeaderView, *, single: bool) -> None:
        """Hold, one-hour order and due date; the first two are never dropped."""
        marks = view.marks
        self._blind.setVisible(view.blind)
        self._hold.set_words("HOLD" if single else f"HOLD: {marks.hold or 'preserve'}")
        self._hold.setVisible(view.hold)
        self._order.set_words("one-hour order" if single else marks.order)
        self._order.setVisible(bool(marks.order))
        self._due.set_words(f"{marks.due}, over" if marks.late else marks.due)
        late = "danger" if marks.late else "t2"
        self._due.set_state("later", late, "wash_danger" if marks.late else "s2")
        self._due.setVisible(bool(marks.due) and not single)

    def _fit(self) -> None:
        """Make room for the handle: the bundle is shortened, then chips go one after the other."""
        bundle = show_identifier(self._bundle_words, 400)
        self._bundle.set_words(bundle)
        over = self._over()
        if over > 0:
            self._hold.set_words("HOLD")
            self._verified.set_words(self._worth_short)
            over = self._over()
        if over > 0 and not self._bundle.isHidden():
            step = self._look.metrics(MONO_META)
            room = step.horizontalAdvance(bundle) - over
            if room >= self._look.px(BUNDLE_LEAST):
                shorter = step.elidedText(bundle, Qt.TextElideMode.ElideMiddle, room)
                self._bundle.set_words(shorter)
            else:
                self._bundle.hide()
        worth = () if self._doubtful else (self._verified,)
        chips = (self._klass, self._policy, self._name, self._watched, *worth)
        over = self._over()
        for part in (*chips, self._due, self._place, self._cover, self._unprotected):
            if over <= 0:
                break
            if not part.isHidden():
                part.hide()
                over = self._over()

    def _over(self) -> int:
        """By how many px the whole words of all parts are wider than the strip."""
        items = (self._row.itemAt(n) for n in range(self._row.count()))
        widgets = (item.widget() for item in items if item is not None)
        shown = [w for w in widgets if w is not None and not w.isHidden()]
        margins = self._row.contentsMargins()
        wanted = sum(w.sizeHint().width() for w in shown) + self._row.spacing() * len(shown)
        return wanted + margins.left() + margins.right() - self.width()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width, other chips."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.read()

    def _show_verified(self, view: HeaderView, *, room: bool) -> None:
        found = VERIFIED.get(view.verified)
        self._verified.setVisible(found is not None and (room or self._doubtful))
        if found is not None:
            glyph, colour, words, short = found
            self._verified.set_state(glyph, colour)
            who = show_identifier(view.untrusted_signer) or "somebody"
            self._worth_short = short
            self._verified.set_words(words.format(who=who) if room else short)

    @Slot()
    def _wants_conceal(self) -> None:
        self.wants.emit("conceal.now")

    @Slot()
    def _wants_cover(self) -> None:
        self.wants.emit("cover.lock")

    @Slot()
    def _wants_menu(self) -> None:
        self.wants.emit("menu.open")
