"""The trial of what is handed on: the archive on a bare Debian, the package, and its lint."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from reviewer.packaging import bareroot
from reviewer.syslibs import SetupError, environment, system_install

PLACE = f"/{bareroot.HOME}/try"
_DPKG = ("var/lib/dpkg", "var/cache", "var/log", "./var/lib/dpkg", "./var/cache", "./var/log")
_PROGRAM = "./reviewer/reviewer"
STEPS = (
    (_PROGRAM, "selftest"),
    (_PROGRAM, "demo", "--headless", "--workspace", f"{PLACE}/demo"),
    (_PROGRAM, "verify", f"{PLACE}/demo-out/decisions.zip"),
)
"""What a new person does with it, up to the first exported decision, verified."""


class Impossible(SetupError):
    """A check that this machine refuses: told loudly, counted, and not a failure."""


class Handed:
    """An archive and a package under trial; each check answers in words or raises SetupError."""

    def __init__(self, archive: Path, package: Path) -> None:
        self._archive = archive
        self._package = package

    def bare(self) -> str:
        """The archive, with a new person on a bare Debian without network: sums, own check, demo,
        first exported decision."""
        _there(self._archive)
        _possible()
        with bareroot.held() as root:
            home = bareroot.install(root, self._archive)
            for command in STEPS:
                done = bareroot.run(root, command)
                if done.returncode:
                    said = (done.stdout + done.stderr).strip()
                    raise SetupError(f"{' '.join(command)}:\n{said}")
            shutil.rmtree(home / "reviewer")
            shutil.rmtree(home / "try")
            left = sorted(str(p.relative_to(home)) for p in home.rglob("*"))
            shutil.rmtree(home)
        if left:
            raise SetupError(f"it left behind: {', '.join(left)}")
        return (
            f"{self._archive.name}: sums right, unpacked and run there; {bareroot.suite()} with"
            f" {' '.join(bareroot.NEEDS)} only; nothing left behind"
        )

    def debian(self) -> str:
        """The package installs, runs and goes, and leaves nothing."""
        _there(self._package)
        _possible()
        name = self._package.name.partition("_")[0]
        with bareroot.held() as root:
            before = bareroot.files(root)
            inside = root / "package.deb"
            shutil.copyfile(self._package, inside)
            try:
                good(["chroot", str(root), "dpkg", "--install", "/package.deb"])
                said = good(["chroot", str(root), "/usr/bin/reviewer", "--version"])
                good(["chroot", str(root), "dpkg", "--purge", name])
            finally:
                inside.unlink()
            left = sorted(n for n in bareroot.files(root) - before if not n.startswith(_DPKG))
        if left:
            raise SetupError(f"it left behind: {', '.join(left[:20])}")
        return f"{said.strip()}; installed, run, purged, nothing left"

    def lint(self) -> str:
        """Debian's own lint finds no error and no warning in the package that is not explained."""
        _there(self._package)
        if shutil.which("lintian") is None:
            try:
                system_install("apt-get install -y lintian", "the trial needs lintian")
            except SetupError as error:
                raise Impossible(str(error)) from error
        good(["lintian", "--fail-on", "error,warning", "--quiet", str(self._package)])
        return f"{self._package.name}: no error, no warning that is not explained in it"


def _there(path: Path) -> None:
    if not path.exists():
        raise Impossible(f"there is no {path.name}; build without --folder-only")


def _possible() -> None:
    why = bareroot.refusal()
    if why:
        raise Impossible(why)


def good(command: list[str], variables: dict[str, str] | None = None) -> str:
    """What a command says on its standard output.

    Raises:
        SetupError: it failed; all that it said stands in it.
    """
    done = subprocess.run(
        command,
        env=environment(**(variables or {})),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=bareroot.SECONDS,
        check=False,
    )
    if done.returncode:
        raise SetupError(f"{' '.join(command)}:\n{(done.stdout + done.stderr).strip()}")
    return done.stdout
