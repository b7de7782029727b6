"""What this machine gives the program, for the person who sets it up."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from reviewer import __version__, bootstrap
from reviewer.media.client import Decoder
from reviewer.respath import resource
from reviewer.store.lock import WorkspaceLock

LIBRARIES = (
    "PySide6-Essentials",
    "sqlcipher3",
    "sqlite-utils",
    "pillow",
    "pyqtgraph",
    "cryptography",
    "pyrage",
    "msgspec",
    "click",
)


def examine(workspace: Path) -> dict[str, Any]:
    """Sections of facts: program, libraries, sandbox, paths, workspace."""
    return {
        "program": {
            "version": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
            "frozen": bool(getattr(sys, "frozen", False)),
        },
        "libraries": {name: _version(name) for name in LIBRARIES},
        "sandbox": _sandbox(),
        "paths": {
            "resources": str(resource("help").parent),
            "data": str(bootstrap.data_folder()),
            "workspace": str(workspace),
        },
        "workspace": _workspace(workspace),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _sandbox() -> dict[str, str]:
    with Decoder() as decoder:
        return dict(decoder.layers())


def _workspace(folder: Path) -> dict[str, Any]:
    if not bootstrap.is_workspace(folder):
        return {"stands": False}
    holder = WorkspaceLock(folder).holder()
    return {
        "stands": True,
        "protected": bootstrap.is_protected(folder),
        "held by": str(holder) if holder else "nobody",
    }
