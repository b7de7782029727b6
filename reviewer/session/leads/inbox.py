"""What waits for a lead, in one list: each with the words, and the place where it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer.domain import events as ev
from reviewer.domain.changes import on_desk
from reviewer.domain.ids import SubjectRef
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.custody.custody import Custody
from reviewer.session.exchange.lost import Lost, name_of
from reviewer.session.exchange.merging import Merging
from reviewer.session.ground.core import Core
from reviewer.session.known.lead_words import HOW_ANSWERED, question_words
from reviewer.session.leads.looking import Looking
from reviewer.session.queue.queue import Queue
from reviewer.session.views.words import count

KINDS = {
    "lost": "No longer counts",
    "approval": "Approval waits",
    "contested": "Contested",
    "escalated": "Asked lead",
    "hold": "Hold ends",
    "referral": "Referral without an answer",
    "keepopen": "Keep-open to review",
    "must_see": "Must be seen",
    "spotcheck": "Spot-check open",
    "quarantine": "Quarantined",
}
"""Kind to its words, in the order in which they stand in the list."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One thing that waits. ``opens``: ``case`` (``case_id`` names it), ``approvals``,
    ``next_item``, ``merge``, or nothing where its material is not here. ``detail`` says more;
    ``untrusted_about`` is a handle or id."""

    kind: str
    untrusted_about: str
    detail: str
    opens: str = "case"
    case_id: str = ""
    subject: str = ""
    """Of a lost decision: what it was about."""

    @property
    def words(self) -> str:
        """The line without what it is about."""
        return KINDS[self.kind]


class Inbox:
    """Read from the ledger's state when it is asked for; nothing of it is kept anywhere else."""

    def __init__(
        self, core: Core, queue: Queue, custody: Custody, looking: Looking, merging: Merging
    ) -> None:
        self._core = core
        self._queue = queue
        self._custody = custody
        self._looking = looking
        self._merging = merging
        self._kept: tuple[tuple[int, ...], list[InboxLine]] = ((), [])

    def lines(self) -> list[InboxLine]:
        """Everything that waits; empty while one looks again without knowing."""
        if self._core.sight is not None:
            return []
        state = self._core.ledger_state
        lost = self._merging.lost.lines()
        now = (len(state.seen_ids), self._core.clock.now_ms() // 3_600_000, len(lost))
        if self._kept[0] != now:
            found = [
                *self._lost(lost),
                *self._approvals(),
                *self._subjects(),
                *self._tasks(),
                *self._drawn(),
                *self._aside(),
            ]
            order = list(KINDS)
            self._kept = (now, sorted(found, key=lambda line: order.index(line.kind)))
        return self._kept[1]

    def counts(self) -> dict[str, int]:
        """How many of each kind, in the order of the list."""
        found = Counter(line.kind for line in self.lines())
        return {kind: found[kind] for kind in KINDS if found[kind]}

    def lost_words(self) -> str:
        """What the status line says of decisions that do not count any more; mostly nothing."""
        return self._merging.lost.words() if self._core.sight is None else ""

    def looked(self, line: InboxLine) -> None:
        """Somebody opened a line: what was lost is said no longer."""
        if line.kind == "lost":
            self._merging.lost.looked(line.subject)
            self._core.bus.publish(on_desk("message"))

    def words(self) -> str:
        """One short sentence for the status line; empty where nothing waits."""
        total = len(self.lines())
        return f"lead: {total:,} waiting" if total else ""

    def _lost(self, lost: list[Lost]) -> list[InboxLine]:
        found = []
        for one in lost:
            here = self._queue.case(one.case_id) is not None
            about, opens = name_of(self._core, one.subject), "case" if here else "merge"
            words = f"{one.words}: {one.why or 'its history is in doubt'}"
            found.append(InboxLine("lost", about, words, opens, one.case_id, one.subject))
        return found

    def _approvals(self) -> list[InboxLine]:
        return [
            InboxLine(
                "approval",
                line.untrusted_subject,
                f"{line.title}, proposed by {line.who}: {line.have} of {line.needed} approvals",
                "approvals",
            )
            for line in self._custody.proposals()
        ]

    def _subjects(self) -> list[InboxLine]:
        found = []
        for subject in map(self._core.veiled, self._core.ledger_state.subjects.values()):
            if subject.contested:
                said = Counter(OUTCOME_WORDS.get(f.outcome, f.outcome) for f in subject.heads)
                words = ", ".join(f"{name} ×{n}" for name, n in sorted(said.items()))
                found.append(self._line("contested", subject.key, words, subject.heads[0].event))
            if subject.escalated:
                asked = subject.standing("escalate")
                event = asked[0].event if asked else {}
                words = "; ".join(question_words(self._core, subject.key))
                words += f". {HOW_ANSWERED[:1].upper()}{HOW_ANSWERED[1:]}."
                found.append(self._line("escalated", subject.key, words, event))
            sent = subject.standing("refer")
            if sent and not subject.standing("referral.outcome"):
                words = f"{count(len(sent), 'referral')}, nothing came back yet"
                found.append(self._line("referral", subject.key, words, sent[0].event))
        return found

    def _line(self, kind: str, key: str, detail: str, event: ev.Event) -> InboxLine:
        case_id = ev.text(event, "case")
        case = self._queue.case(case_id)
        about = (
            f"@{case.handle}" if case is not None and case.handle else SubjectRef.from_key(key).id
        )
        return InboxLine(kind, about, detail, "case" if case is not None else "", case_id)

    def _tasks(self) -> list[InboxLine]:
        found = []
        for task in self._custody.tasks():
            kind = task.id if task.id in KINDS else "hold"
            case = self._queue.case(task.case_id)
            about = f"@{case.handle}" if case is not None and case.handle else task.case_id
            late = ", late" if task.late else ""
            found.append(InboxLine(kind, about, f"{task.words}{late}", case_id=task.case_id))
        return found

    def _drawn(self) -> list[InboxLine]:
        """How much of each draw is open: not which, since that would tell its stratum."""
        found = []
        for draw in self._looking.draws():
            said = self._core.ledger_state.qa.draw(draw)
            items = self._looking.items(draw)
            left = [item for item in items if not item.mine]
            unsaid = [item for item in items if item.mine and self._looking.waits_for_verdict(item)]
            if said is None or not (left or unsaid):
                continue
            must = sum(1 for one in said.items if one.why)
            words = f"{len(left):,} of {len(items):,} to answer, {len(unsaid):,} verdicts to give"
            name = f"{said.plan.name} {draw[-8:]}"
            found.append(InboxLine("spotcheck", name, words, "next_item"))
            if must and left:
                detail = f"{count(must, 'decision')} in this draw must be seen; which, is not told"
                found.append(InboxLine("must_see", name, detail, "next_item"))
        return found

    def _aside(self) -> list[InboxLine]:
        by_why = Counter((one.pseudonym, one.words) for one in self._merging.quarantine())
        return [
            InboxLine("quarantine", who, f"{count(n, 'event')}: {why}", "merge")
            for (who, why), n in sorted(by_why.items())
        ]
