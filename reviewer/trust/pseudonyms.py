"""What may stand as a pseudonym: it is in every decision and every package, for good."""

from __future__ import annotations

import re

from reviewer.domain.errors import Refused

LONGEST = 64
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def check(pseudonym: str) -> None:
    """Refuse what cannot be a pseudonym.

    Raises:
        Refused: code ``pseudonym``: not 1 to 64 printable characters, or an e-mail address.
    """
    if not 1 <= len(pseudonym) <= LONGEST or not pseudonym.isprintable():
        raise Refused(f"A pseudonym has 1 to {LONGEST} printable characters.", code="pseudonym")
    if _MAIL.search(pseudonym):
        raise Refused(
            "An e-mail address is no pseudonym: it says who you are in every decision.",
            code="pseudonym",
            next_step="Choose a name that leads to nobody, such as R-7 or heron.",
        )


def doubt(pseudonym: str) -> str:
    """Why a pseudonym should be thought over, in words; empty where nothing speaks against it.

    Two capitalised words look like a first and a last name. Only a person can know, so this is
    never a refusal.
    """
    words = re.split(r"[\s._]+", pseudonym.strip())
    names = [w for w in words if len(w) > 1 and w[0].isupper() and w[1:].islower()]
    if len(names) < 2:
        return ""
    return (
        f"“{pseudonym.strip()}” looks like a real name. It stands in every decision and cannot be"
        " changed later: choose a name that leads to nobody."
    )
