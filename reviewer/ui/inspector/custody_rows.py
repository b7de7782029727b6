"""The section of custody in the inspector: what holds; apart from it, what states asked."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.session.views.custody_views import CustodyLine
from reviewer.ui.inspector.inspector_rows import TEXT, Row
from reviewer.ui.lettering.counting import counted


def custody_rows(lines: Sequence[CustodyLine]) -> tuple[Row, ...]:
    """Holds and referrals; then, under a line that says so, the contacts with states."""
    rows: list[Row] = []
    apart = False
    for line in lines:
        if line.apart and not apart:
            apart = True
            rows.append(Row("Asked by a state: decides nothing", wide=True))
        rows.append(
            Row(line.title, line.words, TEXT, line.glyph, line.token, strong_left=True, wide=True)
        )
        if line.untrusted_detail:
            rows.append(Row("", line.untrusted_detail, TEXT, wide=True, lines=2))
    return tuple(rows)


def custody_words(lines: Sequence[CustodyLine]) -> str:
    """The figure in the head: what holds, and how much states asked."""
    own = [line for line in lines if not line.apart]
    asked = len(lines) - len(own)
    said = [own[0].title] if own else []
    said += [f"{len(own) - 1} more"] if len(own) > 1 else []
    return ", ".join([*said, *([counted(asked, "request") + " apart"] if asked else [])])
