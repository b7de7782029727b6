"""The front ends with Qt: the desk on a workspace, the demo with and without a display."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer import bootstrap
from reviewer.demo.script import script
from reviewer.demo.workspace import clear_demo, make_demo
from reviewer.domain.errors import Refused
from reviewer.exchange.verify import verify
from reviewer.host import Host
from reviewer.play import play_script
from reviewer.session.ports import SystemClock
from reviewer.ui import app as desk_app


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
    app = desk_app.make_application("system")
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
