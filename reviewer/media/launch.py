"""The command line and the environment of a decoding child."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

_BOOT = (
    "import sys; sys.path += [p for p in sys.argv[1:] if p not in sys.path]; "
    "from reviewer.media.child import main; sys.exit(main())"
)


def child_command() -> list[str]:
    """The command line that starts a child of this very program.

    Python runs isolated (``-I``): no ``PYTHON*`` variable, user folder or working directory
    has a say; the folders of our own package and of Pillow are named explicitly instead.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, "--decode-worker"]
    roots = [str(Path(__file__).resolve().parents[2])]
    pillow = importlib.util.find_spec("PIL")
    if pillow is not None and pillow.origin:
        roots.append(str(Path(pillow.origin).resolve().parents[1]))
    return [sys.executable, "-I", "-B", "-c", _BOOT, *roots]


def environment() -> dict[str, str]:
    """As little as the system needs to start a program."""
    kept = {"SYSTEMROOT", "WINDIR"} if os.name == "nt" else set()
    return {name: value for name, value in os.environ.items() if name in kept} | {"LC_ALL": "C"}
