"""What of a rule reads otherwise in another policy set, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.policy import Policy, PolicySet


def rule_text(policies: PolicySet, policy: Policy) -> list[str]:
    """A rule as a person reads it: title, summary, its questions."""
    lines = [policy.short, policy.summary]
    for ident in policy.criteria:
        found = policies.criterion(ident)
        lines.append(f"asks: {found.question if found else ident}")
    return lines


def difference(old: PolicySet, new: PolicySet, ident: str) -> list[str]:
    """The changes of one rule, a sentence each; empty where it reads the same."""
    before, after = old.policy(ident), new.policy(ident)
    if before is None:
        return []
    if after is None:
        return [f"rule {before.number} is not in {new.version} any more"]
    return list(_changes(old, new, before, after))


def _changes(old: PolicySet, new: PolicySet, before: Policy, after: Policy) -> Iterator[str]:
    for name, was, now in (
        ("number", before.number, after.number),
        ("title", before.title, after.title),
        ("text", before.summary, after.summary),
        ("tier", before.tier, after.tier),
        ("evidence needed", before.min_evidence, after.min_evidence),
        ("outcomes", ", ".join(before.outcomes), ", ".join(after.outcomes)),
    ):
        if was != now:
            yield f"{name} was: {was}; is now: {now}"
    for name, had, has in (
        ("a note", before.note_required, after.note_required),
        ("a quote", before.quote_required, after.quote_required),
        ("answers to all questions", before.criteria_required, after.criteria_required),
    ):
        if had != has:
            yield f"{name} {'is needed now' if has else 'is not needed any more'}"
    yield from _questions(old, new, before, after)
    if before.guide != after.guide or before.default != after.default:
        yield "its guide leads otherwise"


def _questions(old: PolicySet, new: PolicySet, before: Policy, after: Policy) -> Iterator[str]:
    for ident in before.criteria:
        if ident not in after.criteria:
            yield f"asks no more: {_question(old, ident)}"
        elif _question(old, ident) != _question(new, ident):
            yield f"asked: {_question(old, ident)}; asks now: {_question(new, ident)}"
    for ident in after.criteria:
        if ident not in before.criteria:
            yield f"asks now: {_question(new, ident)}"


def _question(policies: PolicySet, ident: str) -> str:
    found = policies.criterion(ident)
    return found.question if found else ident
