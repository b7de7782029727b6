"""Workspaces of leads: alone, with questions answered, with a calibration round."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from reviewer import bootstrap
from reviewer.domain.qa_plan import Plan
from reviewer.gallery.lead_waiting import waiting
from reviewer.gallery.lead_world import (
    LIMIT,
    NO_ACTION,
    PEOPLE,
    SUSPEND,
    adopt_roster,
    bundle_of_demo,
    make,
    opened,
    person,
    type_keys,
)

Keys = tuple[str, ...]
MEDIA, CALL = "T-2405", "T-2412"
"""Cases whose reports claim a policy with questions: official media, recruitment."""
ON = ("Ctrl+2", "d", "b")
WORK: dict[str, dict[str, Keys]] = {
    "R-1": {MEDIA: (*ON, "j", "j", "r", "text:Its own house.", "f", "f")},
    "R-2": {
        MEDIA: (*ON, "j", "l", "r", "o", "text:Half of it, or more?", "f", "f"),
        CALL: (*ON, "j", "k", "k", "k", "q", "o", "f", "f"),
    },
    "R-3": {
        MEDIA: (*ON, "j", "k", "r", "r", "text:Not mainly releases.", "f", "f"),
        CALL: (*ON, "j", "k", "l", "k", "r", "o", "f", "f"),
    },
}
"""What each decides, with answers to questions; R-2 departs from a guide."""
OTHERWISE = (*ON, "j", "k", "r", "r", "text:Not mainly releases.", "f", "f")
"""A blind answer to the first decision of R-1 that differs in one question."""
ONE = Plan(name="stratified", size=5, floor=5, must_see=(), period="all")
SIZE = 4
ROUND: dict[str, tuple[Keys, ...]] = {
    "R-1": (SUSPEND, NO_ACTION, SUSPEND, NO_ACTION),
    "R-2": (SUSPEND, NO_ACTION, LIMIT, NO_ACTION),
    "R-3": (SUSPEND, LIMIT, NO_ACTION, NO_ACTION),
}
"""What each answers to the cases of a round, in their order."""


def alone(folder: Path) -> None:
    """A lead with material, to whom nothing came yet."""
    with tempfile.TemporaryDirectory() as scratch:
        space = Path(scratch)
        bootstrap.create_workspace(space / "root", "root", None).close()
        mine = person(folder, "L-1", bundle_of_demo(space))
        adopt_roster({"root": space / "root", "L-1": mine}, lead="L-1")


def asked(folder: Path) -> None:
    """A lead with a draw of one decision whose questions were answered, and more decisions."""
    with tempfile.TemporaryDirectory() as scratch:
        space = Path(scratch)
        folders = make(space, folder, contested=False, each=0)
        packages = [_work(folders[name], WORK[name], space / f"{name}-more.zip") for name in PEOPLE]
        with opened(folder) as (session, _):
            session.merging.merge(packages[:1])
            session.spotchecks.draw(ONE, "the gallery's seed")
            session.merging.merge(packages[1:])


def answered(folder: Path) -> None:
    """The same, answered and not yet judged."""
    asked(folder)
    with opened(folder) as (session, clock):
        session.next_item()
        type_keys(session, clock, OTHERWISE)


def calibrated(folder: Path) -> None:
    """A lead with a round that three people answered."""
    with tempfile.TemporaryDirectory() as scratch:
        space = Path(scratch)
        folders = make(space, folder, contested=False, each=1)
        with opened(folder) as (session, _):
            session.rounds.make(["all"], SIZE, seed="the gallery's seed")
            session.feedback.build("all", space / "back")
        packages = []
        for name in PEOPLE:
            with opened(folders[name]) as (session, _):
                session.feedback.apply(space / "back" / f"{name}.zip")
            keys = [("Ctrl+J",), *ROUND[name]]
            packages.append(_typed(folders[name], keys, space / f"{name}-round.zip"))
        with opened(folder) as (session, _):
            session.merging.merge(packages)


def _work(folder: Path, work: dict[str, Keys], out: Path) -> Path:
    with opened(folder) as (session, clock):
        for case, keys in work.items():
            session.select_case(case)
            type_keys(session, clock, keys)
        session.jobs.export(out)
    return out


def _typed(folder: Path, lines: Iterable[Keys], out: Path) -> Path:
    with opened(folder) as (session, clock):
        for keys in lines:
            type_keys(session, clock, keys)
        session.jobs.export(out)
    return out


LEADING: dict[str, Callable[[Path], None]] = {
    "waiting": waiting,
    "alone": alone,
    "asked": asked,
    "answered": answered,
    "calibrated": calibrated,
}
"""Name to what makes it."""
