"""A lead's workspace: three reviewers decided on the demo, exported, and their packages came."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from reviewer import bootstrap
from reviewer.commands.default import default_registry
from reviewer.commands.dispatch import press
from reviewer.demo.scales import CREATED_AT, write_scale
from reviewer.domain.qa import Verdict
from reviewer.domain.qa_plan import Plan
from reviewer.intake.build import build_bundle
from reviewer.script import STEP_MS
from reviewer.session.ground.ports import InlineRunner, SteppedClock, SystemRandom
from reviewer.session.session import Session
from reviewer.store.workspace import Workspace
from reviewer.trust.cards import card, read_card
from reviewer.trust.roster import first_roster

FROM = "2020-01-01T00:00:00.000Z"
START_MS = 1_777_500_000_000
NO_ACTION = ("Ctrl+2", "d", "q", "f", "f")
SUSPEND = ("Ctrl+2", "d", "b", "r", "p", "text:Seven copies of one emblem.", "f", "f")
LIMIT = ("Ctrl+2", "d", "b", "e", "p", "text:A call, no threat.", "f", "f")
PEOPLE = ("R-1", "R-2", "R-3")
WORK: dict[str, tuple[tuple[str, ...], ...]] = {
    "R-1": (SUSPEND, NO_ACTION, LIMIT, NO_ACTION, SUSPEND, NO_ACTION),
    "R-2": (SUSPEND, LIMIT, NO_ACTION, SUSPEND, NO_ACTION, NO_ACTION),
    "R-3": (NO_ACTION, SUSPEND, NO_ACTION, LIMIT, NO_ACTION, SUSPEND),
}
"""What each types, case after case; R-2 and R-3 begin six and twelve cases later."""
PLAN = Plan(name="gallery", size=8, floor=1, must_see=("referral", "watchlist"), period="all")

ALL = Plan(name="gallery", size=0, floor=10, must_see=("cleared_grave",), period="all")
NO_HASH = "0" * 64
"""Put in its place when a verdict is saved."""


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Session, SteppedClock]]:
    """A session without a window on an unprotected workspace."""
    clock = SteppedClock(START_MS)
    ports = bootstrap.Ports(clock, SystemRandom(), InlineRunner())
    session = bootstrap.open_session(bootstrap.open_workspace(folder, None, ports), ports)
    try:
        yield session, clock
    finally:
        session.close()


def type_keys(session: Session, clock: SteppedClock, keys: Sequence[str]) -> None:
    """Type command keys; ``text:`` writes the note of the open case."""
    registry = default_registry()
    for key in keys:
        clock.step(STEP_MS)
        if key.startswith("text:"):
            desk = session.desk
            session.save_note(desk.case_id, desk.account, key.removeprefix("text:"))
        else:
            press(registry, session, key, "desk")


def bundle_of_demo(folder: Path) -> Path:
    """The bundle of the small demo."""
    source = write_scale(folder / "coast", "small")
    bundle = folder / "coast-bundle.zip"
    build_bundle(
        [source / "records"], bundle, zip=True, created_at=CREATED_AT, media_dir=source / "media"
    )
    return bundle


def person(folder: Path, name: str, bundle: Path) -> Path:
    """A workspace of somebody who holds the demo."""
    bootstrap.create_workspace(folder, name, None).close()
    with opened(folder) as (session, _):
        session.jobs.import_paths([bundle])
    return folder


def adopt_roster(folders: dict[str, Path], lead: str) -> None:
    """A roster signed by the lead's own key, which is root first and lead then, held by all."""
    spaces: dict[str, Workspace] = {}
    try:
        for name, folder in folders.items():
            spaces[name] = bootstrap.open_workspace(folder, None)
        cards = {n: read_card(card(s.profile, s.signer)) for n, s in spaces.items()}
        root = spaces["root"].signer
        roster = first_roster(cards["root"], 1, FROM)
        for name in folders:
            if name != "root":
                roster = roster.add(cards[name], "lead" if name == lead else "reviewer", FROM)
        text = roster.to_text(root)
    finally:
        for space in spaces.values():
            space.close()
    for folder in folders.values():
        with opened(folder) as (session, _):
            session.roster.adopt(text)


def make(scratch: Path, lead: Path, *, contested: bool = True, each: int = 6) -> dict[str, Path]:
    """Everybody's workspaces under ``scratch``, and the lead's at ``lead``: merged, nothing drawn.

    Args:
        each: how many cases each decides.
        contested: R-2 also decides the first case of R-1, in another way.
    """
    bundle = bundle_of_demo(scratch)
    folders = {name: person(scratch / name, name, bundle) for name in PEOPLE}
    bootstrap.create_workspace(scratch / "root", "root", None).close()
    adopt_roster(
        {**folders, "root": scratch / "root", "L-1": person(lead, "L-1", bundle)}, lead="L-1"
    )
    packages = []
    for n, name in enumerate(PEOPLE):
        with opened(folders[name]) as (session, clock):
            ids = [row.case_id for row in session.queue().rows]
            mine = list(zip(ids[6 * n :], WORK[name][:each], strict=False))
            if contested and name == "R-2":
                mine.append((ids[0], NO_ACTION))
            for case_id, keys in mine:
                session.select_case(case_id)
                type_keys(session, clock, keys)
            out = scratch / f"{name}.zip"
            session.jobs.export(out)
            packages.append(out)
    with opened(lead) as (session, _):
        session.merging.merge(packages)
    return folders


def lead(folder: Path) -> None:
    """A lead's workspace with a draw that waits."""
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch), folder)
    with opened(folder) as (session, _):
        session.spotchecks.draw(PLAN, "the gallery's seed")


def judged(folder: Path) -> None:
    """A lead's workspace with a draw of which all but one is judged: that one is answered only."""
    with tempfile.TemporaryDirectory() as scratch:
        make(Path(scratch), folder, contested=False)
    with opened(folder) as (session, clock):
        session.spotchecks.draw(ALL, "the gallery's seed")
        left = len(session.looking.open_items())
        session.next_item()
        for turn in range(left):
            # three of four find what their reviewers found most often
            type_keys(session, clock, SUSPEND if turn % 4 == 3 else NO_ACTION)
            if turn < left - 1:
                session.judge(_verdict(session), _nothing)


def _verdict(session: Session) -> Verdict:
    view = session.reveal()
    tier = view.tier if view.proposed != "agree" else 0
    return Verdict(review="-", sha256=NO_HASH, class_=view.proposed, severity=tier)  # type: ignore[arg-type]


def _nothing() -> None:
    """The verdict is saved; the next item opens by itself."""
