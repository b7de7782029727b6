"""How good a new passphrase is, in words: a meter would claim more than anybody knows."""

from __future__ import annotations

import re

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890")
LONG = 20
MIDDLING = 14


def strength(passphrase: str, shortest: int) -> str:
    """One sentence about a new passphrase; empty for an empty one.

    Args:
        shortest: characters it needs at the least.
    """
    if not passphrase:
        return ""
    missing = shortest - len(passphrase)
    if missing > 0:
        return f"Too short: {missing} more character{'' if missing == 1 else 's'} at the least."
    if guessable(passphrase):
        return "Easy to guess: a row, a repetition or a number. Take several unrelated words."
    words = len(re.findall(r"[^\W\d_]{2,}", passphrase))
    if len(passphrase) >= LONG and words >= 4:
        return "Strong: several words, and long."
    if len(passphrase) >= MIDDLING:
        return "Good. One more unrelated word makes it strong."
    return "Fair. One or two more unrelated words make it strong."


def guessable(passphrase: str) -> bool:
    """Whether it is made of few characters, one repeated part, or a row of the keyboard."""
    plain = re.sub(r"[\W_]+", "", passphrase).casefold()
    if len(set(plain)) < 5 or plain.isdigit():
        return True
    if any(plain in row * 3 or plain in row[::-1] * 3 for row in _ROWS):
        return True
    return any(
        plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1)
    )
