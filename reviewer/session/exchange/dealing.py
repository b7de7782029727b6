"""The lead deals cases to reviewers: shown first, then written, then remembered by an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from reviewer.domain import events as ev
from reviewer.domain.dealt import Dealt, dealt
from reviewer.domain.errors import Refused
from reviewer.domain.views import CaseRow
from reviewer.exchange.dealing.plan import Dealable, deal_out, parse_overlap
from reviewer.exchange.dealing.write import Hand
from reviewer.session.exchange.deal_lost import find_deal
from reviewer.session.exchange.deal_views import (
    OWNER,
    DealPreview,
    case_names,
    lead_reason,
    seals_of,
)
from reviewer.session.exchange.deal_work import Frame, bands, draft, parts, silent, write
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import primary_of
from reviewer.session.ground.ports import Job, Tell
from reviewer.session.known.rostering import Rostering
from reviewer.session.queue.queue import OPEN, Queue
from reviewer.session.queue.queue_books import HANDED
from reviewer.session.views.words import count, iso
from reviewer.store.disk.compose import ms_of
from reviewer.store.evidence.records import language_of
from reviewer.trust.keys import Signer


class Dealing:
    """Reads the queue, writes bundles, appends ``deal``."""

    def __init__(self, core: Core, queue: Queue, roster: Rostering) -> None:
        self._core = core
        self._queue = queue
        self._roster = roster

    def why_not(self) -> str:
        """Why nothing can be dealt here; empty when it can."""
        return lead_reason(self._roster, "deals cases")

    def people(self) -> list[str]:
        """The pseudonyms of the reviewers whom the roster names now; empty without one."""
        held = self._roster.held
        if held is None:
            return []
        now = self._now()
        return sorted(
            e.pseudonym for e in held.entries if e.role == "reviewer" and e.counts_at(now)
        )

    def preview(self, to: Sequence[str], overlap: int = 0, seed: str = "") -> DealPreview:
        """Work a deal out; nothing is written.

        Args:
            to: pseudonyms.
            overlap: thousandths of the cases that go to two people.
            seed: by default one for the present end of the ledger.

        Raises:
            Refused: ``role``, ``nobody``, ``twice``, ``overlap``, ``not_rostered``.
        """
        self._check(to)
        cases, left_out, again = self._dealable()
        chosen = seed or "{}-{}".format(*self._core.workspace.ledger.head()[:2])
        plan = deal_out(cases, to, overlap, chosen)
        if plan.nobody:
            left_out["handed back by everybody named"] = len(plan.nobody)
        note = "" if self._roster.held is not None else OWNER
        names = case_names(self._queue.cases())
        return DealPreview(plan, left_out, chosen, overlap, again, note, names)

    def look(self, to: Sequence[str], overlap: str) -> DealPreview:
        """``preview`` with the overlap as a person types it, ``5%``; empty is none."""
        return self.preview(to, parse_overlap(overlap) if overlap.strip() else 0)

    def _check(self, to: Sequence[str]) -> None:
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="role", next_step="Ask the lead, or adopt a newer roster.")
        known = self.people()
        strangers = [name for name in to if name not in known]
        if self._roster.held is not None and strangers:
            raise Refused(
                f"{strangers[0]} is no reviewer on the roster.",
                code="not_rostered",
                next_step=f"There are: {', '.join(known) or 'none'}.",
            )

    def _now(self) -> str:
        return iso(self._core.clock.now_ms()) or ""

    def held(self) -> Dealt:
        """Who holds which case."""
        return dealt(self._core.state.books)

    def _dealable(self) -> tuple[list[Dealable], dict[str, int], int]:
        """The cases that may be dealt, why others are not, and how many were handed back."""
        given, left_out, open_cases = self.held(), dict[str, int](), list[CaseRow]()
        for case in self._queue.cases():
            reason = self._stays(case, given)
            if reason:
                left_out[reason] = left_out.get(reason, 0) + 1
            else:
                open_cases.append(case)
        urgency = bands(open_cases)
        evidence = self._core.workspace.evidence
        found = [
            Dealable(
                case.case_id,
                language_of(evidence, case.account) if case.account else "",
                urgency[case.case_id],
                max(case.sensitivity, 0),
                given.barred(case.case_id),
            )
            for case in open_cases
        ]
        return found, left_out, sum(bool(one.barred) for one in found)

    def _stays(self, case: CaseRow, given: Dealt) -> str:
        """Why a case is not dealt; empty where it is."""
        if given.holders(case.case_id):
            return "dealt already"
        if case.legal == "tco":
            return "one-hour order: not for offline review"
        row = self._queue.row(case)
        if row.state == "contested":
            return "contested: a lead resolves it"
        if row.group not in (*OPEN, "later") and row.state_word != HANDED:
            return {"done": "decided", "asked": "waiting for a lead"}.get(row.group, row.state_word)
        if self._core.is_locked(primary_of(case)):
            return "child safety: never leaves"
        return ""

    # ---------------------------------------------------------------- the deal itself

    def deal(
        self,
        shown: DealPreview,
        folder: Path,
        *,
        seal: bool = False,
        signer: Signer | None = None,
    ) -> list[Hand]:
        """Write the bundles in place and remember them.

        Args:
            shown: what ``preview`` gave.
            folder: where the bundles are put; must exist.
            seal: seal each bundle to the key that the roster has of its reviewer.
            signer: signs the bundles; the key of this profile when left out.

        Raises:
            Refused: ``nothing`` to deal, ``role``, ``inside``, ``exists``, ``no_folder``,
                ``recipient``: to whom it cannot be sealed.
            Damaged: the disk.
        """
        work = self._work(shown, folder, seal, signer)
        hands = work(silent)
        self._remember(shown, hands)
        return hands

    def start(
        self,
        shown: DealPreview,
        folder: Path,
        told: Tell,
        done: Callable[[list[Hand]], None],
        failed: Callable[[Exception], None],
        *,
        seal: bool = False,
        signer: Signer | None = None,
    ) -> Job:
        """``deal`` off the window's thread; the events follow on this one.

        Raises:
            Refused: ``busy``, another job runs; and as ``deal``.
        """
        work = self._work(shown, folder, seal, signer)
        return self._core.runner.job(work, told, partial(self._dealt, shown, done), failed)

    def _dealt(
        self, shown: DealPreview, done: Callable[[list[Hand]], None], answer: object
    ) -> None:
        if isinstance(answer, list):
            self._remember(shown, answer)
            done(answer)

    def _work(
        self,
        shown: DealPreview,
        folder: Path,
        seal: bool,
        signer: Signer | None,
    ) -> Callable[[Tell], list[Hand]]:
        self._check(list(shown.plan.hands))
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only")
        if not shown.cases:
            raise Refused(
                "There is nothing to deal.",
                code="nothing",
                next_step="Import cases, or wait until one is handed back.",
            )
        space = self._core.workspace
        if space.folder.resolve() in (folder.absolute() / "x").resolve().parents:
            raise Refused("Bundles cannot lie inside the workspace.", code="inside")
        order = {case.case_id: n for n, case in enumerate(self._queue.cases())}
        hands = {name: sorted(ids, key=order.__getitem__) for name, ids in shown.plan.hands.items()}
        seq = space.ledger.head()[1]
        role = "issuer" if signer else self._roster.own_role() or "lead"
        frame = Frame(
            space.source(),
            signer or space.signer,
            space.locks.all(),
            role,
            self._last_time(),
            seals_of(self._roster, list(hands), self._now()) if seal else {},
        )
        return partial(write, frame, hands, folder, seq + 1)

    def again(self, ident: str, folder: Path, *, signer: Signer | None = None) -> Hand:
        """Write a bundle that was lost once more, byte for byte (before it is sealed); nothing is
        dealt anew and no event is written.

        Args:
            ident: the id of the deal's event, of its bundle, or the name of its file.
            folder: as for ``deal``.
            signer: the issuer's key, where one signed it.

        Raises:
            Refused: ``not_found``, no such deal; ``old``, of before deals could be made again;
                ``changed``, what is here of its cases is not what it was; and as ``deal``.
        """
        reason = self.why_not()
        if reason:
            raise Refused(reason, code="role", next_step="Ask the lead.")
        lost = find_deal(self._core.state.books.get("deal", ()), ident)
        space = self._core.workspace
        if space.folder.resolve() in (folder.absolute() / "x").resolve().parents:
            raise Refused("Bundles cannot lie inside the workspace.", code="inside")
        frame = Frame(
            space.source(),
            signer or space.signer,
            space.locks.all(),
            lost.role,
            lost.at,
            seals_of(self._roster, [lost.to], self._now()) if lost.sealed else {},
            lost.sha256,
        )
        (hand,) = write(frame, {lost.to: lost.cases}, folder, lost.number, silent)
        return hand

    def _last_time(self) -> str:
        """The newest time of the ledger and a millisecond for each deal before: later than every
        deal before it, and the deal that was interrupted gives the same bytes again."""
        events = self._core.workspace.ledger.own_events()
        newest = max((ev.text(one, "at") for one in events), default=self._now())
        deals = sum(one.get("type") == "deal" for one in events)
        return iso(ms_of(newest) + deals) or newest

    def _remember(self, shown: DealPreview, hands: Sequence[Hand]) -> None:
        drafts = [draft(shown, hand, part) for hand in hands for part in parts(hand.cases)]
        self._core.append(drafts)
        dealt_cases = len({case_id for hand in hands for case_id in hand.cases})
        self._core.say(f"Dealt {count(dealt_cases, 'case')} to {len(hands)}", "saved")
