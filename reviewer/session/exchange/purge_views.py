"""What is shown before a purge."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.session.views.words import count
from reviewer.store.purge_scope import Scope

WORD = "PURGE"
"""What a person types before it begins."""


@dataclass(frozen=True, slots=True)
class PurgePreview:
    """What a purge would remove.

    Attributes:
        scope: the cases and all that goes with them.
        blocked: case to every reason why it stays.
        days: the retention.
        backups: names of backups that hold it, and go on holding it.
        note: what else has to be known.
        proven: the hashes of own events that a kept package holds, where nobody receives them.
        packages: the ids of these packages.
    """

    scope: Scope
    days: int
    blocked: dict[str, list[str]] = field(default_factory=dict)
    backups: tuple[str, ...] = ()
    note: str = ""
    proven: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()

    def reasons(self) -> dict[str, int]:
        """Reason to how many cases it keeps."""
        found: dict[str, int] = {}
        for reasons in self.blocked.values():
            for one in reasons:
                found[one] = found.get(one, 0) + 1
        return dict(sorted(found.items()))

    def counts(self) -> list[tuple[str, str]]:
        """What goes, in words."""
        scope = self.scope
        return [
            ("cases", f"{len(scope.cases):,}"),
            ("posts", f"{len(scope.posts):,}"),
            ("media files", f"{len(scope.files):,}"),
            ("source files", f"{len(scope.sources):,}"),
            ("posts of others in these source files, kept as rows", f"{scope.shared:,}"),
            ("backups that still hold it", f"{len(self.backups):,}"),
        ]


def purge_words(shown: PurgePreview) -> str:
    """One sentence of what would happen."""
    if not shown.scope.cases:
        return "Nothing can be purged now."
    return (
        f"{count(len(shown.scope.cases), 'case')} would lose all evidence for good. What was"
        " decided, and the hashes, stay in the ledger."
    )
