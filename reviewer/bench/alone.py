"""What the bench measures as whole processes: ``python -m reviewer.bench.alone WHAT …``."""

from __future__ import annotations

import sys
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Do one thing and say what was measured."""
    what, *rest = arguments
    if what == "first-paint":
        return first_paint(*rest)
    return take_in(*rest) if what == "import" else open_it(*rest)


def first_paint(folder: str) -> int:
    """Start as ``reviewer`` does, and end when the first window is painted."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer.bench.painted import first_paint as paint

    return paint(Path(folder))


def take_in(folder: str, records: str) -> int:
    """Import and index into a new workspace; says the peak memory in MB."""
    from reviewer import bootstrap

    session = bootstrap.open_session(bootstrap.create_workspace(Path(folder), "bench", None))
    session.jobs.import_paths([Path(records)])
    session.close()
    return _peak()


def open_it(folder: str) -> int:
    """Open a workspace and start the session; says the peak memory in MB."""
    from reviewer import bootstrap

    session = bootstrap.open_session(bootstrap.open_workspace(Path(folder), None))
    session.queue()
    session.close()
    return _peak()


def _peak() -> int:
    """Say the peak. Linux hands a child the peak of the process that started it in ``rusage``, so
    that there the mark of this very program is read."""
    own = Path("/proc/self/status")
    if own.is_file():
        lines = own.read_text("ascii", "replace").splitlines()
        print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1000)
        return 0
    try:
        import resource
    except ImportError:
        print("this system does not tell the peak memory", file=sys.stderr)
        return 1
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(kilobytes / 1000 if sys.platform != "darwin" else kilobytes / 1_000_000)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
