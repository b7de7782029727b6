"""The lint for personal data: what must not stand in a statement that will be public."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

FREE_TEXT = (
    "decision_facts",
    "incompatible_content_ground",
    "incompatible_content_explanation",
    "illegal_content_legal_ground",
    "illegal_content_explanation",
    "category_specification_other",
    "content_type_other",
)
SHORTEST_NAME = 3
"""A name of fewer characters would be found in every other sentence; it is passed over."""

_PATTERNS = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("url", re.compile(r"(?i)\b(?:https?|ftp)://|\bwww\.|\bt\.me/")),
    ("handle", re.compile(r"(?<![\w@])@\w{2,}")),
    ("phone", re.compile(r"(?<!\w)\+?\d(?:[\s()./-]?\d){7,}(?!\w)")),
)


def lint(statement: Mapping[str, Any], names: frozenset[str]) -> list[tuple[str, str]]:
    """Personal data in the free text of a statement.

    Args:
        names: handles, display names and pseudonyms of everybody in the case.

    Returns:
        (field, kind) with kind one of email, url, handle, phone, name; never the data itself.
    """
    found = []
    for field in FREE_TEXT:
        text = statement.get(field)
        if isinstance(text, str):
            found += [(field, kind) for kind in _kinds(text, names)]
    return found


def _kinds(text: str, names: frozenset[str]) -> Iterator[str]:
    for kind, pattern in _PATTERNS:
        if pattern.search(text):
            yield kind
    folded = text.casefold()
    if any(_names(folded, name) for name in names):
        yield "name"


def _names(folded: str, name: str) -> bool:
    """Whether a name stands in a text as a word of its own."""
    wanted = name.strip().lstrip("@").casefold()
    if len(wanted) < SHORTEST_NAME or wanted not in folded:
        return False
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded) is not None
