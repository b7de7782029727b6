"""Calibration rounds of a lead: who answers, what is drawn from, the round as an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.ids import SubjectRef
from reviewer.domain.proposals import actor
from reviewer.domain.qa import Draw
from reviewer.domain.qa_plan import Plan
from reviewer.domain.views import CaseRow
from reviewer.quality.blind import draw_draft
from reviewer.quality.calibration import RoundReport, round_report
from reviewer.quality.draw import plan_hash
from reviewer.quality.frame import frame_hash
from reviewer.quality.report import is_round
from reviewer.quality.rounds import ROUND, Candidate, differences, draw_round, sizes
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import primary_of, stands_on
from reviewer.session.known.rostering import Rostering
from reviewer.session.leads.drawing import DrawView, left_out
from reviewer.session.leads.spotcheck_facts import Evidence
from reviewer.session.leads.spotchecks import SpotChecks
from reviewer.session.queue.queue import Queue
from reviewer.session.views.words import count, iso

EVERYBODY = "all"
ANSWERS_ROUNDS = frozenset({"reviewer", "lead"})
STRATA_WORDS = {"all": "cases", "golden": "golden cases", "decided": "decided by one of them"}


@dataclass(frozen=True)
class Looked:
    """A round that is only worked out: who would answer, from what, how many."""

    plan: Plan
    raters: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    locked: int
    strata: dict[str, tuple[int, int]]

    @property
    def plan_sha256(self) -> str:
        """What names the plan."""
        return plan_hash(self.plan)

    @property
    def frame_sha256(self) -> str:
        """Of the keys of all subjects that it would be drawn from."""
        return frame_hash(one.subject.key for one in self.candidates)


class Rounds:
    """Only for a lead; whoever a round names answers it with ``Looking``."""

    def __init__(self, core: Core, roster: Rostering, checks: SpotChecks, queue: Queue) -> None:
        self._core = core
        self._roster = roster
        self._checks = checks
        self._queue = queue

    # -- who answers --------------------------------------------------------------------------

    def people(self) -> dict[str, list[str]]:
        """Pseudonym to keys of everybody who can answer: as the roster says; without one, whose
        packages were merged."""
        found: dict[str, list[str]] = {}
        held = self._roster.held
        if held is not None:
            now = iso(self._core.clock.now_ms()) or ""
            for entry in held.entries:
                if entry.role in ANSWERS_ROUNDS and entry.counts_at(now):
                    found.setdefault(entry.pseudonym, []).append(entry.keyid)
            return dict(sorted(found.items()))
        for event in self._core.workspace.ledger.held_events():
            who = actor(event)
            name, key = who.get("pseudonym", ""), who.get("key", "")
            if name and key and key not in found.setdefault(name, []):
                found[name].append(key)
        return dict(sorted(found.items()))

    def reviewers(self) -> list[str]:
        """The pseudonyms of everybody but oneself, sorted."""
        mine = self._core.workspace.profile.pseudonym
        return [name for name in self.people() if name != mine]

    def keys_of(self, names: Iterable[str]) -> list[str]:
        """The keys of people by their pseudonyms; ``all``: everybody but oneself.

        Raises:
            Refused: code ``nobody``, with the names that are known.
        """
        people, found = self.people(), list[str]()
        for name in names:
            for one in self.reviewers() if name == EVERYBODY else [name]:
                if one not in people:
                    known = ", ".join(people) or "nobody"
                    words = f"Nobody here is called {one!r}."
                    raise Refused(words, code="nobody", next_step=f"Known: {known}.")
                found += people[one]
        return list(dict.fromkeys(found))

    # -- what it is drawn from ----------------------------------------------------------------

    def candidates(
        self, raters: Iterable[str], *, ever: bool = False
    ) -> tuple[list[Candidate], int]:
        """Every case here, each subject once, and how many are locked for child safety.

        Args:
            raters: keys; what one of them, or somebody of their name, decided is marked.
            ever: golden is every subject about which a golden case was ever made.
        """
        state, locked = self._core.ledger_state, Evidence(self._core).locked
        names = self._names(raters)
        goldens = state.qa.goldens.values() if ever else state.qa.golden(self._core.policy.hash)
        golden = {s.key for one in goldens if (s := ev.subject_of(one)) is not None}
        found: dict[str, Candidate] = {}
        aside = 0
        for case in self._queue.cases():
            subject = SubjectRef.from_key(stands_on(case, primary_of(case)))
            if locked({"subject": ev.subject_field(subject)}):
                aside += 1
                continue
            key = subject.key
            made = Candidate(subject, case.case_id, key in golden, self._decided(case, key, names))
            found.setdefault(key, made)
        return sorted(found.values(), key=_key), aside

    def _names(self, raters: Iterable[str]) -> frozenset[str]:
        """Keys and pseudonyms: two devices of one person are one person."""
        keys = set(raters)
        named = {name for name, theirs in self.people().items() if keys & set(theirs)}
        return frozenset(keys | named)

    def _decided(self, case: CaseRow, key: str, names: frozenset[str]) -> bool:
        state = self._core.ledger_state
        for one in {key, primary_of(case)}:
            for fact in state.subject(one).facts.values():
                if fact.type == "decision" and names & set(actor(fact.event).values()):
                    return True
        return False

    def look(self, names: Sequence[str], size: int = 0) -> Looked:
        """What a round would be drawn from, and how many cases it would have; nothing is drawn.

        Raises:
            Refused: ``not_lead``; ``nobody``.
        """
        self._checks.need_lead()
        raters, plan = self.keys_of(names), replace(ROUND, size=size or ROUND.size)
        found, locked = self.candidates(raters)
        return Looked(plan, tuple(raters), tuple(found), locked, sizes(found, plan))

    def view(self, names: Sequence[str], size: int = 0) -> DrawView:
        """The same in words."""
        try:
            looked = self.look(names, size)
        except Refused as refused:
            return DrawView("", "", [], [], [], f"{refused.message} {refused.next_step}")
        raters, found, parts = looked.raters, looked.candidates, looked.strata
        total, decided = sum(drawn for _, drawn in parts.values()), parts.get("decided", (0, 0))[0]
        blocked = "" if total else "there is no case that none of them decided"
        if len(raters) < 2:
            blocked = "a round compares two people or more"
        return DrawView(
            sentence=(
                f"{count(total, 'case')} would go to {count(len(raters), 'person', 'people')}, the"
                " same to all; each answers without sight of the others."
            ),
            counted=left_out(
                f"Drawn from {count(len(found), 'case')}.",
                [
                    (decided, "that one of them decided"),
                    (looked.locked, "locked for child safety"),
                ],
            ),
            strata=[
                (STRATA_WORDS[name], f"{size_:,}", f"{drawn:,}", "–")
                for name, (size_, drawn) in parts.items()
            ],
            curve=[],
            points=[],
            blocked=blocked,
        )

    # -- the round ----------------------------------------------------------------------------

    def make(
        self, names: Sequence[str], size: int = 0, cases: Sequence[str] = (), seed: str = ""
    ) -> str:
        """Draw a round, and save it as an event; the next feedback takes it to whom it names.

        Args:
            names: who answers: pseudonyms, or ``all``.
            size: how many cases; 0: twenty.
            cases: these cases and no others, by their ids.
            seed: any text; empty takes 128 bits from the machine.

        Returns:
            The id of the event.

        Raises:
            Refused: ``not_lead``; ``nobody``; ``no_case``; ``own``, one of them decided a named
                case; what ``quality.rounds.draw_round`` refuses; ``read_only``.
        """
        self._checks.need_lead()
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only")
        raters = self.keys_of(names)
        found, locked = self.candidates(raters)
        if cases:
            found = [self._named(found, name) for name in dict.fromkeys(cases)]
        plan = replace(ROUND, size=len(found) if cases else (size or ROUND.size))
        drawn = seed or self._core.random.bytes(16).hex()
        said = draw_round(found, plan, drawn, raters, named=bool(cases), locked=locked)
        return self._core.append([draw_draft(said)])[0].id

    def _named(self, found: Sequence[Candidate], name: str) -> Candidate:
        case = self._queue.case(name)
        key = stands_on(case, primary_of(case)) if case is not None else ""
        one = next((one for one in found if one.subject.key == key), None)
        if one is None:
            raise Refused(f"There is no case {name!r} here that may be handed out.", code="no_case")
        if one.decided:
            raise Refused(
                f"One of them decided {name!r} already.",
                code="own",
                next_step="Choose a case that none of them decided.",
            )
        return one

    def check(self, said: Draw) -> list[str]:
        """Draw again; what differs, in words."""
        return differences(said, self.candidates(said.raters, ever=True)[0])

    # -- what it says -------------------------------------------------------------------------

    def draws(self) -> list[str]:
        """The ids of the rounds, the oldest first."""
        found = self._core.ledger_state.qa.standing_draws()
        return [ev.text(one, "id") for one in found if is_round(one)]

    def cases(self) -> list[CaseRow]:
        """Every case here."""
        return self._queue.cases()

    def waits(self, draw: str) -> bool:
        """Whether one has to answer it oneself before one may see what others answered."""
        state, key = self._core.ledger_state, self._checks.key
        said = state.qa.draw(draw)
        if said is None or key not in said.raters:
            return False
        return any(not state.qa.may_reveal(draw, one.item, key, state.event) for one in said.cases)

    def report(self, draw: str) -> RoundReport:
        """What a round says.

        Raises:
            Refused: ``not_lead``; ``blind``, own answers are missing.
        """
        self._checks.need_lead()
        if self.waits(draw):
            raise Refused(
                "You answer this round too: the answers of the others are shown after yours.",
                code="blind",
                next_step="Spot-check: next item.",
            )
        return round_report(self._core.ledger_state, draw)


def _key(one: Candidate) -> str:
    return one.subject.key
