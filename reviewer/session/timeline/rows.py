"""Rows of the event list in plain values: headers, gaps, one-line events, posts."""

from __future__ import annotations

from collections import Counter

from reviewer.domain.views import PostRow
from reviewer.insight.census import AccountLine
from reviewer.insight.lens import Lens
from reviewer.insight.timeline import Segment
from reviewer.insight.zone import Zone
from reviewer.session.views import words
from reviewer.session.views.timeline_views import TimelineRow


def event_row(post: PostRow, zone: Zone, *, seen: bool, pinned: int, flagged: bool) -> TimelineRow:
    """A post."""
    target = post.target
    full = target is not None and target.known and post.kind == "repost"
    heading, who = _heading(post)
    return TimelineRow(
        kind="event",
        key=f"post:{post.key}",
        time=words.clock(zone.wall(post.at), post.precision) or "–",
        glyph={"original": "post"}.get(post.kind, post.kind),
        heading=heading,
        untrusted_who=who,
        untrusted_text=target.text if full and target is not None else post.text,
        lang=post.lang,
        meta=_meta(post),
        media=len(post.media),
        reports=post.reports,
        pinned=pinned,
        flagged=flagged,
        seen=seen,
        referenced=post.referenced,
        translated=post.translation is not None,
    )


def header_row(segment: Segment) -> TimelineRow:
    """The header of a day, or of the undated block."""
    if segment.kind == "undated":
        return TimelineRow(kind="undated", title="Undated", count=segment.items)
    return TimelineRow(kind="day", title=words.day_title(segment.day), count=segment.items)


def gap_row(segment: Segment, lens: Lens) -> TimelineRow:
    """The days between two days of the list; with something left out they need not be empty."""
    days = segment.day - segment.gap_from - 1
    title = f"{words.day_short(segment.gap_from)} → {words.day_short(segment.day)}"
    said = "nothing listed for" if lens.narrowed else "no events for"
    return TimelineRow(kind="gap", title=title, count=days, heading=said)


def line_row(line: AccountLine, zone: Zone) -> TimelineRow:
    """A one-line event of the account."""
    return TimelineRow(
        kind="line",
        time=words.clock(zone.wall(line.at)),
        glyph=line.glyph,
        heading=line.words,
        untrusted_text=line.untrusted_basis,
    )


def _heading(post: PostRow) -> tuple[str, str]:
    """The words of the program before a post, and the handle from outside that they name."""
    who = post.target.handle if post.target else ""
    heading = {"original": "post", "reply": "reply", "repost": "repost", "quote": "quote"}[
        post.kind
    ]
    if post.kind != "original":
        heading += {"reply": " to", "repost": " of", "quote": " of"}[post.kind] if who else ""
    return heading, who


def _meta(post: PostRow) -> str:
    """The quiet line below a text: what the source counted, and what it said of the post."""
    parts = [post.lang] if words.is_tag(post.lang) and post.lang != "und" else []
    if post.translation is not None:
        parts.append("translation in bundle")
    counts = Counter(post.counts)
    for name, one in (
        ("reply", "reply"),
        ("repost", "repost"),
        ("like", "like"),
        ("quote", "quote"),
    ):
        if counts[name]:
            parts.append(words.count(counts[name], one, {"reply": "replies"}.get(one, "")))
    marks = [
        (post.referenced, "only referenced"),
        (post.edited, "edited"),
        (post.deleted, "deleted at source"),
        (post.sensitive is True, "marked sensitive"),
        (bool(post.withheld), "withheld in " + ", ".join(filter(words.is_tag, post.withheld))),
        (post.undated, "no time in source"),
    ]
    parts += [word for on, word in marks if on]
    parts.append("…" + post.key[-4:])
    return " · ".join(parts)
