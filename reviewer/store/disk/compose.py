"""From drafts to events: the fields that the ledger itself sets. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviewer.domain.errors import Bug
from reviewer.domain.events import EVENT_TYPES, EVENT_VERSION, Draft, Event
from reviewer.domain.ids import event_id, uuid7
from reviewer.store.disk.ports import Random
from reviewer.trust.profile import Profile

OWN_FIELDS = frozenset({"v", "id", "device", "seq", "prev", "actor", "at", "clock_suspect"})
"""Fields that only the ledger sets."""

DESK_FREE = frozenset(
    {"import", "export", "receipt", "policy.adopted", "roster.adopted", "restore", "purge"}
)
"""Types that say nothing of a person's pace: they keep their milliseconds."""

SUSPECT_MS = 120_000
"""A clock that went back further than this against the last event is noted."""

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a chain stands: last seq, its hash, and its time in ms (None before the first)."""

    seq: int
    hash: str
    at_ms: int | None


def rfc3339(ms: int) -> str:
    """``2026-01-31T12:00:00.000Z`` from Unix ms."""
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment.isoformat()[:19]}.{ms % 1000:03d}Z"


def ms_of(text: str) -> int:
    """Unix ms from what ``rfc3339`` wrote."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def compose(
    draft: Draft,
    group: str,
    tip: Tip,
    now_ms: int,
    profile: Profile,
    taken_ids: Collection[str] = frozenset(),
) -> Event:
    """The event of one draft; its ``prev`` and ``seq`` follow ``tip``.

    A reviewer's own acts carry their time to the minute, in ``at`` and in the id: ``seq``
    orders, and nobody can read a speed from it.

    Args:
        taken_ids: ids that mean other events here; somebody may have signed one under this very
            id to be in its way.

    Raises:
        Bug: unknown type, or a field that is the ledger's.
    """
    kind = draft.get("type")
    if kind not in EVENT_TYPES:
        raise Bug(f"There is no event type {kind!r}.", code="event_type")
    taken = OWN_FIELDS & draft.keys()
    if taken:
        raise Bug(f"A draft may not set {', '.join(sorted(taken))}.", code="event_field")
    coarse = profile.role == "reviewer" and kind not in DESK_FREE
    at_ms = now_ms - now_ms % MINUTE_MS if coarse else now_ms
    event: dict[str, Any] = {k: v for k, v in draft.items() if not _empty(v)}
    if group:
        event.setdefault("group", group)
    event |= {
        "v": EVENT_VERSION,
        "id": _free_id(profile.device, tip, at_ms, taken_ids),
        "device": profile.device,
        "seq": tip.seq + 1,
        "prev": tip.hash,
        "actor": {"pseudonym": profile.pseudonym, "role": profile.role, "key": profile.keyid},
        "at": rfc3339(at_ms),
    }
    if tip.at_ms is not None and now_ms < tip.at_ms - SUSPECT_MS:
        event["clock_suspect"] = True
    return event


def _free_id(device: str, tip: Tip, ms: int, taken: Collection[str]) -> str:
    while (ident := event_id(device, tip.seq + 1, tip.hash, ms)) in taken:
        ms += 1
    return ident


def shared_group(drafts: Sequence[Draft], now_ms: int, random: Random) -> str:
    """A group id for drafts appended together that bring none; empty for a single one."""
    if len(drafts) < 2 or any(draft.get("group") for draft in drafts):
        return ""
    return uuid7(now_ms - now_ms % MINUTE_MS, random.bytes(10))


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)
