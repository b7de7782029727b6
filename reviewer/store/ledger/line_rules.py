"""Rules that each event of another workspace must keep, looked at in the order of its chain.

The desk that wrote it keeps them, too; a changed program might not.
"""

from __future__ import annotations

from reviewer.domain import events as ev
from reviewer.domain.custody import check_event
from reviewer.domain.errors import Refused
from reviewer.domain.event_form import form_objection as misshapen
from reviewer.domain.events import Event
from reviewer.domain.proposals import APPROVING_ROLE, actor, is_proposal
from reviewer.domain.qa import PARTS
from reviewer.domain.qa_rules import form_objection
from reviewer.domain.resolving import check_resolution
from reviewer.store.ledger.lines import Why
from reviewer.trust.roster import Entry

LEADS_ONLY = frozenset({"approve", "resolution", "qa.draw", "qa.verdict", "qa.golden"})
"""Types that only a lead's key may make."""

POWERS = frozenset({"root", "lead"})

UNJUDGED = frozenset(
    "policy.adopted roster.adopted import export receipt restore purge handback".split()
)
"""Types that say nothing of a subject: a workspace may make them before its key is enrolled."""


class Rules:
    """Asked about one event after the other of one chain.

    Args:
        entry: of its key in the roster; None where no roster is held.
    """

    def __init__(self, entry: Entry | None) -> None:
        self._entry = entry
        self._since = entry.since[:16] if entry is not None else ""  # to the minute, as events are
        self._standing: dict[str, dict[str, list[str]]] = {}
        self._home: dict[str, str] = {}
        self._ids = set[str]()

    def objection(self, event: Event) -> Why | None:
        """Why an event does not count; None where it does, and then it is remembered."""
        kind, ident = ev.text(event, "type"), ev.text(event, "id")
        if ident in self._ids:
            return Why("wrong", "the device signed another event under this id before")
        self._ids.add(ident)
        unfit = misshapen(event)
        if unfit:
            return Why("wrong", unfit)
        if kind in UNJUDGED:
            return None
        stranger = self._stranger(event)
        if stranger is not None:
            return stranger
        if kind in LEADS_ONLY:
            why = self._lead(event)
            if why is not None:
                return why
        try:
            check_event(event)
            if kind == "resolution":
                check_resolution(event)
        except Refused as refused:
            return Why("wrong", refused.message)
        unfit = form_objection(event) if kind in PARTS else ""
        if unfit:
            return Why("wrong", unfit)
        if kind == "decision":
            return self._decision(event)
        if kind == "withdraw":
            self._withdraw(event)
        return None

    def _stranger(self, event: Event) -> Why | None:
        """Whoever signs before the key counts, or under the name or with the power of another."""
        if self._entry is None:
            return None
        said, known = actor(event), self._entry
        if ev.text(event, "at")[:16] < self._since:
            who, day = known.pseudonym, known.since[:10]
            return Why("early_key", f"the key of {who} counts only from {day} on")
        if said.get("pseudonym") != known.pseudonym:
            return Why("wrong", f"it bears another name, and the key is that of {known.pseudonym}")
        if said.get("role") in POWERS and known.role not in POWERS:
            return Why("role", f"it claims to be a lead's, and the key is a {known.role}'s")
        return None

    def _lead(self, event: Event) -> Why | None:
        known = self._entry.role if self._entry is not None else ""
        claimed = actor(event).get("role", "")
        wrong = next((role for role in (known, claimed) if role != APPROVING_ROLE), None)
        if wrong is None:
            return None
        return Why("role", f"only a lead may do this, and this is a {wrong or 'nobody'}")

    def _decision(self, event: Event) -> Why | None:
        """A second decision of one device about a subject must name its first, or something that
        stands elsewhere."""
        subject, ident = ev.subject_of(event), ev.text(event, "id")
        if subject is None:
            return Why("wrong", "a decision names exactly one subject")
        standing = self._standing.setdefault(subject.key, {})
        named = set(ev.text_list(event, "supersedes"))
        claims = actor(event).get("role") == APPROVING_ROLE
        if claims and self._entry is None and named - self._ids:
            return Why("role", "without a roster nobody replaces what others decided as a lead")
        if standing and not named & standing.keys() and named <= self._home.keys():
            return Why("wrong", "a second decision of this device that does not name its first")
        replaced = [] if is_proposal(event) else sorted(named & standing.keys())
        for old in replaced:
            del standing[old]
        standing[ident] = replaced
        self._home[ident] = subject.key
        return None

    def _withdraw(self, event: Event) -> None:
        for target in ev.text_list(event, "supersedes"):
            standing = self._standing.get(self._home.get(target, ""), {})
            for back in standing.pop(target, ()):
                standing.setdefault(back, [])
