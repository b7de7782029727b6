"""What the ledger keeps of each subject beside its events, written with them in one commit."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.domain.events import Event, subject_of
from reviewer.domain.fold import State, SubjectState
from reviewer.store.engine import Connection
from reviewer.store.stored import StoredEvent
from reviewer.trust.canonical import dumps, sha256_hex


def summary(entry: SubjectState) -> str:
    """The state of one subject in canonical JSON; ``digest`` is equal when the state is."""
    decision, label = entry.decision, entry.label
    return dumps(
        {
            "outcome": entry.outcome,
            "decision": decision.id if decision else "",
            "contested": entry.contested,
            "escalated": entry.escalated,
            "preserved": entry.preserved,
            "flagged": entry.flagged is not None,
            "label": label.id if label else "",
            "pins": len(entry.pins),
            "digest": sha256_hex(dumps(entry.digest())),
        }
    )


def write_states(conn: Connection, state: State, keys: Iterable[str]) -> None:
    """Replace the rows of these subjects; inside the caller's transaction."""
    conn.executemany(
        "INSERT INTO subject_state (key, json) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET json = excluded.json",
        [(key, summary(state.subjects[key])) for key in sorted(keys) if key in state.subjects],
    )


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
    rows = dict(conn.execute("SELECT key, json FROM subject_state").fetchall())
    for key, entry in state.subjects.items():
        if rows.pop(key, None) != summary(entry):
            return key
    return next(iter(rows), "")


def index_differs(conn: Connection, expected: set[tuple[str, int]]) -> int:
    """The number of an event whose index row is missing or too many, or 0."""
    rows = {(str(key), int(n)) for key, n in conn.execute("SELECT key, n FROM event_subject")}
    return min((n for _, n in rows ^ expected), default=0)
