"""What is shown before a purge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.session.views.words import count
from reviewer.store.purge_scope import Scope

HOLDS = "backup that still holds it"
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
        names: case to what a person knows it by. Untrusted.
    """

    scope: Scope
    days: int
    blocked: dict[str, list[str]] = field(default_factory=dict)
    backups: tuple[str, ...] = ()
    note: str = ""
    proven: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def reasons(self) -> dict[str, int]:
        """Reason to how many cases it keeps."""
        found: dict[str, int] = {}
        for reasons in self.blocked.values():
            for one in reasons:
                found[one] = found.get(one, 0) + 1
        return dict(sorted(found.items()))

    def alike(self) -> dict[tuple[str, ...], list[str]]:
        """The reasons why cases stay to the cases for which they are the same."""
        found: dict[tuple[str, ...], list[str]] = {}
        for case_id, reasons in self.blocked.items():
            found.setdefault(tuple(reasons), []).append(case_id)
        return found

    def counts(self) -> list[tuple[int, str]]:
        """What goes: how many of what."""
        scope = self.scope
        others = ("post of others in these source files, kept", "posts of others in these source")
        said = [
            (len(scope.cases), "case", ""),
            (len(scope.posts), "post", ""),
            (len(scope.files), "media file", ""),
            (len(scope.sources), "source file", ""),
            (scope.shared, others[0], f"{others[1]} files, kept"),
            (len(self.backups), HOLDS, "backups that still hold it"),
        ]
        return [(number, one if number == 1 else many or f"{one}s") for number, one, many in said]


def purge_words(shown: PurgePreview) -> str:
    """One sentence of what would happen."""
    if not shown.scope.cases:
        return "Nothing can be purged now."
    return (
        f"{count(len(shown.scope.cases), 'case')} would lose all evidence for good. What was"
        " decided, and the hashes, stay in the ledger."
    )
