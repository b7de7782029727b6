"""The release command: from a clean checkout to a program, its archive and its package.

``python3 -m reviewer.setup build``                the program, its archive, sums
``                              --with-video``     with the decoder of video, under GPL terms
``                              --folder-only``    no archive and no package
``                              --twice``          build it twice and compare the bytes
``                              --maintainer``     who answers for the package: 'Name <mail>'
``                              --app-id``         its id on a desktop: org.your_site.reviewer
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer import __version__, syslibs
from reviewer.packaging import archive, assemble, contents, deb, origins, sbom, venv
from reviewer.packaging.identity import APP_ID, Identity
from reviewer.packaging.trim import keeps_binary
from reviewer.syslibs import SetupError, environment, say

ROOT = Path(__file__).resolve().parents[2]
_UNRESOLVED = re.compile(r"could not resolve '([^']+)', dependency of '([^']+)'")


@dataclass(frozen=True)
class Plan:
    """What is built, and where."""

    video: bool
    build: Path
    out: Path
    epoch: int
    identity: Identity = field(default_factory=Identity)

    @property
    def name(self) -> str:
        """The name of the archive without its ending."""
        flavour = "-video" if self.video else ""
        system = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
        return f"reviewer-{__version__}-{system}-{platform.machine().lower()}{flavour}"

    @property
    def folder(self) -> Path:
        """The program."""
        return self.out / self.name / "reviewer"


def main(arguments: list[str]) -> int:
    """Build; 0 done. Raises SetupError with the reason in words."""
    given = _parser().parse_args(arguments)
    flavour = deb.flavour(video=given.with_video)
    identity = Identity.told(given.maintainer, given.app_id, os.environ)
    out = Path(given.out).resolve()
    plan = Plan(given.with_video, ROOT / "build" / flavour, out, epoch(), identity)
    check_host()
    started = time.monotonic()
    make(plan)
    say(f"Built {plan.folder} in {time.monotonic() - started:.0f} s: {megabytes(plan.folder)} MB")
    if given.twice:
        compare(plan)
    if not given.folder_only:
        give(plan)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m reviewer.setup build")
    parser.add_argument("--with-video", action="store_true", help="with PyAV (GPL codecs)")
    parser.add_argument("--folder-only", action="store_true", help="no archive, no package")
    parser.add_argument("--twice", action="store_true", help="build twice, compare the bytes")
    parser.add_argument("--maintainer", metavar="'NAME <MAIL>'", help="who answers for it")
    parser.add_argument("--app-id", metavar="ID", help="its id on a desktop, a reversed domain")
    parser.add_argument("--out", default=str(ROOT / "dist"), help="where the results go")
    return parser


def epoch() -> int:
    """The time that all files get: of the last commit, or as SOURCE_DATE_EPOCH says."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    done = subprocess.run(
        ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"],
        capture_output=True,
        text=True,
        check=False,
    )
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 1_767_225_600


def check_host() -> None:
    """The build machine has what the program shall bring along, or the build stops.

    Raises:
        SetupError: libraries of the window systems or binutils are missing, and cannot be had.
    """
    if not sys.platform.startswith("linux"):
        return
    if not all(shutil.which(tool) for tool in ("strip", "objcopy", "ldd")):
        syslibs.system_install("apt-get install -y binutils libc-bin", "the build needs binutils")
    lacking = [*syslibs.missing("xcb"), *syslibs.missing("wayland")]
    if lacking:
        names = sorted({library.soname for library in lacking})
        why = f"the program must bring these along, and they are not here: {', '.join(names)}"
        system = syslibs.manager()
        if not system:
            raise SetupError(why)
        syslibs.system_install(syslibs.install_line(lacking, system), why)


# ---------------------------------------------------------------- one build


