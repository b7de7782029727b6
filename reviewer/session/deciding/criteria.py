"""The questions of a policy at the desk: answered one by one, a draft until the commit."""

from __future__ import annotations

from typing import Any

from reviewer.domain.changes import on_desk
from reviewer.domain.errors import Refused
from reviewer.domain.guide import ANSWERS, deciding, next_question
from reviewer.domain.policy import Policy, Recommendation
from reviewer.domain.rules import OUTCOME_WORDS, UNGRADED, Choice, Requirement
from reviewer.session.deciding.staging import Staging, pin_field
from reviewer.session.ground.core import Core
from reviewer.session.views.criteria_views import CriteriaView, CriterionLine
from reviewer.store.desk import answers_name

ANSWER_WORDS = {"met": "met", "not_met": "not met", "unclear": "unclear", "n.a.": "not applicable"}
SECOND_REVIEW = "second_review"

Draft = dict[str, dict[str, dict[str, Any]]]
"""Policy id to criterion id to what was answered: {answer, spans}."""


class Criteria:
    """The answers to the open case's questions. They are the reviewer's own until committed."""

    def __init__(self, core: Core, staging: Staging) -> None:
        self._core = core
        self._staging = staging
        self._at = ("", "")
        self._kept: Draft = {}

    def policy(self) -> Policy | None:
        """The policy that is asked about: the chosen one, else what the reports claim."""
        desk = self._core.desk
        if not desk.case_id:
            return None
        if desk.staged is not None and desk.staged.choice.outcome not in UNGRADED:
            chosen = self._staging.policy()
            if chosen is not None:
                return chosen
        policies = self._core.policy.policies
        chosen = policies.policy(desk.policy_choice.get(desk.case_id, ""))
        return chosen or self._staging.claimed()

    def answer(self, value: str) -> str:
        """Answer the open question; the item that is pinned last stands as its evidence.

        Args:
            value: ``met``, ``not_met``, ``unclear`` or ``n.a.``.

        Returns:
            What was answered, in words.

        Raises:
            Refused: no case, no policy, or nothing left to ask.
        """
        policy = self._need_policy()
        ident = self._open(policy)
        if not ident:
            raise Refused(
                "every question that matters is answered",
                code="answered",
                next_step="go back to one with its row in the inspector, or clear the answers",
            )
        if value not in ANSWERS:
            raise Refused(f"{value} is no answer", code="answer")
        answers = self._answers(policy)
        entry: dict[str, Any] = {"answer": value}
        pins = self._staging.pins()
        if pins and value in ("met", "unclear"):
            entry["spans"] = [pin_field(pins[-1])]
        self._save(policy, {**answers, ident: entry})
        self._core.desk.question = ""
        self._core.desk.policy_choice[self._core.desk.case_id] = policy.id
        self._core.rest()
        self._core.bus.publish(on_desk("criteria", "policy"))
        return f"{ident.replace('_', ' ')}: {ANSWER_WORDS[value]}"

    def ask(self, ident: str) -> None:
        """Go to a question, answered or not; its next answer replaces the one before."""
        policy = self._need_policy()
        if ident not in policy.criteria:
            raise Refused("this policy does not ask that", code="criterion")
        self._core.desk.question = ident
        self._core.bus.publish(on_desk("criteria"))

    def step(self, by: int) -> None:
        """Go to the question before or after, answered or not."""
        policy = self._need_policy()
        now = self._open(policy)
        last = len(policy.criteria) - 1
        at = policy.criteria.index(now) if now else last + 1
        if not 0 <= at + by <= last:
            raise Refused("there is no question further on", code="nothing")
        self.ask(policy.criteria[at + by])

    def clear(self) -> None:
        """Forget the answers to the questions of this policy."""
        policy = self._need_policy()
        if not self._answers(policy):
            raise Refused("nothing is answered", code="nothing")
        self._save(policy, {})
        self._core.desk.question = ""
        self._core.bus.publish(on_desk("criteria"))

    def forget(self, case_id: str, subject: str) -> None:
        """The answers went out with a commit: no draft of them is kept."""
        if self._draft(case_id, subject):
            self._keep(case_id, subject, {})
        self._core.desk.departure.pop(case_id, None)

    def forget_all(self, done: list[tuple[str, str]]) -> None:
        """The same for all (case, subject) of a batch; their drafts are taken off the desk with
        ``Desk.settle``."""
        for case_id, _ in done:
            self._core.desk.departure.pop(case_id, None)
        self._at, self._kept = ("", ""), {}

    # -- what they lead to ----------------------------------------------------------------

    def recommendation(self) -> Recommendation | None:
        """What the guide says about the answers so far; None before the first."""
        policy = self.policy()
        if policy is None or not policy.guide:
            return None
        answers = self._said(policy)
        return policy.recommend(answers) if answers else None

    def departs(self, choice: Choice) -> bool:
        """Whether an outcome is another than the guide recommends."""
        found = self.recommendation()
        if found is None or not found.outcome:
            return False
        if choice.outcome in UNGRADED:
            return False
        return found.outcome != choice.outcome

    def step_reason(self, by: int = 1) -> str:
        """The next reason for departing; its words."""
        desk = self._core.desk
        codes = self._core.policy.policies.reason_codes
        if desk.staged is None or not self.departs(desk.staged.choice):
            raise Refused("what is staged is what the guide recommends", code="no_departure")
        ids = [code.id for code in codes]
        if not ids:
            raise Refused("this policy set names no reasons", code="no_reasons")
        now = desk.departure.get(desk.case_id, "")
        at = ids.index(now) if now in ids else -1
        chosen = codes[(at + by) % len(ids)]
        desk.departure[desk.case_id] = chosen.id
        self._core.rest()
        self._core.bus.publish(on_desk("criteria", "staged"))
        return chosen.title

    def requirements(self) -> list[Requirement]:
        """What the answers still lack for what is staged."""
        staged = self._core.desk.staged
        policy = self.policy()
        if staged is None or policy is None or staged.choice.outcome in UNGRADED:
            return []
        found: list[Requirement] = []
        answers, open_ = self._said(policy), self._left(policy)
        if answers or policy.criteria_required or (staged.policy_id and policy.criteria):
            words = f"criteria {len(answers)} of {len(answers) + len(open_)}"
            needed = policy.criteria_required
            if open_ and needed:
                words = f"criteria: {len(open_)} open"
            elif open_ and not answers:
                words = f"criteria 0 of {len(open_)} answered (not demanded)"
            met, idle = not open_ or not needed, not answers and not needed
            found.append(Requirement("criteria", met, words, "criterion.met", idle))
        if self.departs(staged.choice):
            reason = self.reason()
            words = f"departs: {reason}" if reason else "departs from the guide: reason missing"
            found.append(Requirement("departure", bool(reason), words, "departure.reason"))
        return found

    def reason(self) -> str:
        """The chosen reason for departing, in words; empty when none is."""
        chosen = self._core.desk.departure.get(self._core.desk.case_id, "")
        codes = self._core.policy.policies.reason_codes
        return next((code.title for code in codes if code.id == chosen), "")

    def fields(self, choice: Choice) -> dict[str, Any]:
        """What a decision says of them: criteria, recommended, departure_reason."""
        policy = self.policy()
        if policy is None:
            return {}
        answers = self._answers(policy)
        if not answers:
            return {}
        fields: dict[str, Any] = {
            "criteria": [{"id": c, **answers[c]} for c in policy.criteria if c in answers]
        }
        found = self.recommendation()
        if found is not None and found.outcome:
            fields["recommended"] = found.outcome
        if self.departs(choice):
            fields["departure_reason"] = self._core.desk.departure.get(self._core.desk.case_id, "")
        return fields

    def view(self) -> CriteriaView:
        """The section of the inspector."""
        policy = self.policy()
        if policy is None or not policy.criteria:
            return CriteriaView()
        said, now = self._said(policy), self._open(policy)
        left = set(self._left(policy))
        lines = []
        for number, ident in enumerate(policy.criteria, 1):
            found = self._core.policy.policies.criterion(ident)
            lines.append(
                CriterionLine(
                    id=ident,
                    number=number,
                    question=found.question if found else ident,
                    help=found.help if found else "",
                    answer=ANSWER_WORDS.get(said.get(ident, ""), ""),
                    open=ident == now,
                    matters=ident in left or ident in said,
                )
            )
        return CriteriaView(
            policy=policy.short,
            summary=policy.summary,
            lines=lines,
            answered=len(said),
            left=len(left),
            recommended=_recommended(self.recommendation()),
            why=_why(self.recommendation()),
            departs=bool(
                self._core.desk.staged is not None and self.departs(self._core.desk.staged.choice)
            ),
            reason=self.reason(),
        )

    # -- the draft ------------------------------------------------------------------------

    def _need_policy(self) -> Policy:
        policy = self.policy()
        if not self._core.desk.case_id:
            raise Refused("no case is open", code="no_case", next_step="choose a case in the queue")
        if policy is None or not policy.criteria:
            raise Refused("choose a policy first", code="no_policy", next_step="P chooses one")
        return policy

    def _open(self, policy: Policy) -> str:
        """The question that the next answer is for; empty when nothing is left to ask."""
        asked = self._core.desk.question
        if asked in policy.criteria:
            return asked
        return next_question(policy.criteria, policy.guide, self._said(policy))

    def _left(self, policy: Policy) -> list[str]:
        """The open questions that can still change the end."""
        said = self._said(policy)
        matter = deciding(policy.guide, said)
        return [c for c in policy.criteria if c not in said and c in matter]

    def _said(self, policy: Policy) -> dict[str, str]:
        return {ident: str(entry["answer"]) for ident, entry in self._answers(policy).items()}

    def _answers(self, policy: Policy) -> dict[str, dict[str, Any]]:
        desk = self._core.desk
        raw = self._draft(desk.case_id, desk.account).get(policy.id, {})
        return {c: raw[c] for c in policy.criteria if isinstance(raw.get(c), dict)}

    def _save(self, policy: Policy, answers: dict[str, dict[str, Any]]) -> None:
        desk = self._core.desk
        others = {
            k: v for k, v in self._draft(desk.case_id, desk.account).items() if k != policy.id
        }
        draft = {**others, policy.id: answers} if answers else others
        self._keep(desk.case_id, desk.account, draft)

    def _draft(self, case_id: str, subject: str) -> Draft:
        """Policy id to its answers, as desk.db has them; read once while the case is open."""
        if self._at != (case_id, subject):
            found = self._core.workspace.desk.value(answers_name(case_id, subject)) or {}
            self._at, self._kept = (case_id, subject), found
        return self._kept

    def _keep(self, case_id: str, subject: str, draft: Draft) -> None:
        self._core.workspace.desk.set_value(answers_name(case_id, subject), draft or None)
        self._at, self._kept = (case_id, subject), draft


def _recommended(found: Recommendation | None) -> str:
    if found is None or not found.outcome:
        return ""
    if found.outcome == SECOND_REVIEW:
        return "second review"
    return OUTCOME_WORDS.get(found.outcome, found.outcome)


def _why(found: Recommendation | None) -> str:
    return found.why if found is not None else ""
