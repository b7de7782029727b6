"""The trial of a built program, as ``.ci/run`` does it: a table, and an exit code.

``python3 -m reviewer.packaging.trial [PROGRAM] [--package DEB]``. PROGRAM is its folder; without
one, the newest in ``dist``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from reviewer.packaging import assemble, bareroot, sbom, watching
from reviewer.packaging.release import megabytes
from reviewer.syslibs import SetupError, environment

ROOT = Path(__file__).resolve().parents[2]
LARGEST_MB = 220
FOREIGN = {
    "QT_QPA_PLATFORM": "vnc",
    "QT_PLUGIN_PATH": "/nonexistent",
    "QT_QPA_GENERIC_PLUGINS": "tuiotouch",
    "QML2_IMPORT_PATH": "/nonexistent",
    "LC_ALL": "C.UTF-8",
}
"""What somebody could have set to make Qt open a port or load code."""


class Trial:
    """One program under trial; each check answers in words or raises SetupError."""

    def __init__(self, folder: Path, package: Path | None) -> None:
        self.folder = folder
        self.program = folder / "reviewer"
        self.package = package

    def sums(self) -> str:
        """The files are those that were listed."""
        found = {k: v for k, v in sbom.sums(self.folder).items() if k != "SHA256SUMS"}
        if (self.folder / "SHA256SUMS").read_text("utf-8") != sbom.sums_text(found):
            raise SetupError("the files are not those in SHA256SUMS")
        return f"{len(found)} files"

    def size(self) -> str:
        """Not larger than promised."""
        size = megabytes(self.folder)
        if size > LARGEST_MB:
            raise SetupError(f"{size} MB, at most {LARGEST_MB} are promised")
        return f"{size} MB of {LARGEST_MB}"

    def glibc(self) -> str:
        """No file asks for a newer C library than this machine has."""
        here = tuple(map(int, os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")))  # type: ignore[union-attr]
        highest = assemble.glibc(self.folder)
        above = [place for place, version in highest.items() if version > here]
        if above:
            raise SetupError(f"these need a newer C library: {', '.join(above)}")
        top = max(highest.values())
        users = sorted(Path(p).name for p, version in highest.items() if version == top)
        return f"GLIBC {'.'.join(map(str, top))} ({', '.join(users)})"

    def version(self) -> str:
        """It starts and says its version."""
        started = time.monotonic()
        said = self._good([str(self.program), "--version"])
        return f"{said.strip()} in {time.monotonic() - started:.2f} s"

    def offline(self) -> str:
        """Its own check, under watch: no call names an internet family; foreign variables set."""
        why = watching.can_trace()
        if not why:
            seen = watching.traced([str(self.program), "selftest"], FOREIGN)
        elif watching.fence_holds():
            say(f"NOTE: {why}; a fence of seccomp around the program instead")
            seen = watching.fenced([str(self.program), "selftest"], FOREIGN)
        else:
            raise SetupError(f"{why}, and no fence of seccomp holds here: nothing is proved")
        if seen.calls:
            raise SetupError("it uses a network:\n  " + "\n  ".join(seen.calls[:10]))
        if seen.code:
            raise SetupError(f"its own check failed:\n{seen.out.strip()}")
        say(seen.out.rstrip())
        return f"own check passed, no internet call ({seen.how})"

    def doctor(self) -> str:
        """It tells an administrator which variables it took away, and holds no library."""
        said = json.loads(self._good([str(self.program), "doctor", "--json"], FOREIGN))
        taken = set(said["network"]["variables_cleared"])
        wanted = {name for name in FOREIGN if name.startswith("Q")}
        if not wanted <= taken or said["network"]["libraries"]:
            raise SetupError(f"doctor says otherwise: {said['network']}")
        return f"took away {', '.join(sorted(taken))}"

    def older(self) -> str:
        """Workspaces of older versions open and are whole; one of a newer version is refused."""
        stored = sorted((ROOT / "tests" / "old_workspaces").glob("*.zip"))
        with tempfile.TemporaryDirectory() as scratch:
            for archive in stored:
                with zipfile.ZipFile(archive) as file:
                    file.extractall(Path(scratch) / archive.stem)
                folder = Path(scratch) / archive.stem / "workspace"
                for name in ("blobs", "search"):
                    (folder / name).mkdir(exist_ok=True)
                package = str(folder.with_name("decisions.zip"))
                self._good([str(self.program), "export", "-o", package, "--workspace", str(folder)])
                self._good([str(self.program), "verify", str(folder)])
            profile = folder / "profile.json"
            raw = json.loads(profile.read_text("utf-8"))
            raw["workspace"]["format_version"] = "99.0"
            profile.write_text(json.dumps(raw), "utf-8")
            said = self._refused(
                [str(self.program), "status", "--json", "--workspace", str(folder)]
            )
        if said["error"]["code"] != "newer":
            raise SetupError(f"a newer workspace is refused as {said['error']}")
        return f"{len(stored)} stored ones open and are whole; a newer one is refused in words"

    def bare(self) -> str:
        """A new person on a bare Debian, no network: own check, demo, first exported decision."""
        root = self._root()
        home = bareroot.install(root, self.folder)
        for command in (
            ("./reviewer/reviewer", "selftest"),
            ("./reviewer/reviewer", "demo", "--headless", "--workspace", "/home/person/try/demo"),
            ("./reviewer/reviewer", "verify", "/home/person/try/demo-out/decisions.zip"),
        ):
            done = bareroot.run(root, command)
            if done.returncode:
                raise SetupError(f"{' '.join(command)}:\n{(done.stdout + done.stderr).strip()}")
        shutil.rmtree(home / "reviewer")
        shutil.rmtree(home / "try")
        left = sorted(str(p.relative_to(home)) for p in home.rglob("*"))
        shutil.rmtree(home)
        if left:
            raise SetupError(f"it left behind: {', '.join(left)}")
        return f"{bareroot.suite()} with {' '.join(bareroot.NEEDS)} only; nothing left behind"

    def debian(self) -> str:
        """The package installs, runs and goes, and leaves nothing."""
        if self.package is None:
            raise SetupError("no package was named")
        root = self._root()
        before = bareroot.files(root)
        inside = root / "package.deb"
        shutil.copyfile(self.package, inside)
        try:
            self._good(["chroot", str(root), "dpkg", "--install", "/package.deb"])
            said = self._good(["chroot", str(root), "/usr/bin/reviewer", "--version"])
            self._good(["chroot", str(root), "dpkg", "--purge", "reviewer"])
        finally:
            inside.unlink()
        left = sorted(n for n in bareroot.files(root) - before if not n.startswith(_DPKG))
        if left:
            raise SetupError(f"it left behind: {', '.join(left[:20])}")
        return f"{said.strip()}; installed, run, purged, nothing left"

    def _root(self) -> Path:
        why = bareroot.refusal()
        if why:
            raise Impossible(why)
        return bareroot.make()

    def _good(self, command: list[str], variables: dict[str, str] | None = None) -> str:
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

    def _refused(self, command: list[str]) -> dict[str, dict[str, str]]:
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=False
        )
        if done.returncode != 1:
            raise SetupError(f"{' '.join(command)} ended with {done.returncode}, not 1")
        answer: dict[str, dict[str, str]] = json.loads(done.stdout)
        return answer


_DPKG = ("var/lib/dpkg", "var/cache", "var/log", "./var/lib/dpkg", "./var/cache", "./var/log")


class Impossible(SetupError):
    """A check that this machine refuses: told loudly, counted, and not a failure."""


def say(text: str) -> None:
    """A line of the table."""
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    """Run the trial; 0 when all that this machine allows went well."""
    parser = argparse.ArgumentParser(prog="python3 -m reviewer.packaging.trial")
    parser.add_argument("program", nargs="?", type=Path, default=None)
    parser.add_argument("--package", type=Path, default=None)
    given = parser.parse_args(arguments)
    folder = given.program or newest()
    trial = Trial(folder.resolve(), given.package.resolve() if given.package else None)
    checks: list[Callable[[], str]] = [trial.sums, trial.size, trial.glibc, trial.version]
    checks += [trial.offline, trial.doctor, trial.older, trial.bare]
    checks += [trial.debian] if trial.package else []
    counts = {"ok": 0, "FAIL": 0, "NOT TRIED": 0}
    for check in checks:
        started = time.monotonic()
        try:
            verdict, words = "ok", check()
        except Impossible as error:
            verdict, words = "NOT TRIED", f"{error}"
        except (SetupError, OSError, ValueError, subprocess.SubprocessError) as error:
            verdict, words = "FAIL", f"{type(error).__name__}: {error}"
        counts[verdict] += 1
        say(f"{verdict:9} {check.__name__:8} {words} [{time.monotonic() - started:.0f} s]")
    say(f"program: {counts['ok']} ok, {counts['FAIL']} failed, {counts['NOT TRIED']} not tried")
    return 1 if counts["FAIL"] else 0


def newest() -> Path:
    """The program that was built last.

    Raises:
        SystemExit: there is none.
    """
    found = sorted((ROOT / "dist").glob("*/reviewer"), key=os.path.getmtime)
    if not found:
        sys.exit("There is no program in dist. Next: python3 -m reviewer.setup build")
    return found[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
