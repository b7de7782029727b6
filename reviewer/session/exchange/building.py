"""One package made beside the window: the ledger is read and the package written by jobs.

Between the two, on the window's thread, comes what needs the session: packets and statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.exchange.export import Beside, ExportResult, write_package
from reviewer.exchange.sealed import Seals
from reviewer.exchange.stretch import Stretch, take_stretch
from reviewer.exchange.views import ImportInfo
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known.sent import Arrived, LedgerView
from reviewer.store.ledger.base import WRITING
from reviewer.store.second import Second
from reviewer.trust.keys import Signer

Files = Callable[[Stretch], Beside]


@dataclass(frozen=True)
class Imports:
    """The imports as they were when the package was begun."""

    rows: tuple[ImportInfo, ...]

    def imports(self) -> Iterable[ImportInfo]:
        """All of them."""
        return self.rows


@dataclass(frozen=True)
class Order:
    """What package is wanted.

    Attributes:
        arrived: up to where each chain need not travel again.
        beside: makes on the window's thread what needs the session, for the stretch that leaves.
    """

    out: Path
    profile: str
    seals: Seals | None
    arrived: Arrived
    beside: Files


class Building:
    """Until it ends, nothing else can be saved: what leaves can no longer be undone."""

    def __init__(
        self,
        core: Core,
        order: Order,
        told: Tell,
        done: Callable[[ExportResult], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._core, self._order = core, order
        self._told, self._done, self._failed = told, done, failed
        self._job: Job | None = None
        self._stopped = False

    def start(self) -> Job:
        """Begin; what is returned stops it, and then nothing was written.

        Raises:
            Refused: ``busy``, another job runs; ``read_only``.
        """
        ledger = self._core.workspace.ledger
        ledger.need_free()
        work = partial(_read, Second(self._core.workspace), self._order.arrived)
        ledger.lent = WRITING
        try:
            self._run(work, self._between)
        except BaseException:
            ledger.lent = ""
            raise
        return self

    def cancel(self) -> None:
        """Stop at the next item."""
        self._stopped = True
        if self._job is not None:
            self._job.cancel()

    def _run(self, work: Callable[[Tell], object], then: Callable[[Any], None]) -> None:
        job = self._core.runner.job(work, self._told, then, self._broke)
        self._job = self._job or job
        if self._stopped:
            job.cancel()

    def _between(self, stretch: Stretch) -> None:
        self._job = None
        core, order = self._core, self._order
        try:
            if self._stopped:
                raise Refused("Stopped: nothing was written.", code="cancelled")
            imports = Imports(tuple(core.workspace.evidence.imports()))
            beside = _settled(order.beside(stretch), stretch)
            work = partial(_write, stretch, imports, beside, order, core.workspace.signer)
            self._run(work, self._written)
        except Exception as error:  # noqa: BLE001 - handed to the caller, as the runner's port does
            self._broke(error)

    def _written(self, result: ExportResult) -> None:
        self._core.workspace.ledger.lent = ""
        self._done(result)

    def _broke(self, error: Exception) -> None:
        self._core.workspace.ledger.lent = ""
        self._failed(error)


def _read(second: Second, arrived: Arrived, tell: Tell) -> Stretch:
    tell("reading the ledger", 0, 0)
    with second:
        return take_stretch(LedgerView(second, arrived))


def _settled(beside: Beside, stretch: Stretch) -> Beside:
    """The same with everything made already that another thread could not make."""
    packets = beside.packets(stretch) if beside.packets else {}
    reasons = beside.reasons(stretch) if beside.reasons else {}
    return Beside(beside.policy_texts, _same(packets), _same(reasons), beside.locked)


def _same(made: Any) -> Callable[[Stretch], Any]:
    return partial(_given, made)


def _given(made: Any, _stretch: Stretch) -> Any:
    return made


def _write(
    stretch: Stretch, imports: Imports, beside: Beside, order: Order, signer: Signer, tell: Tell
) -> ExportResult:
    return write_package(
        stretch,
        imports,
        beside,
        order.out,
        profile=order.profile,
        signer=signer,
        seals=order.seals,
        tell=tell,
    )
