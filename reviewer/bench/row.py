"""A row of the bench: what is measured, against what, and how small the ratio should be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from reviewer.bench.pairs import ROUNDS, Goal, Pair
from reviewer.bench.stock import Stock


@dataclass(frozen=True, slots=True)
class Row:
    """One hot path.

    Attributes:
        name: for ``--only``.
        title: what is done, in words.
        against: the limit, in words.
        goals: from the page of goals; none for a peer that is no limit.
        make: prepares and gives the pair; leaving it tidies up.
        rounds, full_rounds: pairs, and pairs with ``--full``; a single one is not warmed up.
        peer: only with ``--peers``.
        unit: of the values: seconds, or MB.
    """

    name: str
    title: str
    against: str
    goals: tuple[Goal, ...]
    make: Callable[[Stock], AbstractContextManager[Pair]]
    rounds: int = ROUNDS
    full_rounds: int = ROUNDS
    peer: bool = False
    unit: str = "s"
