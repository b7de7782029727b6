"""The command line and the environment of a decoding child."""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

from reviewer import offline

_BOOT = (
    "import sys; sys.path += [p for p in sys.argv[1:] if p not in sys.path]; "
    "from reviewer.media.child import main; sys.exit(main(films={films}))"
)


FILMS = "films"
"""The word behind ``--decode-worker`` that makes the child the one for videos."""


def has_films() -> bool:
    """Whether the decoder of video is installed; it is looked for, never loaded."""
    if getattr(sys, "frozen", False):
        return offline.has_video()
    return PathFinder.find_spec(offline.DECODER) is not None


def child_command(*, films: bool = False) -> list[str]:
    """The command line that starts a child of this very program, for pictures or for videos.

    Python runs isolated (``-I``) and without the folders of packages (``-S``): no ``PYTHON*``
    variable, user folder, working directory or ``.pth`` file has a say, so that no namesake of
    ours is run. The folders of our own package and of the decoder are named instead.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, "--decode-worker", *([FILMS] if films else [])]
    roots = [str(Path(__file__).resolve().parents[2])]
    pillow = importlib.util.find_spec("PIL")
    decoder = PathFinder.find_spec(offline.DECODER) if films else None
    for spec in (pillow, decoder):
        if spec is not None and spec.origin:
            roots.append(str(Path(spec.origin).resolve().parents[1]))
    return [
        sys.executable,
        "-I",
        "-S",
        "-B",
        "-c",
        _BOOT.format(films=films),
        *dict.fromkeys(roots),
    ]


def environment() -> dict[str, str]:
    """As little as the system needs to start a program."""
    kept = {"SYSTEMROOT", "WINDIR"} if os.name == "nt" else set()
    return {name: value for name, value in os.environ.items() if name in kept} | {"LC_ALL": "C"}
