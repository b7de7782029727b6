"""The front ends with Qt: the first window and the desk; the demo with and without a display.

The first window needs none of the rooms below it, so they are loaded when it is painted and
something is chosen, or where a workspace is opened at once.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from reviewer import leftovers, logs, whereabouts
from reviewer.domain.errors import Damaged, Refused
from reviewer.ui import app as desk_app
from reviewer.ui import window_state
from reviewer.ui.first.parts import Restore, Start
from reviewer.ui.first.window import FirstWindow
from reviewer.ui.runner import QtRunner

if TYPE_CHECKING:
    from reviewer.demo import Scale
    from reviewer.host import Host
    from reviewer.session.ground.ports import Job, Tell
    from reviewer.session.session import Session
    from reviewer.store.workspace import Workspace

SIZE = (1366, 768)


class Front(QObject):
    """One run of the program: the first window, then the desk of the workspace it opened."""

    def __init__(self, folder: Path, scale: Scale = "full") -> None:
        super().__init__()
        self._folder = folder
        self._scale = scale
        self._ready: Workspace | None = None
        self.host: Host | None = None
        self._first: FirstWindow | None = None
        self._runner: QtRunner | None = None

    def begin(self, secret: str | None) -> None:
        """Go straight to the desk where that works; else say why in the first window."""
        stands = whereabouts.is_workspace(self._folder)
        refusal, damaged = "", False
        if stands and (secret is not None or not _protected(self._folder)):
            try:
                self._open(self._folder, secret or "")
            except (Refused, Damaged) as error:
                refusal, damaged = str(error), isinstance(error, Damaged)
            else:
                self._to_desk()
                return
        gone = not stands and leftovers.left_behind(self._folder)
        self._show_first(ask=stands or gone, refusal=refusal, damaged=damaged or gone)

    def _show_first(self, *, ask: bool, refusal: str, damaged: bool) -> None:
        site = ""
        try:
            found = whereabouts.read_site()
            site = found.said() if found is not None else ""
        except Refused as error:  # said at once: every button would be refused for it
            site, refusal = f"Site file: {error.file}", refusal or str(error)
        start = Start(
            prepare=self._prepare,
            demo=self._demo,
            create=self._create,
            open=self._open,
            default_folder=self._folder,
            advise=self._advise,
            restore=self._mending(),
            site_file=site,
        )
        self._first = FirstWindow(desk_app.look(), start, at=self._folder)
        self._first.done.connect(self._to_desk)
        if ask:
            self._first.ask_passphrase()
        if refusal:
            self._first.refuse(refusal)
        if damaged:
            self._first.offer_restore()
        self._first.show()
        self._first.activateWindow()

    def _advise(self, pseudonym: str, passphrase: str) -> str:
        from reviewer import bootstrap

        return bootstrap.advice(pseudonym, passphrase)

    def _mending(self) -> Restore:
        """What the first window does with backups; loaded when it is asked for."""
        return Restore(leftovers.offered, leftovers.inside, leftovers.restore, self._job)

    def _job(
        self,
        work: Callable[[Tell], object],
        told: Tell,
        done: Callable[[object], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Restoring, on a worker that lives as long as the first window."""
        if self._runner is None:
            self._runner = QtRunner(self)
        return self._runner.job(work, told, done, failed)

    def _prepare(self) -> None:
        from reviewer.demo.workspace import make_demo

        folder = demo_folder(None)
        if not whereabouts.is_workspace(folder):
            make_demo(folder, self._scale)

    def _demo(self) -> None:
        self._open(demo_folder(None), "")

    def _create(self, folder: Path, pseudonym: str, passphrase: str) -> None:
        from reviewer import bootstrap

        self._ready = bootstrap.create_workspace(folder, pseudonym, passphrase)

    def _open(self, folder: Path, passphrase: str) -> None:
        from reviewer.opening import open_for_desk

        self._ready = open_for_desk(folder, passphrase or None)

    @Slot()
    def _to_desk(self) -> None:
        """Close the first window and open the desk on what it opened."""
        if self._ready is None:
            return
        from reviewer.host import Host
        from reviewer.session.ground.ports import SystemClock

        self.host = Host(self._ready.folder, None, SystemClock(), SIZE, workspace=self._ready)
        self.host.session.backups.automatic = True
        window = self.host.window
        if not window_state.restore_place(window, self.host.session.kept):
            window.setGeometry(window.screen().availableGeometry())
            window.showMaximized()
        self.host.window.activateWindow()
        self._offer_tour(self.host.session)
        if self._first is not None:
            self._first.close()
            self._first.deleteLater()
            self._first = None
        self._rest()

    def _rest(self) -> None:
        if self._runner is not None:
            self._runner.close()
            self._runner = None

    def _offer_tour(self, session: Session) -> None:
        """On the demo, at the first start, the tour begins by itself."""
        from reviewer.demo.workspace import DEMO_NAME
        from reviewer.session.tour import SEEN

        profile = session.workspace.profile
        demo = profile.pseudonym == DEMO_NAME and not profile.protected
        if demo and not session.settings.get(SEEN):
            session.tour.start()

    def end(self) -> None:
        """Close what is open."""
        self._rest()
        if self.host is not None:
            if self.host.locked is None:
                self.host.session.backups.at_close()
            self.host.close()


