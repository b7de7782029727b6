"""From the row of a post to its read shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from reviewer.domain.ids import qualified
from reviewer.domain.records import Entity, Translation
from reviewer.domain.views import OriginRow, PostRow, TargetRow
from reviewer.store.evidence.schema_evidence import (
    DELETED,
    EDITED,
    KINDS,
    REFERENCED,
    SENSITIVE,
    SENSITIVITY_KNOWN,
)

Names = dict[int, tuple[str, str, str]]
"""(key, handle, display name) by account number."""


class _Extra(msgspec.Struct):
    """What few posts have."""

    entities: tuple[Entity, ...] = ()
    withheld: tuple[str, ...] = ()
    translation: Translation | None = None


_extra = msgspec.json.Decoder(_Extra)
_counts = msgspec.json.Decoder(dict[str, int])
_NO_EXTRA = _Extra()


def post_view(
    row: tuple[Any, ...],
    media: tuple[str, ...],
    names: Names,
    targets: dict[str, tuple[Any, ...]],
    origin: Callable[[int, int, str | None], OriginRow],
) -> PostRow:
    """The read shape of a row of ``POST_COLUMNS`` and ``reports``.

    ``names`` and ``targets`` are by account number and by post key."""
    (account_n, at, n, key, kind, flags, text, lang, tz, precision, conversation, reply_to,
     repost_of, quote_of, counts, extra, _, file_n, line, pointer, reports) = row  # fmt: skip
    account, handle, display_name = names[account_n]
    platform = key.partition(":")[0]
    more = _extra.decode(extra) if extra else _NO_EXTRA
    return PostRow(
        key=key,
        n=n,
        account=account,
        at=at,
        precision=precision,
        tz=tz,
        kind=KINDS[kind],
        text=text,
        lang=lang,
        counts=_counts.decode(counts) if counts else {},
        media=media,
        entities=more.entities,
        reports=reports,
        referenced=bool(flags & REFERENCED),
        edited=bool(flags & EDITED),
        deleted=bool(flags & DELETED),
        sensitive=bool(flags & SENSITIVE) if flags & SENSITIVITY_KNOWN else None,
        withheld=more.withheld,
        conversation=conversation,
        reply_to=qualified(platform, reply_to) if reply_to else "",
        repost_of=qualified(platform, repost_of) if repost_of else "",
        quote_of=qualified(platform, quote_of) if quote_of else "",
        target=_target(target_key(row), names, targets) if kind else None,
        translation=more.translation,
        handle=handle,
        display_name=display_name,
        origin=origin(file_n, line, pointer),
    )


def target_key(row: tuple[Any, ...]) -> str:
    """The post quoted, reposted or replied to; "" for an original."""
    native = row[13] or row[12] or row[11]
    return qualified(row[3].partition(":")[0], native) if native else ""


def _target(key: str, names: Names, targets: dict[str, tuple[Any, ...]]) -> TargetRow:
    found = targets.get(key)
    if found is None:
        return TargetRow(key=key)
    account, handle, display_name = names[found[0]]
    return TargetRow(
        key=key,
        known=True,
        account=account,
        handle=handle,
        display_name=display_name,
        at=found[2],
        text=found[3],
        lang=found[4],
    )
