"""How long the program takes until its first window is painted, against the same from source.

Nine pairs in turn, each a whole process, on the platform that draws into memory. Both sides run the
same hidden command of the same version on the same Python with the same locked packages.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reviewer.bench.pairs import ROUNDS, Figure, Goal, Pair, figure, run, timed
from reviewer.packaging import venv
from reviewer.syslibs import SetupError, environment

ROOT = Path(__file__).resolve().parents[2]
GOAL = Goal("median", 1.2)
SECONDS = 60


def measure(program: Path, build: Path, rounds: int = ROUNDS) -> Figure:
    """The ratio of the frozen program to the source.

    Args:
        program: the executable.
        build: the folder of its build, with the environment that it was made from.

    Raises:
        SetupError: there is no such environment, or one of the two does not start.
    """
    python = venv.python_of(build / "venv")
    if not python.exists():
        raise SetupError(f"the environment of the build is gone: {python}")
    with tempfile.TemporaryDirectory(prefix="reviewer-start-") as scratch:
        frozen = partial(_start, [str(program)], scratch)
        source = partial(_start, [str(python), "-P", "-m", "reviewer"], scratch)
        pair = Pair(partial(timed, frozen), partial(timed, source))
        return figure(run(pair, rounds), GOAL)


def _start(command: Sequence[str], scratch: str) -> None:
    variables = {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "HOME": scratch,
        "XDG_DATA_HOME": scratch,
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        [*command, "bench", "--first-paint", os.path.join(scratch, "away")],
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{command[0]} does not start:\n{(done.stdout + done.stderr)[-800:]}")


def words(found: Figure) -> str:
    """The row for the table of the trial."""
    return (
        f"first paint {found.ratio:.2f} of the source's (goal {found.goal}), quartiles"
        f" {found.low:.2f} to {found.high:.2f} of {found.samples} pairs,"
        f" {found.subject * 1000:.0f} : {found.limit * 1000:.0f} ms"
    )


def main(arguments: list[str]) -> int:
    """``python3 -m reviewer.packaging.starting PROGRAM BUILD``: say the row."""
    program, build = map(Path, arguments)
    print(words(measure(program, build)))
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
