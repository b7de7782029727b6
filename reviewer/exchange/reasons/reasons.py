"""Statements of reasons (DSA, Article 17 and 24(5)), made from decisions in force.

A statement never holds the reviewer's own words: it is put together from the questions of the
policy and their answers, in standard sentences. A field that is absent is left out, never null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.events import Event
from reviewer.exchange.reasons.lists import (
    ACCOUNT,
    CONTENT,
    LANGUAGES,
    SOURCES,
    VISIBILITY,
    kind_of,
)

BATCH = 100
"""The database takes so many statements at once, and all or none of them."""
FACTS_LENGTH, WORDS_LENGTH, EXPLANATION_LENGTH = 5000, 500, 2000
FIRST_CONTENT, FIRST_APPLIED, LAST_DAY = "2000-01-01", "2020-01-01", "2038-01-01"
RESTRICTING = frozenset({"restrict", "remove_content", "suspend_temporary", "suspend"})
"""Outcomes that need a statement. No violation and a warning restrict nothing."""

_ANSWERED = {
    "met": "was found to be so",
    "not_met": "was found not to be so",
    "unclear": "could not be settled",
}


@dataclass(frozen=True)
class Known:
    """What evidence and policy say of a decision, beside its event.

    Attributes:
        policy_title: as people are shown it, with its number.
        questions: criterion id to its question.
        content: kinds of what was restricted: image, video, audio, text; empty for an account.
        content_day: YYYY-MM-DD of publication or, for an account, of its making; empty if unknown.
        language: the tag in the source.
        reports: the kinds of the reports about it.
        legal: the order or law that the case names; empty where none.
        names: handles, names and pseudonyms that must not leave, see ``reason_lint``.
    """

    policy_title: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    content: Sequence[str] = ()
    content_day: str = ""
    language: str = ""
    reports: frozenset[str] = frozenset()
    legal: str = ""
    names: frozenset[str] = frozenset()


def statement_of(event: Event, known: Known) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The statement of one decision, and why it cannot leave: (field, reason)."""
    category, keywords, other = kind_of(_policy(event, "id"), known.policy_title)
    made: dict[str, Any] = {
        **_restricted(event),
        **_ground(event, known),
        "category": f"STATEMENT_CATEGORY_{category}",
        "category_specification": [f"KEYWORD_{word}" for word in keywords],
        "category_specification_other": other,
        **_content(known),
        "content_language": _language(known.language),
        "content_date": known.content_day,
        "application_date": ev.text(event, "at")[:10],
        "decision_facts": _facts(event, known),
        "source_type": _source(known.reports),
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_PARTIALLY"
        if event.get("propagated_from")
        else "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": ev.text(event, "id"),
    }
    made = {name: value for name, value in made.items() if value not in ("", [], None)}
    return made, _missing(made)


def _policy(event: Event, name: str) -> str:
    policy = event.get("policy")
    return str(policy.get(name, "")) if isinstance(policy, Mapping) else ""


def _restricted(event: Event) -> dict[str, Any]:
    """Which of the four kinds of restriction, and until when where it ends."""
    raw = event.get("restriction")
    told = raw if isinstance(raw, Mapping) else {}
    until = str(told.get("until", ""))[:10]
    outcome = ev.text(event, "outcome")
    if outcome in ("suspend", "suspend_temporary"):
        how = str(told.get("account", "suspended"))
        account = ACCOUNT.get(how, ACCOUNT["suspended"])
        return {"decision_account": account, "end_date_account_restriction": until}
    named = [str(one) for one in told.get("visibility", ()) if one in VISIBILITY]
    default = ["removed"] if outcome == "remove_content" else ["demoted"]
    shown = sorted({VISIBILITY[one] for one in named or default})
    return {"decision_visibility": shown, "end_date_visibility_restriction": until}


def _ground(event: Event, known: Known) -> dict[str, Any]:
    title = known.policy_title or _policy(event, "id")
    rule = f"{title}, policy set {_policy(event, 'set')}, version {_policy(event, 'version')}"
    if ev.text(event, "ground") == "illegal":
        return {
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "illegal_content_legal_ground": known.legal[:WORDS_LENGTH],
            "illegal_content_explanation": f"Reviewed under: {rule}."[:EXPLANATION_LENGTH],
        }
    words = f"The content or account falls under the rule named: {rule}."
    return {
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": rule[:WORDS_LENGTH],
        "incompatible_content_explanation": words[:EXPLANATION_LENGTH],
    }


def _content(known: Known) -> dict[str, Any]:
    kinds = sorted({f"CONTENT_TYPE_{CONTENT[one]}" for one in known.content if one in CONTENT})
    if kinds:
        return {"content_type": kinds}
    return {"content_type": ["CONTENT_TYPE_OTHER"], "content_type_other": "user account"}


def _language(tag: str) -> str:
    code = tag.partition("-")[0].upper()
    return code if code in LANGUAGES else ""


def _facts(event: Event, known: Known) -> str:
    """Standard sentences: which question was answered how. No word of the reviewer's is in it."""
    parts = ["A person reviewed the content or account against the published rule."]
    for one in event.get("criteria") or ():
        if not isinstance(one, Mapping):
            continue
        question = known.questions.get(str(one.get("id", "")), "")
        answered = _ANSWERED.get(str(one.get("answer", "")))
        if question and answered:
            parts.append(f"The question “{question}” {answered}.")
    text = " ".join(parts)
    return text if len(text) <= FACTS_LENGTH else text[: FACTS_LENGTH - 1].rstrip() + "…"


def _source(reports: frozenset[str]) -> str:
    return next((source for kind, source in SOURCES if kind in reports), "SOURCE_VOLUNTARY")


def _missing(made: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the database would refuse; one bad statement would stop its whole batch."""
    found = []
    if "content_date" not in made:
        found.append(("content_date", "missing"))
    elif not FIRST_CONTENT <= made["content_date"] <= LAST_DAY:
        found.append(("content_date", "out_of_range"))
    if not FIRST_APPLIED <= made.get("application_date", "") <= LAST_DAY:
        found.append(("application_date", "out_of_range"))
    if made["decision_ground"].endswith("ILLEGAL_CONTENT") and (
        "illegal_content_legal_ground" not in made
    ):
        found.append(("illegal_content_legal_ground", "missing"))
    return found


def batches(statements: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Bodies for the database's endpoint for many: at most 100 statements in each."""
    return [
        {"statements": list(statements[start : start + BATCH])}
        for start in range(0, len(statements), BATCH)
    ]
