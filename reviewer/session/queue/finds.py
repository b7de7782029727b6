"""What a search of all posts found: the cases it leaves in the queue, the posts to step through,
and where the words stand in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.domain.fact_views import SearchHit
from reviewer.store.search.fold_spans import Needle, spans


@dataclass(frozen=True)
class Finds:
    """One search.

    Attributes:
        cases: case id to its matches.
        posts: case id to the keys (``post:…``) of its posts that match, the best first.
        needles: the folded words that were looked for.
    """

    cases: dict[str, int]
    posts: dict[str, tuple[tuple[str, str], ...]]
    needles: tuple[Needle, ...] = ()

    @classmethod
    def of(cls, hits: Sequence[SearchHit], needles: Sequence[Needle]) -> Finds:
        """From the hits of a search, exact ones first, each group newest first."""
        cases: dict[str, int] = {}
        posts: dict[str, list[tuple[str, str]]] = {}
        for hit in hits:
            if hit.case:
                cases[hit.case] = cases.get(hit.case, 0) + 1
                if hit.kind == "post":
                    posts.setdefault(hit.case, []).append((hit.account, f"post:{hit.id}"))
        return cls(cases, {case: tuple(keys) for case, keys in posts.items()}, tuple(needles))

    def first(self, case: str, account: str) -> str:
        """The best match in a case among the posts of an account; empty where there is none."""
        return next((key for owner, key in self.posts.get(case, ()) if owner == account), "")

    def of_account(self, case: str, account: str) -> frozenset[str]:
        """The keys of the posts of an account that match."""
        return frozenset(key for owner, key in self.posts.get(case, ()) if owner == account)

    def marked(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where the words stand: half-open offsets in code points."""
        return spans(text, self.needles) if self.needles else ()
