"""SQLite's result codes in words: what is safe and what a person can do next."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.domain.errors import Bug, Damaged, Refused, ReviewerError


@dataclass(frozen=True, slots=True)
class Words:
    """How one result code reads."""

    kind: type[ReviewerError]
    code: str
    message: str
    next_step: str


_SAFE = "Everything saved before this moment is still there."
_AGAIN = "Close the other program and try again."
_OWNER = "Check who owns the folder."
_RIGHTS = "Check that the folder exists and that you may read and write it."
_BACKUP = "Restore the workspace from a backup; do not go on working in this one."

_TABLE: dict[int, Words] = {
    3: Words(Damaged, "no_permission", "The system does not allow this.", _OWNER),
    5: Words(Damaged, "busy", "The database is in use by another connection.", _AGAIN),
    6: Words(Damaged, "busy", "A table is in use by another connection.", _AGAIN),
    7: Words(Damaged, "memory", f"There is not enough memory. {_SAFE}", "Close other programs."),
    8: Words(Damaged, "read_only", "The file cannot be written.", _RIGHTS),
    9: Words(Refused, "interrupted", "The query was stopped.", "Start it again if you need it."),
    10: Words(
        Damaged,
        "disk_io",
        f"The disk reported an error. {_SAFE}",
        "Export what is there, then copy the workspace to another disk.",
    ),
    11: Words(Damaged, "corrupt", "The file is damaged: a page does not match its seal.", _BACKUP),
    13: Words(Damaged, "disk_full", f"The disk is full. {_SAFE}", "Make room and try again."),
    14: Words(Damaged, "cannot_open", "The file cannot be opened.", _RIGHTS),
    15: Words(Damaged, "busy", "Another connection changed the file meanwhile.", "Try again."),
    18: Words(Refused, "too_big", "A value is too large to store.", "Leave it out or shorten it."),
    23: Words(Damaged, "no_permission", "This is not allowed on the file.", _OWNER),
    26: Words(
        Damaged,
        "not_a_database",
        "The file is damaged or was written with another key.",
        _BACKUP,
    ),
}
"""By primary result code."""

_TEXTS = {
    "out of memory": 7,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}
"""SQLite's own words: copying page by page gives no result code with them."""

_BUG = "Please copy the log and report it."


def in_words(result_code: int, text: str, file: str = "") -> ReviewerError:
    """The error for an SQLite result code (extended or primary).

    Args:
        result_code: SQLite's code; 0 where the driver gave none.
        text: SQLite's own words, shown only where the fault is ours.
        file: the database's name, as a person knows it.
    """
    words = _TABLE.get(result_code & 0xFF or _TEXTS.get(text, 0))
    if words is None:
        code = "constraint" if result_code & 0xFF == 19 else "sql"
        return Bug(
            f"The database refused a statement: {text}", code=code, file=file, next_step=_BUG
        )
    return words.kind(words.message, code=words.code, file=file, next_step=words.next_step)
