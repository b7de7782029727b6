"""Watchlists at the desk: on which an account stands, and how far each is dealt with."""

from __future__ import annotations

from reviewer.domain.ids import UNDATED
from reviewer.domain.rules import OUTCOME_WORDS
from reviewer.domain.views import WatchRow
from reviewer.insight.watchlists import Coverage, Left, coverage
from reviewer.session.ground.core import Core
from reviewer.session.views import words
from reviewer.session.views.views import WatchLine

SHOWN = 12
"""How many of those that are left are named."""


def watch_lines(core: Core, account: str) -> list[WatchLine]:
    """The lists on which an account stands; empty where it is on none."""
    evidence = core.workspace.evidence
    lines = []
    for row in evidence.watches_of(account):
        members = evidence.watchlist(row.entity)
        lines.append(_line(row, coverage(members, _decided(core, members))))
    return lines


def _decided(core: Core, members: list[WatchRow]) -> dict[str, str]:
    found = {
        m.account: core.state.subject(f"account:{m.account}").outcome for m in members if m.account
    }
    return {key: outcome for key, outcome in found.items() if outcome}


def _line(row: WatchRow, found: Coverage) -> WatchLine:
    return WatchLine(
        untrusted_entity=row.entity,
        untrusted_tier=row.tier,
        untrusted_source=row.source,
        since=words.date(row.added) if row.added != UNDATED else "",
        figure=f"{found.suspended:,} of {found.total:,} suspended",
        coverage=_coverage_words(found),
        left=[(one.untrusted_handle, _left_words(one)) for one in found.left[:SHOWN]],
        more=max(0, len(found.left) - SHOWN),
    )


def _coverage_words(found: Coverage) -> str:
    """The sentence above the names of those that are left."""
    sentence = f"{found.suspended:,} of {found.total:,} suspended"
    if found.deleted:
        sentence += f", {found.deleted:,} deleted"
    if not found.left:
        return f"{sentence}; none is left"
    return f"{sentence}; left:"


def _left_words(one: Left) -> str:
    if not one.known:
        return "not in the material"
    if one.here:
        return f"{OUTCOME_WORDS.get(one.here, one.here)}, decided here"
    return "undecided"
