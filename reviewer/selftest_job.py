"""The whole job once, for ``selftest``: a protected workspace, material, typed keys, an export."""

from __future__ import annotations

import itertools
import os
import subprocess
import tempfile
from pathlib import Path

import msgspec

from reviewer import bootstrap, doctor
from reviewer.demo.generate import CREATED_AT, write_demo
from reviewer.domain.errors import Damaged
from reviewer.exchange.checking.verify import verify
from reviewer.intake.build import build_bundle
from reviewer.media.client import Decoder, Spec

PASSPHRASE = "only for this one check"
SCRIPT = "Ctrl+2\nd\nq\nshot:{shot}\nf\nf\nexpect:decisions=1\n"
SECONDS = 180
COLOURS = 24
"""A desk that was painted has at least so many colours; a blank one has one."""


def whole_job() -> str:
    """Do it in a folder that is deleted afterwards.

    Raises:
        ReviewerError: the first thing that is not as it should be.
    """
    with tempfile.TemporaryDirectory(prefix="reviewer-selftest-") as scratch:
        base = Path(scratch)
        source = write_demo(base / "coast")
        bundle = base / "coast.zip"
        records = source / "records"
        build_bundle([records], bundle, zip=True, created_at=CREATED_AT, media_dir=source / "media")
        folder = base / "workspace"
        session = bootstrap.open_session(bootstrap.create_workspace(folder, "selftest", PASSPHRASE))
        try:
            posts = _imported(session.jobs.import_paths([bundle]), session.status())
        finally:
            session.close()
        _nothing_in_the_clear(folder, _phrases(records / "posts.jsonl"))
        shot = base / "desk.png"
        _type(folder, base / "keys.txt", shot)
        colours = _colours(shot)
        events = _export(folder, base / "decisions.zip")
    return (
        f"{posts} posts imported, encrypted and synced (FULL); 1 decision typed; a picture of"
        f" {colours} colours; {events} signed events exported and verified"
    )


def _imported(_result: object, counts: dict[str, object]) -> object:
    if not counts["posts"] or not counts["cases"]:
        raise Damaged("the demo was not imported", code="selftest")
    return counts["posts"]


def _phrases(posts: Path) -> list[bytes]:
    """Some texts of the material, as they would stand in a file that is not encrypted."""
    with posts.open("rb") as file:
        texts = [str(msgspec.json.decode(line).get("text") or "") for line in file]
    return [text.encode("utf-8")[:24] for text in itertools.islice(filter(_long, texts), 40)]


def _long(text: str) -> bool:
    return len(text) > 24


def _nothing_in_the_clear(folder: Path, phrases: list[bytes]) -> None:
    """No file of the workspace holds a text of the material or is a plain database."""
    if not phrases:
        raise Damaged("the demo has no texts", code="selftest")
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        data = path.read_bytes()
        if data.startswith(b"SQLite format 3\0") or any(phrase in data for phrase in phrases):
            raise Damaged("a file of the workspace is not encrypted", file=path.name)


def _type(folder: Path, script: Path, shot: Path) -> None:
    """Type into the real desk, in a child."""
    script.write_text(SCRIPT.format(shot=shot), encoding="utf-8")
    environment = {**os.environ, "REVIEWER_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*doctor.own_command(environment), "play", str(script), "--workspace", str(folder)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )
    if done.returncode:
        raise Damaged(f"typing into the desk failed: {(done.stderr or done.stdout).strip()[-600:]}")


def _colours(shot: Path) -> int:
    with Decoder() as decoder:
        rgb = decoder.decode(shot.read_bytes(), Spec("full", 1366, 768)).rgb
    colours = len({rgb[at : at + 3] for at in range(0, len(rgb), 3)})
    if colours < COLOURS:
        raise Damaged(f"the picture of the desk is blank: {colours} colours", file=shot.name)
    return colours


def _export(folder: Path, package: Path) -> int:
    session = bootstrap.open_session(bootstrap.open_workspace(folder, PASSPHRASE))
    try:
        session.jobs.export(package)
    finally:
        session.close()
    report = verify(package, own=bootstrap.public_key(folder))
    if not report.ok:
        raise Damaged("the export does not verify", file=package.name)
    return report.events
