"""Saving what the reviewer does: on screen only after the disk has it; what fails is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from reviewer.domain.errors import Damaged, Refused
from reviewer.domain.events import Draft
from reviewer.session.ground.ports import Runner
from reviewer.session.ground.sight import Divert
from reviewer.store.ledger.saving import Saving
from reviewer.store.ledger.stored import StoredEvent
from reviewer.store.workspace import Workspace

TRY_AGAIN = "then choose File, Try saving again"


class Saver:
    """One act at a time.

    Args:
        workspace: whose ledger.
        runner: waits for the disk.
        tell: told of saved events.
        say: shows a sentence of a kind on the desk.
        waits: called when an act has to wait for a slow disk.

    Attributes:
        saving: an act waits for the disk.
        stopped: what could not be saved, in words; while it says something the desk is only read.
        next_step: what a person can do about it.
        reader: why the person at this desk only reads, such as an auditor; empty for all others.
    """

    def __init__(
        self,
        workspace: Workspace,
        runner: Runner,
        *,
        tell: Callable[[list[StoredEvent]], object],
        say: Callable[[str, str], None],
        waits: Callable[[], None],
    ) -> None:
        self._workspace = workspace
        self._runner = runner
        self._tell = tell
        self._say = say
        self._waits = waits
        self.saving = False
        self.stopped = ""
        self.next_step = ""
        self._fault: Damaged | None = None
        self.reader = ""
        self.divert: Divert | None = None
        """While one looks again without knowing: where marks go instead of into the ledger."""

    def save(self, drafts: Sequence[Draft], then: Callable[[], None]) -> None:
        """Commit events; ``then`` is called when the disk has them, and only then. What cannot be
        saved is said, and from then on the desk is only read.

        Raises:
            Refused: the desk is only read, or something is being saved; and what appending refuses.
        """
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self.next_step)
        if self.divert is not None:
            self.divert(drafts, then)
            return
        self.write(drafts, then)

    def write(self, drafts: Sequence[Draft], then: Callable[[], None]) -> None:
        """Commit events to the ledger, whatever is open; as ``save`` in all else."""
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self.next_step)
        try:
            saving = self._workspace.ledger.begin(list(drafts))
        except Damaged as error:
            self.stop(error)
            return
        self.saving = True
        done, failed = partial(self._saved, saving, then), partial(self._not_saved, saving)
        self._runner.flush(saving.flush, done, failed)
        if self.saving:
            self._waits()

    def _saved(self, saving: Saving, then: Callable[[], None], _answer: object) -> None:
        self.saving = False
        self._tell(self._workspace.ledger.finish(saving))
        then()

    def _not_saved(self, saving: Saving, error: Exception) -> None:
        self.saving = False
        self._workspace.ledger.abandon(saving)
        if not isinstance(error, Damaged):
            raise error
        self.stop(error)

    def stop(self, error: Damaged) -> None:
        """Something could not be saved: from now on the desk is only read, and says so."""
        seq = self._workspace.ledger.head()[1]
        self.stopped = error.message
        self.next_step = f"{error.next_step.rstrip('.')}; {TRY_AGAIN}."
        safe = f"Safe: everything up to event {seq:,}. Not saved: what you did last."
        words = f"{error.message} {safe} The desk is only read now. {self.next_step}"
        self._say(words, "damaged")

    def found(self, error: Damaged) -> None:
        """What was saved before is not there as it was: from now on the desk is only read, and no
        other disk mends that."""
        self._fault, self.stopped, self.next_step = error, error.message, error.next_step
        self._say(f"{error.message} The desk is only read now. {error.next_step}", "damaged")

    def why_not(self) -> str:
        """Why nothing can be decided now; empty when it can."""
        if self.stopped:
            return f"the desk is only read: {self.stopped}"
        if self.saving:
            return "the disk is still saving what you did last"
        if self._workspace.ledger.lent:
            return self._workspace.ledger.lent
        if self.reader:
            return self.reader
        return "the workspace is only being read" if self._workspace.read_only else ""

    def try_again(self) -> None:
        """See whether the disk takes what it is given; then the desk decides again.

        Raises:
            Damaged: it does not, or what was saved before is damaged; the desk stays as it is.
        """
        if self._fault is not None:
            raise self._fault
        self._workspace.probe()
        self.stopped = self.next_step = ""
