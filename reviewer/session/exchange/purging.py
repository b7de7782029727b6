"""Purge: a lead removes the evidence of cases that are over; what was decided stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.changes import Changes
from reviewer.domain.custody import DAY_MS
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft
from reviewer.domain.fold import Fact
from reviewer.domain.purging import HOLDING, held_aside, obstacles, purged_cases
from reviewer.domain.views import CaseRow
from reviewer.session.exchange.deal_views import OWNER, case_names, lead_reason
from reviewer.session.exchange.last_station import Kept, arrived, made_ms, read_kept
from reviewer.session.exchange.purge_views import WORD, PurgePreview
from reviewer.session.ground.backups import Backups
from reviewer.session.ground.core import Core
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known.rostering import Rostering
from reviewer.session.queue.queue import Queue
from reviewer.store.ledger.lines import Aside
from reviewer.store.purge import carry_out, finished
from reviewer.store.purge_scope import Scope, scope_of
from reviewer.trust.canonical import loads_strict

SETTING = "retention.days"
NAMED_IN_EVENT = 1500


class Purging:
    """Looks first, then appends ``purge``, then removes; what was interrupted goes on."""

    def __init__(self, core: Core, queue: Queue, roster: Rostering, backups: Backups) -> None:
        self._core = core
        self._queue = queue
        self._roster = roster
        self._backups = backups

    def why_not(self) -> str:
        """Why nothing may be purged here; empty where it may."""
        return lead_reason(self._roster, "purges")

    def purged(self) -> dict[str, str]:
        """Case to the day on which it was purged."""
        return purged_cases(self._core.state.books.get("purge", ()))

    def preview(self, only: Sequence[str] = (), packages: Sequence[Path] = ()) -> PurgePreview:
        """What would go; nothing is written.

        Args:
            only: these cases; all that are old enough where none is named.
            packages: exports of ours that are kept, where this is the last station: nobody
                receives our chain, and they stand for the receipt.

        Raises:
            Refused: ``role``; ``not_found``, no such case; ``not_proven``, a package is not whole
                or none of ours.
        """
        self._check()
        return self._look(only, read_kept(self._core, packages))

    def _look(self, only: Sequence[str], kept_here: Kept) -> PurgePreview:
        cases = self._queue.cases()
        known = {case.case_id for case in cases}
        for case_id in only:
            if case_id not in known:
                raise Refused("There is no such case.", code="not_found", file=case_id)
        wanted = [case for case in cases if not only or case.case_id in only]
        days = self._core.settings.number(SETTING)
        gone = self.purged()
        blocked: dict[str, list[str]] = {}
        free: list[CaseRow] = []
        aside = held_aside(loads_strict(a.text) for a in self._kept_aside())
        for case in wanted:
            if self._is_bare(case, gone):
                continue
            reasons = self._reasons(case, days, aside, kept_here.hashes)
            if reasons:
                blocked[case.case_id] = reasons
            else:
                free.append(case)
        kept, scope = self._without_kept(free, blocked, aside)
        holding = tuple(one.folder.name for one in self._backups.all())
        note = "" if self._roster.held is not None else OWNER
        held = holding if kept else ()
        names = case_names(cases)
        proven, packages = kept_here.hashes, kept_here.packages
        return PurgePreview(scope, days, blocked, held, note, proven, packages, names)

    def _check(self) -> None:
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="role", next_step="Ask the lead.")

    def _is_bare(self, case: CaseRow, gone: dict[str, str]) -> bool:
        """Purged, and nothing came in anew since."""
        return case.case_id in gone and not (case.posts or case.handle)

    def _without_kept(
        self, free: list[CaseRow], blocked: dict[str, list[str]], aside: frozenset[str]
    ) -> tuple[list[CaseRow], Scope]:
        """The cases of which no post or medium must stay for its own sake, and what goes."""
        evidence, kept = self._core.workspace.evidence, self._sharing(free, blocked)
        while True:
            scope = scope_of(evidence, [case.case_id for case in kept])
            if not self._must_stay(scope, aside):
                return kept, scope
            own = [c for c in kept if self._must_stay(scope_of(evidence, [c.case_id]), aside)]
            for case in own or kept:
                blocked[case.case_id] = ["a post or medium of it must stay: a hold or a question"]
            kept = self._sharing([c for c in kept if c not in (own or kept)], blocked)

    def _must_stay(self, scope: Scope, aside: frozenset[str]) -> bool:
        """Whether something stands against removing a post or medium that would go."""
        state = self._core.state
        going = {f"post:{place[3]}" for place in scope.posts}
        going |= {name for file in scope.files for name in self._core.same(f"media:{file}")}
        said = going & (state.subjects.keys() | state.wishes.keys())
        return bool(going & aside) or any(obstacles(state, key) for key in said)

    def _sharing(self, free: list[CaseRow], blocked: dict[str, list[str]]) -> list[CaseRow]:
        """Without the cases that share a subject with one that stays."""
        evidence = self._core.workspace.evidence
        kept = list(free)
        while True:
            going = {case.case_id for case in kept}
            shared = [
                case
                for case in kept
                if any(set(evidence.cases_of_subject(key)) - going for key in case.subjects)
            ]
            if not shared:
                return kept
            for case in shared:
                blocked[case.case_id] = ["a case that stays is about the same"]
                kept.remove(case)

    def _kept_aside(self) -> list[Aside]:
        """Holds of known keys that came and do not count: nobody frees evidence by quarantine."""
        found = self._core.workspace.ledger.quarantine()
        return [one for one in found if one.type in HOLDING and one.code != "unknown_key"]

    def _reasons(
        self, case: CaseRow, days: int, aside: frozenset[str], proven: frozenset[str]
    ) -> list[str]:
        """Everything that stands against purging a case."""
        found: dict[str, None] = {}
        keys = [case.subjects[0], *case.subjects] if case.subjects else []
        keys += [f"account:{case.account}"] if case.account else []
        for key in dict.fromkeys(name for one in keys for name in self._core.same(one)):
            found |= dict.fromkeys(obstacles(self._core.state, key))
            if key in aside:
                found["a hold came that does not count: settle what is quarantined first"] = None
            if self._core.is_locked(key):
                found["stopped for child safety: the site's procedure decides"] = None
        row = self._queue.row(case)
        if row.group == "again":
            found["to be looked at again"] = None
        elif not self._queue.is_done(case):
            found["not decided yet"] = None
        heads = self._heads(keys)
        if any(not arrived(self._core, fact, proven) for fact in heads):
            found["a decision was not sent, or its receipt is missing"] = None
        newest = max((made_ms(self._core, fact) for fact in heads), default=None)
        if newest is not None and newest + days * DAY_MS > self._core.clock.now_ms():
            found[f"younger than {days} days"] = None
        return list(found)

    def _heads(self, keys: Sequence[str]) -> list[Fact]:
        names = dict.fromkeys(name for key in keys for name in self._core.same(key))
        return [fact for name in names for fact in self._core.state.subject(name).heads]

    # ---------------------------------------------------------------- the purge itself

    def purge(self, shown: PurgePreview) -> list[str]:
        """Remove in place what was shown; the ids of the events.

        Raises:
            Refused: ``nothing``, ``role``, ``read_only``, ``changed`` since it was shown.
            Damaged: the disk; what is left goes at the next opening.
        """
        idents = self._announce(shown)
        self._resume(_silent)
        self._removed()
        return idents

    def start(
        self,
        shown: PurgePreview,
        typed: str,
        told: Tell,
        done: Callable[[int], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """``purge`` off the window's thread, once its word was typed.

        Raises:
            Refused: ``word``; and as ``purge``.
        """
        if typed.strip() != WORD:
            raise Refused(f"Nothing was removed: the word is {WORD}.", code="word")
        self._announce(shown)
        work = self._work()
        number = len(shown.scope.cases)
        return self._core.runner.job(work, told, partial(self._gone, number, done), failed)

    def _gone(self, number: int, done: Callable[[int], None], _answer: object) -> None:
        self._removed()
        done(number)

    def _announce(self, shown: PurgePreview) -> list[str]:
        """Look once more, then say in the ledger what goes."""
        self._check()
        if not shown.scope.cases:
            raise Refused(
                "There is nothing to purge.",
                code="nothing",
                next_step="The preview says what stands against it.",
            )
        now = self._look(shown.scope.cases, Kept(shown.proven, shown.packages))
        if now.scope != shown.scope:
            raise Refused(
                "Something changed since it was shown.", code="changed", next_step="Look again."
            )
        stored = self._core.append(_drafts(now))
        return [one.id for one in stored]

    def resume(self) -> bool:
        """On opening: go on with what was interrupted; whether there was anything."""
        if self._core.workspace.read_only or not self._waiting():
            return False
        self._resume(_silent)
        self._core.workspace.evidence.forget_digests()
        return True

    def _waiting(self) -> list[ev.Event]:
        events = self._core.state.books.get("purge", [])
        if not events:
            return []
        done = finished(self._core.workspace.evidence)
        return [event for event in events if ev.text(event, "id") not in done]

    def _work(self) -> Callable[[Tell], None]:
        waiting = self._waiting()
        parts = [event["purge"] for event in waiting]
        cases = [case for part in parts for case in ev.text_list(part, "cases")]
        files = [f for part in parts for name in ("media", "sources") for f in part.get(name, ())]
        idents = [ev.text(event, "id") for event in waiting]
        return partial(carry_out, self._core.workspace.source(), cases, files, idents)

    def _resume(self, tell: Tell) -> None:
        self._work()(tell)

    def _removed(self) -> None:
        space = self._core.workspace
        space.evidence.forget_digests()
        self._core.bus.publish(Changes(kinds=frozenset({"import", "purge"})))
        self._core.say("Purged. What was decided stays in the ledger", "saved")


def _drafts(shown: PurgePreview) -> list[Draft]:
    """One event, or several with one group where it names very much."""
    scope = shown.scope
    lists: dict[str, Sequence[str]] = {
        "cases": scope.cases,
        "media": scope.files,
        "sources": scope.sources,
    }
    drafts: list[Draft] = []
    for name, values in lists.items():
        for at in range(0, len(values), NAMED_IN_EVENT):
            part: dict[str, Any] = {name: list(values[at : at + NAMED_IN_EVENT])}
            if at == 0 and drafts:
                drafts[0]["purge"] |= part
            else:
                drafts.append({"type": "purge", "purge": part})
    drafts[0]["purge"] |= {"retention_days": shown.days, "posts": len(scope.posts)}
    if shown.packages:
        drafts[0]["purge"]["last_station"] = list(shown.packages)
    return drafts


def _silent(_words: str, _done: int, _all: int) -> None:
    """Nobody asked."""
