"""What the ledger keeps of each subject beside its events, written with them in one commit."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from reviewer.domain.events import Event, subject_of
from reviewer.domain.fold import State, SubjectState
from reviewer.store.disk.engine import Connection, transaction
from reviewer.store.ledger.stored import StoredEvent
from reviewer.trust.canonical import dumps


def digest(entry: SubjectState) -> bytes:
    """32 bytes that are equal when the state of a subject is."""
    return sha256(dumps(entry.digest()).encode("utf-8")).digest()


def write_states(conn: Connection, state: State, keys: Iterable[str]) -> None:
    """Replace the rows of these subjects; inside the caller's transaction."""
    rows = [(key, digest(state.subjects[key])) for key in sorted(keys) if key in state.subjects]
    conn.executemany(
        "INSERT INTO event_subject (key, n, digest) VALUES (?, 0, ?)"
        " ON CONFLICT (key, n) DO UPDATE SET digest = excluded.digest",
        rows,
    )


def clear_states(conn: Connection) -> None:
    """Remove the rows of all subjects; inside the caller's transaction."""
    conn.execute("DELETE FROM event_subject WHERE n = 0")


def fill(conn: Connection, state: State) -> None:
    """Write the rows of all subjects where there are none: after a change of their form."""
    if conn.read_only or not state.subjects:
        return
    # stops at the first subject; all rows are walked only where none is there
    if conn.execute("SELECT 1 FROM event_subject WHERE n = 0 LIMIT 1").fetchone() is None:
        with transaction(conn):
            write_states(conn, state, state.subjects)


def write_events(conn: Connection, base: int, stored: Iterable[StoredEvent]) -> None:
    """Insert events and their index rows; ``base`` is the number of the device, shifted."""
    for one in stored:
        number = base | one.seq
        conn.execute(
            "INSERT INTO event (n, text, keyid, sig) VALUES (?, ?, ?, ?)",
            (number, one.text, one.keyid, one.sig),
        )
        key = subject_key(one.event)
        if key:
            conn.execute("INSERT INTO event_subject (key, n) VALUES (?, ?)", (key, number))


def subject_key(event: Event) -> str:
    """The key of the subject that an event names, or an empty text."""
    subject = subject_of(event)
    return subject.key if subject else ""


def states_differ(conn: Connection, state: State) -> str:
    """The key of a subject whose stored row differs from ``state``, or an empty text."""
    rows = dict(conn.execute("SELECT key, digest FROM event_subject WHERE n = 0").fetchall())
    for key, entry in state.subjects.items():
        if rows.pop(key, None) != digest(entry):
            return key
    return next(iter(rows), "")


def index_differs(conn: Connection, expected: set[tuple[str, int]]) -> int:
    """The number of an event whose index row is missing or too many, or 0."""
    found = conn.execute("SELECT key, n FROM event_subject WHERE n > 0")
    rows = {(str(key), int(n)) for key, n in found}
    return min((n for _, n in rows ^ expected), default=0)
