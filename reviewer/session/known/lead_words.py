"""What a lead was asked, and what a lead said: what was done well first, and never a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.proposals import APPROVING_ROLE, actor
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.ground.core import Core
from reviewer.session.views.views import LeadLine

VERDICTS = {
    "agree": "the lead sees it as you do",
    "false_positive": "the lead would have done less, or nothing",
    "false_negative": "the lead would have done more",
    "wrong_policy": "the lead sees another policy",
    "technical": "something technical was off",
}
NO_QUESTION = "without words"
HOW_ANSWERED = "deciding answers it; your note goes back with the next feedback"
HOW_ASKED = "open: a lead answers it, or a decision of your own"
SHORT = 140
"""Characters of a question in the queue and in the inbox; the inspector shows all."""
SHOWN = frozenset({"qa.verdict", "resolution", "approve", "note", "decision"})


def lead_lines(core: Core, key: str) -> list[LeadLine]:
    """What came back about a subject, the newest first."""
    if core.sight is not None:
        return []
    found = [
        one.event
        for one in (core.workspace.ledger.received(key) if key else ())
        if ev.text(one.event, "type") in SHOWN
    ]
    verdicts = [event for event in found if ev.text(event, "type") == "qa.verdict"]
    replaced = {ident for event in verdicts for ident in ev.text_list(event, "supersedes")}
    return [_line(event) for event in reversed(found) if ev.text(event, "id") not in replaced]


def asked_lines(core: Core, key: str) -> list[LeadLine]:
    """The questions about a subject that nobody answered yet, and how each is answered."""
    found = []
    for fact in core.subject(key).standing("escalate") if key else ():
        when = ev.text(fact.event, "at")[:16].replace("T", " ")
        said = ev.text(fact.event, "rationale") or NO_QUESTION
        found.append(LeadLine("asked", when, fact.pseudonym, untrusted_words=said))
    how = HOW_ANSWERED if core.own_role() == APPROVING_ROLE else HOW_ASKED
    return [*found, LeadLine(how)] if found else []


def question_words(core: Core, key: str) -> list[str]:
    """The same in one line each, for the queue and the inbox."""
    found = []
    for fact in core.subject(key).standing("escalate"):
        said = " ".join(ev.text(fact.event, "rationale").split())
        short = said if len(said) <= SHORT else f"{said[:SHORT].rstrip()}…"
        found.append(f"{fact.pseudonym} asks: {short or NO_QUESTION}")
    return found


def _line(event: Event) -> LeadLine:
    kind, who = ev.text(event, "type"), actor(event).get("pseudonym", "")
    when = ev.text(event, "at")[:16].replace("T", " ")
    if kind == "qa.verdict":
        return _verdict(event, when, who)
    outcome = ev.text(event, "outcome")
    words = OUTCOME_WORDS.get(outcome, outcome)
    title = {
        "resolution": f"settled: {words}",
        "decision": f"answered: {words}",
        "approve": "approved what you proposed",
    }.get(kind, kind)
    return LeadLine(title, when, who, untrusted_words=ev.text(event, "rationale"))


def _verdict(event: Event, when: str, who: str) -> LeadLine:
    raw = event.get("verdict")
    told: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    name = ev.text(told, "class")
    criteria = [one for one in told.get("criteria") or () if isinstance(one, Mapping)]
    same = _named(criteria, "agree")
    rest = [
        ev.text(told, "feedback"),
        _said("Seen otherwise", _named(criteria, "wrong")),
        _said("The question itself can be read in two ways", _named(criteria, "wording")),
    ]
    return LeadLine(
        VERDICTS.get(name, "a second look"),
        when,
        who,
        untrusted_strengths=_said("Answered as the lead did", same),
        untrusted_words="\n".join(words for words in rest if words),
    )


def _named(criteria: list[Mapping[str, Any]], kind: str) -> list[str]:
    return [ev.text(one, "id") for one in criteria if ev.text(one, "class") == kind]


def _said(words: str, names: list[str]) -> str:
    return f"{words}: {', '.join(names)}" if names else ""
