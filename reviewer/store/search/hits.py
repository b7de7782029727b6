"""From found numbers to hits: texts from the evidence, and where the words stand in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from reviewer.domain.views import SearchHit
from reviewer.store.evidence.base import in_chunks, marks
from reviewer.store.evidence.evidence import Evidence
from reviewer.store.search.fold_spans import Needle, spans
from reviewer.store.search.indexer import account_text


class Found(NamedTuple):
    """A hit before its text is read; sorts oldest first."""

    at: int
    n: int
    kind: str


_POSTS = (
    "SELECT p.n, p.key, a.key, a.handle, p.at, p.text FROM post AS p"
    " JOIN account AS a ON a.account_n = p.account_n WHERE p.n IN "
)


def hits_of(
    evidence: Evidence, found: Sequence[Found], exact: int, needles: list[Needle]
) -> tuple[SearchHit, ...]:
    """The hits in their order, the first ``exact`` of them marked as exact."""
    shown: dict[tuple[str, int], SearchHit] = {}
    for part in in_chunks([f.n for f in found if f.kind == "post"]):
        for n, key, account, handle, at, text in evidence.rows(f"{_POSTS}({marks(part)})", *part):
            shown["post", n] = SearchHit(
                kind="post", id=key, account=account, at=at, text=text, handle=handle, n=n,
                spans=spans(text, needles),
            )  # fmt: skip
    numbers = [f.n for f in found if f.kind == "account"]
    for n, row in evidence.accounts_numbered(numbers).items():
        text = account_text(list(row.handles), list(row.display_names), row.bio)
        shown["account", n] = SearchHit(
            kind="account", id=row.key, account=row.key, at=row.captured_at, text=text,
            handle=row.handle, spans=spans(text, needles),
        )  # fmt: skip
    cases = evidence.cases_of_accounts(list({hit.account for hit in shown.values()}))
    hits = []
    for place, one in enumerate(found):
        hit = shown.get((one.kind, one.n))
        if hit is not None:
            case = cases.get(hit.account, "")
            hits.append(structs.replace(hit, case=case, exact=place < exact))
    return tuple(hits)
