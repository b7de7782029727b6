"""The front ends with Qt: the desk on a workspace, the demo with and without a display."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from reviewer import bootstrap
from reviewer.demo.script import script
from reviewer.demo.workspace import clear_demo, make_demo
from reviewer.domain.errors import Refused
from reviewer.exchange.verify import verify
from reviewer.play import play_script
from reviewer.session.ports import Clock, SystemClock, SystemRandom
from reviewer.session.session import Session
from reviewer.ui import app as desk_app
from reviewer.ui.runner import QtRunner
from reviewer.ui.typist import Typist
from reviewer.ui.window import DeskWindow


def application(theme: str = "system") -> QApplication:
    """The one application, with fonts and theme."""
    return desk_app.make_application(theme)


class Host:
    """A desk on a workspace that can be closed and opened again."""

    def __init__(
        self, folder: Path, secret: str | None, clock: Clock, size: tuple[int, int]
    ) -> None:
        self._folder = folder
        self._secret = secret
        self._clock = clock
        self._size = size
        self._open()

    def _open(self) -> None:
        self._runner = QtRunner()
        ports = bootstrap.Ports(self._clock, SystemRandom(), self._runner)
        workspace = bootstrap.open_workspace(self._folder, self._secret, ports)
        self.session: Session = bootstrap.open_session(workspace, ports)
        self.window = DeskWindow(self.session, bootstrap.make_registry(), desk_app.look())
        self.window.resize(*self._size)
        self.window.show()
        self._typist = Typist(self.window)

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
        return desk_app.idle(self.window)

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


def demo_folder(workspace: Path | None) -> Path:
    """Where the demo's workspace stands."""
    return workspace or bootstrap.data_folder() / "demo"


def open_desk(workspace: Path | None, secret: str | None) -> int:
    """Open the desk; without a workspace that opens, the first window asks. The exit code."""
    return desk_app.run(workspace, secret)


def demo_desk(workspace: Path | None) -> dict[str, Any]:
    """Open the demo workspace in a window; made first where there is none."""
    folder = demo_folder(workspace)
    if not bootstrap.is_workspace(folder):
        make_demo(folder)
    app = application()
    host = Host(folder, None, SystemClock(), (1366, 768))
    try:
        host.window.showMaximized()
        app.exec()
        counts = host.session.status()
    finally:
        host.close()
    return {
        "workspace": str(folder),
        "decisions": counts["decisions"],
        "export": None,
        "verified": None,
        "screenshots": [],
    }


def demo_headless(workspace: Path | None) -> dict[str, Any]:
    """The whole job without a display: import, decide by typed keys, export, verify."""
    folder = workspace or bootstrap.data_folder() / "demo-headless"
    out = folder.parent / f"{folder.name}-out"
    clear_demo(folder, out)
    make_demo(folder)
    story = [f"imported the demo bundle into {folder}"]
    shots = out / "screenshots"
    played = play_script(folder, None, script(shots), size=(1366, 768))
    if not played["ok"]:
        raise Refused(
            f"the desk did not answer as it should: {played['token']},"
            f" expected {played['expected']!r}, found {played['actual']!r}",
            code="demo",
            line=played["line"],
        )
    story.append(f"typed {played['tokens']} tokens into the desk: every outcome, a refused commit,")
    story.append("  an undo and redo, a restart, a picture revealed while a key is held")
    package = out / "decisions.zip"
    with bootstrap.open_workspace(folder, None) as opened:
        session = bootstrap.open_session(opened)
        try:
            counts = session.status()
            session.jobs.export(package)
        finally:
            session.close()
    report = verify(package, own=bootstrap.public_key(folder))
    return {
        "ok": report.ok,
        "workspace": str(folder),
        "decisions": counts["decisions"],
        "export": str(package),
        "verified": report.ok,
        "screenshots": [str(p) for p in sorted(shots.glob("*.png"))],
        "story": story,
    }
