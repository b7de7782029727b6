"""Backups of the open workspace: made after so many decisions and at closing, told on the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job
from reviewer.session.views.views import StatusItem
from reviewer.session.views.words import count, iso
from reviewer.store.restore import Restored, restore
from reviewer.store.rewrap import same_passphrase
from reviewer.store.safety.aside import Aside
from reviewer.store.safety.backup import Source, Tell, back_up, default_folder
from reviewer.store.safety.backup_list import Backup, listed
from reviewer.store.safety.whole import Finding, check_whole, codes

__all__ = ["Backup", "Backups", "Restored", "beside", "explained"]

T = TypeVar("T")

EVERY = 20
"""Events after which the next backup is made."""


class Backups:
    """What is there, what went wrong last, and when the next is due.

    Attributes:
        automatic: make them without being asked; a person at the desk has it so.
        problem: why the last one could not be made, or empty.
        folder: where they lie: beside the workspace, if the site file does not say otherwise.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._last: Backup | None = None
        self._read = False
        self.automatic = False
        self.problem = ""
        self.folder = default_folder(core.workspace.folder)

    def all(self) -> list[Backup]:
        """All of them, the newest first."""
        return listed(self.folder)

    def last(self) -> Backup | None:
        """The newest, or None."""
        if not self._read:
            self._last, self._read = next(iter(self.all()), None), True
        return self._last

    def make(self, into: Path | None = None, tell: Tell | None = None) -> Backup:
        """Make one now, on this thread.

        Raises:
            Refused: ``inside``.
            Damaged: ``backup``.
        """
        workspace = self._core.workspace
        made = back_up(workspace.source(), into or self.folder, self._core.clock.now_ms(), tell)
        if into is None:
            self._made(made)
        return made

    def start(
        self,
        told: Tell | None = None,
        done: Callable[[Backup], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Make one beside the work of the desk; what comes of it stands in the status line.

        Args:
            told: hears where it is.
            done: gets the backup, verified.
            failed: gets what went wrong; ``cancelled`` after the job's ``cancel``, which leaves
                nothing behind. Without it a failure stands in the status line alone.

        Raises:
            Refused: ``busy``, another job runs.
        """
        workspace = self._core.workspace
        work = partial(_work, workspace.source(), self.folder, self._core.clock.now_ms())
        return self._core.runner.job(
            work, told or _told, partial(self._finished, done), partial(self._failed, failed)
        )

    def _finished(self, done: Callable[[Backup], None] | None, made: object) -> None:
        self._made(made)
        if done is not None and isinstance(made, Backup):
            done(made)

    def _made(self, made: object) -> None:
        if isinstance(made, Backup):
            self._last, self._read, self.problem = made, True, ""
            self._core.bus.publish(on_desk("backup"))

    def _failed(self, then: Callable[[Exception], None] | None, error: Exception) -> None:
        if not isinstance(error, ReviewerError):
            raise error
        if error.code != "cancelled":
            self.problem = error.message
            self._core.bus.publish(on_desk("backup"))
        if then is not None:
            then(error)

    def after_events(self) -> None:
        """Something was saved: is a backup due?"""
        if self.automatic and self._behind() >= EVERY:
            try:
                self.start()
            except Refused:
                return  # something else is being written; the next event asks again

    def at_close(self) -> None:
        """The desk closes: whatever no backup has yet is backed up, or said."""
        if not self.automatic or self._core.workspace.read_only or not self._behind():
            return
        try:
            self.make()
        except ReviewerError as error:
            self.problem = error.message

    def _behind(self) -> int:
        """Events of this device that no backup holds."""
        device, seq, _ = self._core.workspace.ledger.head()
        last = self.last()
        return seq if last is None or last.device != device else seq - last.seq

    def item(self) -> list[StatusItem]:
        """What the status line says; nothing where nobody asked for backups yet."""
        if self.problem:
            return [StatusItem("backup", "danger", f"no backup: {self.problem}", danger=True)]
        last = self.last()
        if last is not None:
            at = iso(last.at_ms) or ""
            today = (iso(self._core.clock.now_ms()) or "")[:10]
            words = at[11:16] if at[:10] == today else at[:10]
            return [StatusItem("backup", "saved", f"backup {words}")]
        return [StatusItem("backup", "", "no backup yet")] if self.automatic else []

    def lines(self, backups: Sequence[Backup]) -> list[tuple[str, str]]:
        """What the window shows of each: a line, and all about it."""
        return [
            (
                f"{(iso(one.at_ms) or '')[:16].replace('T', ' ')}  {count(one.seq, 'event')}"
                f"{self._key_of(one)}",
                f"Made: {iso(one.at_ms)}\nVerified when it was made: opened, every page and the"
                f" chain of {count(one.seq, 'event')} followed to its end.\nMedia:"
                f" {count(len(one.blobs), 'file')}\nDevice: {one.device}\nLast event: {one.head}"
                f"\nFolder: {one.folder.name}",
            )
            for one in backups
        ]

    def _key_of(self, one: Backup) -> str:
        same = same_passphrase(one, self._core.workspace.profile)
        return "" if same else "  opens with an earlier passphrase"

    def start_restore(
        self,
        backup: Path,
        passphrase: str | None,
        told: Tell,
        done: Callable[[Restored], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Make a workspace of a backup beside the open one, which stays as it is.

        Args:
            passphrase: the one that the workspace had when the backup was made; None where it had
                none.
            failed: gets what ``store.restore.restore`` raises, and ``cancelled``.

        Raises:
            Refused: ``busy``, another job runs.
        """
        target = beside(self._core.workspace.folder, backup)
        work = partial(_restore, backup, target, passphrase, self._core)
        return self._core.runner.job(work, told, partial(_hand, Restored, done), failed)

    def start_check(
        self,
        told: Tell,
        done: Callable[[list[tuple[str, str]]], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Check everything against everything, off the window's thread; changes no byte.

        Args:
            done: gets (line, explanation) for each finding.

        Raises:
            Refused: ``busy``, another job runs.
        """
        work = partial(_check, self._core.workspace.source(), self.folder)
        return self._core.runner.job(work, told, partial(_hand, list, done), failed)


def explained(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """Findings of the check as the window shows them: a line, and what it means."""
    table = codes()
    return [
        (
            f"{'DAMAGED' if one.harm else 'note'}  {one.says}",
            f"{one.says}\n\n{table[one.code]['means']}\n\nSafe: {table[one.code]['safe']}\n\n"
            f"Next: {table[one.code]['next']}\n\nCode: {one.code}",
        )
        for one in findings
    ]


def beside(folder: Path, backup: Path) -> Path:
    """Where a backup is restored to when the workspace in ``folder`` stays as it is: a new name."""
    stamp = backup.name.rpartition("-")[0]
    base = folder.with_name(f"{folder.name}-restored-{stamp}")
    names = [base, *(base.with_name(f"{base.name}-{n}") for n in range(2, 100))]
    return next((name for name in names if not name.exists()), base)


def _restore(
    backup: Path, target: Path, passphrase: str | None, core: Core, tell: Tell
) -> Restored:
    return restore(backup, target, passphrase, clock=core.clock, random=core.random, tell=tell)


def _check(source: Source, backups: Path, tell: Tell) -> list[tuple[str, str]]:
    try:
        with Aside(source) as aside:
            return explained(check_whole(aside, backups, tell))
    except Damaged as error:  # it does not even open a second time
        return [(f"DAMAGED  {error.message}", f"{error.message}\n\nNext: {error.next_step}")]


def _hand(kind: type[T], done: Callable[[T], None], answer: object) -> None:
    """Hand an answer of the expected kind on."""
    if isinstance(answer, kind):
        done(answer)


def _work(source: Source, folder: Path, now_ms: int, tell: Tell) -> Backup:
    return back_up(source, folder, now_ms, tell)


def _told(_words: str, _done: int, _total: int) -> None:
    """The status line says only what came of it."""
