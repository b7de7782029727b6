"""A desk on a workspace, with its window, that can be closed and opened again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from reviewer import bootstrap
from reviewer.domain.errors import Refused
from reviewer.session.ports import Clock, SystemRandom
from reviewer.session.session import Session
from reviewer.store.workspace import Workspace
from reviewer.trust.profile import Profile
from reviewer.ui import app as desk_app
from reviewer.ui.extras import Extras
from reviewer.ui.runner import QtRunner
from reviewer.ui.typist import Typist
from reviewer.ui.window import DeskWindow


class Host:
    """A desk on a workspace that can be closed and opened again."""

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
        self._open(workspace)

    def _open(self, workspace: Workspace | None = None) -> None:
        self._runner = self._make_runner()
        ports = bootstrap.Ports(self._clock, SystemRandom(), self._runner)
        if workspace is None:
            workspace = bootstrap.open_workspace(self._folder, self._secret, ports)
        self.session: Session = bootstrap.open_session(workspace, ports)
        registry = bootstrap.make_registry(self.session)
        self.window = DeskWindow(self.session, registry, desk_app.look(), self._unlock())
        self.extras = Extras(self.window)
        self.window.resize(*self._size)
        self.window.show()
        self.window.activateWindow()
        self._typist = Typist(self.window)

    def _unlock(self) -> Callable[[str], bool] | None:
        """The check of a passphrase for the cover; none where the workspace has none."""
        profile = self.session.workspace.profile
        return partial(_opens, profile) if profile.protected else None

    def close(self) -> None:
        """Close the window, the worker, the workspace."""
        self.window.close()
        self._runner.close()
        self.session.close()
        self.window.deleteLater()

    def restart(self) -> None:
        """Close everything and open it again."""
        self.close()
        self._open()

    @property
    def idle(self) -> bool:
        """Whether nothing runs and nothing waits to be shown."""
        return self.window.idle and self._runner.idle

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
        if not self.window.grab().save(str(path)):
            raise Refused("The screenshot cannot be written.", code="write", file=str(path))


def _opens(profile: Profile, passphrase: str) -> bool:
    """Whether a passphrase is the right one."""
    try:
        profile.unlock(passphrase)
    except Refused:
        return False
    return True
