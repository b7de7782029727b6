"""Making golden cases: a settled case becomes one with a known answer, or is used no more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import get_args

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.events import Draft, Event
from reviewer.domain.qa import Answer, Golden, Outcome, golden_of
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.subject_state import Fact
from reviewer.quality.blind import golden_draft
from reviewer.quality.report import criteria_in
from reviewer.session.ground.core import Core
from reviewer.session.leads.golden_material import GoldenMaterial
from reviewer.session.leads.spotchecks import SpotChecks
from reviewer.session.views.forms import CHOICE, Field, Form, Values, words
from reviewer.session.views.words import count
from reviewer.store.ledger.stored import StoredEvent

ONLY = "only"


class Goldens(GoldenMaterial):
    """Only for a lead. Nothing is guessed: the expected answers are those of the decision in force,
    and the lead says why they are right."""

    def __init__(self, core: Core, checks: SpotChecks) -> None:
        super().__init__(core)
        self._checks = checks

    def subject(self, name: str) -> str:
        """The key of the subject that a name means: a subject's own key, or the id of a case in
        which exactly one subject is decided.

        Raises:
            Refused: ``no_case``; ``undecided``; ``several``.
        """
        case = self._core.workspace.evidence.case(name)
        if case is None:
            if self._core.ledger_state.subject(name).heads:
                return name
            raise Refused(
                f"There is no case {name!r} here, and no decision about such a subject.",
                code="no_case",
                next_step="Give the id of a case, or a subject as account:net:1.",
            )
        state = self._core.ledger_state
        decided = [key for key in case.subjects if state.subject(key).heads]
        if len(decided) == 1:
            return decided[0]
        if not decided:
            raise Refused("Nothing is decided in this case yet.", code="undecided")
        raise Refused(
            f"In this case {len(decided)} subjects are decided.",
            code="several",
            next_step=f"Name one of them: {', '.join(decided[:5])}.",
        )

    def draft(self, key: str, rationale: str, accept: Sequence[str] = ()) -> Draft:
        """The golden case of a subject: the decision's answers are expected, its outcome and those
        of ``accept`` are accepted. An earlier one about the same subject is replaced.

        Raises:
            Refused: ``not_lead``; ``undecided``, ``contested``; ``expired``, decided under another
                policy set; ``evidence``, not here; ``locked``; ``media``, not seen or graphic;
                ``rationale``; ``outcome``.
        """
        self._checks.need_lead()
        first = self._settled(key)
        subject = ev.subject_of(first.event)
        if subject is None or first.outcome not in get_args(Outcome):
            raise Refused("Nothing is decided about this subject.", code="undecided")
        wrong = next((one for one in accept if one not in get_args(Outcome)), "")
        if wrong:
            known = ", ".join(get_args(Outcome))
            raise Refused(f"There is no outcome {wrong!r}.", code="outcome", next_step=known)
        if not rationale.strip():
            raise Refused(
                "A golden case says why its answer is right.",
                code="rationale",
                next_step="Give one or two sentences that whoever answered otherwise can learn by.",
            )
        accepted = list(dict.fromkeys([first.outcome, *accept]))
        said = Golden(
            expected=tuple(
                Answer(id=name, answer=answer)  # type: ignore[arg-type]
                for name, answer in criteria_in(first.event).items()
            ),
            accepted=tuple(accepted),  # type: ignore[arg-type]
            rationale=rationale.strip(),
            material="seen_not_graphic" if self.media(key, first.event) else "text",
        )
        return golden_draft(subject, said, first.policy, self._ids(key))

    def retiring(self, key: str) -> Draft:
        """The golden case of a subject is used no more.

        Raises:
            Refused: ``not_lead``; ``nothing``, there is none in force.
        """
        self._checks.need_lead()
        found = self.of(key)
        subject = ev.subject_of(found[-1]) if found else None
        if not found or subject is None:
            raise Refused("There is no golden case of this subject in force.", code="nothing")
        said, policy = golden_of(found[-1]), found[-1].get("policy")
        gone = Golden(
            expected=said.expected,
            accepted=said.accepted,
            rationale=said.rationale,
            material=said.material,
            retired=True,
        )
        return golden_draft(subject, gone, dict(policy or {}), self._ids(key))

    def make(self, draft: Draft) -> StoredEvent:
        """Save what ``draft`` or ``retiring`` made.

        Raises:
            Refused: ``read_only``.
        """
        reason = self._core.saver.why_not()
        if reason:
            raise Refused(reason, code="read_only", next_step=self._core.saver.next_step)
        return self._core.append([draft])[0]

    def of(self, key: str) -> list[Event]:
        """The golden cases in force about a subject: several where leads made them."""
        found = self._core.ledger_state.qa.golden(self._core.policy.hash)
        names = {key, *self._core.same(key)}
        return [e for e in found if (s := ev.subject_of(e)) is not None and s.key in names]

    def _ids(self, key: str) -> list[str]:
        return [ev.text(one, "id") for one in self.of(key)]

    # ---------------------------------------------------------------- what may be one

    def _settled(self, key: str) -> Fact:
        state = self._core.ledger_state.subject(key)
        first = state.decision
        if first is None:
            raise Refused("Nothing is decided about this subject.", code="undecided")
        if state.contested:
            raise Refused(
                "The decisions about this subject differ.",
                code="contested",
                next_step="Settle it first: a golden case has one answer.",
            )
        if first.policy.get("hash") != self._core.policy.hash:
            raise Refused(
                "It was decided under another policy set than the one in force.",
                code="expired",
                next_step="Decide it again under this policy set.",
            )
        return first

    # ---------------------------------------------------------------- on the desk

    def why_not(self) -> str:
        """Why the open case cannot become a golden one, as far as is known before asking more."""
        why = self._checks.why_not()
        if why or self._core.sight is not None:
            return why
        if not self._core.desk.case_id:
            return "no case is open"
        account = self._core.desk.account
        if self._core.ledger_state.subject(account).heads and not self._core.subject(account).heads:
            return "this case is in a spot-check: answer it there first"
        try:
            self._settled(account)
        except Refused as refused:
            return refused.message[:1].lower() + refused.message[1:].rstrip(".")
        return ""

    def form(self) -> Form:
        """What the desk asks to make the open case a golden one."""
        key = self._core.desk.account
        first = self._settled(key)
        others = [
            (name, OUTCOME_WORDS.get(name, name))
            for name in get_args(Outcome)
            if name != first.outcome
        ]
        outcome = OUTCOME_WORDS.get(first.outcome, first.outcome)
        asked = len(criteria_in(first.event))
        answers = f", and the {count(asked, 'answer')} to its questions" if asked else ""
        replaces = (
            " The golden case that is made of it already is replaced." if self.of(key) else ""
        )
        return Form(
            "golden",
            "Make it a golden case",
            f"It is handed out among others, to be answered blind. Expected:"
            f" {outcome}{answers}, as it was decided. It expires when the policy set"
            f" changes.{replaces}",
            "Make it golden",
            (
                Field("why", "Why", hint="why this answer is right; shown after the answer"),
                Field("also", "Also accepted", CHOICE, ONLY, choices=((ONLY, "none"), *others)),
            ),
            partial(self._submit, key),
        )

    def _submit(self, key: str, values: Values) -> None:
        also = words(values, "also")
        accept = [also] if also and also != ONLY else []
        draft = self.draft(key, words(values, "why"), accept)
        self._core.saver.write([draft], self._said)

    def _said(self) -> None:
        self._core.say("Golden case made; it is handed out with the next draws", "saved")
