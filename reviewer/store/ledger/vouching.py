"""What was there of a key when its revocation came: noted by leads, proved by the hash chain.

A lead who adopts a roster that revokes a key notes the heads of what is here of that key, in the
event ``roster.adopted``. A head names, by hash, every event before it: what comes later and no
head leads to was made, or at least kept back, until after the revocation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewer.domain.events import Event
from reviewer.store.disk.engine import Connection
from reviewer.store.ledger import peers
from reviewer.store.ledger.lines import NOTHING_NOTED
from reviewer.store.ledger.received import receipts
from reviewer.trust.keys import keyid_of
from reviewer.trust.roster import Roster

NOTES = frozenset({"root", "lead"})
"""Roles whose note counts, beside our own."""


def heads_of(conn: Connection, keyids: Iterable[str]) -> dict[str, list[str]]:
    """Key id to the hashes of the newest events of each that are here, those that wait or were
    put aside among them; empty where nothing of a key ever came."""
    found: dict[str, set[str]] = {keyid: set() for keyid in keyids}
    for peer in peers.all_peers(conn):
        if (keyid := keyid_of(peer.public)) in found:
            found[keyid].add(peer.hash)
    for line, _ in peers.parked(conn):
        if (keyid := keyid_of(line.public)) in found:
            found[keyid].add(line.hash)
    return {keyid: sorted(heads - {""}) for keyid, heads in found.items()}


def noted_in(
    conn: Connection, events: Iterable[Event], own: Iterable[str], roster: Roster | None
) -> Mapping[str, frozenset[str]]:
    """Revoked key to the heads that vouch for its events; a key that nobody noted is not in it.

    Args:
        events: those that count, ours and others'.
        own: our devices.
    """
    revoked = {e.keyid: e for e in roster.entries if e.revoked} if roster is not None else {}
    if not revoked or roster is None:
        return NOTHING_NOTED
    mine = frozenset(own)
    found: dict[str, set[str]] = {}
    for event in events:
        if event.get("type") != "roster.adopted" or not _counts(event, mine, roster):
            continue
        for keyid, seen in _seen(event).items():
            if keyid in revoked:
                found.setdefault(keyid, set()).update(seen)
    if found:
        for receipt in receipts(conn):
            for keyid, heads in found.items():
                if receipt.at < revoked[keyid].revoked:
                    heads.add(receipt.head)
    return {keyid: frozenset(heads) for keyid, heads in found.items()}


def _counts(event: Event, own: frozenset[str], roster: Roster) -> bool:
    actor = event.get("actor")
    key = str(actor.get("key", "")) if isinstance(actor, dict) else ""
    return event.get("device") in own or roster.role_of(key, str(event.get("at"))) in NOTES


def _seen(event: Event) -> dict[str, list[str]]:
    body = event.get("roster")
    seen = body.get("seen") if isinstance(body, dict) else None
    if not isinstance(seen, dict):
        return {}
    return {
        str(keyid): [head for head in heads if isinstance(head, str)]
        for keyid, heads in seen.items()
        if isinstance(heads, list)
    }
