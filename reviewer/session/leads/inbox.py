"""What waits for a lead, in one list, what presses first at its top: each with the words, and the
place where it is done."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial

from reviewer.domain import events as ev
from reviewer.domain.changes import on_desk
from reviewer.domain.custody import ms_of_time, part
from reviewer.domain.ids import UNDATED, SubjectRef
from reviewer.domain.proposals import is_emergency
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.custody.custody import Custody
from reviewer.session.exchange.lost import Lost, name_of
from reviewer.session.exchange.merging import Merging
from reviewer.session.ground.core import Core
from reviewer.session.known.lead_words import HOW_ANSWERED, question_words
from reviewer.session.leads.looking import Looking
from reviewer.session.leads.naming import draw_names
from reviewer.session.leads.urgency import Pressing, Urgency, since_of
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
"""Kind to its words, in the order in which they are counted, and stand where nothing else tells
them apart."""
QUIET = Urgency()
"""Nothing presses, and it is not known since when it waits."""


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One thing that waits. ``opens``: ``case`` (``case_id`` names it), ``approvals`` (``ident``
    names the proposal), ``next_item`` (``ident`` names the draw), ``merge``, or nothing where its
    material is not here. ``detail`` says more; ``untrusted_about`` is a handle, an id or a name."""

    kind: str
    untrusted_about: str
    detail: str
    opens: str = "case"
    case_id: str = ""
    subject: str = ""
    """Of a lost decision: what it was about."""
    ident: str = ""
    urgency: Urgency = QUIET

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
            pressing = Pressing(self._core)
            found = [
                *self._lost(lost, pressing),
                *self._approvals(pressing),
                *self._subjects(pressing),
                *self._tasks(pressing),
                *self._drawn(),
                *self._aside(),
            ]
            self._kept = (now, sorted(found, key=_order))
        return self._kept[1]

    def now(self) -> int:
        """The time by which urgency is told, ms."""
        return self._core.clock.now_ms()

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

    def _lost(self, lost: list[Lost], pressing: Pressing) -> list[InboxLine]:
        found = []
        for one in lost:
            here = self._queue.case(one.case_id) is not None
            about, opens = name_of(self._core, one.subject), "case" if here else "merge"
            words = f"{one.words}: {one.why or 'its history is in doubt'}"
            urgency = pressing.of(one.subject, {"case": one.case_id})
            found.append(
                InboxLine("lost", about, words, opens, one.case_id, one.subject, urgency=urgency)
            )
        return found

    def _approvals(self, pressing: Pressing) -> list[InboxLine]:
        found = []
        for line in self._custody.proposals():
            due = ms_of_time(part(line.event, "delay").get("expires"))
            urgency = pressing.of(
                line.subject,
                line.event,
                life=line.emergency,
                due_at=UNDATED if due is None else due,
            )
            words = f"{line.title}, proposed by {line.who}: {line.have} of {line.needed} approvals"
            words += f". Not by you: {line.blocked}" if line.blocked else ""
            found.append(
                InboxLine(
                    "approval",
                    line.untrusted_subject,
                    words,
                    "approvals",
                    ident=line.id,
                    urgency=urgency,
                )
            )
        return found

    def _subjects(self, pressing: Pressing) -> list[InboxLine]:
        found = []
        for subject in map(self._core.veiled, self._core.ledger_state.subjects.values()):
            if subject.contested:
                said = Counter(OUTCOME_WORDS.get(f.outcome, f.outcome) for f in subject.heads)
                words = ", ".join(f"{name} ×{n}" for name, n in sorted(said.items()))
                found.append(
                    self._line("contested", subject.key, words, subject.heads[0].event, pressing)
                )
            if subject.escalated:
                asked = subject.standing("escalate")
                event = asked[0].event if asked else {}
                words = "\n".join(question_words(self._core, subject.key))
                words += f"\n\n{HOW_ANSWERED[:1].upper()}{HOW_ANSWERED[1:]}."
                found.append(self._line("escalated", subject.key, words, event, pressing))
            sent = [fact for fact in subject.standing("refer") if fact.id in subject.approved]
            if sent and not subject.standing("referral.outcome"):
                words = f"{count(len(sent), 'referral')}, nothing came back yet"
                found.append(self._line("referral", subject.key, words, sent[0].event, pressing))
        return found

    def _line(
        self, kind: str, key: str, detail: str, event: ev.Event, pressing: Pressing
    ) -> InboxLine:
        case_id = ev.text(event, "case")
        case = self._queue.case(case_id)
        about = (
            f"@{case.handle}" if case is not None and case.handle else SubjectRef.from_key(key).id
        )
        opens = "case" if case is not None else ""
        life = kind == "referral" and is_emergency(event)
        urgency = pressing.of(key, event, life=life)
        return InboxLine(kind, about, detail, opens, case_id, urgency=urgency)

    def _tasks(self, pressing: Pressing) -> list[InboxLine]:
        found = []
        for task in self._custody.tasks():
            kind = task.id if task.id in KINDS else "hold"
            case = self._queue.case(task.case_id)
            about = f"@{case.handle}" if case is not None and case.handle else task.case_id
            urgency = pressing.of(task.subject, task.event, due_at=task.due_at)
            opens = "case" if case is not None else ""
            words = f"{task.words[:1].upper()}{task.words[1:]}"
            found.append(InboxLine(kind, about, words, opens, task.case_id, urgency=urgency))
        return found

    def _drawn(self) -> list[InboxLine]:
        """How much of each draw is open: not which, since that would tell its stratum."""
        found = []
        names = draw_names(self._core.ledger_state)
        for draw in self._looking.draws():
            said = self._core.ledger_state.qa.draw(draw)
            items = self._looking.items(draw)
            left = [item for item in items if not item.mine]
            unsaid = [item for item in items if item.mine and self._looking.waits_for_verdict(item)]
            if said is None or not (left or unsaid):
                continue
            must = sum(1 for one in said.items if one.why)
            parts = [(len(left), "answer"), (len(unsaid), "verdict")]
            todo = " and ".join(count(n, name) for n, name in parts if n)
            words = f"{todo} to give; {count(len(items), 'item')} in all"
            event = self._core.ledger_state.event(draw)
            urgency = Urgency(since=since_of(event)) if event is not None else QUIET
            make = partial(
                InboxLine,
                untrusted_about=names[draw],
                opens="next_item",
                ident=draw,
                urgency=urgency,
            )
            found.append(make("spotcheck", detail=words))
            if must and left:
                detail = f"{count(must, 'decision')} in this draw must be seen; which, is not told"
                found.append(make("must_see", detail=detail))
        return found

    def _aside(self) -> list[InboxLine]:
        by_why = Counter((one.pseudonym, one.words) for one in self._merging.quarantine())
        return [
            InboxLine("quarantine", who, f"{count(n, 'event')}: {why}", "merge")
            for (who, why), n in sorted(by_why.items())
        ]


def _order(line: InboxLine) -> tuple[bool, tuple[int, bool, int, int], int, str]:
    aside = line.kind == "quarantine"
    return aside, line.urgency.order, list(KINDS).index(line.kind), line.untrusted_about
