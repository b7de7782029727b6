"""Taking packages on a job's thread: each in one commit, between any two of them it can stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from reviewer.domain.changes import Changes
from reviewer.domain.errors import Damaged, Refused
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.store.deputy import Deputy
from reviewer.store.ledger.base import MERGING
from reviewer.store.ledger.lines import Line
from reviewer.store.ledger.merging import Parcel
from reviewer.trust.roster import Roster

Check = Callable[[Tell], None]
"""Asked before a package is taken; refuses it."""


@dataclass
class Went:
    """What became of packages that were taken one after the other.

    Attributes:
        changes: what moved.
        lost: the events that counted before and do not any more.
        errors: for each package that was begun, why it was refused, or None.
        halted: why the rest was not begun, or None.
    """

    changes: Changes = field(default_factory=Changes)
    lost: list[Line] = field(default_factory=list)
    errors: list[Refused | Damaged | None] = field(default_factory=list)
    halted: Exception | None = None


@dataclass(frozen=True)
class Step:
    """One package, and what is asked before it is taken."""

    parcel: Parcel
    check: Check | None = None


def start_taking(
    core: Core,
    steps: Sequence[Step],
    roster: Roster | None,
    *,
    told: Tell,
    done: Callable[[Went], None],
    failed: Callable[[Exception], None],
) -> Job:
    """Take packages off the window's thread; until that is done nothing else can be saved.

    Args:
        done: hears what became of them, also after a stop and after an error.
        failed: hears why not even one could be begun.

    Raises:
        Refused: ``busy``, another job runs; ``read_only``.
    """
    ledger = core.workspace.ledger
    ledger.need_free()
    deputy = Deputy(core.workspace)
    ledger.lent = MERGING
    work = partial(_work, deputy, list(steps), roster)
    try:
        return core.runner.job(
            work, told, partial(_back, core, deputy, done), partial(_not_begun, core, failed)
        )
    except BaseException:
        ledger.lent = ""
        raise


def _work(deputy: Deputy, steps: list[Step], roster: Roster | None, tell: Tell) -> Went:
    went = Went()
    with deputy:
        for number, step in enumerate(steps):
            try:
                tell("merging", number, len(steps))
                if step.check is not None:
                    step.check(tell)
                taken = deputy.merge(step.parcel, roster)
            except Exception as error:  # noqa: BLE001 - handed to the caller with the rest
                went.halted = _halts(error)
                if isinstance(error, Refused | Damaged) and not _stopped(error):
                    went.errors.append(error)
                if went.halted is not None:
                    break
                continue
            went.changes |= taken.changes
            went.lost += [line for one in taken.devices for line in one.lost]
            went.errors.append(None)
    return went


def _stopped(error: Exception) -> bool:
    return isinstance(error, Refused) and error.code == "cancelled"


def _halts(error: Exception) -> Exception | None:
    """A package that is not in order stops only itself; a stop and an ill disk stop the rest."""
    if isinstance(error, Refused) and not _stopped(error):
        return None
    return None if isinstance(error, Damaged) and error.code == "read" else error


def _back(core: Core, deputy: Deputy, done: Callable[[Went], None], went: object) -> None:
    ledger = core.workspace.ledger
    ledger.lent = ""
    if isinstance(went, Went):
        if any(error is None for error in went.errors):
            ledger.take_over(deputy)
        done(went)


def _not_begun(core: Core, failed: Callable[[Exception], None], error: Exception) -> None:
    core.workspace.ledger.lent = ""
    failed(error)
