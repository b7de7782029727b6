"""The demo's workspace: its bundle built and imported like any other; an old one cleared away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from reviewer import bootstrap
from reviewer.demo import Scale
from reviewer.domain.errors import Refused
from reviewer.trust.profile import Profile

DEMO_NAME = "demo-reviewer"


def make_demo(folder: Path, scale: Scale = "full") -> None:
    """Build the demo bundle and import it into a new, unprotected workspace.

    It is made beside ``folder`` and takes its name when it is whole.

    Args:
        folder: where the workspace is made.
        scale: ``full`` for people, ``small`` where 18 cases do.
    """
    if folder.exists() and any(folder.iterdir()):
        raise _occupied(folder)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with tempfile.TemporaryDirectory() as scratch:
        bundle = Path(scratch) / "coast-bundle.zip"
        write_bundle(bundle, scale)
        workspace = bootstrap.create_workspace(part, DEMO_NAME, None)
        session = bootstrap.open_session(workspace)
        try:
            session.jobs.import_paths([bundle])
        finally:
            session.close()
    if folder.is_dir():
        folder.rmdir()  # empty, or it is refused
    part.rename(folder)


def write_bundle(out: Path, scale: Scale = "small") -> int:
    """Write the demo's material as one unsigned bundle, to practise importing and dealing with.

    Args:
        out: a zip file that is not there yet.
        scale: the same material as ``make_demo`` imports.

    Returns:
        The number of cases in it.

    Raises:
        Refused: the file stands already.
    """
    # numpy and Pillow come with these: the desk that makes no demo starts without them
    from reviewer.demo.scales import CREATED_AT, write_scale
    from reviewer.intake.build import build_bundle

    with tempfile.TemporaryDirectory() as scratch:
        source = write_scale(Path(scratch) / "coast", scale)
        built = build_bundle(
            [source / "records"],
            out,
            zip=True,
            created_at=CREATED_AT,
            media_dir=source / "media",
        )
    return int(built.as_dict()["counts"]["cases"])


def clear_demo(folder: Path, out: Path) -> None:
    """Take away an earlier headless demo; anything else in its place is refused."""
    if folder.exists() and any(folder.iterdir()):
        profile = folder / "profile.json"
        demo = profile.is_file() and _is_demo(profile)
        if not demo:
            raise _occupied(folder)
        shutil.rmtree(folder)
    for name in ("decisions.zip",):
        (out / name).unlink(missing_ok=True)
    shutil.rmtree(out / "screenshots", ignore_errors=True)


def _is_demo(profile: Path) -> bool:
    found = Profile.from_text(profile.read_bytes())
    return found.pseudonym == DEMO_NAME and not found.protected


def _occupied(folder: Path) -> Refused:
    return Refused(
        "There is something else here already.",
        code="exists",
        file=str(folder),
        next_step="Name another folder with --workspace.",
    )
