"""Text from outside made safe to look at: tags for what is invisible, isolation, direction.

Pure functions over text; the widgets that show it are in ``plain.py`` and ``text.py``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import Qt

NAMES = {
    0x00: "NUL",
    0x08: "BS",
    0x09: "TAB",
    0x0A: "LF",
    0x0D: "CR",
    0x1B: "ESC",
    0x7F: "DEL",
    0x85: "NEL",
    0xA0: "NBSP",
    0xAD: "SHY",
    0x34F: "CGJ",
    0x61C: "ALM",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
BLANK = frozenset({0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0})
"""Letters and symbols that draw nothing."""
HIDDEN = frozenset({"Cf", "Cc", "Cs", "Co", "Zl", "Zp"})
ISOLATES = "\u2066\u2067\u2068"
EMBEDDINGS = "\u202a\u202b\u202d\u202e"
PDF, PDI, FSI = "\u202c", "\u2069", "\u2068"
PARAGRAPH_ENDS = frozenset("\n\r\x1c\x1d\x1e\x85\u2029")
TOWER = 8
"""Marks on one letter that are still drawn; no living script needs more."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an identifier: text as it is, or the name of a tag."""

    text: str
    tag: bool = False


def tag_name(char: str) -> str:
    """The short name of a character that cannot be seen: ``RLO``, or ``U+E000``."""
    return NAMES.get(ord(char), f"U+{ord(char):04X}")


def _joins(char: str) -> bool:
    """True for letters of scripts that write with joiners: Arabic, Syriac, Indic and kin."""
    point = ord(char)
    return (0x600 <= point <= 0x8FF or 0x900 <= point <= 0x109F or 0x1780 <= point <= 0x18AF) and (
        unicodedata.category(char)[0] in "LM"
    )


def _joiner_at_work(text: str, at: int) -> bool:
    """True where a ZWJ or ZWNJ stands inside a word that needs it, or joins two emoji."""
    if not 0 < at < len(text) - 1:
        return False
    before, after = text[at - 1], text[at + 1]
    if _joins(before) and _joins(after):
        return True
    pictures = ("So", "Sk")
    return (
        text[at] == "\u200d"
        and (unicodedata.category(before) in pictures or before == "\ufe0f")
        and unicodedata.category(after) in pictures
    )


def _hidden(text: str, at: int) -> bool:
    """True for a character that must become a tag in an identifier."""
    char = text[at]
    point = ord(char)
    if point < 0x7F:
        return point < 0x20
    if char in "\u200c\u200d":
        return not _joiner_at_work(text, at)
    if 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF:
        return at == 0 or unicodedata.category(text[at - 1]) not in ("So", "Sm", "Po", "Nd")
    if point in BLANK or point in NAMES:
        return True
    category = unicodedata.category(char)
    return (
        category in HIDDEN
        or (category == "Zs")
        or (category == "Cn" and (point & 0xFFFE) == 0xFFFE)
    )


def identifier_segments(untrusted: str, limit: int = 64) -> list[Segment]:
    """Cut an identifier into text and tags; equal tags in a row become one with its count.

    Args:
        untrusted: a handle, display name, file name, URL or id.
        limit: characters and tags shown; of more, the middle is left out. 0 shows all.
    """
    ordinary = untrusted.isascii() and untrusted.isprintable()
    untrusted = _middle_cut(untrusted, limit)
    if ordinary:
        return [Segment(untrusted)] if untrusted else []
    found: list[Segment] = []
    plain: list[str] = []
    tags: list[tuple[str, int]] = []
    marks = 0

    def flush() -> None:
        if plain:
            found.append(Segment("".join(plain)))
            plain.clear()
        for name, count in tags:
            found.append(Segment(name if count == 1 else f"{name}×{count}", tag=True))
        tags.clear()

    for at, char in enumerate(untrusted):
        is_mark = unicodedata.combining(char) != 0
        marks = marks + 1 if is_mark else 0
        if _hidden(untrusted, at) or marks > TOWER:
            name = "marks" if is_mark else tag_name(char)
            if plain:
                flush()
            if tags and tags[-1][0] == name:
                tags[-1] = (name, tags[-1][1] + 1)
            else:
                tags.append((name, 1))
        else:
            if tags:
                flush()
            plain.append(char)
    flush()
    return found


