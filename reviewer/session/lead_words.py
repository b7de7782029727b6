"""What a lead said of a subject, in words: what was done well first, and never a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.domain.proposals import actor
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.session.core import Core
from reviewer.session.views import LeadLine

VERDICTS = {
    "agree": "the lead sees it as you do",
    "false_positive": "the lead would not have acted",
    "false_negative": "the lead would have acted",
    "wrong_policy": "the lead sees another policy",
    "technical": "something technical was off",
}
SHOWN = frozenset({"qa.verdict", "resolution", "approve", "note", "decision"})


def lead_lines(core: Core, key: str) -> list[LeadLine]:
    """What came back about a subject, the newest first."""
    found = [
        one.event
        for one in (core.workspace.ledger.received(key) if key else ())
        if ev.text(one.event, "type") in SHOWN
    ]
    return [_line(event) for event in reversed(found)]


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
