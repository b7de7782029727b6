"""Bringing the events of other workspaces together with ours: planned purely, one commit each.

What counts afterwards depends on what came, never on the order in which it came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reviewer.store.disk.engine import Connection
from reviewer.store.ledger import chain, peers, twins
from reviewer.store.ledger.chain import Device
from reviewer.store.ledger.judging import Verdict, judge
from reviewer.store.ledger.lines import Aside, Line, Why, aside_of
from reviewer.trust.roster import Roster


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one chain that a package brings, for the list of what was merged."""

    device: str
    public: bytes
    from_seq: int
    to_seq: int
    head: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """The events of one package whose signatures, chains and files were all checked.

    Attributes:
        package: its id.
        at: when it was made, RFC 3339.
    """

    package: str
    at: str
    spans: tuple[Span, ...]
    lines: tuple[Line, ...] = field(repr=False)


@dataclass(slots=True)
class Planned:
    """What becomes of the lines of one device.

    Attributes:
        fresh: the lines that were not here.
        repeats: how many were here already.
        gained: the events that count from now on and did not before, in their order.
        lost: whether events that counted do not count any more.
        aside: the fresh lines that do not count.
    """

    device: str
    verdict: Verdict
    fresh: list[Line]
    repeats: int
    gained: list[Line]
    lost: list[Line]
    aside: list[Aside]

    @property
    def pseudonym(self) -> str:
        """Whose device it is, as its events say."""
        for line in (*self.verdict.chain, *self.fresh):
            actor = line.event.get("actor")
            if isinstance(actor, dict) and actor.get("pseudonym"):
                return str(actor["pseudonym"])
        return ""


@dataclass(slots=True)
class Context:
    """What planning needs beside the lines.

    Attributes:
        own: the chains of this workspace, by device.
        roster: whose keys count; None believes every key.
        noted: revoked key to the heads that were here when its revocation came.
    """

    conn: Connection
    own: Mapping[str, Device]
    roster: Roster | None
    noted: Mapping[str, frozenset[str]] = field(default_factory=dict)


def plan(context: Context, lines: Iterable[Line]) -> list[Planned]:
    """What would become of these lines; nothing is written."""
    by_device: dict[str, list[Line]] = {}
    for line in lines:
        by_device.setdefault(line.device, []).append(line)
    clashes = twins.known(context.conn)
    return [
        _plan_own(context, context.own[device], found)
        if device in context.own
        else plan_device(context, device, found, clashes)
        for device, found in sorted(by_device.items())
    ]


def plan_device(
    context: Context, device: str, lines: Sequence[Line], clashes: Mapping[str, str]
) -> Planned:
    """What would become of new lines of one device, and of those that are here."""
    held = peers.read_lines(context.conn, device)
    counted = {line.key for line in _counting(context.conn, device, held)}
    known = {line.key for line in held}
    fresh = {line.key: line for line in lines if line.key not in known}
    every = [*held, *fresh.values()]
    verdict = judge(device, every, context.roster, clashes, context.noted)
    good = verdict.good
    kept = {line.key for line in good}
    return Planned(
        device=device,
        verdict=verdict,
        fresh=list(fresh.values()),
        repeats=len(lines) - len(fresh),
        gained=[line for line in good if line.key not in counted],
        lost=[line for line in held if line.key in counted and line.key not in kept],
        aside=sorted(
            aside_of(line, verdict.aside[key]) for key, line in fresh.items() if key not in kept
        ),
    )


def _counting(conn: Connection, device: str, held: Sequence[Line]) -> list[Line]:
    """Those of the held lines that count now."""
    by_key = {peer.public: peer for peer in peers.all_peers(conn, device)}
    return [
        line
        for line in held
        if not line.package
        and (peer := by_key.get(line.public)) is not None
        and line.seq <= peer.seq
        and peer.counts(line.seq)
    ]


def _plan_own(context: Context, own: Device, lines: Sequence[Line]) -> Planned:
    """Lines of a device of this workspace: they are here already, or somebody copied it."""
    here: dict[int, str] = {one.seq: one.hash for one in chain.rows_of(context.conn, own)}
    strange = {line.key: line for line in lines if here.get(line.seq) != line.hash}
    words = "this workspace has no such event: it was copied or put back, and goes on twice"
    verdict = Verdict(aside={key: Why("rollback", words) for key in strange})
    known = {line.key for line, _ in peers.parked(context.conn, own.device)}
    fresh = [line for key, line in strange.items() if key not in known]
    return Planned(
        device=own.device,
        verdict=verdict,
        fresh=fresh,
        repeats=len(lines) - len(fresh),
        gained=[],
        lost=[],
        aside=sorted(aside_of(line, verdict.aside[line.key]) for line in fresh),
    )


def without_twins(
    context: Context, planned: Sequence[Planned], seen: Collection[str], own: Collection[str]
) -> list[Planned]:
    """The same plans, where no id names two events: of events of several devices under one id only
    what this workspace itself signed counts, or whose place made the id (``twins``). Inside a
    transaction.

    Args:
        seen: the ids of all events that count now.
        own: the ids of the events of this workspace.
    """
    met = dict[str, str]()
    clash = any(
        line.id in seen or met.setdefault(line.id, line.device) != line.device
        for one in planned
        for line in one.gained
    )
    if not clash and not twins.known(context.conn):
        return list(planned)
    fresh = {one.device: one.fresh for one in planned}
    names = sorted({*known_devices(context.conn), *fresh} - set(context.own))
    claims = [
        line
        for name in names
        for line in plan_device(context, name, fresh.get(name, []), {}).verdict.good
    ]
    clashes = twins.keepers(claims, own)
    twins.keep(context.conn, clashes)
    ours = [one for one in planned if one.device in context.own]
    return ours + [plan_device(context, name, fresh.get(name, []), clashes) for name in names]


def write(context: Context, planned: Iterable[Planned], parcel: Parcel | None) -> None:
    """Store what was planned; inside a transaction."""
    for one in planned:
        peers.write(context.conn, one.device, one.verdict, one.fresh)
    if parcel is not None:
        context.conn.executemany(
            "INSERT OR IGNORE INTO parcel VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (parcel.package, s.device, s.public, s.from_seq, s.to_seq, s.head, parcel.at)
                for s in parcel.spans
            ],
        )


def known_devices(conn: Connection) -> list[str]:
    """Every device of which something came."""
    rows = conn.execute("SELECT device FROM peer UNION SELECT device FROM parked ORDER BY 1")
    return [str(device) for (device,) in rows.fetchall()]
