"""Numbers with their words, so that one event is never \"1 events\"."""

from __future__ import annotations


def noun(count: int, word: str, plural: str = "") -> str:
    """The word for this many: ``event`` for one, ``events`` or ``plural`` for any other.

    >>> noun(1, "event"), noun(0, "event"), noun(2, "match", "matches")
    ('event', 'events', 'matches')
    """
    return word if count == 1 else plural or f"{word}s"


def counted(count: int, word: str, plural: str = "") -> str:
    """A number and its word.

    >>> counted(1, "event"), counted(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{count:,} {noun(count, word, plural)}"
