"""A bare Debian root with only the system packages the program says it needs, to try it in.

It is kept for the next time. Who uses it holds its lock: two trials on one machine come one after
the other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reviewer import syslibs
from reviewer.syslibs import SetupError, environment, say

NEEDS = ("libgl1", "libegl1")
UNPACK = ("xz-utils",)
"""What ``tar`` calls to unpack the archive; a bare Debian lacks it, a desktop has it."""
RELEASE = Path("/etc/os-release")
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


@contextmanager
def held() -> Iterator[Path]:
    """The root, for us alone until the end: the one kept, or a new one.

    Raises:
        SetupError: it could not be made; the end of what debootstrap said stands in it.
    """
    root = cache()
    root.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with root.with_suffix(".lock").open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("NOTE: another trial has the bare root; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        _make(root)
        yield root


def _make(root: Path) -> None:
    """Fill the root, unless it stands and is young; the stamp is written last."""
    stamp = root.with_suffix(".done")
    if stamp.exists() and stamp.read_text("utf-8") == wanted() and _young(stamp):
        return
    say(f"Making a bare root with {', '.join(NEEDS + UNPACK)} (about a minute)")
    stamp.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    command = ["debootstrap", "--variant=minbase", f"--include={','.join(NEEDS + UNPACK)}"]
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
    stamp.write_text(wanted(), "utf-8")


def wanted() -> str:
    """What the stamp of a root says: release and packages."""
    return f"{suite()} {' '.join(NEEDS + UNPACK)}"


def _young(stamp: Path) -> bool:
    return time.time() - stamp.stat().st_mtime < DAYS * 86400


def suite() -> str:
    """The release of this machine, so that its C library is the one the program was built for."""
    for line in RELEASE.read_text("utf-8").splitlines():
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


def install(root: Path, archive: Path) -> Path:
    """Hand the archive and its sums to a new person, who checks and unpacks them with what the
    root has: ``sha256sum``, ``tar``, then the sums inside the archive. Returns that home.

    Raises:
        SetupError: the sums differ, or it does not unpack.
    """
    home = root / HOME
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    shutil.copyfile(archive, home / archive.name)
    with archive.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    said = sums_beside(archive)
    if f"{digest}  {archive.name}" not in said.read_text("utf-8").splitlines():
        raise SetupError(f"{said.name} says other bytes of {archive.name}")
    shutil.copyfile(said, home / said.name)
    for path in [home, *home.rglob("*")]:
        os.chown(path, PERSON, PERSON, follow_symlinks=False)
    for line in (
        f"sha256sum --check --strict --ignore-missing {said.name}",
        f"tar -xf {archive.name}",
        "cd reviewer && sha256sum --check --strict --quiet SHA256SUMS",
    ):
        done = run(root, ["sh", "-ec", line])
        if done.returncode:
            raise SetupError(f"{line}:\n{(done.stdout + done.stderr).strip()[-600:]}")
    for name in (archive.name, said.name):
        (home / name).unlink()
    return home


def sums_beside(archive: Path) -> Path:
    """The sums that the release command wrote beside an archive."""
    return archive.with_name(archive.name.removesuffix(".tar.xz") + ".SHA256SUMS")


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
