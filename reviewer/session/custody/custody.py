"""Custody at the desk: what holds, what waits for a lead, what is due; and the acts about it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reviewer.domain import custody as rules
from reviewer.domain import events as ev
from reviewer.domain.custody import DAY_MS, ms_of_time, part
from reviewer.domain.errors import Refused, ReviewerError
from reviewer.domain.events import Draft
from reviewer.domain.fold import Fact
from reviewer.domain.proposals import (
    APPROVING_ROLE,
    exact_hash,
    is_emergency,
    needed,
    objection,
)
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import CaseRow
from reviewer.session.custody.forms import CustodyForms
from reviewer.session.custody.packets import Packets
from reviewer.session.custody.proposed import leads_of, policy_of, quotes_of, reason_of
from reviewer.session.ground.core import Core
from reviewer.session.views import words
from reviewer.session.views.custody_lines import (
    NEAR_MS,
    custody_lines,
    due_words,
    hold_words,
    referral_words,
)
from reviewer.session.views.custody_views import CaseMarks, CustodyLine, ProposalLine, Task
from reviewer.session.views.views import StatusItem

TITLES = {
    "refer": "Referral",
    "hold.released": "Release of a hold",
    "enforcement.delay": "Delay of enforcement",
    "decision": "Decision",
}
ONE_HOUR = "one-hour order: not for offline review"


class Custody:
    """Reads from the live state; every act is one event, saved before anything is said."""

    def __init__(self, core: Core, restrict: Callable[[dict[str, Any]], None]) -> None:
        self._core = core
        self._forms = CustodyForms(core, self._save, restrict)
        self.form = self._forms.form
        self.packets = Packets(core)
        self.unwritten = ""
        self.own_role: Callable[[], str] = partial(_claimed, core)

    def _save(self, draft: Draft, said: str) -> None:
        self._core.saver.save([draft], partial(self._saved, said))

    def _saved(self, said: str) -> None:
        self._core.rest()
        self._core.say(said, "saved")

    # ---------------------------------------------------------------- reads

    def lines(self) -> list[CustodyLine]:
        """The section of the inspector about the open subject."""
        key = self._core.desk.account
        if not key:
            return []
        now = self._core.clock.now_ms()
        return custody_lines(self._core.subject(key), self._core.state.wishes_of(key), now)

    def marks(self, case: CaseRow | None) -> CaseMarks:
        """What the strip says of a case: its hold, a one-hour order, by when it is due."""
        holds = self._core.state.subject(self._core.desk.account).holds
        end = rules.hold_end([fact.event for fact in holds]) if holds else None
        hold = f"until {words.date(end)}" if end is not None else ""
        if case is None:
            return CaseMarks(hold=hold)
        due = due_words(case)
        late = bool(due) and case.due_at <= self._core.clock.now_ms()
        return CaseMarks(hold, ONE_HOUR if case.legal == "tco" else "", due, late)

    def holds(self) -> list[Fact]:
        """The holds of the open subject."""
        return self._core.state.subject(self._core.desk.account).holds

    def referrals(self) -> list[Fact]:
        """The referrals of the open subject."""
        return self._core.state.subject(self._core.desk.account).referrals

    def kept_open(self) -> list[Fact]:
        """The open requests to keep the open subject open."""
        return self._core.state.wishes_of(self._core.desk.account).kept_open

    def proposals(self) -> list[ProposalLine]:
        """What waits for a different lead, threats to life first, then the oldest; the decisions
        of one batch are one."""
        return [self._proposal(facts) for facts in self._waiting().values()]

    def _waiting(self) -> dict[str, list[Fact]]:
        """Proposals by what is approved at once: each its own, the decisions of a batch together.
        The key is the id of the first."""
        found: dict[str, list[Fact]] = {}
        heads: dict[str, str] = {}
        for fact in sorted(self._core.state.proposals(), key=_waiting_order):
            group = ev.group_of(fact.event) if fact.type == "decision" else fact.id
            found.setdefault(heads.setdefault(group, fact.id), []).append(fact)
        return found

    def _proposal(self, facts: list[Fact]) -> ProposalLine:
        fact = facts[0]
        holder = self._core.state.found(fact.id) or ()
        many = f"Batch of {len(facts)} decisions" if len(facts) > 1 else ""
        return ProposalLine(
            id=fact.id,
            title=many or TITLES.get(fact.type, fact.type),
            untrusted_subject=self._name(holder[0].key if holder else "")
            + (f" and {len(facts) - 1} more" if many else ""),
            who=fact.pseudonym,
            when=str(fact.event.get("at", ""))[:16].replace("T", " "),
            digest=exact_hash(fact.event),
            untrusted_detail=self._detail(fact),
            emergency=is_emergency(fact.event),
            have=holder[0].approved_by(fact.id) if holder else 0,
            needed=needed(fact.event),
            blocked=self.why_not_approve(fact),
            subject=holder[0].key if holder else "",
            event=fact.event,
            untrusted_reason=reason_of(fact, *holder[:1]),
            untrusted_quotes=quotes_of(self._core, fact),
            policy=policy_of(self._core, fact, *holder[:1]),
            leads=leads_of(fact, *holder[:1]),
        )

    def _detail(self, fact: Fact) -> str:
        if fact.type == "refer":
            return referral_words(fact)
        if fact.type == "enforcement.delay":
            found = part(fact.event, "delay")
            return f"until {found.get('expires', '')}: {found.get('basis', '')}"
        named = set(fact.event.get("supersedes", ()))
        holds = [h for ident in sorted(named) if (h := self._core.state.found(ident)) is not None]
        said = [hold_words(one) for _, one in holds if one.type == "hold.placed"]
        outcome = OUTCOME_WORDS.get(fact.outcome, fact.outcome)
        return "; ".join(one for one in (outcome, *said) if one)

    def _name(self, key: str) -> str:
        kind, _, ident = key.partition(":")
        row = self._core.workspace.evidence.account(ident) if kind == "account" else None
        return f"@{row.handle}" if row is not None and row.handle else ident

    def why_not_approve(self, fact: Fact) -> str:
        """Why this person cannot approve a proposal; empty when nothing stands in the way."""
        return objection(self._approval([fact]), fact.event)

    def _approval(self, facts: list[Fact]) -> Draft:
        profile = self._core.workspace.profile
        who = {"pseudonym": profile.pseudonym, "role": self.own_role(), "key": profile.keyid}
        named = [{"id": fact.id, "sha256": exact_hash(fact.event)} for fact in facts]
        about = {name: facts[0].event.get(name) for name in ("case", "subject")}
        return {"type": "approve", **about, "actor": who, "approves": named}

    def tasks(self) -> list[Task]:
        """What is due: holds that end soon or are over, requests to look at, delays that end."""
        now = self._core.clock.now_ms()
        found = []
        for key in sorted(self._core.state.in_custody):
            holds = self._core.state.subject(key).holds
            end = rules.hold_end([fact.event for fact in holds]) if holds else None
            if end is not None and end <= now + NEAR_MS:
                case = str(holds[-1].event.get("case", ""))
                said, last = _hold_task(end, now), holds[-1].event
                found.append(Task("hold", said, end <= now, case, key, last, end))
        for key, wishes in sorted(self._core.state.wishes.items()):
            for fact in wishes.kept_open:
                due = ms_of_time(part(fact.event, "keepopen").get("review_at"))
                if due is not None and due <= now:
                    case = str(fact.event.get("case", ""))
                    said = "keep-open request to review"
                    found.append(Task("keepopen", said, True, case, key, fact.event, due))
        return found

    def status(self) -> list[StatusItem]:
        """What the status line says of tasks and of what waits for a lead; empty while nothing."""
        found, waiting = self.tasks(), self._core.state.proposals()
        items = []
        if self.unwritten:
            items.append(StatusItem("packet", "danger", "emergency packet missing", danger=True))
        if found:
            first = next((task for task in found if task.late), found[0])
            more = f", {len(found) - 1} more" if len(found) > 1 else ""
            items.append(StatusItem("hold", "held", first.words + more, danger=first.late))
        if waiting:
            said = f"{words.count(len(waiting), 'proposal')} for a lead"
            items.append(StatusItem("proposals", "escalated", said))
        return items

    # ---------------------------------------------------------------- acts

    def approve(self, ident: str) -> None:
        """Sign the exact hash of a proposal; of a batch, that of each of its decisions.

        Raises:
            Refused: ``four_eyes``, with the reason; ``nothing``.
        """
        found = self._core.state.found(ident)
        if found is None:
            raise Refused("this proposal is not here any more", code="nothing")
        reason = self.why_not_approve(found[1])
        if reason:
            raise Refused(f"not approved: {reason}", code="four_eyes")
        facts = self._waiting().get(ident, [found[1]])
        draft = self._approval(facts)
        draft.pop("actor")
        more = f", {words.count(len(facts), 'decision')}" if len(facts) > 1 else ""
        self._save(draft, f"Approved: {TITLES.get(found[1].type, found[1].type)}{more}")

    def emergency(self, subject: str) -> str:
        """Write the emergency packet of the newest threat to life about a subject. The decision is
        saved whatever happens here; what went wrong stays in the status line and in ``unwritten``.

        Returns:
            Where it lies, in words; empty where it could not be written.
        """
        found = [f for f in self._core.state.subject(subject).referrals if is_emergency(f.event)]
        if not found:
            return ""
        try:
            made = self.packets.emergency(found[-1].id)
        except ReviewerError as error:
            self.unwritten = f"Emergency packet not written: {error.message} {error.next_step}"
            return ""
        self.unwritten = ""
        marked = f"{made.have} of {made.needed}"
        place = f"{made.path.name} in {made.path.parent.name}"
        return f"Emergency packet, approvals {marked}, nothing sent: {place}"

    def write_emergency(self) -> None:
        """Write the emergency packet of the open subject again, and say where it lies."""
        if not self.packets.waiting():
            raise Refused("no threat to life was referred here", code="nothing")
        said = self.emergency(self._core.desk.account)
        self._core.say(said or self.unwritten, "saved" if said else "damaged")

    def why_no_approval(self) -> str:
        """Why there is nothing to approve here; empty when there is."""
        return "" if self._core.state.proposals() else "nothing waits for approval"

    def is_lead(self) -> bool:
        """Whether this profile may approve at all."""
        return self.own_role() == APPROVING_ROLE


def _claimed(core: Core) -> str:
    return core.workspace.profile.role


def _hold_task(end: int, now: int) -> str:
    if end <= now:
        return f"hold over since {words.date(end)}"
    days = (end - now) // DAY_MS
    return "hold ends today" if days < 1 else f"hold ends in {words.count(days, 'day')}"


def _waiting_order(fact: Fact) -> tuple[bool, str, str]:
    return (not is_emergency(fact.event), str(fact.event.get("at", "")), fact.id)
