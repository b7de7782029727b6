"""A desk on a workspace, with its window, that can be closed and opened again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.opening import open_for_desk
from reviewer.session.ground.ports import Clock, InlineRunner, SystemRandom
from reviewer.session.keeping import Kept, keep, resume
from reviewer.session.session import Session
from reviewer.store.workspace import Workspace
from reviewer.ui import app as desk_app
from reviewer.ui import window_state
from reviewer.ui.ahead import Ahead
from reviewer.ui.extras import Extras
from reviewer.ui.first.locked import LockedWindow
from reviewer.ui.first.locker import Locker, Presence
from reviewer.ui.keys.typist import Typist
from reviewer.ui.rereading import Rereading
from reviewer.ui.runner import QtRunner
from reviewer.ui.window import DeskWindow


class Host:
    """A desk on a workspace that can be closed and opened again, and locked in between.

    While it is locked there is no session, no window of the desk and no key in this process: only
    the ``LockedWindow``, and where the reviewer stood.
    """

    def __init__(
        self,
        folder: Path,
        secret: str | None,
        clock: Clock,
        size: tuple[int, int],
        *,
        workspace: Workspace | None = None,
        make_runner: Callable[[], QtRunner] = QtRunner,
    ) -> None:
        self._make_runner = make_runner
        self._folder = folder
        self._secret = secret
        self._clock = clock
        self._size = size
        self._kept: Kept | None = None
        self._session: Session | None = None
        self._window: DeskWindow | None = None
        self.locked: LockedWindow | None = None
        self._open(workspace)

    @property
    def session(self) -> Session:
        """The open session.

        Raises:
            Refused: code ``locked``.
        """
        if self._session is None:
            raise _locked()
        return self._session

    @property
    def window(self) -> DeskWindow:
        """The window of the desk.

        Raises:
            Refused: code ``locked``.
        """
        if self._window is None:
            raise _locked()
        return self._window

    @property
    def shown(self) -> QWidget:
        """The window that is there: the desk, or what stands in its place."""
        return self.locked if self.locked is not None else self.window

    def _open(self, workspace: Workspace | None = None) -> None:
        self._runner = self._make_runner()
        ports = bootstrap.Ports(self._clock, SystemRandom(), self._runner)
        if workspace is None:
            workspace = open_for_desk(self._folder, self._secret, ports)
        session = self._session = bootstrap.open_session(workspace, ports)
        if self._kept is not None:
            resume(session, self._kept)
        registry = bootstrap.make_registry(session)
        check = partial(_opens, workspace) if workspace.protected else None
        window = self._window = DeskWindow(session, registry, desk_app.look(), check)
        self.extras = Extras(window)
        self._locker = Locker(session, window.bridge, self._runner, window)
        self._locker.ready.connect(self._lock)
        self._presence = Presence(session, window)
        self._ahead = Ahead(session, window.bridge, window)
        self._rereading = Rereading(session, window.bridge, window)
        self._ahead.read.connect(window.timeline.view.expect)
        window_state.restore_panes(window, session.kept)
        window.resize(*self._size)
        if self.locked is not None:
            _stand_as(window, self.locked)
        window.show()
        window.activateWindow()
        self._typist = Typist(window)

    def close(self) -> None:
        """Close the window, the worker, the workspace."""
        if self.locked is not None:
            self.locked.close()
            self.locked.deleteLater()
            self.locked = None
        if self._session is not None:
            self._let_go()

    def _let_go(self) -> None:
        window = self.window
        for dialog in window.findChildren(QDialog):
            dialog.close()
        window_state.keep(window, self.session.kept)
        window.close()
        self._runner.close()
        self.session.close()
        window.deleteLater()
        self._session = self._window = None
        del self.extras, self._locker, self._presence, self._ahead, self._rereading

    def restart(self) -> None:
        """Close everything and open it again."""
        self.close()
        self._kept = None
        self._open()

    def _lock(self) -> None:
        """Close the workspace and the desk; a field for the passphrase stands in their place."""
        session, window = self.session, self.window
        self._kept = keep(session)
        pseudonym = session.workspace.profile.pseudonym
        locked = self.locked = LockedWindow(desk_app.look(), pseudonym, self._unlock)
        _stand_as(locked, window)
        locked.show()
        locked.activateWindow()
        self._typist = Typist(locked)
        session.backups.at_close()
        self._let_go()

    def _unlock(self, passphrase: str) -> None:
        """Open the workspace and the desk again, where the reviewer stood.

        Raises:
            Refused: ``passphrase``, ``wait``, ``in_use``; and what opening refuses.
            Damaged: as opening.
        """
        ports = bootstrap.Ports(self._clock, SystemRandom(), InlineRunner())
        workspace = open_for_desk(self._folder, passphrase, ports)
        self._open(workspace)
        locked, self.locked, self._kept = self.locked, None, None
        if locked is not None:
            locked.close()
            locked.deleteLater()

    def tick(self) -> None:
        """Let the desk see what time changed; while it is locked, time changes nothing."""
        if self._session is not None:
            self._session.tick()

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be shown."""
        if self._window is None:
            return True
        if self._ahead.pending:
            return False
        return self._window.idle and self._runner.idle and not self._locker.pending

    def press(self, key: str) -> None:
        """Press and release a key."""
        self._typist.press(key)

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        self._typist.hold(key)

    def release(self, key: str) -> None:
        """Let a key up."""
        self._typist.release(key)

    def type(self, text: str) -> None:
        """Type characters."""
        self._typist.type(text)

    def shot(self, path: Path) -> None:
        """Write what the window shows as a PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.shown.grab().save(str(path)):
            raise Refused("The screenshot cannot be written.", code="write", file=str(path))


def _opens(workspace: Workspace, passphrase: str) -> bool:
    """Whether a passphrase is the right one; a wrong one is counted and refused in words."""
    workspace.attempts().unlock(workspace.profile, passphrase)
    return True


def _stand_as(new: QWidget, old: QWidget) -> None:
    """Where another window stands, as large as it."""
    if old.isFullScreen() or old.isMaximized():
        new.setWindowState(old.windowState())
    else:
        new.setGeometry(old.geometry())


def _locked() -> Refused:
    return Refused(
        "The desk is locked.", code="locked", next_step="Type the passphrase and press Return."
    )
