"""Merging other reviewers' packages: looked at first, then taken; said package by package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Refused
from reviewer.exchange.merge import Found, acknowledgements, read_packages
from reviewer.session.core import Core
from reviewer.session.merge_answers import Answer, aside_dict, summary
from reviewer.session.merged import missing_imports
from reviewer.session.ports import Job, Tell
from reviewer.session.rostering import Rostering
from reviewer.store.lines import Aside
from reviewer.store.merging import Parcel
from reviewer.store.peers import PeerTip
from reviewer.trust.recipients import Opener

__all__ = ["Found", "Merging"]

MAY_MERGE = frozenset({"lead", "root"})


class Merging:
    """The door to what others decided."""

    def __init__(self, core: Core, roster: Rostering) -> None:
        self._core = core
        self._roster = roster

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
        ledger, held = self._core.workspace.ledger, self._roster.held
        lines = [line for parcel in found.parcels for line in parcel.lines]
        planned = ledger.plan(lines, held)
        after = ledger.imagine(planned)
        known = {p.package for p in found.parcels if ledger.was_merged(p.package)}
        answer = summary(found, planned, self._core.state, after, held, known)
        return {"preview": True, **answer, "evidence_missing": missing_imports(self._core, after)}

    def merge(self, paths: Sequence[Path]) -> Answer:
        """Take everything at these places, each package in one commit.

        Raises:
            Refused: ``not_found``, ``role``, ``read_only``.
            Damaged: the disk; the packages before are taken, and merging again goes on.
        """
        self._need()
        found = self._read(paths)
        answer = self.plan(found)
        changes = Changes()
        for parcel in found.parcels:
            changes |= self._core.workspace.ledger.merge(parcel, self._roster.held).changes
        return self._told(answer, changes)

    def take(self, parcel: Parcel) -> None:
        """Take one package that was read and checked, in one commit.

        Raises:
            Refused: ``role``, ``read_only``.
            Damaged: the disk; nothing of it was taken.
        """
        self._need()
        self._publish(self._core.workspace.ledger.merge(parcel, self._roster.held).changes)

    def start(
        self,
        found: Found,
        *,
        told: Tell,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Take packages one after the other, letting the desk breathe between them."""
        self._need()
        answer = self.plan(found)
        self._step(found, 0, Changes(), answer, told, done, failed)

    def _step(
        self,
        found: Found,
        number: int,
        changes: Changes,
        answer: Answer,
        told: Tell,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
        _ready: object = None,
    ) -> None:
        if number == len(found.parcels):
            done(self._told(answer, changes))
            return
        try:
            told("merging", number, len(found.parcels))
            taken = self._core.workspace.ledger.merge(found.parcels[number], self._roster.held)
        except Exception as error:  # noqa: BLE001 - handed to the caller, as the runner's port does
            self._publish(changes)
            failed(error)
            return
        moved = changes | taken.changes
        more = partial(self._step, found, number + 1, moved, answer, told, done, failed)
        self._core.runner.query(_nothing, more, failed)

    def start_reading(
        self,
        paths: Sequence[Path],
        *,
        told: Tell,
        done: Callable[[Found], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Find and check packages off the window's thread.

        Raises:
            Refused: ``role``; ``busy``, another job runs.
        """
        self._need()
        space = self._core.workspace
        work = partial(_read_job, list(paths), space.signer.public, space.opener)
        return self._core.runner.job(work, told, partial(_found, done), failed)

    def rejudge(self) -> Changes:
        """After the roster moved: what of others counts now."""
        if not self._core.workspace.ledger.has_merged():
            return Changes()
        changes = self._core.workspace.ledger.rejudge(self._roster.held).changes
        self._publish(changes)
        return changes

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

    def _told(self, answer: Answer, changes: Changes) -> Answer:
        self._publish(changes)
        if self._roster.held is not None and any(e.revoked for e in self._roster.held.entries):
            self.rejudge()  # another lead's note of what was there may have come with these
        return {**answer, "preview": False}

    def _publish(self, changes: Changes) -> None:
        if changes:
            self._core.bus.publish(changes | Changes(kinds=frozenset({"merge"})))


def _read_job(paths: list[Path], own: bytes, opener: Opener, tell: Tell) -> Found:
    return read_packages(paths, own=own, opener=opener, tell=tell)


def _found(done: Callable[[Found], None], answer: object) -> None:
    if isinstance(answer, Found):
        done(answer)


def _nothing() -> None:
    """Between two packages."""
