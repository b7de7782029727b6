"""Run as a program under the failing disk: every step of every act fails once, and is told.

    python erring.py FOLDER FAULTS SEED

FOLDER holds a closed workspace; each fault works on a fresh copy of it. An act either raises one of
our errors, with words, or it has happened: the next opening compares. After the fault the same act
must go through. One JSON object on stdout.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from reviewer import bootstrap
from reviewer.domain.errors import Bug, Refused, ReviewerError
from reviewer.exchange.checking.verify import verify
from reviewer.session.session import Session
from reviewer.store.ledger.ledger import Ledger
from reviewer.store.ledger.merging import Parcel
from reviewer.store.restore import restore
from reviewer.store.rewrap import UNCHANGED
from reviewer.store.safety.backup_list import listed
from reviewer.store.workspace import Workspace
from tests.faults.cutting import PASSPHRASE, row
from tests.store.merge_kit import Chain

DISK = ctypes.CDLL(None)
ERRORS = (errno.EIO, errno.ENOSPC)
OTHER = "grey heron walks the tide"
Act = Callable[["Desk"], None]
Seen = Callable[["Desk"], bool]


def arm(at: int = 0, error: int = 0, many: int = 0) -> None:
    """Count steps from here on; the step ``at`` fails with ``error``. Without: nothing fails."""
    DISK.faults_arm(ctypes.c_long(at), error, ctypes.c_long(many))


@dataclass
class Desk:
    """One copy of the workspace, open or not."""

    folder: Path
    session: Session | None = None
    extra: Path = field(default_factory=Path)
    secret: str = PASSPHRASE

    def open(self) -> Session:
        """Open as the next start of the program does; with the passphrase that was being set where
        the one before does not open it."""
        try:
            workspace = bootstrap.open_workspace(self.folder, self.secret)
        except Refused as refused:
            if refused.code != "passphrase":
                raise
            self.secret = other(self.secret)
            workspace = bootstrap.open_workspace(self.folder, self.secret)
        self.session = bootstrap.open_session(workspace)
        return self.session

    @property
    def backups(self) -> Path:
        """Where its backups lie."""
        return bootstrap.backup_folder(self.folder)

    @property
    def now(self) -> Session:
        """The open session."""
        if self.session is None:
            raise Bug("the session is not open")
        return self.session

    def close(self) -> None:
        """Close it."""
        session, self.session = self.session, None
        if session is not None:
            session.close()


def other(secret: str) -> str:
    """The one of the two passphrases that this one is not."""
    return OTHER if secret == PASSPHRASE else PASSPHRASE


def draft(words: int = 300) -> dict[str, object]:
    subject = {"kind": "account", "id": "net:1"}
    return {"type": "decision", "subject": subject, "outcome": "warn", "rationale": "y" * words}


def count(desk: Desk, kind: str) -> int:
    return sum(1 for one in desk.now.workspace.ledger.events() if one.event["type"] == kind)


def decide(desk: Desk) -> None:
    desk.now.workspace.ledger.append([draft()])


def decide_group(desk: Desk) -> None:
    desk.now.workspace.ledger.append([draft(30_000), draft(30_000), draft(9_000)])


def bring_in(desk: Desk) -> None:
    desk.now.jobs.import_paths([desk.extra / "material.jsonl"])


def take_out(desk: Desk) -> None:
    desk.now.jobs.export(desk.extra / "out.zip")


def back_up(desk: Desk) -> None:
    desk.now.backups.make()


def restored(desk: Desk) -> Path:
    return desk.extra / "restored"


def bring_back(desk: Desk) -> None:
    restore(listed(desk.backups)[-1].folder, restored(desk), PASSPHRASE)


def brought_back(desk: Desk) -> bool:
    """Whether the restored workspace opens, is sound and holds the decision and its first event."""
    with Workspace.open(restored(desk), PASSPHRASE) as space:
        kinds = [one.event["type"] for one in space.ledger.all_events()]
        return space.ledger.check() is None and kinds.count("decision") == 1 and "restore" in kinds


def note(desk: Desk) -> None:
    desk.now.workspace.desk.save_draft("c", "account:net:1", "words")


def reopen(desk: Desk) -> None:
    desk.close()
    desk.open()


def decide_and_close(desk: Desk) -> None:
    decide(desk)
    desk.close()


def change_passphrase(desk: Desk) -> None:
    desk.now.workspace.change_passphrase(desk.secret, other(desk.secret))
    desk.secret = other(desk.secret)


def changed(desk: Desk) -> bool:
    """Whether the new passphrase opens the workspace, and the one before does not."""
    profile = desk.now.workspace.profile
    try:
        profile.unlock(PASSPHRASE)
    except Refused:
        return desk.secret == OTHER and bool(profile.unlock(OTHER))
    return False


def parcel() -> Parcel:
    """Two decisions of somebody else."""
    heron = Chain("heron", native=True)
    heron.decide("1")
    heron.decide("2", "warn")
    return heron.parcel()


def merge(desk: Desk) -> None:
    desk.now.workspace.ledger.merge(parcel(), None)


def merged(desk: Desk) -> bool:
    return [peer.counted for peer in desk.now.workspace.ledger.peers()] == [2]


@dataclass(frozen=True)
class Case:
    """An act, and whether its effect is there."""

    name: str
    act: Act
    there: Seen


CASES = (
    Case("decide", decide, lambda desk: count(desk, "decision") == 2),
    Case("decide a group", decide_group, lambda desk: count(desk, "decision") == 4),
    Case("import", bring_in, lambda desk: count(desk, "import") == 1),
    Case(
        "export",
        take_out,
        lambda desk: verify(desk.extra / "out.zip").ok and count(desk, "export") == 1,
    ),
    Case(
        "save a draft",
        note,
        lambda desk: desk.now.workspace.desk.draft("c", "account:net:1") == "words",
    ),
    Case("back up", back_up, lambda desk: len(listed(desk.backups)) == 2),
    Case("restore", bring_back, brought_back),
    Case("change the passphrase", change_passphrase, changed),
    Case("merge", merge, merged),
    Case("open", reopen, lambda desk: count(desk, "decision") == 1),
    Case("decide and close", decide_and_close, lambda desk: count(desk, "decision") == 2),
)


class Trial:
    """All faults of one run."""

    def __init__(self, base: Path, seed: int) -> None:
        self.base = base
        self.dice = Random(seed)
        self.counts: Counter[str] = Counter()
        self.problems: list[str] = []
        self.unchanged = False  # what the last error said of the passphrase
        desk = Desk(base)
        desk.open()
        desk.now.backups.make()
        desk.close()

    @contextlib.contextmanager
    def copy(self) -> Iterator[Desk]:
        """A fresh copy, open."""
        folder = self.base.with_name("copy")
        shutil.copytree(self.base, folder / "w")
        shutil.copytree(bootstrap.backup_folder(self.base), bootstrap.backup_folder(folder / "w"))
        (folder / "extra").mkdir()
        (folder / "extra" / "material.jsonl").write_text(row(77), "utf-8")
        desk = Desk(folder / "w", extra=folder / "extra")
        desk.open()
        try:
            yield desk
        finally:
            arm()
            with contextlib.suppress(ReviewerError, OSError):
                desk.close()
            shutil.rmtree(folder)

    def steps(self, case: Case) -> int:
        """How many steps an act has; at each of them it can fail."""
        with self.copy() as desk:
            arm()
            case.act(desk)
            return int(DISK.faults_steps())

    def fault(self, case: Case, at: int, error: int, many: int) -> None:
        """One fault, and what came of it."""
        name = f"{case.name}, step {at}, {errno.errorcode[error]} x {many}"
        self.counts["faults"] += 1
        with self.copy() as desk:
            told = self._act(case, desk, at, error, many, name)
            arm()
            with contextlib.suppress(ReviewerError, OSError):
                desk.close()
            try:
                desk.open()
            except (ReviewerError, OSError) as problem:
                self.problems.append(f"{name}: shut: {problem}")
                return
            self._compare(case, desk, told, name)

    def _act(self, case: Case, desk: Desk, at: int, error: int, many: int, name: str) -> bool:
        """Do the act on the failing disk; whether it said that it failed."""
        self.unchanged = False
        arm(at, error, many)
        try:
            case.act(desk)
        except ReviewerError as problem:
            self.counts["told"] += 1
            self.unchanged = problem.next_step == UNCHANGED
            if isinstance(problem, Bug) or not problem.next_step:
                self.problems.append(f"{name}: told badly: {problem!r}")
            return True
        except OSError as problem:
            self.counts["told"] += 1
            self.problems.append(f"{name}: told without words: {problem!r}")
            return True
        finally:
            self.counts["hit"] += DISK.faults_hits() > 0
        return False

    def _compare(self, case: Case, desk: Desk, told: bool, name: str) -> None:
        """What was saved is there, and the act goes through now."""
        if count(desk, "decision") < 1:
            self.counts["lost"] += 1
            self.problems.append(f"{name}: an earlier decision is gone")
        if self.unchanged and desk.secret != PASSPHRASE:
            self.problems.append(f"{name}: said that the passphrase is the one before")
        there = case.there(desk) if not told else None
        if there is False:
            self.counts["lost"] += 1
            self.problems.append(f"{name}: said done, and is not there")
        try:
            case.act(desk)
        except (ReviewerError, OSError) as problem:
            self.problems.append(f"{name}: the next try fails: {problem!r}")
        else:
            self.counts["next_try_worked"] += 1
        if desk.session is None:
            desk.open()
        fault = desk.now.workspace.ledger.check()
        if fault is not None:
            self.problems.append(f"{name}: {fault}")


def plan(trial: Trial, wanted: int) -> Iterator[tuple[Case, int, int, int]]:
    """Every act with every step and both errors, once and for ever, spread over ``wanted``."""
    every = [
        (case, at, error, many)
        for case in CASES
        for at in range(1, trial.steps(case) + 1)
        for error in ERRORS
        for many in (1, -1)
    ]
    trial.counts["different"] = len(every)
    trial.dice.shuffle(every)
    for n in range(wanted):
        yield every[n % len(every)]


def main() -> None:
    """Fail, compare, report."""
    base, wanted, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    Ledger.snapshot_after = 1  # closing writes a snapshot, which may fail as well
    trial = Trial(base, seed)
    for case, at, error, many in plan(trial, wanted):
        trial.fault(case, at, error, many)
    print(json.dumps({**trial.counts, "problems": trial.problems}))


if __name__ == "__main__":
    main()
