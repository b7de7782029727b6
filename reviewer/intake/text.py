"""Text as sources write it: escaped once, with offsets; never rendered."""

from __future__ import annotations

import re
from bisect import bisect_left

_ESCAPED = re.compile(r"&(amp|lt|gt);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">"}
_SURROGATE = re.compile(r"[\ud800-\udfff]")


class Unescaped:
    """A text whose ``&amp; &lt; &gt;`` are undone exactly once, with a map of offsets.

    ``text`` is the result; ``at`` turns a code point offset of the original into one of it.
    """

    def __init__(self, original: str) -> None:
        self._length = len(original)
        self._ends: list[int] = []
        self._saved: list[int] = []
        parts: list[str] = []
        saved = last = 0
        for match in _ESCAPED.finditer(original):
            parts += (original[last : match.start()], _PLAIN[match[1]])
            saved += len(match[0]) - 1
            last = match.end()
            self._ends.append(last)
            self._saved.append(saved)
        self.text = "".join(parts) + original[last:] if parts else original

    def at(self, offset: int) -> int:
        """The offset in ``text``; one inside an escape goes to the character it stands for."""
        offset = min(max(offset, 0), self._length)
        index = bisect_left(self._ends, offset + 1)
        moved = offset - (self._saved[index - 1] if index else 0)
        if index < len(self._ends):
            size = self._saved[index] - (self._saved[index - 1] if index else 0)
            start = self._ends[index] - size - 1
            if offset > start:
                return moved - (offset - start)
        return moved


def clean(value: object) -> str:
    """A text of a JSON document, or "" for anything else; half surrogates become U+FFFD."""
    if not isinstance(value, str):
        return ""
    if value.isascii() or _SURROGATE.search(value) is None:
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def ident(value: object) -> str:
    """An id of a JSON document as text; "" for anything that is not one."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if value >= 0 else ""
    text = clean(value).strip()
    return text if text.isprintable() and len(text) <= 512 else ""


def whole(value: object) -> int | None:
    """A whole number from 0 to 2^53 − 1, also where it is written as text; else None."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 16:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
        return value
    return None


def flag(value: object) -> bool | None:
    """True or false as such; else None."""
    return value if isinstance(value, bool) else None
