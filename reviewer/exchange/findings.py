"""What a check can find: a closed list of codes, one finding, one plain sentence each."""

from __future__ import annotations

from dataclasses import dataclass

CODES = (
    "edited",
    "removed",
    "reordered",
    "truncated",
    "forged",
    "fork",
    "gap",
    "rollback",
    "extra",
    "missing",
    "hash",
    "four_eyes",
    "blind",
)


@dataclass(frozen=True)
class Bad:
    """One thing that is wrong, named as exactly as it can be.

    Attributes:
        code: one of ``CODES``.
        file: path inside the package; empty for a ledger in a workspace.
        line: its line, counted from 1; None where lines do not apply. For an event that is not
            there, the line where it should stand.
        seq: the event's place in the chain of its device; None where no event is meant.
        id: the event's id; None where it cannot be known.
        says: one plain sentence.
    """

    code: str
    file: str
    line: int | None
    seq: int | None
    id: str | None
    says: str

    def as_dict(self) -> dict[str, str | int | None]:
        """The form of the command line: {code, file, line, seq, id}."""
        return {
            "code": self.code,
            "file": self.file or None,
            "line": self.line,
            "seq": self.seq,
            "id": self.id,
        }
