"""The icon set: our own drawings in ``resources/icons``, read as painter paths.

Each drawing is a small SVG file of a 16 by 16 box and is the only source of its shape. Of SVG they
use ``path`` (absolute M, L, H, V, C, Q, Z), ``circle`` and ``rect``; what has ``stroke="none"`` is
filled, all else is stroked. No part of Qt for SVG is needed, and none is shipped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from reviewer.respath import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

DRAWN = (
    *("account", "blind", "box", "broken", "chevron-down", "chevron-left"),
    *("chevron-right", "chevron-up", "contested", "copy", "cross", "danger"),
    *("decided", "dot", "escalated", "eye", "flagged", "held"),
    *("hit", "info", "later", "link", "media", "menu"),
    *("mute", "pinned", "plus", "post", "quote", "reply"),
    *("report", "reported", "repost", "search", "seen", "shield"),
    *("staged", "undecided", "verified", "video"),
)
"""The drawings there are."""

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

NAMES = tuple(dict.fromkeys((*DRAWN, *ALIASES)))
"""Every name an icon may be asked for by."""

TOKEN = re.compile(r"[A-Z]|-?\d+(?:\.\d+)?")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}


@lru_cache(maxsize=128)
def drawing(name: str) -> tuple[QPainterPath, QPainterPath]:
    """What is stroked and what is filled of an icon, in a 16 by 16 box.

    Raises:
        KeyError: there is no such icon, or its drawing uses more of SVG than we read.
    """
    name = ALIASES.get(name, name)
    if name not in DRAWN:
        raise KeyError(name)
    stroke, fill = QPainterPath(), QPainterPath()
    text = resource(f"icons/{name}.svg").read_text("utf-8")
    for part in ElementTree.fromstring(text):
        _add(fill if part.get("stroke") == "none" else stroke, part)
    return stroke, fill


def _add(path: QPainterPath, part: Element) -> None:
    """One element of a drawing."""
    tag = part.tag.rpartition("}")[2]
    if tag == "path":
        _follow(path, part.attrib["d"])
        return
    names = {"circle": ("cx", "cy", "r"), "rect": ("x", "y", "width", "height", "rx")}[tag]
    values = [float(part.attrib[name]) for name in names]
    if tag == "circle":
        path.addEllipse(QPointF(values[0], values[1]), values[2], values[2])
    else:
        path.addRoundedRect(QRectF(*values[:4]), values[4], values[4])


def _steps(text: str) -> Iterator[tuple[str, list[float]]]:
    tokens = TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        count = ARGUMENTS[tokens[at]]
        yield tokens[at], [float(token) for token in tokens[at + 1 : at + 1 + count]]
        at += 1 + count


def _follow(path: QPainterPath, text: str) -> None:
    """The steps of an SVG path, absolute ones only."""
    for name, a in _steps(text):
        here = path.currentPosition()
        if name == "M":
            path.moveTo(*a)
        elif name == "L":
            path.lineTo(*a)
        elif name == "H":
            path.lineTo(a[0], here.y())
        elif name == "V":
            path.lineTo(here.x(), a[0])
        elif name == "C":
            path.cubicTo(*a)
        elif name == "Q":
            path.quadTo(*a)
        else:
            path.closeSubpath()
