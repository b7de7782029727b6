"""Carrying a sync out: one file after the other, each whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Damaged, Refused, ReviewerError
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.drop import drop
from reviewer.exchange.drop.put import clear_parts, put
from reviewer.exchange.drop.read import Came
from reviewer.session.exchange.built import Built
from reviewer.session.exchange.merging import Went
from reviewer.session.exchange.sync_hands import Hands
from reviewer.session.exchange.sync_plan import Item, SyncPlan
from reviewer.session.exchange.taking import Check
from reviewer.session.ground.ports import Job, Tell
from reviewer.store.ledger.merging import Parcel

Then = Callable[[Any], None]


class SyncRun:
    """One run of a plan. What comes in is taken first: only then it is known what goes out."""

    def __init__(
        self,
        hands: Hands,
        plan: SyncPlan,
        trust: Trust | None,
        told: Tell,
        done: Callable[[SyncPlan], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._hands, self._plan, self._trust = hands, plan, trust
        self._told, self._done, self._failed = told, done, failed
        self._folder = Path(plan.folder)
        self._todo = [one for one in plan.to_do if one.way == "in"]
        self._past = [one for one in plan.items if one.way == "in" and one.status != "new"]
        self._all = len(plan.to_do)
        self._out = False
        self._job: Job | None = None
        self._halted = self._turning = self._ready = False
        self._staging: Path | None = None

    def start(self) -> None:
        """Begin with the first file."""
        self._ready = True
        self._turn()

    def cancel(self) -> None:
        """Stop after the file that is being taken, or in the middle of one that is being put,
        which then is not there."""
        self._halted = True
        if self._job is not None:
            self._job.cancel()

    # ------------------------------------------------------------------ one after the other

    def _turn(self) -> None:
        """Go on while files end at once; one that takes its time comes back here."""
        if self._turning:
            return
        self._turning = True
        try:
            while self._ready:
                self._ready = False
                self._next()
        except Exception as error:  # noqa: BLE001 - handed to the caller, as the runner's port does
            self._clean()
            self._failed(error)
        finally:
            self._turning = False

    def _again(self, _answer: object = None) -> None:
        self._ready = True
        self._turn()

    def _next(self) -> None:
        if not self._todo and not self._out and not self._halted:
            self._out = True
            self._plan_out()
        if self._halted or not self._todo:
            self._end()
            return
        item = self._todo.pop(0)
        self._told(item.name, len([one for one in self._past if one.status == "done"]), self._all)
        try:
            if item.kind == "package" and item.way == "in":
                self._merge(item)
            else:
                (self._put if item.way == "out" else self._check)(item)
        except ReviewerError as error:
            self._no(item, error)

    def _plan_out(self) -> None:
        clear_parts(self._folder, self._hands.device)
        outgoing = self._plan.outgoing
        came = [one.came for one in self._plan.items if one.came is not None]
        found = outgoing.items(came, ()) if outgoing is not None else []
        self._past += [one for one in found if one.status != "new"]
        self._todo = [one for one in found if one.status == "new"]

    def _end(self) -> None:
        self._clean()
        stopped = [replace(one, status="stopped") for one in self._todo]
        if self._halted and not self._out:
            out = (one for one in self._plan.to_do if one.way == "out")
            stopped += [replace(one, status="stopped") for one in out]
        self._todo = []
        items = (*self._past, *stopped)
        self._done(replace(self._plan, items=items, ran=True))

    def _yes(self, item: Item) -> None:
        self._past.append(replace(item, status="done"))

    def _no(self, item: Item, error: ReviewerError) -> None:
        """This one did not go; the next may, unless somebody stopped it or a disk is ill."""
        if error.code == "cancelled":
            self._past.append(replace(item, status="stopped"))
            self._halted = True
        else:
            self._past.append(item.refused(error))
            ill = isinstance(error, Damaged) and error.code != "read"
            self._halted = self._halted or ill
        self._again()

    # ------------------------------------------------------------------ what comes in

    def _check(self, item: Item) -> None:
        """The file must still be the one that was looked at."""
        came = item.came
        assert came is not None
        work = partial(_unchanged, came)
        self._begin(work, partial(self._take, item), item)

    def _begin(self, work: Callable[[Tell], object], then: Then, item: Item) -> None:
        job = self._hands.core.runner.job(
            work, self._told, partial(self._went, then, item), partial(self._broke, item)
        )
        self._job = None if self._ready else job

    def _went(self, then: Then, item: Item, answer: object) -> None:
        self._job = None
        try:
            then(answer)
        except ReviewerError as error:
            self._no(item, error)

    def _broke(self, item: Item, error: Exception) -> None:
        self._job = None
        if isinstance(error, ReviewerError):
            self._no(item, error)
            return
        self._clean()
        self._failed(error)

    def _take(self, item: Item, _same: object) -> None:
        came = item.came
        assert came is not None
        if came.feedback is not None:
            self._hands.feedback.take(came.feedback, item.name, self._trust)
        elif came.bundle is not None:
            self._import(item, came)
            return
        self._yes(item)
        self._breathe()

    def _merge(self, first: Item) -> None:
        """All packages that follow one another, in one job off the window's thread."""
        items = [first]
        while self._todo and self._todo[0].kind == "package" and self._todo[0].way == "in":
            items.append(self._todo.pop(0))
        job = self._hands.merging.start_taking(
            [_parcel_of(one) for one in items],
            told=self._told,
            done=partial(self._merged, items),
            failed=partial(self._broke, first),
        )
        self._job = None if self._ready else job

    def _merged(self, items: list[Item], went: Went) -> None:
        self._job = None
        for item, error in zip(items, went.errors, strict=False):
            self._past.append(
                replace(item, status="done") if error is None else item.refused(error)
            )
        self._todo[:0] = items[len(went.errors) :]
        self._halted = self._halted or went.halted is not None
        if went.halted is not None and not isinstance(went.halted, ReviewerError):
            self._clean()
            self._failed(went.halted)
            return
        self._breathe()

    def _breathe(self) -> None:
        """Let the desk paint before the next."""
        self._hands.core.runner.query(_nothing, self._again, self._failed)

    def _import(self, item: Item, came: Came) -> None:
        assert came.bundle is not None
        objection = self._hands.objection(came.bundle.public, self._trust)
        if objection:
            raise Refused(f"It does not come in: {objection}.", code="untrusted")
        job = self._hands.jobs.start_import(
            [came.lying.path],
            told=self._told,
            done=partial(self._imported, item, came),
            failed=partial(self._broke, item),
        )
        self._job = None if self._ready else job

    def _imported(self, item: Item, came: Came, answer: dict[str, Any]) -> None:
        self._job = None
        wrong = [one for one in answer["files"] if one["status"] == "refused"]
        if wrong or not answer["files"]:
            says = str(wrong[0]["reason"]) if wrong else "Nothing of it was recognised."
            self._no(item, Refused(says, code="refused"))
            return
        self._hands.note_bundle(came.sha256)
        self._yes(item)
        self._breathe()

    # ------------------------------------------------------------------ what goes out

    def _put(self, item: Item) -> None:
        """Made here first, then brought over; both off the window's thread."""
        outgoing = self._plan.outgoing
        assert outgoing is not None
        self._clean()
        self._staging = Path(tempfile.mkdtemp(prefix="reviewer-sync-"))
        built = self._staging / f"made.zip{'.age' if outgoing.sealed else ''}"
        if item.kind == "package":
            job = self._hands.exporting.start_build(
                built,
                to=outgoing.people,
                told=self._told,
                done=partial(self._went, partial(self._carry, item, built), item),
                failed=partial(self._broke, item),
            )
            self._job = None if self._ready else job
            return
        contents = self._hands.feedback.contents(item.who)
        letter = self._hands.feedback.letter(contents, built, seal=outgoing.sealed)
        self._begin(letter, partial(self._carry, item, built), item)

    def _carry(self, item: Item, built: Path, answer: object) -> None:
        """Bring over what was made; only a package is remembered by the ledger."""
        made = answer if isinstance(answer, Built) else None
        there = replace(item, size=built.stat().st_size)
        if item.came is not None:  # it lies there since a run that could not say so
            self._brought(there, made, None)
            return
        work = partial(_bring, built, self._folder, item.name, self._hands.device)
        self._begin(work, partial(self._brought, there, made), there)

    def _brought(self, item: Item, made: Built | None, _answer: object) -> None:
        self._clean()
        if made is not None:
            self._hands.exporting.log(made, item.name.rpartition("/")[2])
        self._yes(item)
        self._again()

    def _clean(self) -> None:
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging = None


def _parcel_of(item: Item) -> tuple[Parcel, Check]:
    """A package that was looked at, and that it must be the same still."""
    came = item.came
    assert came is not None and came.package is not None and came.package.parcel is not None
    return came.package.parcel, partial(_unchanged, came)


def _unchanged(came: Came, tell: Tell) -> None:
    if drop.digest(came.lying, tell) != came.sha256:
        raise Refused(
            "It is not what it was when you looked at it.",
            code="changed",
            file=came.lying.name,
            next_step="Nothing of it was taken. Look again.",
        )


def _bring(built: Path, folder: Path, name: str, device: str, tell: Tell) -> None:
    put(built, folder, name, device, tell)


def _nothing() -> None:
    """Between two files."""