def _middle_cut(text: str, limit: int) -> str:
    """Text of at most ``limit`` characters; the middle gives way to an ellipsis."""
    if limit <= 0 or len(text) <= limit:
        return text
    head = (limit - 1 + 1) // 2
    tail = limit - 1 - head
    return text[:head] + "…" + text[len(text) - tail :]


def show_identifier(untrusted: str, limit: int = 64) -> str:
    """An identifier as plain text with its tags in brackets: ``photo_⟦RLO⟧gpj.exe``."""
    return "".join(
        f"⟦{s.text}⟧" if s.tag else s.text for s in identifier_segments(untrusted, limit)
    )


def first_strong(untrusted: str) -> Qt.LayoutDirection:
    """The direction of a block from its first strong character, isolates skipped (UAX 9, P2)."""
    depth = 0
    for char in untrusted[:4096]:
        kind = unicodedata.bidirectional(char)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind == "L":
            return Qt.LayoutDirection.LeftToRight
        elif depth == 0 and kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
    return Qt.LayoutDirection.LeftToRight


def has_strong(untrusted: str) -> bool:
    """True where any character has a direction of its own."""
    return any(unicodedata.bidirectional(char) in ("L", "R", "AL") for char in untrusted[:4096])


def unbalanced(untrusted: str) -> set[int]:
    """The places of bidi controls that nothing opens or closes within their paragraph."""
    lost: set[int] = set()
    open_at: list[tuple[int, bool]] = []
    for at, char in enumerate(untrusted):
        if char in PARAGRAPH_ENDS:
            lost.update(place for place, _ in open_at)
            open_at.clear()
        elif char in ISOLATES or char in EMBEDDINGS:
            if len(open_at) >= 60:
                lost.add(at)
            else:
                open_at.append((at, char in ISOLATES))
        elif char == PDF:
            if open_at and not open_at[-1][1]:
                open_at.pop()
            else:
                lost.add(at)
        elif char == PDI:
            if not any(isolate for _, isolate in open_at):
                lost.add(at)
            else:
                while not open_at[-1][1]:
                    lost.add(open_at.pop()[0])
                open_at.pop()
    lost.update(place for place, _ in open_at)
    return lost


def isolate(untrusted: str) -> str:
    """Running text that cannot reach out of itself: unbalanced controls are taken out, what draws
    nothing becomes a tag, and each paragraph is wrapped in FSI … PDI."""
    from_text = clean_running(untrusted)
    return "\n".join(f"{FSI}{line}{PDI}" if line else "" for line in from_text.split("\n"))


def clean_running(untrusted: str) -> str:
    """Running text without unbalanced bidi controls; other controls become visible tags."""
    return "".join(piece for _, piece in running_pieces(untrusted))


def running_pieces(untrusted: str) -> list[tuple[int, str]]:
    """What is shown for running text, character by character: (place in the source, text shown).
    Line ends of all kinds become ``\\n``; towers of marks are cut and counted."""
    lost = unbalanced(untrusted)
    pieces: list[tuple[int, str]] = []
    marks = 0
    for at, char in enumerate(untrusted):
        if at in lost or (char == "\n" and at and untrusted[at - 1] == "\r"):
            continue
        point = ord(char)
        if 0x20 <= point < 0x7F:
            marks = 0
            pieces.append((at, char))
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > TOWER:
            pieces.append((at, "⟦marks⟧" if marks == TOWER + 1 else ""))
        elif char in PARAGRAPH_ENDS or char in "\u2028\x0b\x0c":
            pieces.append((at, "\n"))
        elif char == "\t":
            pieces.append((at, "    "))
        elif unicodedata.category(char) in ("Cc", "Cs"):
            pieces.append((at, f"⟦{tag_name(char)}⟧"))
        else:
            pieces.append((at, char))
    return pieces


def bidi_controls(untrusted: str) -> list[str]:
    """The names of the bidi controls in a text, each once, for a badge: ``["RLO", "PDI"]``."""
    controls = ISOLATES + EMBEDDINGS + PDF + PDI + "\u200e\u200f\u061c"
    return [NAMES[ord(c)] for c in sorted(set(untrusted) & set(controls))]
