"""The trial of a built program, as ``.ci/run`` does it: a table, and an exit code.

``python3 -m reviewer.packaging.trial [PROGRAM]``. PROGRAM is its folder; without one, the newest in
``dist``. The archive and the package of the same build are those beside it.
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

from reviewer import offline
from reviewer.packaging import assemble, deb, elf, handed, sbom, starting, watching
from reviewer.packaging.handed import good
from reviewer.packaging.release import megabytes
from reviewer.syslibs import SetupError, environment

ROOT = Path(__file__).resolve().parents[2]
LARGEST_MB = {False: 220, True: 300}
"""Of the folder, without and with the decoder of video."""
LARGEST_ARCHIVE_MB = {False: 75, True: 90}
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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = folder / "reviewer"
        self.video = deb.with_video(folder)
        out, name = folder.parent.parent, folder.parent.name
        self.packed = out / f"{name}.tar.xz"
        self.package = out / deb.file_name(video=self.video)

    def sums(self) -> str:
        """The files are those that were listed."""
        found = {k: v for k, v in sbom.sums(self.folder).items() if k != "SHA256SUMS"}
        if (self.folder / "SHA256SUMS").read_text("utf-8") != sbom.sums_text(found):
            raise SetupError("the files are not those in SHA256SUMS")
        return f"{len(found)} files"

    def size(self) -> str:
        """Neither folder nor archive is larger than promised."""
        found = {"folder": (megabytes(self.folder), LARGEST_MB[self.video])}
        if self.packed.exists():
            packed = round(self.packed.stat().st_size / 1e6)
            found["archive"] = (packed, LARGEST_ARCHIVE_MB[self.video])
        words = ", ".join(f"{name} {size} MB of {most}" for name, (size, most) in found.items())
        if any(size > most for size, most in found.values()):
            raise SetupError(f"larger than promised: {words}")
        return words

    def paths(self) -> str:
        """No library tells the loader to look into folders of the machine that built it."""
        found = {}
        for path in sorted(p for p in self.folder.rglob("*.so*") if not p.is_symlink()):
            said = elf.read(path)
            if said is not None and said.foreign:
                found[path.name] = said.foreign
        if found:
            raise SetupError(f"these look elsewhere: {found}")
        return "every library looks beside itself only"

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
        said = good([str(self.program), "--version"])
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
        said = json.loads(good([str(self.program), "doctor", "--json"], FOREIGN))
        taken = set(said["network"]["variables_cleared"])
        wanted = {name for name in FOREIGN if name.startswith("Q")}
        excepted = {name.split("-")[0].removeprefix("lib") for name in said["network"]["for_video"]}
        right = excepted == (set(offline.FOR_VIDEO) if self.video else set())
        if not (wanted <= taken and right) or said["network"]["libraries"]:
            raise SetupError(f"doctor says otherwise: {said['network']}")
        besides = f"; for video {', '.join(sorted(excepted))}" if excepted else ""
        return f"took away {', '.join(sorted(taken))}{besides}"

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
                good([str(self.program), "export", "-o", package, "--workspace", str(folder)])
                good([str(self.program), "verify", str(folder)])
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

    def start(self) -> str:
        """Until the first window is painted it takes little longer than the same from source."""
        measured = starting.measure(self.program, ROOT / "build" / deb.flavour(video=self.video))
        if not measured.reached:
            raise SetupError(starting.words(measured))
        return starting.words(measured)

    def _refused(self, command: list[str]) -> dict[str, dict[str, str]]:
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, check=False
        )
        if done.returncode != 1:
            raise SetupError(f"{' '.join(command)} ended with {done.returncode}, not 1")
        answer: dict[str, dict[str, str]] = json.loads(done.stdout)
        return answer


def say(text: str) -> None:
    """A line of the table."""
    print(text, flush=True)


def main(arguments: list[str]) -> int:
    """Run the trial; 0 when all that this machine allows went well."""
    parser = argparse.ArgumentParser(prog="python3 -m reviewer.packaging.trial")
    parser.add_argument("program", nargs="?", type=Path, default=None)
    given = parser.parse_args(arguments)
    folder = given.program or newest()
    trial = Trial(folder.resolve())
    checks: list[Callable[[], str]] = [trial.sums, trial.size, trial.glibc, trial.paths]
    checks += [trial.version, trial.start, trial.offline, trial.doctor, trial.older]
    given_away = handed.Handed(trial.packed, trial.package)
    checks += [given_away.bare]
    checks += [given_away.debian, given_away.lint] if shutil.which("dpkg-deb") else []
    counts = {"ok": 0, "FAIL": 0, "NOT TRIED": 0}
    for check in checks:
        started = time.monotonic()
        try:
            verdict, words = "ok", check()
        except handed.Impossible as error:
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
