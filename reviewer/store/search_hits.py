"""From found numbers to hits: texts from the evidence, and where the words stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.domain.views import AccountRow, PostRow, SearchHit
from reviewer.store.evidence import Evidence
from reviewer.store.fold_text import Needle, spans
from reviewer.store.indexer import account_text


class Found(NamedTuple):
    """A hit before its text is read; sorts oldest first."""

    at: int
    n: int
    kind: str


def hits_of(
    evidence: Evidence, found: Sequence[Found], exact: int, needles: list[Needle]
) -> tuple[SearchHit, ...]:
    """The hits in their order, the first ``exact`` of them marked as exact."""
    posts = evidence.posts_numbered([f.n for f in found if f.kind == "post"])
    accounts = evidence.accounts_numbered([f.n for f in found if f.kind == "account"])
    rows: list[PostRow | AccountRow] = [
        posts[f.n] if f.kind == "post" else accounts[f.n]
        for f in found
        if f.n in (posts if f.kind == "post" else accounts)
    ]
    keys = {row.account if isinstance(row, PostRow) else row.key for row in rows}
    cases = evidence.cases_of_accounts(list(keys))
    return tuple(_hit(row, place < exact, needles, cases) for place, row in enumerate(rows))


def _hit(
    row: PostRow | AccountRow, exact: bool, needles: list[Needle], cases: dict[str, str]
) -> SearchHit:
    if isinstance(row, PostRow):
        return SearchHit(
            kind="post",
            id=row.key,
            account=row.account,
            case=cases.get(row.account, ""),
            at=row.at,
            text=row.text,
            spans=spans(row.text, needles),
            handle=row.handle,
            exact=exact,
            n=row.n,
        )
    text = account_text(list(row.handles), list(row.display_names), row.bio)
    return SearchHit(
        kind="account",
        id=row.key,
        account=row.key,
        case=cases.get(row.key, ""),
        at=row.captured_at,
        text=text,
        spans=spans(text, needles),
        handle=row.handle,
        exact=exact,
    )
