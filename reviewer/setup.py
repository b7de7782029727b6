"""Set-up and start with nothing but Python 3.11 or newer: standard library only.

``python3 -m reviewer.setup run``   makes ``.venv`` and opens the demo, headless without a display
``python3 -m reviewer.setup test``  makes ``.venv`` and runs the tests, ``--full`` the long ones too
``python3 -m reviewer.setup build`` makes the program of its own, ``--help`` says how

All comes from hash-pinned lock files. A second call does nothing, an interrupted one starts again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reviewer import syslibs
from reviewer.syslibs import SetupError, attempt, environment, say, system_install

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".reviewer-setup.json"
BUSY = VENV / ".reviewer-setup.busy"
LOCK = VENV / ".reviewer-setup.lock"
LOCK_FILES = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-dev.lock"}
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
OLDEST = (3, 11)
LOAD_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"


# ---------------------------------------------------------------- the stamp


def wanted(purpose: str) -> dict[str, str]:
    """What the stamp of a finished set-up says for a purpose (``run`` or ``test``)."""
    lock = hashlib.sha256(LOCK_FILES[purpose].read_bytes()).hexdigest()
    return {"python": f"{sys.version} {platform.machine()}", "root": str(ROOT), purpose: lock}


def is_ready(purpose: str) -> bool:
    """Whether the stamp says that `.venv` is complete for a purpose."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    complete = isinstance(stamp, dict) and wanted(purpose).items() <= stamp.items()
    return complete and PYTHON.exists() and not BUSY.exists()


def write_stamp(purpose: str) -> None:
    """Say that `.venv` is complete; the environment for tests contains the one to run."""
    stamp = wanted(purpose) | (wanted("run") if purpose == "test" else {})
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), "utf-8")
    os.replace(fresh, STAMP)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock of `.venv`; the system gives it back when the process dies."""
    VENV.mkdir(exist_ok=True)
    with LOCK.open("a+b") as file:
        if not _try_lock(file, wait=False):
            say("Another set-up is at work here; waiting for it.")
            while not _try_lock(file, wait=True):
                pass
        yield


def _try_lock(file: IO[bytes], *, wait: bool) -> bool:
    """Lock a file until it is closed; False if another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


# ---------------------------------------------------------------- the environment


def ensure(purpose: str) -> None:
    """Make `.venv` complete for a purpose, or do nothing if it is."""
    if is_ready(purpose):
        return
    with one_at_a_time():
        if is_ready(purpose):  # the other set-up made it
            return
        say(f"Setting up {VENV} (once; about a minute)")
        STAMP.unlink(missing_ok=True)
        if BUSY.exists():
            say("An earlier set-up was interrupted; starting again.")
            clear()
        fill(purpose)
        link_checkout()
        check_qt()
        write_stamp(purpose)


def fill(purpose: str) -> None:
    """Install the packages; a mark stands while this runs, and stays if it is killed."""
    BUSY.touch()
    try:
        if not (with_uv(purpose) or with_pip(purpose)):
            raise SetupError("the packages could not be installed; the reason stands above")
    except SetupError:
        BUSY.unlink()  # refused, not cut off: what is there is whole
        raise
    BUSY.unlink()


def clear() -> None:
    """Empty `.venv` but for the lock we hold and the mark that we are at work."""
    for path in set(VENV.iterdir()) - {LOCK, BUSY}:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def base_python() -> str:
    """The interpreter we stand on, not that of an environment around it."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def sound(probe: str) -> bool:
    """Whether `.venv` has the Python we run, and a statement works in it."""
    probe = f"import sys; assert sys.version == {sys.version!r}; {probe}"
    return attempt([str(PYTHON), "-c", probe], quiet=True)


def with_uv(purpose: str) -> bool:
    """Make and fill `.venv` with uv, if it is there."""
    uv = shutil.which("uv")
    if uv is None:
        return False
    say("with uv")
    os.environ["UV_PYTHON_DOWNLOADS"] = "never"
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", base_python(), str(VENV)]
    install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes"]
    install += ["--compile-bytecode", "--only-binary", ":all:", "-r", str(LOCK_FILES[purpose])]
    if (sound("pass") or attempt(make)) and attempt(install):
        return True
    say("uv could not do it; trying with pip")
    return False


def with_pip(purpose: str) -> bool:
    """Make and fill `.venv` with the standard library's venv and pip."""
    if not sound("import pip"):
        need_ensurepip()
        clear()
        if not attempt([base_python(), "-m", "venv", str(VENV)]):
            return False
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"]
    install += ["--progress-bar", "off", "--disable-pip-version-check", "--require-hashes"]
    return attempt([*install, "--only-binary=:all:", "-r", str(LOCK_FILES[purpose])])


