"""Whether a command uses a network: by watching its system calls, else behind a fence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.syslibs import SetupError, environment, system_install

ROOT = Path(__file__).resolve().parents[2]
_INTERNET = re.compile(r"\b(AF_INET6?|PF_INET6?|AF_PACKET|sockaddr_in6?)\b")
_OPENER = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
SECONDS = 420


@dataclass(frozen=True)
class Seen:
    """How a watched command ended, what it said, how it was watched (``strace`` or ``seccomp``),
    and the calls that name an internet family."""

    code: int
    out: str
    how: str
    calls: tuple[str, ...]


def internet_calls(trace: str) -> list[str]:
    """The lines of a trace of system calls that name an internet family."""
    return [line.strip() for line in trace.splitlines() if _INTERNET.search(line)]


def can_trace() -> str:
    """Whether strace works here and sees a socket that is opened: the empty text, or why not."""
    if shutil.which("strace") is None:
        try:
            system_install("apt-get install -y strace", "the trial needs strace")
        except SetupError as error:
            return str(error)
    seen = traced([sys.executable, "-c", _OPENER], {})
    if seen.code != 0:
        return f"strace is refused here: {seen.out.strip()[-200:]}"
    return "" if seen.calls else "strace does not see a socket that is opened"


def traced(command: Sequence[str], variables: dict[str, str]) -> Seen:
    """Run a command and all its children under strace."""
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch) / "trace"
        watch = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network", "-o", str(log)]
        done = _run([*watch, *command], variables)
        trace = log.read_text("utf-8", "replace") if log.exists() else ""
    return Seen(done.returncode, done.stdout + done.stderr, "strace", tuple(internet_calls(trace)))


def fenced(command: Sequence[str], variables: dict[str, str]) -> Seen:
    """Run a command behind the fence: who opens an internet socket is ended by the system."""
    fence = [sys.executable, "-m", "reviewer.packaging.fence", "--kill"]
    done = _run([*fence, *command], {**variables, "PYTHONPATH": str(ROOT)})
    said = done.stdout + done.stderr
    calls = ("a process was ended for it",) if "Bad system call" in said else ()
    return Seen(done.returncode, said, "seccomp", calls)


def fence_holds() -> bool:
    """Whether the fence works here: it lets a harmless command through and ends an opener."""
    good = fenced([sys.executable, "-c", "pass"], {})
    return good.code == 0 and fenced([sys.executable, "-c", _OPENER], {}).code != 0


def _run(command: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )
