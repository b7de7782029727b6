"""How far a watchlist is dealt with: how many of its accounts are suspended, and who is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.domain.views import WatchRow

GONE = frozenset({"suspended", "deleted"})
"""What a platform says of an account that is no longer up."""


@dataclass(frozen=True, slots=True)
class Left:
    """An account on a list that is still up. ``here``: the outcome decided here, not yet taken up
    by the platform, "" where none is; ``known``: whether the workspace holds the account."""

    account: str
    untrusted_handle: str
    here: str = ""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of ``total`` accounts on a list, ``suspended`` are, ``deleted`` went by themselves, and
    ``left`` are still up, in the order of the list."""

    total: int
    suspended: int
    deleted: int
    left: tuple[Left, ...]


def coverage(members: Sequence[WatchRow], here: Mapping[str, str]) -> Coverage:
    """Count a list.

    Args:
        members: all that stand on it. An account that stands there by id and by handle counts
            once.
        here: account key to the outcome in force in this workspace.
    """
    people: dict[tuple[str, str], WatchRow] = {}
    for row in members:
        people.setdefault(("", row.account) if row.account else ("@", row.handle), row)
    says = [row.platform_says for row in people.values()]
    left = tuple(
        Left(row.account, row.handle, here.get(row.account, ""), bool(row.account))
        for row in people.values()
        if row.platform_says not in GONE
    )
    return Coverage(len(people), says.count("suspended"), says.count("deleted"), left)
