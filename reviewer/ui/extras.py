"""What a command may ask for beside the panes: palette, keys, dialogs. Made when first asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QWidget

from reviewer.commands.help_pages import OF_PANE, page_names
from reviewer.commands.helping import ASKS
from reviewer.domain.changes import Changes
from reviewer.ui import window_state
from reviewer.ui.dialogs.approvals_dialog import ApprovalsDialog
from reviewer.ui.dialogs.batch_dialog import BatchDialog
from reviewer.ui.dialogs.compare_dialog import CompareDialog
from reviewer.ui.dialogs.form_dialog import FormDialog
from reviewer.ui.dialogs.import_dialog import ImportDialog
from reviewer.ui.dialogs.palette import Palette
from reviewer.ui.dialogs.passphrase_dialog import PassphraseDialog
from reviewer.ui.dialogs.print_dialog import PrintDialog
from reviewer.ui.dialogs.safety_dialogs import BackupsDialog, CheckDialog, HistoryDialog
from reviewer.ui.dialogs.settings_dialog import KEY_BY_KEY, SettingsDialog
from reviewer.ui.dialogs.stop_dialog import StopDialog
from reviewer.ui.dialogs.views_dialog import ViewsDialog
from reviewer.ui.exchange.deal_dialog import DealDialog
from reviewer.ui.exchange.export_dialog import ExportDialog
from reviewer.ui.exchange.feedback_dialog import FeedbackDialog
from reviewer.ui.exchange.merge_dialog import MergeDialog
from reviewer.ui.exchange.purge_dialog import PurgeDialog
from reviewer.ui.exchange.sync_dialog import SyncDialog
from reviewer.ui.exchange.target_dialog import TargetDialog
from reviewer.ui.help.coach import Coach
from reviewer.ui.help.sheet import HelpSheet
from reviewer.ui.keys.keys_overlay import KeysOverlay
from reviewer.ui.leads.contested_dialog import ContestedDialog
from reviewer.ui.leads.inbox_dialog import InboxDialog
from reviewer.ui.leads.verdict_dialog import VerdictDialog
from reviewer.ui.sheet import Sheet
from reviewer.ui.timeline.overview_table import FiguresDialog
from reviewer.ui.window import DeskWindow

FORM = "form:"
"""What a command asks for that has a form: ``form:hold``."""


class Extras(QObject):
    """Opens what the window hands on."""

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._sheets: dict[str, Sheet] = {}
        self._makers: dict[str, Callable[[], Sheet]] = {
            "palette": self._palette,
            "keys": self._keys,
            "help": self._make_help,
        }
        self._dialogs: dict[str, Callable[[], QDialog]] = {
            "export": self._export,
            "import": self._import,
            "merge": self._merge,
            "feedback": self._feedback,
            "sync": self._sync,
            "approvals": self._approvals,
            "timeline_table": self._figures,
            "settings": self._settings,
            "history": self._history,
            "history.case": self._history_of_case,
            "backups": self._backups,
            "check": self._check,
            "passphrase": self._passphrase,
            "deal": self._deal,
            "purge": self._purge,
            "target": self._target,
            "batch": self._batch,
            "child_safety": self._stop,
            "compare": self._compare,
            "views": self._views,
            "inbox": self._inbox,
            "draw": self._draw,
            "quality": self._quality,
            "settings.keys": self._settings_keys,
            "keys.print": self._print,
        }
        window.asked.connect(self._asked)
        self.coach: Coach | None = None
        window.bridge.changed.connect(self._hear)
        if window.session.tour.open:
            self._begin_tour()

    @Slot(str)
    def _asked(self, what: str) -> None:
        if what.startswith(ASKS):
            self._help(what.removeprefix(ASKS))
        elif what == "layout.reset":
            window_state.forget(self._window, self._window.session.kept)
            self._window.session.say("Panes and sections are back in their places")
        elif what in self._makers:
            self._sheet(what).open()
        elif what in self._dialogs or what.startswith(FORM):
            self._open(self._form(what) if what.startswith(FORM) else self._dialogs[what]())

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._dialog_closed)
        self._window.toast.hide()
        dialog.open()

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        """The tour began: its panel is made then, and stays for the next time. What a step
        speaks of comes to the front where it stands behind a tab."""
        if changes.touches("reveal") and not self._reveals():
            self._open(self._verdict())
        step = self._window.session.tour.step
        if step is None or not changes.touches("tour"):
            return
        self._window.places.show_pane("inspector" if step.place == "note" else step.place)
        if self.coach is None:
            self._begin_tour()
        else:
            self.coach.place()

    def _reveals(self) -> bool:
        """Whether a decision stands beside an answer already: it is shown once."""
        found = self._window.findChildren(VerdictDialog)
        return any(dialog.isVisible() for dialog in found)

    def _begin_tour(self) -> None:
        window = self._window
        coach = Coach(
            window.session.tour,
            window.registry,
            window.look,
            window.bridge,
            window.room,
            self._part,
        )
        coach.wants.connect(window.dispatcher.run_id)
        self.coach = coach

    def _part(self, name: str) -> QWidget | None:
        """The part of the desk that a step of the tour speaks of."""
        window = self._window
        parts: dict[str, QWidget] = {
            **window.panes,
            "strip": window.strip,
            "note": window.inspector.note,
            "decision": window.decision,
            "last": window.last,
            "status": window.status,
        }
        return parts.get(name)

    @Slot()
    def _dialog_closed(self) -> None:
        """A dialog closed: the dead time begins, and the keys go back to the desk."""
        self._window.session.after_dialog()
        self._window.activateWindow()
        if not self._window.session.desk.covered:
            self._window.back_to_pane()

    def _sheet(self, what: str) -> Sheet:
        if what not in self._sheets:
            sheet = self._makers[what]()
            sheet.closed.connect(self._window.session.after_dialog)
            self._window.keys.add_island(sheet)
            self._sheets[what] = sheet
        return self._sheets[what]

    def _export(self) -> QDialog:
        return ExportDialog(self._window, self._window.session)

    def _feedback(self) -> QDialog:
        return FeedbackDialog(self._window, self._window.session)

    def _import(self) -> QDialog:
        return ImportDialog(self._window, self._window.session)

    def _merge(self) -> QDialog:
        return MergeDialog(self._window, self._window.session)

    def _sync(self) -> QDialog:
        return SyncDialog(self._window, self._window.session)

    def _history(self) -> QDialog:
        return HistoryDialog(self._window, self._window.session)

    def _history_of_case(self) -> QDialog:
        session = self._window.session
        return HistoryDialog(self._window, session, case_id=session.desk.case_id)

    def _backups(self) -> QDialog:
        return BackupsDialog(self._window, self._window.session)

    def _check(self) -> QDialog:
        return CheckDialog(self._window, self._window.session)

    def _deal(self) -> QDialog:
        return DealDialog(self._window, self._window.session)

    def _purge(self) -> QDialog:
        return PurgeDialog(self._window, self._window.session)

    def _target(self) -> QDialog:
        return TargetDialog(self._window, self._window.session)

    def _passphrase(self) -> QDialog:
        return PassphraseDialog(self._window, self._window.session)

    def _figures(self) -> QDialog:
        return FiguresDialog(self._window, self._window.session)

    def _batch(self) -> QDialog:
        return BatchDialog(self._window, self._window.session)

    def _form(self, what: str) -> QDialog:
        session = self._window.session
        return FormDialog(self._window, session.form(what.removeprefix(FORM)))

    def _approvals(self) -> QDialog:
        return ApprovalsDialog(self._window, self._window.session)

    def _compare(self) -> QDialog:
        contested = self._window.session.contested()
        if contested is not None:
            return ContestedDialog(self._window, contested)
        return CompareDialog(self._window, self._window.session)

    def _verdict(self) -> QDialog:
        return VerdictDialog(self._window, self._window.session)

    def _inbox(self) -> QDialog:
        return InboxDialog(self._window)

    def _draw(self) -> QDialog:
        from reviewer.ui.leads.draw_dialog import (
            DrawDialog,  # its chart takes half a second to import
        )

        return DrawDialog(self._window, self._window.session)

    def _quality(self) -> QDialog:
        from reviewer.ui.leads.quality_dialog import QualityDialog  # likewise

        return QualityDialog(self._window)

    def _views(self) -> QDialog:
        return ViewsDialog(self._window, self._window.session)

    def _stop(self) -> QDialog:
        return StopDialog(self._window, self._window.session)

    def _settings(self) -> SettingsDialog:
        window = self._window
        return SettingsDialog(window.session, window.registry, window.look, window.bridge, window)

    def _settings_keys(self) -> QDialog:
        dialog = self._settings()
        dialog.show_group(KEY_BY_KEY)
        return dialog

    def _print(self) -> QDialog:
        return PrintDialog(self._window, self._window.session, self._window.registry)

    def _make_help(self) -> Sheet:
        sheet = HelpSheet(self._window.look, self._window)
        last = self._window.session.kept.get("help")
        if isinstance(last, str) and last in page_names():
            sheet.go_to(last)  # *back* leads to the page one read last
        sheet.shown.connect(self._help_shown)
        return sheet

    def _help(self, name: str) -> None:
        """A page of help; without a name the one that fits the focused pane."""
        sheet = self._sheet("help")
        if isinstance(sheet, HelpSheet):
            sheet.open_at(name or OF_PANE[self._window.session.desk.pane])

    @Slot(str)
    def _help_shown(self, name: str) -> None:
        self._window.session.kept.set("help", name)

    def _palette(self) -> Sheet:
        window = self._window
        return Palette(window.look, window.session, window.registry, window.dispatcher, window)

    def _keys(self) -> Sheet:
        window = self._window
        overlay = KeysOverlay(window.look, window.session, window.registry, window)
        overlay.wants.connect(window.dispatcher.run_id)
        return overlay
