"""Merging other reviewers' packages: looked at first, then taken; said package by package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.domain.fold import State
from reviewer.exchange.merge import Found, acknowledgements, read_packages
from reviewer.session.exchange.lost import LostDecisions, name_of
from reviewer.session.exchange.merge_answers import Answer, aside_dict, summary
from reviewer.session.exchange.taking import Check, Step, Went, start_taking
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known.merged import missing_imports
from reviewer.session.known.rostering import Rostering
from reviewer.store.deputy import Deputy
from reviewer.store.ledger.lines import Aside
from reviewer.store.ledger.merge import MergedChains
from reviewer.store.ledger.merging import Parcel
from reviewer.store.ledger.peers import PeerTip
from reviewer.trust.recipients import Opener
from reviewer.trust.roster import Roster

__all__ = ["Found", "Looked", "Merging", "Went"]

MAY_MERGE = frozenset({"lead", "root"})


@dataclass(frozen=True)
class Looked:
    """Packages that were read, and what taking them would do."""

    found: Found
    answer: Answer


class Merging:
    """The door to what others decided.

    Attributes:
        lost: decisions that do not count any more and nobody has looked at yet.
    """

    def __init__(self, core: Core, roster: Rostering) -> None:
        self._core = core
        self._roster = roster
        self.lost = LostDecisions(core)

    def why_not(self) -> str:
        """Why nothing may be merged here; empty where it may."""
        if self._roster.held is not None and self._roster.own_role() not in MAY_MERGE:
            role = self._roster.own_role() or "nobody"
            return f"a lead merges packages, and the roster knows you as {role}"
        return self._core.saver.why_not()

    def preview(self, paths: Sequence[Path]) -> Answer:
        """What ``merge`` would do with everything at these places; nothing is written.

        Raises:
            Refused: ``not_found``, ``role``.
        """
        self._need()
        return self.plan(self._read(paths))

    def plan(self, found: Found) -> Answer:
        """What taking these packages would do."""
        ledger = self._core.workspace.ledger
        answer, after = weigh(ledger, self._core.state, found, self._roster.held)
        return self._named(answer, after)

    def merge(self, paths: Sequence[Path]) -> Answer:
        """Take everything at these places, each package in one commit.

        Raises:
            Refused: ``not_found``, ``role``, ``read_only``.
            Damaged: the disk; the packages before are taken, and merging again goes on.
        """
        self._need()
        found = self._read(paths)
        answer, went = self.plan(found), Went()
        for parcel in found.parcels:
            taken = self._core.workspace.ledger.merge(parcel, self._roster.held)
            went.changes |= taken.changes
            went.lost += [line for one in taken.devices for line in one.lost]
        self._came(went)
        self._ended_keys()
        return {**answer, "preview": False}

    def start(
        self,
        looked: Looked,
        *,
        told: Tell,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Take packages one after the other, off the window's thread; a stop leaves those that
        were taken.

        Raises:
            Refused: ``role``; ``busy``, another job runs.
        """
        steps = [(parcel, None) for parcel in looked.found.parcels]
        end = partial(_ended, {**looked.answer, "preview": False}, len(steps), done, failed)
        return self.start_taking(steps, told=told, done=end, failed=failed)

    def start_taking(
        self,
        parcels: Sequence[tuple[Parcel, Check | None]],
        *,
        told: Tell,
        done: Callable[[Went], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Take packages that were read and checked, each after what is asked before it.

        Raises:
            Refused: ``role``; ``busy``, another job runs.
        """
        self._need()
        steps = [Step(parcel, check) for parcel, check in parcels]
        back = partial(self._back, done)
        held = self._roster.held
        return start_taking(self._core, steps, held, told=told, done=back, failed=failed)

    def _back(self, done: Callable[[Went], None], went: Went) -> None:
        self._came(went)
        self._ended_keys()
        done(went)

    def start_reading(
        self,
        paths: Sequence[Path],
        *,
        told: Tell,
        done: Callable[[Looked], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Find and check packages, and see what they would bring, off the window's thread.

        Raises:
            Refused: ``role``; ``busy``, another job runs.
        """
        self._need()
        space = self._core.workspace
        deputy, held = Deputy(space), self._roster.held
        work = partial(_read_job, deputy, list(paths), space.signer.public, space.opener, held)
        return self._core.runner.job(work, told, partial(self._looked, done), failed)

    def _looked(self, done: Callable[[Looked], None], answer: object) -> None:
        if isinstance(answer, tuple):
            found, weighed, after = answer
            done(Looked(found, self._named(weighed, after)))

    def rejudge(self) -> Changes:
        """After the roster moved: what of others counts now."""
        if not self._core.workspace.ledger.has_merged():
            return Changes()
        taken = self._core.workspace.ledger.rejudge(self._roster.held)
        lost = [line for one in taken.devices for line in one.lost]
        self._came(Went(taken.changes, lost))
        return taken.changes

    def quarantine(self) -> list[Aside]:
        """What came and does not count, with why."""
        return self._core.workspace.ledger.quarantine()

    def quarantine_answer(self) -> list[Answer]:
        """The same, as the answer of ``merge`` says it; those that wait are among them."""
        return [aside_dict(one) for one in self.quarantine()]

    def acknowledgements(self) -> list[PeerTip]:
        """How far every other workspace's chain is here: what receipts say."""
        return acknowledgements(self._core.workspace.ledger)

    def _need(self) -> None:
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="role", next_step="Ask the lead who keeps the roster.")

    def _read(self, paths: Sequence[Path]) -> Found:
        space = self._core.workspace
        return read_packages(paths, own=space.signer.public, opener=space.opener)

    def _named(self, answer: Answer, after: State) -> Answer:
        """The answer with what only this workspace knows: names, and evidence that is not here."""
        for one in (*answer["subjects"], *answer["lost"]):
            one["name"] = name_of(self._core, one["subject"])
        return {"preview": True, **answer, "evidence_missing": missing_imports(self._core, after)}

    def _ended_keys(self) -> None:
        if self._roster.held is not None and any(e.revoked for e in self._roster.held.entries):
            self.rejudge()  # another lead's note of what was there may have come with these

    def _came(self, went: Went) -> None:
        lost = self.lost.note(went.lost)
        if went.changes:
            self._core.bus.publish(went.changes | Changes(kinds=frozenset({"merge"})))
        if lost:
            self._core.say(self.lost.words(), "refused")


def weigh(
    ledger: MergedChains, before: State, found: Found, roster: Roster | None
) -> tuple[Answer, State]:
    """What taking packages would do, and the state that there would be then."""
    lines = [line for parcel in found.parcels for line in parcel.lines]
    planned = ledger.plan(lines, roster)
    after = ledger.imagine(planned)
    known = {p.package for p in found.parcels if ledger.was_merged(p.package)}
    return summary(found, planned, before, after, roster, known), after


def _read_job(
    deputy: Deputy,
    paths: list[Path],
    own: bytes,
    opener: Opener,
    roster: Roster | None,
    tell: Tell,
) -> tuple[Found, Answer, State]:
    found = read_packages(paths, own=own, opener=opener, tell=tell)
    tell("weighing what they bring", 0, 0)
    with deputy:
        return (found, *weigh(deputy, deputy.state, found, roster))


def _ended(
    answer: Answer,
    wanted: int,
    done: Callable[[Answer], None],
    failed: Callable[[Exception], None],
    went: Went,
) -> None:
    """All of them, or how many before it stopped."""
    if went.halted is None:
        done(answer)
        return
    taken = sum(error is None for error in went.errors)
    if isinstance(went.halted, Refused):
        words = f"Stopped: {taken} of {wanted} packages were taken, each whole."
        failed(Refused(words, code="cancelled", next_step="Merge again: it goes on from there."))
    else:
        failed(went.halted)
