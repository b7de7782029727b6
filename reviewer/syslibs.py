"""The system libraries Qt needs, which package brings them, and how set-up installs it.

Standard library only: set-up uses it before anything is installed, ``reviewer doctor`` after.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# Settings of pip that would install elsewhere than into .venv, or load foreign code.
FOREIGN = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME")


class SetupError(Exception):
    """What is missing, in words, with the next step."""


@dataclass(frozen=True)
class Library:
    """A shared library by its soname, and its package for apt, dnf and pacman."""

    soname: str
    apt: str
    dnf: str
    pacman: str


def _table(text: str) -> tuple[Library, ...]:
    return tuple(Library(*line.split()) for line in text.strip().splitlines())


# Needed to load Qt at all, without a window: tests, the headless demo.
BASE = _table(
    """
    libglib-2.0.so.0      libglib2.0-0          glib2                glib2
    libgthread-2.0.so.0   libglib2.0-0          glib2                glib2
    libGL.so.1            libgl1                libglvnd-glx         libglvnd
    libEGL.so.1           libegl1               libglvnd-egl         libglvnd
    libxkbcommon.so.0     libxkbcommon0         libxkbcommon         libxkbcommon
    libdbus-1.so.3        libdbus-1-3           dbus-libs            dbus
    libfontconfig.so.1    libfontconfig1        fontconfig           fontconfig
    libfreetype.so.6      libfreetype6          freetype             freetype2
    libX11.so.6           libx11-6              libX11               libx11
    libz.so.1             zlib1g                zlib                 zlib
    libzstd.so.1          libzstd1              libzstd              zstd
    libstdc++.so.6        libstdc++6            libstdc++            gcc-libs
    """
)

# Needed besides for a window of X11 and of Wayland.
XCB = _table(
    """
    libxcb-cursor.so.0       libxcb-cursor0        xcb-util-cursor      xcb-util-cursor
    libxkbcommon-x11.so.0    libxkbcommon-x11-0    libxkbcommon-x11     libxkbcommon-x11
    libxcb-icccm.so.4        libxcb-icccm4         xcb-util-wm          xcb-util-wm
    libxcb-keysyms.so.1      libxcb-keysyms1       xcb-util-keysyms     xcb-util-keysyms
    libxcb-image.so.0        libxcb-image0         xcb-util-image       xcb-util-image
    libxcb-render-util.so.0  libxcb-render-util0   xcb-util-renderutil  xcb-util-renderutil
    libxcb-util.so.1         libxcb-util1          xcb-util             xcb-util
    libxcb-shape.so.0        libxcb-shape0         libxcb               libxcb
    libxcb-xkb.so.1          libxcb-xkb1           libxcb               libxcb
    libxcb-randr.so.0        libxcb-randr0         libxcb               libxcb
    libxcb-render.so.0       libxcb-render0        libxcb               libxcb
    libxcb-shm.so.0          libxcb-shm0           libxcb               libxcb
    libxcb-sync.so.1         libxcb-sync1          libxcb               libxcb
    libxcb-xfixes.so.0       libxcb-xfixes0        libxcb               libxcb
    libxcb.so.1              libxcb1               libxcb               libxcb
    libX11-xcb.so.1          libx11-xcb1           libX11-xcb           libx11
    """
)
WAYLAND = _table(
    """
    libwayland-client.so.0   libwayland-client0    libwayland-client    wayland
    libwayland-cursor.so.0   libwayland-cursor0    libwayland-cursor    wayland
    libwayland-egl.so.1      libwayland-egl1       libwayland-egl       wayland
    """
)

INSTALL = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}
_PROGRAMS = {"apt": "apt-get", "dnf": "dnf", "pacman": "pacman"}


def needed(platform: str) -> tuple[Library, ...]:
    """The libraries for a Qt platform: ``offscreen``, ``xcb`` or ``wayland``."""
    return BASE + {"xcb": XCB, "wayland": WAYLAND}.get(platform, ())


def missing(platform: str, said: str = "") -> list[Library]:
    """The libraries this machine lacks.

    Args:
        platform: the Qt platform that shall be loaded.
        said: what the loader said; a library it names is counted as missing too.
    """
    if not sys.platform.startswith("linux"):
        return []
    named = set(re.findall(r"\b(lib[\w.+-]+\.so[.\d]*)", said)) if "cannot open" in said else set()
    every = BASE + XCB + WAYLAND
    lacking = [lib for lib in needed(platform) if not _loads(lib.soname)]
    lacking += [lib for lib in every if lib.soname in named and lib not in lacking]
    return lacking


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def manager() -> str:
    """The package manager of this machine: ``apt``, ``dnf``, ``pacman`` or ``""``."""
    return next((name for name, program in _PROGRAMS.items() if shutil.which(program)), "")


def install_line(libraries: list[Library], system: str) -> str:
    """The one line that installs the packages of these libraries on a system."""
    names = sorted({str(getattr(library, system)) for library in libraries})
    return f"{INSTALL[system]} {' '.join(names)}"


# ---------------------------------------------------------------- doing it


def say(text: str) -> None:
    """Tell the person; standard error, so that the output of what we start stays its own."""
    print(text, file=sys.stderr, flush=True)


def environment(**changes: str) -> dict[str, str]:
    """The environment for children: ours without what would lead pip astray, with changes."""
    return {k: v for k, v in os.environ.items() if k not in FOREIGN} | changes


def attempt(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command; on failure show what it said unless quiet."""
    try:
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=False
        )
    except OSError as error:
        if not quiet:
            say(str(error))
        return False
    if done.returncode and not quiet:
        say(f"{done.stdout}{done.stderr}".rstrip())
    return done.returncode == 0


def system_install(line: str, why: str) -> None:
    """Run a line of the package manager as root on a Debian-like system, else hand it over.

    Raises:
        SetupError: it is for the person to run, or it failed; the message holds the line.
    """
    root = sys.platform != "win32" and os.geteuid() == 0
    if not (root and line.startswith("apt-get") and Path("/etc/debian_version").exists()):
        raise SetupError(f"{why}. Install it with:\n  {'' if root else 'sudo '}{line}")
    say(f"{why}; running: {line}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    attempt(["apt-get", "update"], quiet=True)  # a stale list may still do
    if not attempt(line.split()):
        raise SetupError(f"{why}, and this failed:\n  {line}")
