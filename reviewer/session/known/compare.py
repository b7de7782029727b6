"""The decision that stands beside what is new since it: two columns of names and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.domain.fold import Fact
from reviewer.domain.policy_words import rule_text
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import CaseRow
from reviewer.session.ground.core import Core
from reviewer.session.ground.due import basis_of, decision_of, due, stands_on
from reviewer.session.known.review import Review, due_of
from reviewer.session.views import words

FIRST = 5
"""So many of the newer posts and reports are shown; the desk has all."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """``reasons`` in a sentence; ``old`` and ``new``: (name, untrusted text) line by line."""

    reasons: str
    old: list[tuple[str, str]]
    new: list[tuple[str, str]]


def compare(core: Core, review: Review, case: CaseRow) -> CompareView:
    """Old and new of the subject that is open.

    Raises:
        Refused: no decision about it is in force.
    """
    key = next((k for k in due(case) if stands_on(case, k) == core.desk.account), due(case)[0])
    fact = decision_of(core, case, key)
    if fact is None:
        raise Refused("nothing is decided here yet", code="nothing")
    reasons = "; ".join(reason.words for reason in review.reasons(case))
    return CompareView(
        reasons=reasons or "Nothing is new since this decision.",
        old=decision_lines(core, review, fact),
        new=[
            *_evidence(core, case, fact),
            *_policy(core, review, fact),
            *_plans(review, case, key),
        ],
    )


def decision_lines(core: Core, review: Review, fact: Fact) -> list[tuple[str, str]]:
    """A decision in names and values: what, who, under which text, on what grounds."""
    event, basis = fact.event, basis_of(core, fact)
    lines = [
        ("Decision", OUTCOME_WORDS.get(fact.outcome, fact.outcome)),
        ("When, who", f"{ev.text(event, 'at')[:16].replace('T', ' ')} UTC, {fact.pseudonym}"),
    ]
    if basis is not fact:
        lines.append(("Confirmed", f"{ev.text(basis.event, 'at')[:10]}, {basis.pseudonym}"))
    policies = review.policy_set(str(fact.policy.get("hash", "")))
    rule = policies.policy(str(fact.policy.get("id", ""))) if policies is not None else None
    if policies is not None and rule is not None:
        lines.append((f"Policy {policies.version}, as it read", rule_text(policies, rule)[0]))
        answered = _dicts(event.get("criteria"))
        text = rule_text(policies, rule)[1:]
        lines += [("", line) for line in text if answered or not line.startswith("asks: ")]
    elif fact.policy.get("id"):
        lines.append(("Policy", f"{fact.policy['id']}: its text is not in this workspace"))
    for one in _dicts(event.get("criteria")):
        lines.append(("Answered", f"{str(one.get('id')).replace('_', ' ')}: {one.get('answer')}"))
    if rule is not None and rule.criteria and not _dicts(event.get("criteria")):
        lines.append(("Answered", "no question was answered"))
    lines += [("Pinned", _pinned(core, one)) for one in _dicts(event.get("pinned"))]
    lines.append(("Note", ev.text(event, "rationale") or "none"))
    return lines


def _pinned(core: Core, pin: dict[str, Any]) -> str:
    kind, ident = str(pin.get("kind", "")), str(pin.get("id", ""))
    post = core.workspace.evidence.post(ident) if kind == "post" else None
    return post.text if post is not None else f"{kind} {ident}"


def _dicts(raw: object) -> list[dict[str, Any]]:
    return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _evidence(core: Core, case: CaseRow, fact: Fact) -> list[tuple[str, str]]:
    seen: Any = basis_of(core, fact).event.get("seen")
    number = core.import_number(str(seen.get("import", "")) if isinstance(seen, dict) else "")
    account = core.desk.account_key or case.account
    if number is None or not account:
        return [("Evidence", "nothing newer is known")]
    evidence = core.workspace.evidence
    total, posts = evidence.posts_since(account, number, FIRST)
    reports = [r for r in evidence.reports_of_account(account) if r.origin.import_n > number]
    if not total and not reports:
        return [("Evidence", "nothing newer")]
    said = f"{words.count(total, 'new post')}, {words.count(len(reports), 'new report')}"
    lines = [("Evidence", said)]
    lines += [(words.date(post.at), post.text) for post in posts]
    lines += [(f"report, {words.date(r.at)}", r.statement or r.kind) for r in reports[:FIRST]]
    return lines


def _policy(core: Core, review: Review, fact: Fact) -> list[tuple[str, str]]:
    changed = review.policy_change(fact)
    if not changed:
        return [("Policy", "reads as it did")]
    now = core.policy.policies
    rule = now.policy(str(fact.policy.get("id", "")))
    lines = [(f"Policy {now.version}, what changed", changed[0])]
    lines += [("", line) for line in changed[1:]]
    if rule is not None:
        lines.append((f"Policy {now.version}, as it reads", rule_text(now, rule)[0]))
        lines += [("", line) for line in rule_text(now, rule)[1:]]
    return lines


def _plans(review: Review, case: CaseRow, key: str) -> list[tuple[str, str]]:
    found = []
    for plan in review.plans(case, key):
        at, why = due_of(plan), ev.text(plan.event, "rationale")
        if at is not None:
            found.append(("Planned", words.date(at) + (f": {why}" if why else "")))
    return found