def make(plan: Plan) -> None:
    """Build the program into ``plan.folder``: freeze, prune, list, sum."""
    python = venv.ensure(ROOT, plan.build / "venv", ("av",) if plan.video else ())
    shutil.rmtree(plan.folder.parent, ignore_errors=True)
    freeze(plan, python)
    assemble.finish(plan.folder, ROOT)
    site = Path(_said(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    home = Path(_said(python, "import sys; print(sys.base_prefix)"))
    found = contents.examine(
        plan.folder,
        origins.Origins(site, ROOT, home, __version__),
        origins.load(plan.build / "work" / "build" / "origins.json"),
        contents.Words.read(ROOT / "resources" / "packaging"),
    )
    facts = {
        "epoch": plan.epoch,
        "python": platform.python_version(),
        "system": platform.platform() if not sys.platform.startswith("linux") else _libc(),
        "video": plan.video,
        "lock": hashlib.sha256((ROOT / venv.LOCK_FILE).read_bytes()).hexdigest(),
    }
    assemble.describe(plan.folder, found, facts)


def _libc() -> str:
    return " ".join(platform.libc_ver())


def freeze(plan: Plan, python: Path) -> None:
    """Run PyInstaller; a library that a kept file needs and that is not here stops the build."""
    command = [str(python), "-s", "-m", "PyInstaller", "--noconfirm", "--clean"]
    command += ["--distpath", str(plan.folder.parent), "--workpath", str(plan.build / "work")]
    child = environment(  # not isolated (-I): PYTHONHASHSEED must hold, or the bytes differ
        SOURCE_DATE_EPOCH=str(plan.epoch),
        PYTHONHASHSEED="1",
        REVIEWER_BUILD_VIDEO="1" if plan.video else "0",
        **{APP_ID: plan.identity.app_id},
        PYINSTALLER_CONFIG_DIR=str(plan.build / "cache"),
        LC_ALL="C.UTF-8",
        TZ="UTC",
        QT_QPA_PLATFORM="offscreen",
    )
    log = plan.build / "pyinstaller.log"
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run(
            [*command, str(ROOT / "build.spec")],
            cwd=ROOT,
            env=child,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    said = log.read_text("utf-8", "replace")
    if done.returncode:
        raise SetupError(f"PyInstaller failed:\n{said[-3000:]}")
    wrong = unresolved(said)
    if wrong:
        raise SetupError("libraries are missing on this machine:\n  " + "\n  ".join(wrong))


def unresolved(said: str) -> list[str]:
    """The libraries that a file we keep needs and that PyInstaller did not find."""
    found = []
    for library, user in _UNRESOLVED.findall(said):
        place = user.replace("\\", "/").partition("/site-packages/")[2] or user
        if keeps_binary(place):
            found.append(f"{library}, needed by {place}")
    return sorted(set(found))


def _said(python: Path, program: str) -> str:
    done = subprocess.run(
        [str(python), "-I", "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


# ---------------------------------------------------------------- twice, and away


def compare(plan: Plan) -> None:
    """Build a second time, from nothing, and compare every byte.

    Raises:
        SetupError: the two differ; the files are named.
    """
    first = sbom.sums(plan.folder)
    again = replace(plan, out=plan.build / "second")
    make(again)
    second = sbom.sums(again.folder)
    differing = sorted(p for p in first.keys() | second.keys() if first.get(p) != second.get(p))
    if differing:
        raise SetupError("two builds differ:\n  " + "\n  ".join(differing))
    shutil.rmtree(again.out)
    say(f"Built twice: all {len(first)} files are the same.")


def give(plan: Plan) -> None:
    """The archive, the package where this system has such, and the sums of both."""
    made = [plan.out / f"{plan.name}.tar.xz"]
    archive.pack(plan.folder, made[0], plan.epoch)
    if shutil.which("dpkg-deb"):
        work = plan.build / "deb"
        made.append(deb.build(plan.folder, ROOT, work, plan.out, plan.epoch, plan.identity))
        for lack in plan.identity.lacking():
            say(f"NOTE: {made[-1].name}: {lack}")
    for end in ("sbom.cdx.json", "NOTICES.txt"):
        copy = plan.out / f"{plan.name}.{end}"
        shutil.copyfile(plan.folder / end, copy)
        made.append(copy)
    lines = {}
    for path in made:
        lines[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        say(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    assemble.write(plan.out / f"{plan.name}.SHA256SUMS", sbom.sums_text(lines))


def megabytes(folder: Path) -> int:
    """The size of the files below a folder."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return round(sum(path.stat().st_size for path in files) / 1e6)
