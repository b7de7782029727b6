"""What became of a package that was made, and what one would weigh."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from reviewer.exchange.export import ExportResult
from reviewer.exchange.reasons.files import Reasons
from reviewer.exchange.sealed import Seals

Exported = ExportResult
"""As the dialog hears of it."""


@dataclasses.dataclass(frozen=True)
class Built:
    """A package that was written and of which the ledger says nothing yet.

    Attributes:
        to: pseudonyms of those who can open it; empty for everybody.
        reasons: the statements of reasons in it, if any.
    """

    result: ExportResult
    profile: str
    to: list[str]
    reasons: list[Reasons]


@dataclasses.dataclass(frozen=True)
class Weight:
    """A package before it is written: its id, events, bytes of its files, and whether the ledger
    says already that it was."""

    package_id: str
    events: int
    size: int
    logged: bool


def built(
    profile: str,
    seals: Seals | None,
    kept: list[Reasons],
    done: Callable[[Built], None],
    result: ExportResult,
) -> None:
    """Hand a package on with what is remembered of it."""
    done(Built(result, profile, seals.names if seals else [], kept))