def need_ensurepip() -> None:
    """Debian splits venv off; install it where we may, else say how."""
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        system_install("apt-get install -y python3-venv", "this Python cannot make environments")


def link_checkout() -> None:
    """Let `.venv` find this checkout; its `reviewer` (-P) runs no namesake where one stands."""
    base = str(VENV)
    packages = sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base})
    Path(packages, "reviewer-checkout.pth").write_bytes(os.fsencode(ROOT) + b"\n")
    if sys.platform == "win32":
        PYTHON.with_name("reviewer.cmd").write_text('@"%~dp0python.exe" -P -m reviewer %*\r\n')
        return
    program = PYTHON.with_name("reviewer")
    here = '"$(dirname -- "$(readlink -f -- "$0")")/python"'
    program.write_text(f'#!/bin/sh\nexec {here} -P -m reviewer "$@"\n')
    program.chmod(0o755)


# ---------------------------------------------------------------- the system


def load_qt(name: str) -> str:
    """Load Qt with a platform in a child; the empty text if it went well, else what was said."""
    child = environment(QT_QPA_PLATFORM=name, PYTHONFAULTHANDLER="0")
    command = [str(PYTHON), "-c", LOAD_QT]
    done = subprocess.run(command, env=child, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else (done.stderr or f"exit code {done.returncode}")


def check_qt(name: str = "offscreen") -> None:
    """Load Qt in a child; where system libraries are missing, install or name their packages."""
    said = load_qt(name)
    if not said:
        return
    lacking = syslibs.missing(name, said)
    system = syslibs.manager()
    if not lacking:
        raise SetupError(f"Qt does not start ({name}):\n{said.rstrip()}")
    sonames = ", ".join(library.soname for library in lacking)
    if not system:
        raise SetupError(f"Qt needs system libraries that are missing: {sonames}")
    system_install(syslibs.install_line(lacking, system), f"Qt needs {sonames}")
    said = load_qt(name)
    if said:
        raise SetupError(f"Qt still does not start ({name}):\n{said.rstrip()}")


def has_display() -> bool:
    """Whether a window can be opened; a display that is named but dead is said and not counted."""
    if sys.platform in ("win32", "darwin"):
        return True
    name = "xcb" if os.environ.get("DISPLAY") else "wayland"
    if name == "wayland" and not os.environ.get("WAYLAND_DISPLAY"):
        return False
    said = load_qt(name)
    if said and syslibs.missing(name, said):
        check_qt(name)
        said = load_qt(name)
    if said:
        say("The display does not answer; going on without it.")
        return False
    return True


# ---------------------------------------------------------------- the commands


def prepare(_arguments: list[str]) -> int:
    """Only set up for the tests, which then need no network."""
    ensure("test")
    return 0


def run(arguments: list[str]) -> int:
    """Open the demo workspace; without a display do the same job headless."""
    ensure("run")
    command = [str(PYTHON), "-P", "-m", "reviewer", "demo", *arguments]
    if "--headless" not in arguments and not has_display():
        say("No display: the demo does its job headless.")
        command.append("--headless")
    return subprocess.call(command)


def test(arguments: list[str]) -> int:
    """Run the tests, all of them on all cores; the arguments are pytest's, and ``--full``."""
    ensure("test")
    spread = () if arguments else ("-n", "auto", "--maxprocesses=4", "--dist=loadfile")
    return subprocess.call([str(PYTHON), "-m", "pytest", *spread, *arguments], cwd=ROOT)


def build(arguments: list[str]) -> int:
    """Make the frozen program, its archive and its package."""
    from reviewer.packaging.release import main

    return main(arguments)


def main(arguments: list[str]) -> int:
    """Do one of the commands; 0 done, 1 refused (the reason on stderr), 2 usage."""
    if sys.version_info < OLDEST:
        say(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed, this is {sys.version.split()[0]}.")
        return 1
    commands = {"run": run, "test": test, "prepare": prepare, "build": build}
    if not arguments or arguments[0] not in commands:
        say(__doc__ or "")
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except SetupError as error:
        say(f"Set-up: {error}")
    except OSError as error:
        say(f"Set-up: {error}. Is {ROOT} yours to write, and is the disk not full?")
    except KeyboardInterrupt:
        say("Set-up: interrupted; the next call starts again.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
