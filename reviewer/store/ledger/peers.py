"""The rows of merged chains: what was taken, what was put aside, up to where all is verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from reviewer.store.disk.engine import Connection, guard
from reviewer.store.ledger import chain, projection
from reviewer.store.ledger.chain import Device, Fault
from reviewer.store.ledger.judging import Verdict
from reviewer.store.ledger.lines import Aside, Line, Why, aside_of, line_of
from reviewer.store.ledger.schema_ledger import DEVICE_SHIFT, PEER_BASE
from reviewer.store.ledger.stored import GENESIS, StoredEvent


@dataclass(frozen=True, slots=True)
class Peer:
    """A merged chain.

    Attributes:
        n: its number, which the row numbers of its events begin with.
        device, public: whose it is; the key was pinned when its first event came.
        pseudonym: who wrote it, as its events say.
        seq, hash: the verified end.
        cut: the seq from which on nothing counts; 0 where it is not cut.
        why: why it is cut.
        uncounted: the events that do not count for themselves.
    """

    n: int
    device: str
    public: bytes
    pseudonym: str
    seq: int
    hash: str
    cut: int
    why: Why
    uncounted: dict[int, Why]

    @property
    def chain(self) -> Device:
        """As the rows of any chain are read."""
        return Device(self.n, self.device, self.public)

    @property
    def counted(self) -> int:
        """How many of its events count."""
        end = min(self.seq, self.cut - 1) if self.cut else self.seq
        return end - sum(seq <= end for seq in self.uncounted)

    def counts(self, seq: int) -> bool:
        """Whether an event of it counts."""
        return (not self.cut or seq < self.cut) and seq not in self.uncounted


class PeerTip(msgspec.Struct, frozen=True, order=True):
    """How far a merged chain is taken: what a receipt acknowledges. A chain that is cut is taken
    up to the event before the cut."""

    device: str
    seq: int
    head: str
    pseudonym: str
    keyid: str


def all_peers(conn: Connection, device: str = "") -> list[Peer]:
    """The merged chains, or those of one device, in the order in which they first came."""
    where = " WHERE device = ?" if device else ""
    with guard("ledger.db"):
        rows = conn.execute(
            "SELECT n, device, public, pseudonym, seq, hash, cut_seq, cut_code, cut_words"
            f" FROM peer{where} ORDER BY n",
            (device,) if device else (),
        ).fetchall()
        return [
            Peer(int(n), str(d), bytes(k), str(who), int(seq), str(h), int(cut), Why(code, words),
                 _uncounted(conn, int(n)))
            for n, d, k, who, seq, h, cut, code, words in rows
        ]  # fmt: skip


def _uncounted(conn: Connection, n: int) -> dict[int, Why]:
    rows = conn.execute(
        "SELECT n, code, words FROM uncounted WHERE n > ? AND n < ?",
        (n << DEVICE_SHIFT, (n + 1) << DEVICE_SHIFT),
    ).fetchall()
    return {int(number) & chain.SEQ_MASK: Why(code, words) for number, code, words in rows}


def read_lines(conn: Connection, device: str) -> list[Line]:
    """Every line of a device that ever came, in a chain or parked."""
    found = [
        line_of(stored, device, peer.public)
        for peer in all_peers(conn, device)
        for stored in chain.rows_of(conn, peer.chain)
    ]
    return found + [line for line, _ in parked(conn, device)]


def parked(conn: Connection, device: str = "") -> Iterator[tuple[Line, Why]]:
    """What came and has no place in a chain, with why; of one device or of all."""
    where = " WHERE device = ?" if device else ""
    with guard("ledger.db"):
        rows = conn.execute(
            "SELECT device, seq, hash, public, text, keyid, sig, package, code, words FROM parked"
            f"{where} ORDER BY device, seq, hash",
            (device,) if device else (),
        ).fetchall()
    for name, seq, digest, public, text, keyid, sig, package, code, words in rows:
        event = msgspec.json.decode(text)
        line = Line(
            str(name), int(seq), str(digest), bytes(public), str(text), str(keyid), bytes(sig),
            event, str(package),
        )  # fmt: skip
        yield line, Why(str(code), str(words))


def aside(conn: Connection) -> list[Aside]:
    """Everything that came and does not count, in a fixed order."""
    found = [aside_of(line, why) for line, why in parked(conn)]
    for peer in all_peers(conn):
        seqs = set(peer.uncounted) | set(range(peer.cut, peer.seq + 1) if peer.cut else ())
        if not seqs:
            continue
        for stored in chain.rows_of(conn, peer.chain, min(seqs) - 1):
            if stored.seq in seqs:
                cut = peer.cut and stored.seq >= peer.cut
                why = peer.why if cut else peer.uncounted[stored.seq]
                package = _brought(conn, peer, stored.seq)
                line = line_of(stored, peer.device, peer.public, package)
                found.append(aside_of(line, why))
    return sorted(found)


def _brought(conn: Connection, peer: Peer, seq: int) -> str:
    """A package that brought an event of a chain."""
    row = conn.execute(
        "SELECT min(package) FROM parcel WHERE device = ? AND public = ? AND from_seq <= ?"
        " AND to_seq >= ?",
        (peer.device, peer.public, seq, seq),
    ).fetchone()
    return str(row[0] or "")


def tips(conn: Connection) -> list[PeerTip]:
    """How far every merged chain is taken; chains of which nothing counts are left out."""
    found = []
    for peer in all_peers(conn):
        seq = min(peer.seq, peer.cut - 1) if peer.cut else peer.seq
        if seq < 1:
            continue
        stored = next(chain.rows_of(conn, peer.chain, seq - 1))
        found.append(PeerTip(peer.device, seq, stored.hash, peer.pseudonym, stored.keyid))
    return sorted(found)


def write(conn: Connection, device: str, verdict: Verdict, fresh: Iterable[Line]) -> None:
    """Store what came of a device and what was judged of all of it; inside a transaction.

    Args:
        fresh: the lines that were not here before.
    """
    place = _extend(conn, device, verdict)
    in_chain = {line.key for line in verdict.chain}
    conn.executemany(
        "INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '')"
        " ON CONFLICT DO UPDATE SET package = min(package, excluded.package)",
        [
            (x.device, x.seq, x.hash, x.public, x.text, x.keyid, x.sig, x.package)
            for x in fresh
            if x.key not in in_chain
        ],
    )
    conn.executemany(
        "DELETE FROM parked WHERE device = ? AND seq = ? AND hash = ? AND public = ?",
        [(device, *key) for key in in_chain],
    )
    conn.executemany(
        "UPDATE parked SET code = ?, words = ? WHERE device = ? AND seq = ? AND hash = ?"
        " AND public = ?",
        [(why.code, why.words, device, *key) for key, why in verdict.aside.items()],
    )
    for peer in all_peers(conn, device):
        _judge(conn, peer, verdict, place == peer.n)


def _extend(conn: Connection, device: str, verdict: Verdict) -> int:
    """Add the events that the chain did not have yet; the number of the chain, or 0."""
    if not verdict.chain:
        return 0
    last = verdict.chain[-1]
    peer = next((p for p in all_peers(conn, device) if p.public == last.public), None)
    if peer is None:
        (top,) = conn.execute("SELECT max(n) FROM peer").fetchone()
        n = max(PEER_BASE, (top or 0) + 1)
        conn.execute(
            "INSERT INTO peer (n, device, public) VALUES (?, ?, ?)", (n, device, last.public)
        )
        peer = next(p for p in all_peers(conn, device) if p.n == n)
    new = [line for line in verdict.chain if line.seq > peer.seq]
    if new:
        projection.write_events(conn, peer.chain.base, [line.stored for line in new])
        actor = last.event.get("actor")
        who = str(actor.get("pseudonym", "")) if isinstance(actor, dict) else ""
        conn.execute(
            "UPDATE peer SET seq = ?, hash = ?, pseudonym = ? WHERE n = ?",
            (last.seq, last.hash, who, peer.n),
        )
    return peer.n


def _judge(conn: Connection, peer: Peer, verdict: Verdict, followed: bool) -> None:
    """Write where a chain is cut and which of its events do not count. A chain that is not the one
    that was followed (its key is no longer believed) is cut at its first event."""
    cut, why = verdict.cut if verdict.cut is not None else (0, Why("", ""))
    if not followed:
        mine = [w for (_, _, public), w in verdict.aside.items() if public == peer.public]
        cut, why = 1, min(mine, key=_code, default=why)
    conn.execute(
        "UPDATE peer SET cut_seq = ?, cut_code = ?, cut_words = ? WHERE n = ?",
        (cut, why.code, why.words, peer.n),
    )
    conn.execute(
        "DELETE FROM uncounted WHERE n > ? AND n < ?",
        (peer.chain.base, (peer.n + 1) << DEVICE_SHIFT),
    )
    if followed:
        singles = [(line.seq, verdict.aside.get(line.key)) for line in verdict.chain]
        conn.executemany(
            "INSERT INTO uncounted VALUES (?, ?, ?)",
            [(peer.chain.base | seq, w.code, w.words) for seq, w in singles if w is not None],
        )


def _code(why: Why) -> tuple[str, str]:
    return why.code, why.words


def follow(
    conn: Connection, peer: Peer, *, strict: bool = False, after: tuple[int, str] = (0, GENESIS)
) -> Iterator[StoredEvent | Fault]:
    """Walk a merged chain to its stored end, from the first event or after one that is known to be
    right; ends after the first fault."""
    verified = 0 if strict else peer.seq
    seq, end = after
    for item in chain.follow(conn, peer.chain, verify_after=verified, strict=strict, after=after):
        yield item
        if isinstance(item, Fault):
            return
        seq, end = item.seq, item.hash
    if (seq, end) != (peer.seq, peer.hash):
        detail = f"The chain of device {peer.device} does not end where it was taken to."
        yield Fault(peer.device, seq + 1, "truncated", detail)
