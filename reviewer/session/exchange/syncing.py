"""The drop folder that both sides use: looked at first, then carried out, as often as one likes.

A reviewer takes in the cases dealt to them and the feedback for them, and puts down one package of
what no receipt names yet. A lead merges the packages and puts down feedback for each reviewer.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reviewer.domain.errors import Refused
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.drop import drop
from reviewer.exchange.drop.read import Came, Reader
from reviewer.session.exchange.exporting import Exporting
from reviewer.session.exchange.feedback import FeedbackDesk
from reviewer.session.exchange.jobs import Jobs
from reviewer.session.exchange.merging import Merging
from reviewer.session.exchange.sync_hands import Hands
from reviewer.session.exchange.sync_judge import Judge, Outgoing
from reviewer.session.exchange.sync_plan import SyncPlan
from reviewer.session.exchange.sync_run import SyncRun
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known.rostering import Rostering
from reviewer.trust.roster import Roster

LEADS = frozenset({"lead", "root"})


@dataclass(frozen=True)
class Chosen:
    """What a person chose for a sync; all of it may be left as it is.

    Attributes:
        to: pseudonyms of the roster or cards: who can open what goes out; empty: the leads.
        plain: anybody can.
        trust: whom to believe where no roster is held; None: whoever signed it.
    """

    to: tuple[str, ...] = ()
    plain: bool = False
    trust: Trust | None = None


AS_IT_IS = Chosen()


class Syncing:
    """The door to the drop folder.

    Attributes:
        folder: the one that the site names, or None.
    """

    def __init__(
        self,
        core: Core,
        roster: Rostering,
        exporting: Exporting,
        jobs: Jobs,
        merging: Merging,
        feedback: FeedbackDesk,
    ) -> None:
        self._core = core
        self._roster = roster
        self._hands = Hands(core, roster, exporting, jobs, merging, feedback)
        self.folder: Path | None = None

    @property
    def bundles(self) -> Path | None:
        """Where dealt cases go in the site's drop folder, or the folder itself before that is made;
        None where there is none."""
        if self.folder is None or not self.folder.is_dir():
            return None
        inner = self.folder / drop.BUNDLES
        return inner if inner.is_dir() and not inner.is_symlink() else self.folder

    def why_not(self) -> str:
        """Why nothing can be synced here; empty where it can."""
        return self._core.saver.why_not()

    @property
    def lead(self) -> bool:
        """Whether this side merges and answers."""
        return self._roster.own_role() in LEADS

    def readers(self) -> list[str]:
        """Who can open what a reviewer puts down unless others are named: the leads whom the roster
        names now, ours left out; nobody, and so everybody, where no roster is held."""
        held = self._roster.held
        return leads_of(held, self._hands.now(), self._core.workspace.profile.keyid)

    @staticmethod
    def believing(card: str) -> Trust:
        """Trust in the key of a card or of a key file.

        Raises:
            Refused: it is neither.
        """
        return Trust.parse(card)

    def look(
        self,
        folder: Path,
        *,
        to: Sequence[str] = (),
        plain: bool = False,
        trust: Trust | None = None,
    ) -> SyncPlan:
        """What ``run`` would do now; nothing is written.

        Args:
            folder: the drop folder.
            to: pseudonyms of the roster or cards: who can open what goes out.
            plain: anybody can.
            trust: whom to believe where no roster is held.

        Raises:
            Refused: ``no_folder``, ``inside``, ``too_many``, ``read_only``, ``recipient``.
            Damaged: ``read``.
        """
        judge = self._judge(folder, to, plain, trust)
        return judge.plan(*_read(judge.reader, folder, self._hands.device, _silent))

    def start_look(
        self,
        folder: Path,
        *,
        chosen: Chosen = AS_IT_IS,
        told: Tell,
        done: Callable[[SyncPlan], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """``look`` off the window's thread.

        Raises:
            Refused: as ``look``; ``busy``, another job runs.
        """
        judge = self._judge(folder, chosen.to, chosen.plain, chosen.trust)
        work = partial(_read, judge.reader, folder, self._hands.device)
        return self._core.runner.job(work, told, partial(_looked, judge, done), failed)

    def run(self, plan: SyncPlan, *, trust: Trust | None = None) -> SyncPlan:
        """Carry a plan out, here and now; what was done and what was not.

        Raises:
            Refused: ``read_only``; ``busy``.
        """
        ended: list[SyncPlan] = []
        broken: list[Exception] = []
        self.start(plan, trust=trust, told=_silent, done=ended.append, failed=broken.append)
        if broken:
            raise broken[0]
        return ended[0]

    def start(
        self,
        plan: SyncPlan,
        *,
        trust: Trust | None = None,
        told: Tell,
        done: Callable[[SyncPlan], None],
        failed: Callable[[Exception], None],
    ) -> SyncRun:
        """Carry a plan out, file after file, letting the desk breathe between them.

        Each file is taken or put whole; what was done before a stop or an error stays done, and
        the next run goes on from there.

        Args:
            done: hears what was done, refused and stopped; also after a cancel.

        Raises:
            Refused: ``read_only``.
        """
        self._need()
        made = SyncRun(self._hands, plan, trust, told, done, failed)
        made.start()
        return made

    def _judge(self, folder: Path, to: Sequence[str], plain: bool, trust: Trust | None) -> Judge:
        self._need()
        self._refuse_inside(folder)
        people = [] if plain else list(to) or self.readers()
        self._hands.exporting.recipients(people)
        sealed = not plain and (bool(people) or (self.lead and self._roster.held is not None))
        outgoing = Outgoing(self._hands, self.lead, tuple(people), sealed)
        mine = frozenset[str]() if self.lead else outgoing.package_names()
        reader = self._hands.reader(self.lead, mine)
        return Judge(self._hands, folder, outgoing, trust, self._free(folder), reader)

    def _free(self, folder: Path) -> int:
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return 0  # what is wrong with it is said where it is read

    def _need(self) -> None:
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self._core.saver.next_step)

    def _refuse_inside(self, folder: Path) -> None:
        ours, theirs = self._core.workspace.folder.resolve(), folder.absolute().resolve()
        if ours == theirs or ours in theirs.parents:
            raise Refused(
                "A drop folder cannot be the workspace, or lie in it.",
                code="inside",
                file=folder.name,
                next_step="Choose a folder on a stick or a share.",
            )


def leads_of(held: Roster | None, now: str, own: str) -> list[str]:
    """The leads of a roster whose keys count at a time; without the key ``own``."""
    entries = held.entries if held is not None else ()
    return sorted(
        {e.pseudonym for e in entries if e.role in LEADS and e.counts_at(now) and e.keyid != own}
    )


def _read(reader: Reader, folder: Path, device: str, tell: Tell) -> Read:
    lying, left = drop.survey(folder, device)
    return reader.read(lying, tell), left


Read = tuple[list[Came], list[drop.Left]]


def _looked(judge: Judge, done: Callable[[SyncPlan], None], answer: object) -> None:
    if isinstance(answer, tuple):
        done(judge.plan(*answer))


def _silent(_words: str, _done: int, _all: int) -> None:
    """Nobody asked."""
