"""The second line of the decision bar: what is staged, its policy, each requirement, the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reviewer.domain.rules import Requirement
from reviewer.session.views.views import DecisionView
from reviewer.ui.attempt import attempt
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.widgets.base import key_words
from reviewer.ui.widgets.buttons import Button, ComboButton
from reviewer.ui.widgets.marks import Chip, StateMark
from reviewer.ui.widgets.marks import Requirement as RequirementMark
from reviewer.ui.widgets.outcome import CommitButton

if TYPE_CHECKING:
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session

MENDS = {
    "note.edit": "go to note",
    "pin.toggle": "pin it",
    "policy.next": "choose",
    "batch.preview": "look",
}
"""What the key of a missing requirement does, where there is room to say it."""


class SecondLine(QWidget):
    """Reads nothing itself; the decision bar hands it the view."""

    wants = Signal(str)
    refused = Signal(str)

    def __init__(
        self, session: Session, look: Look, registry: Registry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._registry = registry
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._staged = StateMark("staged", "", self)
        self._idle = label("", Role.SUPPORT, self)
        self._chips: list[Button] = []
        self._fixed = Chip("", self)
        self.policies = ComboButton(self)
        self.policies.setAccessibleName("Policy")
        self._marks: list[RequirementMark] = []
        self._view: DecisionView | None = None
        self._consequence = ""
        self.commit = CommitButton("F", self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        for part in (self._staged, self._idle, self._fixed, self.policies):
            self._row.addWidget(part)
        self._row.addStretch(1)
        self._row.addWidget(self.commit)
        self._ids: list[str] = []
        self.policies.activated.connect(self._policy_chosen)
        self.commit.clicked.connect(self._tapped)
        self.commit.refused.connect(self.refused)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height of the measures."""
        return QSize(400, self._look.measures.second_line)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It gives way in width."""
        return QSize(100, self._look.measures.second_line)

    def show_view(self, view: DecisionView) -> None:
        """Say what is staged, what it needs and whether it may be committed."""
        self._view = view
        self._show_all(view)
        self._fit(view)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width gives way to another extent."""
        super().resizeEvent(event)
        if self._view is not None and event.size().width() != event.oldSize().width():
            self.show_view(self._view)
            self.show_consequence(self._consequence)

    def _fit(self, view: DecisionView) -> None:
        """Where it does not fit, what can be missed goes first: what the button says already, the
        names of what is met, reminders of keys, the policy, what is met. What is missing and the
        commit stay whole."""
        ways = (self._drop_fixed, self._sum_met, self._drop_caps, self._drop_policy, self._drop_met)
        for give_way in ways:
            if self._needed() <= self.width():
                return
            give_way(view)

    def _needed(self) -> int:
        """The width of all that is shown, side by side and whole."""
        parts = (self._staged, self._idle, self._fixed, self.policies, self.commit)
        shown = [p for p in (*parts, *self._chips, *self._marks) if not p.isHidden()]
        widths = (min(part.sizeHint().width(), part.maximumWidth()) for part in shown)
        return sum(widths) + self._row.spacing() * len(shown)

    def _sum_met(self, view: DecisionView) -> None:
        """What is met in one mark: how many of how many."""
        met = [mark for mark in self._marks if mark.met and not mark.isHidden()]
        for mark in met[1:]:
            mark.hide()
        if len(met) > 1:
            asked = [r.met for r in view.requirements if not r.idle]
            met[0].show_state(f"{sum(asked)} of {len(asked)} there", met=True)

    def _drop_met(self, _view: DecisionView) -> None:
        for mark in self._marks:
            mark.setVisible(not mark.isHidden() and not mark.met)

    def _drop_fixed(self, view: DecisionView) -> None:
        if view.chips:
            self._fixed.hide()
            self._staged.set_state("staged", "Staged")

    def _drop_caps(self, _view: DecisionView) -> None:
        for chip in self._chips:
            chip.set_key("")
        for mark in self._marks:
            mark.drop_key()

    def _drop_policy(self, view: DecisionView) -> None:
        self.policies.setVisible(bool(self._ids) and view.policy is None and not view.chips)

    def _show_all(self, view: DecisionView) -> None:
        """Everything, whatever the room."""
        short = self._look.measures.short_words
        staged = view.staged is not None
        words = view.staged_words
        if short and view.staged is not None and view.batch is None:
            words = f"{view.staged_words.partition(':')[0]}: {view.staged.verb}"
        self._staged.set_state("staged", words)
        self._staged.setVisible(staged)
        self._idle.setText("" if staged else self._invitation(view))
        self._idle.setVisible(not staged)
        self._show_policies(view)
        self._show_chips(view)
        self._show_requirements(view)
        self.commit.show_state(view.commit, self._commit_words(view))

    def set_keys(self) -> None:
        """Show the keys in force."""
        self.commit.set_key(self._registry.key_text("decision.commit"))
        self._say_policy(needed=True)

    def _say_policy(self, *, needed: bool) -> None:
        """What stands where no policy is chosen."""
        key = key_words(self._registry.key_text("policy.next"))
        words = "choose a policy" if needed else "no policy needed"
        self.policies.setPlaceholderText(f"{words}  {key}".rstrip())

    def _invitation(self, view: DecisionView) -> str:
        if view.only_read:
            return f"Nothing staged: {view.only_read}"
        if view.batch is not None:
            return f"{view.batch.sentence()}: what is staged holds for all of them"
        found = [c for c in self._registry.commands if c.danger == "stage" and c.keys]
        keys = " ".join(key_words(c.keys[0]) for c in found)
        return f"Nothing staged: {keys} stage an outcome" if keys else "Nothing staged"

    def show_consequence(self, words: str) -> None:
        """Where the buttons are small: what the staged one will cause."""
        self._consequence = words
        if words:
            self._idle.setText(words)
            room = self.width() - self._needed() - self._row.spacing()
            self._idle.setVisible(room >= self._idle.sizeHint().width())

    def _commit_words(self, view: DecisionView) -> str:
        if view.only_read:
            return view.commit_words
        if view.commit == "blocked":
            missing = sum(1 for r in view.requirements if not r.met)
            if self._look.measures.layout == "single":
                return f"{missing} missing"
            if self._look.measures.short_words:
                return f"{view.verb}: blocked, {missing} missing"
            return f"{view.verb} and next: {view.commit_words}"
        return view.commit_words

    def _show_policies(self, view: DecisionView) -> None:
        ids = [policy.id for policy in view.policies]
        self._say_policy(needed=any(r.id == "policy" for r in view.requirements))
        if ids != self._ids:
            self._ids = ids
            self.policies.clear()
            for policy in view.policies:
                self.policies.addItem(policy.short)
        at = ids.index(view.policy.id) if view.policy is not None and view.policy.id in ids else -1
        if self.policies.currentIndex() != at:
            self.policies.setCurrentIndex(at)
        self.policies.setVisible(bool(ids))
        self.policies.updateGeometry()
        wide = {"full": 330, "single": 130}.get(self._look.measures.layout, 230)
        self.policies.setMaximumWidth(self._look.px(wide))

    def _show_chips(self, view: DecisionView) -> None:
        """The parts of a threat referral, each with its own way to unset it."""
        fixed = [words for _, words, _, command in view.chips if not command]
        self._fixed.set_words(" + ".join(fixed))
        self._fixed.setVisible(bool(fixed))
        loose = [chip for chip in view.chips if chip[3]]
        while len(self._chips) < len(loose):
            made = Button("", self, small=True)
            made.clicked.connect(self._chip_pressed)
            self._row.insertWidget(3 + len(self._chips), made)
            self._chips.append(made)
        for n, chip in enumerate(self._chips):
            chip.setVisible(n < len(loose))
            if n < len(loose):
                _ident, words, is_set, command = loose[n]
                chip.setObjectName(command)
                chip.set_words(words, "on" if is_set else "off")
                chip.set_key(self._registry.key_text(command))

    def _show_requirements(self, view: DecisionView) -> None:
        compact = self._look.measures.layout in ("tabs", "single")
        shown = [r for r in view.requirements if not (compact and r.met)]
        while len(self._marks) < len(shown):
            mark = RequirementMark("", self)
            self._row.insertWidget(self._row.count() - 2, mark, 0, Qt.AlignmentFlag.AlignVCenter)
            self._marks.append(mark)
        for n, mark in enumerate(self._marks):
            mark.setVisible(n < len(shown))
            if n < len(shown):
                self._show_requirement(mark, shown[n])

    def _show_requirement(self, mark: RequirementMark, requirement: Requirement) -> None:
        key, words = "", requirement.words
        if requirement.mend:
            key = key_words(self._registry.key_text(requirement.mend))
        short = self._look.measures.short_words
        if short and not requirement.met:
            words = words.partition(":")[0]
        does = "" if short else MENDS.get(requirement.mend, "")
        mark.show_state(words, met=requirement.met, idle=requirement.idle, key=key, key_words=does)

    @Slot(int)
    def _policy_chosen(self, at: int) -> None:
        if 0 <= at < len(self._ids):
            attempt(self._session, self._session.choose_policy, self._ids[at])

    @Slot()
    def _tapped(self) -> None:
        self.wants.emit("decision.commit")

    @Slot()
    def _chip_pressed(self) -> None:
        chip = self.sender()
        if isinstance(chip, QWidget) and chip.objectName():
            self.wants.emit(chip.objectName())
