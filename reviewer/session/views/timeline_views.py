"""What the timeline pane reads, in plain values: rows, counts, lanes, the table. See ``views``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One row of the event list.

    ``kind``: day, gap, undated, event, line. For ``day``: title and ``count``. For ``gap``:
    ``count`` days and title with the dates. ``undated``: header of the undated block with count.
    ``event``: a post; ``marked`` are (start, end) in code points of its text that a search found.
    ``line``: a one-line account event (status, earlier enforcement, name).
    """

    kind: str
    key: str = ""
    title: str = ""
    count: int = 0
    time: str = ""
    glyph: str = "post"
    heading: str = ""
    untrusted_who: str = ""
    untrusted_text: str = ""
    lang: str = ""
    meta: str = ""
    media: int = 0
    reports: int = 0
    pinned: int = 0
    flagged: bool = False
    seen: bool = False
    referenced: bool = False
    translated: bool = False
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of event. ``id``: post, repost, reply, media, report, account. ``inside``: how many
    of ``count`` lie in the range. ``off``: left out of the list."""

    id: str
    glyph: str
    word: str
    count: int
    inside: int
    off: bool = False


@dataclass(frozen=True, slots=True)
class TimelineHead:
    """Counts over the event list and the bars of the overview. Days are counted from 1970-01-01 in
    the zone named by ``zone``.

    Attributes:
        events: all there are. ``inside``: those in the range. ``listed``: those in the list.
        days: (day, events), ascending, never filtered. ``listed_days``: the same of the list,
            empty where everything is listed. ``seen_days``: on which something was seen.
        hits: places of hits on the axis. ``range``: first and last day, None for no range.
        left_out: what the list leaves out, in words; empty where everything is listed.
    """

    events: int = 0
    inside: int = 0
    listed: int = 0
    seen: int = 0
    undated: int = 0
    lanes: list[Lane] = field(default_factory=list)
    days: list[tuple[int, int]] = field(default_factory=list)
    listed_days: list[tuple[int, int]] = field(default_factory=list)
    seen_days: list[int] = field(default_factory=list)
    hits: list[float] = field(default_factory=list)
    range: tuple[int, int] | None = None
    left_out: str = ""
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the table of the overview; the figures are in the order of ``DAY_COLUMNS``."""

    title: str
    figures: tuple[int, ...]
    inside: bool


DAY_COLUMNS = ("Posts", "Reposts", "Replies", "Media", "Reports", "Account", "In the list")
