"""Measures in logical pixels: what the window gives, what gives way when it is small."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

FIXED = frozenset(
    {
        *("layout", "gutter", "queue_width", "inspector_width", "media_height", "overview"),
        *("tile_width", "tile_height", "tile_gap_x", "tile_gap_y", "text_width", "pad"),
        *("queue_lines", "short_words", "event_pad"),
    }
)
"""What does not grow with the text: pictures, columns and air."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Heights and widths in px at 100 %; ``layout`` is full, compact, tabs or single.

    ``menu`` 0: the menu folds into one button of the strip. ``lane`` 0: the lanes fold into one
    line of ``lanes_folded``. ``short_words``: consequences and titles in their short form.
    """

    layout: str = "full"
    menu: int = 28
    strip: int = 46
    decision: int = 134
    status: int = 26
    gutter: int = 4
    queue_width: int = 304
    inspector_width: int = 400
    media_height: int = 312
    pane_header: int = 32
    pad: int = 12
    queue_row: int = 68
    queue_lines: int = 3
    group_header: int = 24
    filter_height: int = 26
    event_pad: int = 8
    event_line: int = 29
    day_header: int = 24
    gap_row: int = 26
    undated_row: int = 23
    overview: int = 68
    lane: int = 17
    lanes_folded: int = 24
    tile_width: int = 120
    tile_height: int = 90
    tile_gap_x: int = 12
    tile_gap_y: int = 10
    label_line: int = 30
    section_header: int = 20
    outcome: int = 49
    outcome_label: int = 14
    second_line: int = 34
    last: int = 26
    button: int = 26
    small_button: int = 22
    keycap: int = 18
    keycap_outcome: int = 24
    chip: int = 20
    toast: int = 36
    text_width: int = 720
    short_words: bool = False

    def scaled(self, text: float) -> Measures:
        """The same measures for text of ``text`` times the size; pictures and columns stay."""
        if text == 1.0:
            return self
        grown = {
            f.name: round(getattr(self, f.name) * text) for f in fields(self) if f.name not in FIXED
        }
        return replace(self, **grown)


SMALLEST = (683, 384)
"""Width and height of the smallest window, in logical px."""

FULL = Measures()

COMPACT = replace(
    FULL,
    layout="compact",
    menu=0,
    strip=36,
    decision=113,
    status=22,
    queue_width=244,
    inspector_width=296,
    media_height=268,
    pane_header=28,
    pad=8,
    queue_row=47,
    queue_lines=2,
    event_pad=5,
    overview=54,
    lane=0,
    tile_width=104,
    tile_height=78,
    label_line=24,
    outcome=44,
    outcome_label=13,
    second_line=28,
    last=22,
    short_words=True,
)

TABS = replace(COMPACT, layout="tabs", overview=40)
SINGLE = replace(TABS, layout="single")


def measures_for(width: int, height: int, text: float = 1.0) -> Measures:
    """The measures for a window of ``width`` by ``height`` logical px and text scaled by ``text``.

    >>> measures_for(1920, 1080).layout, measures_for(1366, 768).layout
    ('full', 'compact')
    >>> measures_for(1920, 1080, 2.0).layout, measures_for(683, 384).layout
    ('tabs', 'single')
    """
    room = (width / text, height / text)
    for least, measures in (((1600, 900), FULL), ((1280, 700), COMPACT), ((900, 480), TABS)):
        if room[0] >= least[0] and room[1] >= least[1]:
            return measures.scaled(text)
    return SINGLE.scaled(text)
