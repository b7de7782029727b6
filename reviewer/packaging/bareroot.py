"""A bare Debian root with only the system packages the program says it needs, to try it in."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from reviewer import syslibs
from reviewer.syslibs import SetupError, environment, say

NEEDS = ("libgl1", "libegl1")
SUITES = ("bookworm", "trixie", "forky", "jammy", "noble")
SECONDS = 600
DAYS = 30
HOME = "home/person"
PERSON = 1000
_RUN = """
set -e
mount -t proc proc "$1/proc" 2>/dev/null || true
cd /
root=$1; person=$2; shift 2
exec chroot --userspec="$person:$person" "$root" /usr/bin/env -i HOME=/home/person \
    PATH=/usr/bin:/bin LANG=C.UTF-8 /bin/sh -c 'cd "$HOME" && exec "$@"' sh "$@"
"""


def cache() -> Path:
    """Where a root is kept for the next time; machines that are thrown away make it anew."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "reviewer-build" / f"bare-{platform.machine()}"


def refusal() -> str:
    """Why no such root can be had here; the empty text where it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "making a root needs the administrator"
    if not Path("/etc/debian_version").exists():
        return "this is no Debian"
    if shutil.which("debootstrap") is None:
        try:
            syslibs.system_install("apt-get install -y debootstrap", "the trial needs debootstrap")
        except SetupError as error:
            return str(error)
    return ""


def make() -> Path:
    """A root: the one kept, or a new one.

    Raises:
        SetupError: it could not be made; the end of what debootstrap said stands in it.
    """
    root = cache()
    stamp = root.with_suffix(".done")
    wanted = f"{suite()} {' '.join(NEEDS)}"
    if stamp.exists() and stamp.read_text("utf-8") == wanted and _young(stamp):
        return root
    say(f"Making a bare root with {', '.join(NEEDS)} (about a minute)")
    shutil.rmtree(root, ignore_errors=True)
    stamp.unlink(missing_ok=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(NEEDS)}"]
    try:
        done = subprocess.run(
            [*command, suite(), str(root), mirror()],
            env=environment(LC_ALL="C.UTF-8"),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SetupError(f"debootstrap did not end within {SECONDS} s") from error
    if done.returncode:
        raise SetupError(f"debootstrap: {done.stdout.strip()[-800:]} {done.stderr.strip()[-300:]}")
    stamp.write_text(wanted, "utf-8")
    return root


def _young(stamp: Path) -> bool:
    return time.time() - stamp.stat().st_mtime < DAYS * 86400


def suite() -> str:
    """The release of this machine, so that its C library is the one the program was built for."""
    for line in Path("/etc/os-release").read_text("utf-8").splitlines():
        name, _, value = line.partition("=")
        if name == "VERSION_CODENAME":
            return value.strip('"')
    raise SetupError("this Debian does not say its name")


def mirror() -> str:
    """Where this machine's own packages come from."""
    done = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(RELEASE) $(SITE)", "Created-By: Packages"],
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        release, _, site = line.partition(" ")
        if release == suite():
            return site
    raise SetupError("apt names no place for packages")


def install(root: Path, program: Path) -> Path:
    """Put a copy of the program into the home of a new person; returns that home."""
    home = root / HOME
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copytree(program, home / "reviewer", symlinks=True)
    for path in [home, *home.rglob("*")]:
        os.chown(path, PERSON, PERSON, follow_symlinks=False)
    return home


def run(
    root: Path, command: Sequence[str], *, offline: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run a command as that person in the root; where ``offline``, without any network."""
    spaces = ["unshare", "-m", *(["-n"] if offline else [])]
    return subprocess.run(
        [*spaces, "sh", "-c", _RUN, "sh", str(root), str(PERSON), *command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )


def files(root: Path) -> set[str]:
    """Every name in a root, without those of the kernel."""
    found = set()
    for folder, folders, names in os.walk(root):
        if Path(folder) == root:
            folders[:] = [name for name in folders if name not in ("proc", "sys", "dev")]
        base = os.path.relpath(folder, root)
        found |= {os.path.join(base, name) for name in (*folders, *names)}
    return found
