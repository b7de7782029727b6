"""What this machine gives the program, for the person who sets it up. Changes nothing."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NoReturn

from reviewer import __version__, bootstrap, logs, offline, syslibs
from reviewer.domain.errors import ReviewerError
from reviewer.media.client import Decoder
from reviewer.media.launch import has_films
from reviewer.respath import resource
from reviewer.store.disk.lock import WorkspaceLock
from reviewer.store.safety.backup import default_folder

LIBRARIES = (
    "PySide6-Essentials",
    "sqlcipher3",
    "sqlite-utils",
    "pillow",
    "pyqtgraph",
    "numpy",
    "msgspec",
    "cryptography",
    "pyrage",
    "click",
)
RESOURCES = ("help", "fonts", "policies", "schemas")
QT_SECONDS = 60
_FREE = "nobody"


def examine(workspace: Path) -> dict[str, Any]:
    """Sections of facts and a list of problems, each a sentence with its next step."""
    libraries = {name: _version(name) for name in LIBRARIES}
    found = {
        "system": _system(),
        "libraries": libraries,
        "qt": _qt(),
        "network": _network(),
        "sandbox": _sandbox(),
        "paths": _paths(workspace),
        "workspace": _workspace(workspace),
        "site": _site(),
    }
    return {**found, "problems": list(_problems(found))}


def _system() -> dict[str, Any]:
    return {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "processors": os.cpu_count() or 1,
        "encoding": sys.getfilesystemencoding(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "video": has_films(),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return "in the program" if getattr(sys, "frozen", False) else None


# ---------------------------------------------------------------- Qt


def qt_platform() -> str:
    """The Qt platform that a desk would use here: one asked for, the display's, or none."""
    asked = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if asked:
        return asked
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "cocoa"
    if os.environ.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else "offscreen"


def _qt() -> dict[str, Any]:
    """Whether Qt loads in a child: a plugin that does not load ends its process."""
    name = qt_platform()
    said = load_qt(name)
    lacking = syslibs.missing(name, said or "")
    system = syslibs.manager()
    return {
        "platform": name,
        "display": name != "offscreen",
        "loads": said is None,
        "said": said,
        "missing": [library.soname for library in lacking],
        "install": syslibs.install_line(lacking, system) if lacking and system else None,
    }


