"""The first window: try the demo, start work, or open a workspace that stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reviewer.domain.errors import Damaged, ReviewerError
from reviewer.ui.first.parts import (
    WIDTH,
    BigButton,
    Notice,
    Start,
    choose_folder,
    column_of,
    field,
    row_of,
    scrolling,
)
from reviewer.ui.first.restore import RestorePage
from reviewer.ui.lettering.plain import label
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.roles import Role
from reviewer.ui.runner import QtRunner
from reviewer.ui.widgets.base import surface
from reviewer.ui.widgets.buttons import Button

MARGIN = 24
NO_SITE = "No site file on this machine: the program's own settings hold."
DEMO = "An invented coast, 20,000 posts, nothing to lose."
MAKING = "Making the coast: 20,000 posts, some seconds."


class FirstWindow(QWidget):
    """Centred on s0; a refusal stands above the same buttons and nothing moves."""

    done = Signal()

    def __init__(self, look: Look, start: Start, *, at: Path | None = None) -> None:
        super().__init__()
        self._look = look
        self._start = start
        self._folder = at or start.default_folder
        self._runner = QtRunner(self)
        self.setWindowTitle("Reviewer")
        self.setProperty("surface", "s0")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget(self)
        self._notice = Notice(self)
        self.problem = self._notice.problem
        self._choice = self._choice_page()
        self._new = self._new_page()
        self._open = self._open_page()
        self.restore = RestorePage(self, start.restore)
        self.restore.left.connect(self._show_open)
        self.restore.refused.connect(self.refuse)
        self.restore.restored.connect(self._restored)
        for page in (self._choice, self._new, self._open, self.restore):
            self._pages.addWidget(page)
        self._centre()
        look.changed.connect(self._dress)
        self.resize(960, 640)

    def _centre(self) -> None:
        """All of it in the middle; where the window is small it scrolls."""
        page = QWidget(self)
        surface(page, "s0")
        column = QVBoxLayout(page)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(label("Reviewer", Role.DIALOG_TITLE, page), 0, middle)
        column.addSpacing(12)
        column.addWidget(self._notice, 0, middle)
        column.addWidget(self._pages, 0, middle)
        column.addSpacing(16)
        column.addWidget(label(self._start.site_file or NO_SITE, Role.META, page), 0, middle)
        column.addStretch(3)
        scrolling(self, page)

    @Slot()
    def _dress(self) -> None:
        """As wide as its words need, within the window; no sentence is cut."""
        width = max(280, min(self._look.px(WIDTH), self.width() - 2 * MARGIN))
        for part in (self._pages, self._notice):
            part.setFixedWidth(width)
        self._notice.setMinimumHeight(self._look.line(BODY) * 2)
        self.warning.setMinimumHeight(max(0, self.warning.heightForWidth(width)))
        page = self._pages.currentWidget()
        if page is not None:
            self._pages.setFixedHeight(page.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width."""
        super().resizeEvent(event)
        self._dress()

    def _choice_page(self) -> QWidget:
        page = QWidget(self)
        column = column_of(page)
        self.demo_button = BigButton("Try the demo", DEMO, page)
        self.start_button = BigButton(
            "Start work", "A pseudonym, a passphrase, a folder: your own workspace.", page
        )
        self.open_button = BigButton("Open", "A workspace that stands on this machine.", page)
        self.demo_button.clicked.connect(self._demo)
        self.start_button.clicked.connect(self._show_new)
        self.open_button.clicked.connect(self._show_open)
        for button in (self.demo_button, self.start_button, self.open_button):
            column.addWidget(button)
        return page

    def _new_page(self) -> QWidget:
        page = QWidget(self)
        column = column_of(page)
        self.pseudonym = field(page, "Pseudonym, never your real name")
        self.passphrase = field(page, "Passphrase", secret=True)
        self.again = field(page, "The same passphrase again", secret=True)
        self.new_folder = field(page, "Folder")
        self.new_folder.setText(str(self._start.default_folder))
        for name, line in (
            ("Pseudonym", self.pseudonym),
            ("Passphrase", self.passphrase),
            ("Again", self.again),
            ("Folder", self.new_folder),
        ):
            column.addWidget(label(name, Role.META, page))
            column.addWidget(line)
        self.warning = label("", Role.SUPPORT, page, wrap=True)
        column.addWidget(self.warning)
        self.create_button = Button("Start work", page)
        self.create_button.clicked.connect(self._create)
        self.again.returnPressed.connect(self._create)
        for line in (self.pseudonym, self.passphrase):
            line.textChanged.connect(self._advise)
        column.addLayout(row_of(page, self._show_choice, self.create_button))
        return page

    def _open_page(self) -> QWidget:
        page = QWidget(self)
        column = column_of(page)
        self.open_folder = field(page, "Folder")
        self.open_folder.setText(str(self._folder))
        self.secret = field(page, "Passphrase", secret=True)
        self.secret.returnPressed.connect(self._unlock)
        choose = Button("Choose…", page)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.open_folder, 1)
        row.addWidget(choose)
        column.addWidget(label("Folder", Role.META, page))
        column.addLayout(row)
        column.addWidget(label("Passphrase", Role.META, page))
        column.addWidget(self.secret)
        self.unlock_button = Button("Open", page)
        self.unlock_button.clicked.connect(self._unlock)
        row = row_of(page, self._show_choice, self.unlock_button)
        self.restore_button = Button("Restore from a backup…", page)
        self.restore_button.clicked.connect(self._show_restore)
        self.restore_button.hide()
        row.insertWidget(row.count() - 1, self.restore_button)
        column.addLayout(row)
        return page

    @Slot()
    def _advise(self) -> None:
        self.warning.setText(self._start.advise(self.pseudonym.text(), self.passphrase.text()))
        self._dress()

    @Slot()
    def _show_choice(self) -> None:
        self._turn(self._choice, self.demo_button)

    @Slot()
    def _show_new(self) -> None:
        self._advise()  # not before: what it needs would be loaded before the first paint
        self._turn(self._new, self.pseudonym)

    @Slot()
    def _show_open(self) -> None:
        self._turn(self._open, self.secret)

    @Slot()
    def _show_restore(self) -> None:
        self._turn(self.restore, self.restore.list)
        self.restore.show_for(Path(self.open_folder.text()).expanduser())
        self._dress()

    @Slot(str, str, str)
    def _restored(self, folder: str, secret: str, words: str) -> None:
        """A workspace was restored: it is opened like any other, with what came of it above."""
        self._turn(self._open, self.unlock_button)
        self.open_folder.setText(folder)
        self.secret.setText(secret)
        self.restore_button.hide()
        self._notice.say(words, well=True)

    def offer_restore(self) -> None:
        """A workspace is damaged or gone: a backup may stand in for it."""
        self.restore_button.show()

    def ask_passphrase(self) -> None:
        """Begin with the workspace that stands where one is expected."""
        self._show_open()

    def _turn(self, page: QWidget, first: QWidget) -> None:
        self.refuse("")
        self._pages.setCurrentWidget(page)
        self._dress()
        first.setFocus()

    @Slot()
    def _choose(self) -> None:
        choose_folder(self, "Open a workspace", self.open_folder.text(), self.open_folder.setText)

    @Slot()
    def _demo(self) -> None:
        self._busy(True)
        self._runner.query(self._start.prepare, self._demo_stands, self._demo_failed)

    def _demo_stands(self, _answer: object) -> None:
        self._busy(False)
        self._try(self._start.demo)

    def _demo_failed(self, error: Exception) -> None:
        self._busy(False)
        if not isinstance(error, ReviewerError):
            raise error
        self.refuse(str(error))

    def _busy(self, busy: bool) -> None:
        """While the demo is made nothing else can be begun, and its button says so."""
        self.refuse("")
        self.demo_button.set_sentence(MAKING if busy else DEMO)
        for button in (self.demo_button, self.start_button, self.open_button):
            button.setEnabled(not busy)

    @property
    def idle(self) -> bool:
        """Whether nothing is being made."""
        return self._runner.idle

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """What is being made is finished first; it is a matter of seconds."""
        self._runner.close()
        super().closeEvent(event)

    @Slot()
    def _create(self) -> None:
        if self.passphrase.text() != self.again.text():
            self.refuse("The two passphrases differ.")
        elif not self.passphrase.text():
            self.refuse("A passphrase is needed: it is what protects the case material.")
        elif not self.pseudonym.text().strip():
            self.refuse("A pseudonym is needed; it stands in every decision.")
        else:
            self._try(self._create_now)

    def _create_now(self) -> None:
        folder = Path(self.new_folder.text()).expanduser()
        self._start.create(folder, self.pseudonym.text().strip(), self.passphrase.text())

    @Slot()
    def _unlock(self) -> None:
        self._try(self._unlock_now)

    def _unlock_now(self) -> None:
        self._start.open(Path(self.open_folder.text()).expanduser(), self.secret.text())

    def _try(self, act: Callable[[], None]) -> None:
        """Carry out an act; what is refused is said above the same buttons."""
        try:
            act()
        except ReviewerError as error:
            self.refuse(str(error))
            if isinstance(error, Damaged) or error.code == "not_a_workspace":
                self.offer_restore()
            return
        self.done.emit()

    @Slot(str)
    def refuse(self, words: str) -> None:
        """Say what is missing; nothing moves."""
        self._notice.say(words)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The first thing of the page has the keyboard, and no sentence is cut."""
        super().showEvent(event)
        self._dress()
        if self._pages.currentWidget() is self._choice:
            self.demo_button.setFocus(Qt.FocusReason.OtherFocusReason)
