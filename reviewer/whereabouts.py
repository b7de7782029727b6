"""Where things stand on this machine. Light: the first window is painted before more is loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reviewer.trust.site import Site
from reviewer.trust.site import find as find_site
from reviewer.trust.site import places as site_places


def data_folder() -> Path:
    """The user's data folder for this program, by the customs of the system."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "reviewer"


def read_site() -> Site | None:
    """What the people of this site fixed; None where there is no site file.

    Raises:
        Refused: there is one, and it is wrong or could have been written by anybody.
    """
    frozen = getattr(sys, "frozen", False)
    program = Path(sys.executable).resolve().parent if frozen else None
    return find_site(site_places(program=program))


def default_workspace() -> Path:
    """Where a workspace stands when none is named."""
    return data_folder() / "workspace"


def is_workspace(folder: Path) -> bool:
    """Whether a workspace stands there."""
    return (folder / "profile.json").is_file()
