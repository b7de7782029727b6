"""Ids under which several devices signed different events: which of these counts.

Whoever knows the id of another's event can sign one of their own under it. An id follows from the
place of its event (``domain.ids.event_id``), and no other place gives it: the one claimant that
made it counts, whatever came first. Ids of earlier programs were random; of those nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from reviewer.domain.ids import is_own_id
from reviewer.store.disk.engine import Connection
from reviewer.store.ledger.lines import Line, Why

NOBODY = ""
"""In place of a device: of the events under an id none counts."""

NO_TWINS: Mapping[str, str] = MappingProxyType({})


def keepers(claims: Iterable[Line], own: Iterable[str]) -> dict[str, str]:
    """Id to the device whose event counts, or ``NOBODY``, for the ids that several events bear.

    Args:
        claims: the events of others that would count each for itself, in any order; of one device
            no two under one id.
        own: the ids of this workspace's own events, which always count here.
    """
    by_id: dict[str, list[Line]] = {}
    for line in claims:
        by_id.setdefault(line.id, []).append(line)
    mine = {ident for ident in own if ident in by_id}
    return {
        ident: NOBODY if ident in mine else _maker(lines)
        for ident, lines in by_id.items()
        if len(lines) > 1 or ident in mine
    }


def _maker(lines: Iterable[Line]) -> str:
    """The device that alone made this id; nobody where none did or, by a search, several."""
    made = {line.device for line in lines if is_own_id(line.id, line.device, line.seq, line.prev)}
    return made.pop() if len(made) == 1 else NOBODY


def objection(line: Line, twins: Mapping[str, str]) -> Why | None:
    """Why an event does not count beside others under its id; None where it does."""
    keeper = twins.get(line.id, line.device)
    if keeper == line.device:
        return None
    if keeper == NOBODY:
        return Why("twin", "another device signed a different event under this id: neither counts")
    words = f"the id belongs to an event of device {keeper}, which made it: this one does not count"
    return Why("twin", words)


def known(conn: Connection) -> dict[str, str]:
    """As ``keepers`` last said."""
    rows = conn.execute("SELECT id, keeper FROM twin").fetchall()
    return {str(ident): str(keeper) for ident, keeper in rows}


def keep(conn: Connection, found: Mapping[str, str]) -> None:
    """Store what ``keepers`` says now; inside a transaction."""
    conn.execute("DELETE FROM twin")
    conn.executemany("INSERT INTO twin (id, keeper) VALUES (?, ?)", sorted(found.items()))
