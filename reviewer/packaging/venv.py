"""The clean environment a program is built in: only what its lock names, every file by hash."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tomllib
from pathlib import Path

from reviewer.syslibs import SetupError, attempt, say

LOCK_FILE = "requirements-build.lock"


def python_of(venv: Path) -> Path:
    """The interpreter in an environment."""
    return venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def ensure(root: Path, venv: Path, extras: tuple[str, ...] = ()) -> Path:
    """Make the environment, or leave it where its stamp says it is the wanted one.

    Args:
        root: the checkout, which holds the locks.
        extras: packages beside those of the lock, pinned by ``uv.lock``.

    Returns:
        Its interpreter.

    Raises:
        SetupError: it could not be made; the reason was said.
    """
    locks = [root / LOCK_FILE]
    if extras:
        venv.parent.mkdir(parents=True, exist_ok=True)
        pins = venv.parent / "extras.lock"
        pins.write_text("".join(pinned(root / "uv.lock", name) for name in extras), "utf-8")
        locks.append(pins)
    wanted = f"{sys.version} {venv} " + " ".join(
        hashlib.sha256(lock.read_bytes()).hexdigest() for lock in locks
    )
    stamp, python = venv / ".stamp", python_of(venv)
    if python.exists() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    say(f"Making the build environment {venv}")
    shutil.rmtree(venv, ignore_errors=True)
    base = str(getattr(sys, "_base_executable", "") or sys.executable)
    if not attempt([base, "-m", "venv", str(venv)]):
        raise SetupError("no build environment can be made: is the venv module there?")
    if not attempt(_install(python, locks)):
        raise SetupError("the packages of the build could not be installed")
    stamp.write_text(wanted, "utf-8")
    return python


def _install(python: Path, locks: list[Path]) -> list[str]:
    uv = shutil.which("uv")
    if uv:
        os.environ["UV_PYTHON_DOWNLOADS"] = "never"
        command = [uv, "pip", "install", "--quiet", "--python", str(python)]
        command += ["--only-binary", ":all:"]
    else:
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-input"]
        command += ["--disable-pip-version-check", "--progress-bar", "off", "--only-binary=:all:"]
    command += ["--require-hashes"]
    return command + [word for lock in locks for word in ("-r", str(lock))]


def pinned(lock: Path, name: str) -> str:
    """One package of ``uv.lock`` as a line with hashes.

    Raises:
        SetupError: it is not in there.
    """
    packages = tomllib.loads(lock.read_text("utf-8"))["package"]
    for package in packages:
        if package["name"] == re.sub(r"[-_.]+", "-", name).lower():
            hashes = [f" --hash={wheel['hash']}" for wheel in package.get("wheels", ())]
            return f"{name}=={package['version']}{''.join(hashes)}\n"
    raise SetupError(f"{name} is not in {lock.name}")
