"""What leaves with an export and what stays, in lines for the dialog."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.exchange.preview import Preview

PROFILES = (
    ("full", "Everything for a lead"),
    ("decisions-only", "Decisions only"),
    ("referral", "Events and referral packets"),
    ("statements", "Statements of reasons (DSA)"),
)
"""Profile to its words."""


def preview_lines(found: Preview) -> list[str]:
    """Two lists under their heads; figures stand first."""
    return ["Leaves", *_indented(_leaves(found)), "", "Stays here", *_indented(_stays(found))]


def _indented(lines: Iterator[str]) -> list[str]:
    return [f"   {line}" for line in lines]


def _leaves(found: Preview) -> Iterator[str]:
    if found.profile == "statements":
        yield f"{_count(found.statements, 'statement')} of reasons, and no event"
        yield from found.shifts
        return
    yield _count(found.events, "event") + (f" of {found.devices} devices" * (found.devices > 1))
    yield from (f"   {n:,} {kind.replace('.', ' ')}" for kind, n in found.by_type.items())
    yield f"{_count(sum(found.outcomes.values()), 'decision')} in force"
    for outcome, count in found.outcomes.items():
        yield f"   {count:,} {OUTCOME_WORDS.get(outcome, outcome)}"
    if found.contested:
        yield f"{found.contested:,} contested, and said to be"
    if found.proposed:
        yield f"{found.proposed:,} proposed, and marked so"
    if found.packets:
        early = f", {found.emergencies:,} marked emergency" if found.emergencies else ""
        yield f"{_count(found.packets, 'referral packet')}{early}"


def _stays(found: Preview) -> Iterator[str]:
    stays = found.stays
    yield f"{stays.media:,} media; a package names them by their hash"
    yield f"{_count(stays.drafts, 'note')} begun and not decided upon"
    yield f"{_count(stays.referrals, 'referral')} waiting for a lead: no packet is written"
    if stays.locked:
        yield f"{stays.locked:,} media stopped for child safety, in no table"
    if found.held_back:
        held = len({one["puid"] for one in found.held_back})
        yield f"{_count(held, 'statement')} held back:"
        yield from (f"   {one['field']}: {one['reason']}" for one in found.held_back)
    yield "what you looked at and revealed: it never leaves"


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")