def load_qt(name: str) -> str | None:
    """Load Qt with a platform in a child; None if it went well, else its last words."""
    environment = {**os.environ, "QT_QPA_PLATFORM": name, "PYTHONFAULTHANDLER": "0"}
    try:
        done = subprocess.run(
            [*own_command(environment), "doctor", "--load-qt", name],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=QT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {QT_SECONDS} seconds"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    return done.stderr.strip()[-2000:] or f"exit code {done.returncode}"


def own_command(environment: dict[str, str]) -> list[str]:
    """The command line of this very program for a child; its environment is made fit for it."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    root = str(Path(__file__).resolve().parents[1])
    paths = [root, *filter(None, [environment.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    return [sys.executable, "-P", "-m", "reviewer"]


def load_qt_here(name: str) -> NoReturn:
    """Be the child: make an application on a platform, and end."""
    os.environ["QT_QPA_PLATFORM"] = name
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    made = application.platformName()
    application.shutdown()
    sys.exit(0 if made == name else f"Qt made {made!r}")


# ---------------------------------------------------------------- the rest


def _network() -> dict[str, Any]:
    """What an administrator may hold against the promise that there is no network."""
    libraries = offline.network_libraries()
    return {
        "internet_sockets": offline.internet_sockets(),
        "libraries": libraries,
        "for_video": offline.excepted_libraries(),
        "variables_cleared": offline.cleared(),
    }


def _sandbox() -> dict[str, str]:
    """Each layer of the decoder's lock: on, or off and why."""
    try:
        with Decoder() as decoder:
            return dict(decoder.layers())
    except (ReviewerError, OSError) as error:
        return {"decoder": f"does not start: {error}"}


def _paths(workspace: Path) -> dict[str, Any]:
    base = resource("")
    return {
        "program": str(Path(__file__).resolve().parent),
        "resources": str(base),
        "resources_missing": [name for name in RESOURCES if not (base / name).is_dir()],
        "data": str(bootstrap.data_folder()),
        "workspace": str(workspace),
        "backups": _backups(workspace),
    }


def _backups(workspace: Path) -> str:
    """Where the backups of the workspace lie, or would lie."""
    try:
        if bootstrap.is_workspace(workspace):
            return str(bootstrap.backup_folder(workspace))
        return str(bootstrap.backup_folders(workspace)[0])
    except ReviewerError:
        return str(default_folder(workspace))  # what is wrong is said under workspace or site


def _site() -> dict[str, Any]:
    """The site file: where it is, what it says, what is wrong with it."""
    facts: dict[str, Any] = {"file": None, "said": None, "fixed": [], "warnings": []}
    try:
        site = bootstrap.read_site()
    except ReviewerError as error:
        return {**facts, "file": error.file or None, "said": str(error)}
    if site is None:
        return facts
    return {
        "file": site.path,
        "said": site.said(),
        "fixed": sorted(site.locked),
        "warnings": list(site.warnings),
    }


def _workspace(folder: Path) -> dict[str, Any]:
    """Whether one stands there, opens without a passphrase, can be written, and who has it."""
    facts: dict[str, Any] = {
        "stands": bootstrap.is_workspace(folder),
        "protected": None,
        "writable": None,
        "held_by": None,
        "said": None,
    }
    if not facts["stands"]:
        return facts
    facts["writable"] = os.access(folder, os.W_OK)
    facts["held_by"] = holder_of(folder)
    try:
        facts["protected"] = bootstrap.is_protected(folder)
    except (ReviewerError, OSError) as error:
        facts["said"] = str(error)
    return facts


def holder_of(folder: Path) -> str:
    """Who has a workspace open, or ``nobody``; a name that a crash left behind counts not."""
    lock = WorkspaceLock(folder)
    try:
        lock.acquire(read_only=True)
    except ReviewerError:
        holder = lock.holder()
        return str(holder) if holder else "a program that says no name"
    lock.release()
    return _FREE


def _problems(found: dict[str, Any]) -> list[str]:
    """What a person should do something about."""
    problems = [
        f"The library {name} is missing. Next: install the program again."
        for name, value in found["libraries"].items()
        if value is None
    ]
    qt, paths, workspace = found["qt"], found["paths"], found["workspace"]
    if qt["missing"]:
        how = f" Next: {qt['install']}" if qt["install"] else " Next: install their packages."
        problems.append(f"System libraries are missing: {', '.join(qt['missing'])}.{how}")
    elif not qt["loads"]:
        problems.append(f"Qt does not start on {qt['platform']}: {qt['said']}")
    for layer, state in found["sandbox"].items():
        if not state.startswith("on"):
            problems.append(f"Sandbox layer {layer}: {state}. See the help page on pictures.")
    if found["system"]["frozen"] and found["network"]["libraries"]:
        names = ", ".join(found["network"]["libraries"])
        problems.append(f"Libraries for networks are in the program: {names}. Next: install again.")
    if paths["resources_missing"]:
        names = ", ".join(paths["resources_missing"])
        problems.append(f"Parts of the program are missing: {names}. Next: install it again.")
    site = found["site"]
    problems += site["warnings"]
    if site["file"] and not (site["said"] or "").startswith("Site"):
        problems.append(site["said"])
    if workspace["said"]:
        problems.append(workspace["said"])
    for name in ("data", "workspace"):
        if logs.looser(Path(paths[name])):
            problems.append(
                f"Others on this machine may look into {paths[name]}. Next: chmod 700 on it."
            )
    if workspace["writable"] is False:
        problems.append("The workspace folder cannot be written. Next: check who owns it.")
    return problems
