"""Where the resources are: policies, schemas, icons, help. The only place that knows.

They stand beside the package in a source checkout (``resources/``), inside it in a wheel
(``reviewer/_resources``) and beside the executable in a frozen program.
"""

from __future__ import annotations

import sys
from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a resource, for example ``resource("help/glossary.md")``.

    Args:
        name: a relative path with forward slashes; ``""`` gives the folder of all resources.

    Raises:
        ValueError: the name is absolute or leads out of the folder.
        FileNotFoundError: there is no such resource: the installation is not whole.
    """
    parts = name.split("/") if name else []
    if any(part in ("", ".", "..") or "\\" in part or ":" in part for part in parts):
        raise ValueError(f"not the name of a resource: {name!r}")
    path = _root().joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"resource {name!r} is missing: install the program again")
    return path


def _root() -> Path:
    """The folder of all resources of this installation."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve().parent / "resources"
    package = Path(__file__).resolve().parent
    inside = package / "_resources"
    return inside if inside.is_dir() else package.parent / "resources"