def _protected(folder: Path) -> bool:
    from reviewer import bootstrap

    return bootstrap.is_protected(folder)


def open_desk(workspace: Path | None, secret: str | None) -> int:
    """Open the desk; where no workspace opens, the first window asks. The exit code."""
    if not desk_app.has_display():
        raise Refused(
            "There is no display here, so no window can be opened.",
            code="no_display",
            next_step="Do the job without one: reviewer demo --headless, or reviewer play SCRIPT.",
        )
    app = desk_app.make_application("system")
    front = Front(workspace or whereabouts.default_workspace())
    log = logs.start(whereabouts.data_folder() / "log")
    hook = desk_app.FaultHook(_show_fault(front))
    hook.install()
    try:
        front.begin(secret)
        return app.exec()
    finally:
        hook.remove()
        front.end()
        logs.stop(log)


def _show_fault(front: Front) -> Any:
    """Put the page for a fault of the program up, on the desk or alone."""
    from reviewer.ui.fault import show_fault

    def show(message: str, log: str) -> None:
        desk = front.host is not None and front.host.locked is None
        window = front.host.window if front.host is not None and desk else None
        shown.append(show_fault(window, message, log))

    shown: list[Any] = []
    return show


def demo_folder(workspace: Path | None) -> Path:
    """Where the demo's workspace stands."""
    return workspace or whereabouts.data_folder() / "demo"


def demo_desk(workspace: Path | None) -> dict[str, Any]:
    """Open the demo workspace in a window; made first where there is none."""
    from reviewer import bootstrap
    from reviewer.demo.workspace import make_demo

    folder = demo_folder(workspace)
    if not bootstrap.is_workspace(folder):
        make_demo(folder)
    open_desk(folder, None)
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
    try:
        decisions = session.status()["decisions"]
    finally:
        session.close()
    return {
        "workspace": str(folder),
        "decisions": decisions,
        "export": None,
        "verified": None,
        "screenshots": [],
    }


def demo_headless(workspace: Path | None) -> dict[str, Any]:
    """The whole job without a display: import, decide by typed keys, export, verify."""
    from reviewer import bootstrap
    from reviewer.demo.script import script
    from reviewer.demo.workspace import clear_demo, make_demo
    from reviewer.exchange.checking.verify import verify
    from reviewer.play import play_script

    folder = workspace or bootstrap.data_folder() / "demo-headless"
    out = folder.parent / f"{folder.name}-out"
    clear_demo(folder, out)
    make_demo(folder)
    shots = out / "screenshots"
    played = play_script(folder, None, script(shots), size=SIZE)
    if not played["ok"]:
        raise Refused(
            f"The desk did not answer as it should: {played['token']},"
            f" expected {played['expected']!r}, found {played['actual']!r}.",
            code="demo",
            line=played["line"],
        )
    package = out / "decisions.zip"
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None))
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
        "story": _story(folder, counts, played["tokens"]),
    }


def _story(folder: Path, counts: dict[str, Any], tokens: int) -> list[str]:
    """What was done, in sentences."""
    outcomes = ", ".join(f"{k} {v}" for k, v in counts["decisions_by_outcome"].items())
    return [
        f"built the demo bundle and imported it: {counts['cases']} cases, {counts['posts']} posts,"
        f" {counts['media_present']} pictures",
        f"typed {tokens} tokens into the desk: a refused commit, every outcome, an undo and a"
        " redo, a restart, a picture revealed while a key is held",
        f"in force now: {outcomes}; asked the lead once; {counts['proposed']} referral proposed",
    ]
