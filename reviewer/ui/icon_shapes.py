"""The icon set as data: strokes and fills in a 16 by 16 box.

The language is that of SVG paths, absolute commands only, with two of ours:
``M x y``, ``L x y``, ``H x``, ``V y``, ``C x1 y1 x2 y2 x y``, ``Q x1 y1 x y``, ``Z``,
``O cx cy r`` a circle, ``R x y w h r`` a rounded rectangle, ``A cx cy r start sweep`` an arc in
degrees (0 at three o'clock, counter-clockwise).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

STROKES: Mapping[str, str] = {
    # states
    "undecided": "O 8 8 5.5",
    "staged": "O 8 8 5.5",
    "decided": "O 8 8 5.75 M 5.4 8.2 L 7.3 10.1 L 10.8 6.2",
    "later": "O 8 8 5.75 M 8 4.8 V 8.2 L 10.4 9.6",
    "escalated": "M 8 2.2 L 14.2 13.2 H 1.8 Z M 8 11 V 6.9 M 6.2 8.6 L 8 6.8 L 9.8 8.6",
    "held": "R 3.25 7.25 9.5 6.5 1 M 5.25 7 V 5 C 5.25 1.4 10.75 1.4 10.75 5 V 7",
    "contested": "M 2.5 5.5 H 13 M 10.2 2.8 L 13 5.5 M 13.5 10.5 H 3 M 5.8 13.2 L 3 10.5",
    "hit": "",
    "seen": "M 2.8 8.6 L 6.2 12 L 13.2 4.4",
    "pinned": "M 5.2 2.5 H 10.8 M 6.2 2.5 V 6.4 L 4.2 9 H 11.8 L 9.8 6.4 V 2.5 M 8 9 V 14",
    "reported": "M 3.5 14 V 2.5 H 12.5 L 10.6 5.5 L 12.5 8.5 H 3.5",
    "flagged": "M 4 14 V 2.6 L 13 5.6 L 4 8.8",
    "danger": "M 8 2.2 L 14.4 13.4 H 1.6 Z M 8 6.3 V 9.4 M 8 11.4 V 11.5",
    "blind": "M 1.8 8 C 4 3.6 12 3.6 14.2 8 C 12 12.4 4 12.4 1.8 8 Z O 8 8 2 M 2.6 13.4 L 13.4 2.6",
    "info": "O 8 8 5.75 M 8 7.4 V 11 M 8 5.1 V 5.2",
    # kinds
    "post": "M 2.5 4 H 13.5 M 2.5 8 H 13.5 M 2.5 12 H 9",
    "repost": (
        "M 2.8 7.6 V 6.2 Q 2.8 4.4 4.6 4.4 H 12.6 M 10.4 2 L 12.8 4.4 L 10.4 6.8"
        " M 13.2 8.4 V 9.8 Q 13.2 11.6 11.4 11.6 H 3.4 M 5.6 9.2 L 3.2 11.6 L 5.6 14"
    ),
    "reply": "M 6.2 3.4 L 2.6 7 L 6.2 10.6 M 2.8 7 H 9.4 C 12 7 13.4 8.8 13.4 12.6",
    "quote": (
        "M 6.4 4 C 4 4.6 2.8 6.2 2.8 9 V 11.8 H 6.6 V 8.4 H 3"
        " M 13 4 C 10.6 4.6 9.4 6.2 9.4 9 V 11.8 H 13.2 V 8.4 H 9.6"
    ),
    "media": (
        "R 2 2.75 12 10.5 1.5 O 5.6 6.2 1.1 M 2.4 11.6 L 6.2 8.8 L 8.2 10.4 L 11 7.4 L 13.6 9.8"
    ),
    "video": "R 2 3 12 10 1.5 M 6.6 5.8 L 10.2 8 L 6.6 10.2 Z",
    "report": "M 3.5 14 V 2.5 H 12.5 L 10.6 5.5 L 12.5 8.5 H 3.5",
    "account": "O 8 5.2 2.9 M 2.6 14 C 2.6 8.9 13.4 8.9 13.4 14",
    # things and acts
    "search": "O 7 7 4.25 M 10.2 10.2 L 14 14",
    "box": (
        "M 8 1.9 L 13.6 4.9 V 11.1 L 8 14.1 L 2.4 11.1 V 4.9 Z M 2.6 5 L 8 8 L 13.4 5 M 8 8 V 14"
    ),
    "shield": (
        "M 8 1.8 L 13.2 3.8 V 7.6 C 13.2 10.8 11.2 13.2 8 14.3 C 4.8 13.2 2.8 10.8 2.8 7.6 V 3.8 Z"
    ),
    "verified": (
        "M 8 1.8 L 13.2 3.8 V 7.6 C 13.2 10.8 11.2 13.2 8 14.3 C 4.8 13.2 2.8 10.8 2.8 7.6 V 3.8 Z"
        " M 5.6 7.9 L 7.4 9.7 L 10.6 6.3"
    ),
    "eye": "M 1.8 8 C 4 3.6 12 3.6 14.2 8 C 12 12.4 4 12.4 1.8 8 Z O 8 8 2",
    "chevron-down": "M 3.6 6 L 8 10.4 L 12.4 6",
    "chevron-right": "M 6 3.6 L 10.4 8 L 6 12.4",
    "chevron-left": "M 10 3.6 L 5.6 8 L 10 12.4",
    "chevron-up": "M 3.6 10 L 8 5.6 L 12.4 10",
    "broken": "R 2 2.5 12 11 1.5 M 9.6 2.8 L 6.4 6.4 L 9.6 9.4 L 7 13.2",
    "menu": "M 2.5 4 H 13.5 M 2.5 8 H 13.5 M 2.5 12 H 13.5",
    "mute": (
        "M 2.2 6.2 H 4.4 L 7.6 3.4 V 12.6 L 4.4 9.8 H 2.2 Z M 10.4 6.2 L 14 9.8 M 14 6.2 L 10.4 9.8"
    ),
    "plus": "M 8 3 V 13 M 3 8 H 13",
    "cross": "M 4 4 L 12 12 M 12 4 L 4 12",
    "copy": "R 5.5 5.5 8 8 1.2 M 3.4 10.5 H 2.5 V 2.5 H 10.5 V 3.4",
    "link": (
        "M 6.6 9.4 L 9.4 6.6 M 7.4 4.8 L 9 3.2 C 11.4 0.9 15 4.5 12.8 7 L 11.2 8.6"
        " M 8.6 11.2 L 7 12.8 C 4.6 15.1 1 11.5 3.2 9 L 4.8 7.4"
    ),
}

FILLS: Mapping[str, str] = {
    "staged": "M 8 2.5 A 8 8 5.5 90 180 Z",
    "hit": "M 8 2.4 L 13.6 8 L 8 13.6 L 2.4 8 Z",
    "dot": "O 8 8 2.2",
}

ALIASES: Mapping[str, str] = {
    "hold": "held",
    "locked": "held",
    "lock": "held",
    "ask_lead": "escalated",
    "asked": "escalated",
    "pin": "pinned",
    "flag": "flagged",
    "warning": "danger",
    "missing": "danger",
    "refused": "danger",
    "undated": "danger",
    "tick": "seen",
    "saved": "seen",
    "clock": "later",
    "break": "later",
    "eye-off": "blind",
    "conceal": "blind",
    "posts": "post",
    "reposts": "repost",
    "replies": "reply",
    "reports": "report",
    "profile": "account",
    "bundle": "box",
}
"""Other names for the same glyph, as the session's views use them."""

NAMES = tuple(dict.fromkeys((*STROKES, *FILLS, *ALIASES)))
"""Every name an icon may be asked for by."""
