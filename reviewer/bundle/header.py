"""data/bundle.json and data/watchlists.json: what a bundle says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from reviewer.bundle.checks import is_time
from reviewer.bundle.codes import Violation
from reviewer.domain.errors import Refused
from reviewer.domain.records import RECORD_FILES, WatchEntry
from reviewer.trust.canonical import loads_strict

HEADER = "data/bundle.json"
WATCHLISTS = "data/watchlists.json"
FORMAT = "reviewer-bundle"
WATCH_FORMAT = "reviewer-watchlists"
VERSION = "1.0"
UNDERSTOOD: frozenset[str] = frozenset()
"""Extension names that this program understands."""


class Producer(msgspec.Struct, frozen=True, kw_only=True):
    """The program that made a file."""

    name: str
    version: str


class BundleHeader(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The header of a bundle. ``counts`` is rows by file stem; ``marking`` a handling caveat."""

    format: str
    format_version: str
    id: str
    created_at: str
    producer: Producer
    must_understand: list[str] = []
    purpose: str = ""
    counts: dict[str, int] = {}
    marking: str = ""


class WatchAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account on a watchlist: by id, or by handle where no id is known."""

    platform: str
    id: str = ""
    handle: str = ""


class WatchEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entity of a watchlist with its accounts."""

    entity: str
    accounts: list[WatchAccount]
    tier: str = ""
    source: str = ""
    added: str = ""
    status: str = ""


class Watchlists(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """data/watchlists.json."""

    format: str
    format_version: str
    entities: list[WatchEntity]

    def entries(self) -> Iterator[tuple[str, WatchEntry]]:
        """(JSON pointer, entry) of every account on the lists, in their order."""
        for place, one in enumerate(self.entities):
            for number, account in enumerate(one.accounts):
                yield (
                    f"/entities/{place}/accounts/{number}",
                    WatchEntry(
                        entity=one.entity,
                        platform=account.platform,
                        account_id=account.id,
                        handle=account.handle,
                        tier=one.tier,
                        source=one.source,
                        added=one.added,
                        status=one.status,
                    ),
                )


def watchlists_of(entries: Iterable[WatchEntry]) -> Watchlists | None:
    """The document of these entries, grouped as they come; None where there are none."""
    groups: dict[tuple[str, ...], list[WatchAccount]] = {}
    for one in dict.fromkeys(entries):
        account = WatchAccount(platform=one.platform, id=one.account_id, handle=one.handle)
        key = (one.entity, one.tier, one.source, one.added, one.status)
        groups.setdefault(key, []).append(account)
    if not groups:
        return None
    entities = [
        WatchEntity(entity=e, accounts=found, tier=t, source=s, added=a, status=st)
        for (e, t, s, a, st), found in groups.items()
    ]
    return Watchlists(format=WATCH_FORMAT, format_version=VERSION, entities=entities)


def parse_header(raw: bytes) -> tuple[BundleHeader | None, list[Violation]]:
    """The header and what is wrong with it; None where it cannot be used at all."""
    try:
        document = loads_strict(raw)
        header = msgspec.convert(document, BundleHeader)
    except Refused as refused:
        return None, [Violation("header", HEADER, detail=refused.message)]
    except msgspec.ValidationError as error:
        return None, [Violation("header", HEADER, detail=f"{error}.")]
    wrong = []
    if header.format != FORMAT:
        wrong.append(Violation("header", HEADER, detail=f"Its format is not {FORMAT}."))
    major, _, minor = header.format_version.partition(".")
    if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit()):
        wrong.append(Violation("header", HEADER, detail="format_version is not like 1.0."))
    elif int(major) != int(VERSION.partition(".")[0]):
        wrong.append(Violation("header_version", HEADER, detail=f"It is {major}.{minor}."))
    if not header.id or len(header.id) > 200 or not header.id.isprintable():
        wrong.append(Violation("header", HEADER, detail="id is empty, too long or unprintable."))
    if not is_time(header.created_at):
        wrong.append(Violation("header", HEADER, detail="created_at is not a time in UTC."))
    unknown = sorted(set(header.must_understand) - UNDERSTOOD)
    if unknown:
        wrong.append(Violation("must_understand", HEADER, detail=", ".join(unknown)[:200]))
    if set(header.counts) - set(RECORD_FILES):
        wrong.append(Violation("header", HEADER, detail="counts names an unknown file."))
    return header, wrong


def parse_watchlists(raw: bytes) -> tuple[Watchlists | None, list[Violation]]:
    """The watchlists and what is wrong with them."""
    try:
        lists = msgspec.convert(loads_strict(raw), Watchlists)
    except Refused as refused:
        return None, [Violation("watchlists", WATCHLISTS, detail=refused.message)]
    except msgspec.ValidationError as error:
        return None, [Violation("watchlists", WATCHLISTS, detail=f"{error}.")]
    if lists.format != WATCH_FORMAT or not lists.format_version.startswith("1."):
        return None, [Violation("watchlists", WATCHLISTS, detail="Another format or version.")]
    return lists, []
