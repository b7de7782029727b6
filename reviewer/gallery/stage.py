"""The stage: one screen at a time on the real desk, and the acts that no key does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from reviewer import bootstrap, mending
from reviewer.domain.changes import Changes, on_desk
from reviewer.domain.errors import Refused
from reviewer.gallery.exchanging import EXCHANGED
from reviewer.gallery.merging import MERGED
from reviewer.gallery.opening import OPENING, try_open
from reviewer.gallery.safety import SAFETY, spoil
from reviewer.gallery.screens import Screen, Shot
from reviewer.gallery.worlds import PASSPHRASE, Worlds
from reviewer.host import Host
from reviewer.script import STEP_MS, act
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom, Tell
from reviewer.ui.app import fault_of, look
from reviewer.ui.fault import show_fault
from reviewer.ui.first.parts import Restore, Start
from reviewer.ui.first.window import FirstWindow
from reviewer.ui.looks import theme
from reviewer.ui.runner import QtRunner

if TYPE_CHECKING:
    from reviewer.store.workspace import Workspace

START_MS = 1_777_640_000_000
"""A morning in May 2026, after the demo's events."""


class SlowRunner(QtRunner):
    """Work that does not come back: what the desk shows while it waits."""

    def query(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Take the work and never answer."""


class Stage:
    """Opens the workspace of a screen, types its steps, dresses and photographs it."""

    def __init__(self, app: QApplication, scratch: Path) -> None:
        self._app = app
        self._worlds = Worlds(scratch)
        self._clock = SteppedClock(START_MS)
        self._folder = scratch
        self._host: Host | None = None
        self._first: FirstWindow | None = None
        self._holder: Workspace | None = None
        self._extra: QWidget | None = None

    # -- opening and closing --------------------------------------------------------------

    def open(self, screen: Screen) -> None:
        """The window in which the screen will be."""
        self._clock = SteppedClock(START_MS)
        if screen.world != "none":
            self._folder = self._worlds.fresh(screen.world)
        if screen.name.startswith("first"):
            self._first = self._first_window()
            self._first.show()
        else:
            self._open_host()

    def _open_host(self, runner: Callable[[], QtRunner] = QtRunner) -> None:
        secret = PASSPHRASE if bootstrap.is_protected(self._folder) else None
        self._host = Host(self._folder, secret, self._clock, (1366, 768), make_runner=runner)

    def _first_window(self) -> FirstWindow:
        start = Start(
            prepare=_nothing,
            demo=_nothing,
            create=self._create,
            open=self._open_workspace,
            default_folder=Path("reviewer") / "workspace",
            advise=bootstrap.advice,
            restore=Restore(mending.offered, mending.inside, self._mend, InlineRunner().job),
        )
        return FirstWindow(look(), start)

    def _create(self, folder: Path, pseudonym: str, passphrase: str) -> None:
        bootstrap.create_workspace(folder, pseudonym, passphrase).close()

    def _open_workspace(self, folder: Path, passphrase: str) -> None:
        bootstrap.open_session(bootstrap.open_workspace(folder, passphrase or None)).close()

    def _mend(self, backup: Path, folder: Path, secret: str, tell: Tell) -> tuple[Path, str]:
        return mending.restore_into(self._clock, SystemRandom(), backup, folder, secret, tell)

    def close(self) -> None:
        """Take everything down."""
        self._app.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for window in (self._first, self._extra):
            if window is not None:
                window.close()
                window.deleteLater()
        if self._holder is not None:
            self._holder.close()
        if self._host is not None:
            self._host.close()
        self._first = self._host = self._holder = self._extra = None

    # -- acting ---------------------------------------------------------------------------

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be shown."""
        host = self._host
        if host is None or host.locked is not None:
            return True
        return host.idle and not host.window.media.counts_down

    @property
    def host(self) -> Host:
        """The desk.

        Raises:
            Refused: the screen has none.
        """
        if self._host is None:
            raise Refused("This screen has no desk.", code="token")
        return self._host

    def step(self, token: str) -> None:
        """One token of the screen's steps."""
        self._clock.step(STEP_MS)
        if token.startswith("do:"):
            _ACTS[token.removeprefix("do:")](self)
            return
        self.host.tick()
        act(self.host, token.replace("_", " ") if token.startswith("text:") else token)

    @property
    def folder(self) -> Path:
        """Where the workspace stands."""
        return self._folder

    def later(self, ms: int) -> None:
        """So much later, in ms: what is old by then is looked at anew."""
        self._clock.step(ms)
        self.host.session.bus.publish(Changes(kinds=frozenset({"import"})))

    def first(self) -> FirstWindow:
        """The first window.

        Raises:
            Refused: the screen has none.
        """
        if self._first is None:
            raise Refused("This screen has no first window.", code="token")
        return self._first

    # -- the picture ----------------------------------------------------------------------

    def dress(self, shot: Shot) -> None:
        """Theme, text and size of a picture."""
        theme.apply(self._app, shot.theme, shot.size.text)
        self.window.resize(shot.size.width, shot.size.height)
        locked = self._host is None or self._host.locked is not None
        if self._host is not None and not locked and self._host.session.desk.message:
            self._host.session.bus.publish(on_desk("message"))

    @property
    def window(self) -> QWidget:
        """The window that is photographed."""
        return self._first if self._first is not None else self.host.shown

    def picture(self, shot: Shot) -> QPixmap:
        """The window with the dialogs and menus that stand before it."""
        size, density = shot.size, shot.size.density
        made = QPixmap(round(size.width * density), round(size.height * density))
        made.setDevicePixelRatio(density)
        made.fill(look().colour("s0"))
        painter = QPainter(made)
        self.window.render(painter, QPoint(0, 0))
        for front in self._fronts():
            corner = front.pos() - self.window.pos()
            if front.windowType() == Qt.WindowType.Dialog:
                corner = self.window.rect().center() - front.rect().center()
            front.render(painter, corner)
        painter.end()
        return made

    def _fronts(self) -> list[QWidget]:
        tops = self._app.topLevelWidgets()
        return [w for w in tops if w.isVisible() and w is not self.window and w.width() > 1]

    # -- what no key does -----------------------------------------------------------------

    def in_use(self) -> None:
        """Somebody else holds the workspace."""
        self._holder = bootstrap.open_workspace(self._folder, PASSPHRASE)
        try_open(self, self._folder, PASSPHRASE)

    def slow(self) -> None:
        """Open again with a worker that does not come back."""
        self.host.close()
        self._open_host(SlowRunner)

    def case(self, name: str) -> None:
        """Open one of the odd cases."""
        self.host.session.select_case(f"G-{name}")

    def import_junk(self) -> None:
        """Import a file that is no export of anything."""
        junk = self._folder / "holiday-plans.json"
        junk.write_text("{ this is not JSON", "utf-8")
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.import_all([str(junk)])  # type: ignore[attr-defined]

    def damage(self) -> None:
        """Spoil the evidence while the desk is open on it."""
        spoil(self._folder)

    def bug(self) -> None:
        """A real exception of the program, on the page that shows it."""
        try:
            self.host.window.registry.get("no such command")
        except KeyError as error:
            self._extra = show_fault(self.host.window, *fault_of(error))

    def tour(self) -> None:
        """Take the tour."""
        self.host.session.tour.start()

    def mirror(self) -> None:
        """An interface that runs from right to left."""
        self._app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def _nothing() -> None:
    """The demo is not opened from a picture."""


def _case(name: str) -> Callable[[Stage], None]:
    def open_it(stage: Stage) -> None:
        stage.case(name)

    return open_it


_ACTS: dict[str, Callable[[Stage], None]] = {
    "in_use": Stage.in_use,
    "slow": Stage.slow,
    "import_junk": Stage.import_junk,
    "damage": Stage.damage,
    "bug": Stage.bug,
    "mirror": Stage.mirror,
    "tour": Stage.tour,
    **SAFETY,
    **OPENING,
    **EXCHANGED,
    **MERGED,
    **{name: _case(name) for name in ("bidi", "long", "scripts", "bare", "broken", "signed")},
}
