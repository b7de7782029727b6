"""The main window: it places the panes, hands keys to commands, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from reviewer.domain.changes import Changes
from reviewer.ui.acts import Acts
from reviewer.ui.attempt import attempt
from reviewer.ui.bar.decision_bar import DecisionBar
from reviewer.ui.bar.last_strip import LastStrip
from reviewer.ui.bar.status_line import StatusLine
from reviewer.ui.bar.strip import CaseStrip
from reviewer.ui.bridge import Bridge
from reviewer.ui.cover import Cover
from reviewer.ui.deadline import Deadline
from reviewer.ui.dispatch import Dispatcher
from reviewer.ui.inspector.inspector import Inspector
from reviewer.ui.keys.highlight import Highlight
from reviewer.ui.keys.keyfilter import KeyFilter, types_text
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.measures import SMALLEST
from reviewer.ui.looks.settled import Settled
from reviewer.ui.media.pane import MediaPane
from reviewer.ui.menus import Menus
from reviewer.ui.messages import Messages
from reviewer.ui.pane import Pane
from reviewer.ui.places import Places
from reviewer.ui.queue.pane import QueuePane
from reviewer.ui.rekey import show_keys
from reviewer.ui.timeline.pane import TimelinePane
from reviewer.ui.toast_place import ToastPlace
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.notices import Toast

if TYPE_CHECKING:
    from reviewer.commands.command import Command
    from reviewer.commands.registry import Registry
    from reviewer.session.session import Session


class DeskWindow(QMainWindow):
    """The desk on one session.

    Args:
        session: read and acted upon through commands.
        registry: keys, menus, titles.
        look: colours and measures.
        unlock: tells whether a passphrase is right, for the cover; None where there is none.

    ``asked`` carries what a command asks for and the window does not do itself: palette, keys,
    export, import, open, settings, policy.
    """

    asked = Signal(str)

    def __init__(
        self,
        session: Session,
        registry: Registry,
        look: Look,
        unlock: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__()
        self.session = session
        self.registry = registry
        self.look = look
        self.setWindowTitle("Reviewer")
        self.setMinimumSize(*SMALLEST)
        surface(self, "s0")
        self.bridge = Bridge(session.bus, self)
        self.dispatcher = Dispatcher(session, registry, self)
        self._make_panes()
        self._build()
        self.cover = Cover(unlock, session.runner, self, (self.room, self.menu_bar))
        self.keys = KeyFilter(
            self, registry, self._press, self.dispatcher.release, self.dispatcher.unbound
        )
        self.keys.add_island(self.cover)
        self.messages = Messages(session, self.bridge, self.toast, self)
        self.deadline = Deadline(session, self.bridge, self)
        self._connect()
        self.settled = Settled(session, self.bridge, self.read, self)
        self.read()

    # -- making ---------------------------------------------------------------------------

    def _make_panes(self) -> None:
        given = (self.session, self.look, self.bridge)
        self.strip = CaseStrip(*given, self.registry)
        self.queue = QueuePane(*given)
        self.timeline = TimelinePane(*given)
        self.media = MediaPane(*given)
        self.inspector = Inspector(*given, self.registry)
        self.decision = DecisionBar(*given, self.registry)
        self.last = LastStrip(*given)
        self.status = StatusLine(*given, self.registry.key_text("keys.overlay"))
        self.panes: dict[str, Pane] = {
            "queue": self.queue,
            "timeline": self.timeline,
            "media": self.media,
            "inspector": self.inspector,
        }
        self.highlight = Highlight(self.session, self.panes, self)

    def _build(self) -> None:
        self.menus = Menus(self.session, self.registry, self)
        self.menu_bar = self.menus.bar()
        self.folded_menu = self.menus.folded()
        self.setMenuBar(self.menu_bar)
        room = self.room = QWidget(self)
        surface(room, "s0")
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.places = Places(self.look, self.panes, room)
        column.addWidget(self.strip)
        column.addSpacing(self.look.measures.gutter)
        column.addWidget(self.places, 1)
        column.addSpacing(self.look.measures.gutter)
        for part in (self.decision, self.last, self.status):
            column.addWidget(part)
        self.setCentralWidget(room)
        self.toast = Toast(room)

    def _connect(self) -> None:
        self.bridge.changed.connect(self._hear)
        self.dispatcher.asked.connect(self._asked)
        self.dispatcher.ran.connect(self.deadline.plan)
        for wants in (self.strip.wants, self.decision.wants, self.menus.wants):
            wants.connect(self.dispatcher.run_id)
        for pane in self.panes.values():
            pane.wants.connect(self.dispatcher.run_id)
        acts = self.acts = Acts(self.session, self)
        self.decision.refused.connect(acts.refused)
        self.last.opens.connect(acts.open_case)
        self.places.chosen.connect(acts.choose_pane)
        self.cover.lifted.connect(acts.uncover)
        self.look.changed.connect(self._relook)
        self.toasting = ToastPlace(self, self.messages, self.bridge)
        self.queue.filter_returned.connect(acts.search)

    def read(self) -> None:
        """Read everything once, and show the keys in force."""
        show_keys(self)
        for part in (self.strip, self.decision, self.last, self.status):
            part.read()
        for pane in self.panes.values():
            pane.read(None)
        self._relook()
        self._show_pane()

    # -- keys and commands ----------------------------------------------------------------

    def _press(self, command: Command) -> None:
        self.dispatcher.run(command)
        self.deadline.plan()

    @Slot(str)
    def _asked(self, what: str) -> None:
        """Do what a command needs of the window, or hand it on."""
        own = {
            "note": self.inspector.note.keys_here,
            "leave": self.back_to_pane,
            "search": self._to_filter,
            "menu": self._open_menu,
            "quit": self.close,
        }
        if what in own:
            if what == "note":
                self.places.show_pane("inspector")
            own[what]()
        else:
            self.asked.emit(what)

    def back_to_pane(self) -> None:
        """Give the keyboard to the pane that has it on the desk."""
        self.panes.get(self.session.desk.pane, self.queue).take_keys()

    def _to_filter(self) -> None:
        self.places.show_pane("queue")
        self.queue.keys_to_filter()

    def _open_menu(self) -> None:
        if self.look.measures.menu:
            actions = self.menu_bar.actions()
            self.menu_bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            self.menu_bar.setActiveAction(actions[0])
            return
        below = self.strip.menu_button
        self.folded_menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def say(self, words: str, kind: str = "info") -> None:
        """Say a sentence in passing: shown at the bottom left and announced."""
        self.messages.say(words, kind)

    # -- what moved -----------------------------------------------------------------------

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if changes.touches("pane"):
            self._show_pane()
        if changes.touches("cover"):
            self._cover_or_lift()

    def _show_pane(self) -> None:
        """Mark the focused pane and give it the keys, unless somebody writes."""
        wanted = self.session.desk.pane
        self.highlight.show()
        away = not self.highlight.rests_in(wanted)
        self.places.show_pane(wanted)
        if away and self.isVisible() and not self.keys.elsewhere():
            self.back_to_pane()

    # -- cover ----------------------------------------------------------------------------

    def _cover_or_lift(self) -> None:
        if self.session.desk.covered:
            self.keys.let_go()
            self.cover.lay()
        elif self.cover.isVisible():
            self.cover.lift()
            self.room.show()
            self._relook()
            self.back_to_pane()

    # -- the window itself ----------------------------------------------------------------

    def _arrange(self) -> None:
        """Put the panes in their places; the keys stay where they were."""
        pane, writer = self.session.desk.pane, QApplication.focusWidget()
        if not self.places.arrange() or not self.isVisible():
            return
        attempt(self.session, self.session.set_pane, pane)
        self.places.show_pane(pane)
        if writer is not None and types_text(writer) and writer.isVisible():
            writer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.cover.isVisible():
            self.back_to_pane()

    @Slot()
    def _relook(self) -> None:
        """Other measures or colours: menu or button, panes in their places, all painted anew."""
        self.menu_bar.setVisible(self.look.measures.menu > 0 and not self.cover.isVisible())
        restyle = QEvent(QEvent.Type.StyleChange)
        for part in self.room.findChildren(QWidget):
            QApplication.sendEvent(part, restyle)
        self._arrange()
        if self.isVisible():
            self._show_pane()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the measures for the new size."""
        super().resizeEvent(event)
        self.look.fit(self.width(), self.height())
        self._arrange()
        self.toasting.put()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The focused pane has the keys from the first moment."""
        super().showEvent(event)
        self.places.arrange()
        self._show_pane()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing stays revealed in a window that lost the keyboard."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.keys.let_go()
            attempt(self.session, self.session.exposure.focus_lost)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """What no widget wanted means nothing."""
        event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Hear nothing more."""
        self.deadline.close()
        self.bridge.close()
        super().closeEvent(event)

    @property
    def idle(self) -> bool:
        """Whether nothing runs, waits to be delivered, or was painted and not yet told."""
        told = self.timeline.idle and self.media.idle
        return self.bridge.idle and self.session.runner.idle and told
