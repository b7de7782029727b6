"""Whatever comes in: twice is once, counts add up, the counters are what counting gives."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain import records as r
from tests.store.evidence_kit import dump, mixtures, open_evidence, open_search, scratch, take_in


@settings(max_examples=60)
@given(st.lists(mixtures, min_size=1, max_size=3))
def test_importing_twice_changes_nothing(imports: list[list[r.Record]]) -> None:
    with scratch() as folder, open_evidence(Path(folder)) as evidence:
        for number, items in enumerate(imports):
            take_in(evidence, *items, sha256=f"{number:064x}")
        before = dump(evidence)
        for number, items in enumerate(imports):
            result = take_in(evidence, *items, sha256=f"{number:064x}")
            assert not result.wrote
            assert result.totals.new == result.totals.changed == 0
        assert dump(evidence) == before


@settings(max_examples=60)
@given(st.lists(mixtures, min_size=1, max_size=3))
def test_counters_are_what_counting_gives(imports: list[list[r.Record]]) -> None:
    with scratch() as folder, open_evidence(Path(folder)) as evidence:
        for items in imports:
            result = take_in(evidence, *items)
            assert result.totals.read == len(items)
        assert_consistent(evidence)


def assert_consistent(evidence) -> None:
    rows, number = evidence.rows, evidence.number
    counts = evidence.counts()
    assert counts.posts == number("SELECT count(*) FROM post")
    assert counts.posts_referenced == number("SELECT count(*) FROM post WHERE (flags & 1) = 1")
    assert counts.accounts_stub == number("SELECT count(*) FROM account WHERE digest IS NULL")
    keys = [key for (key,) in rows("SELECT key FROM account")]
    for key in keys:
        account = evidence.account(key)
        posts = evidence.timeline_page(key, None, 1000)
        assert account.posts_stored == len(posts) == evidence.timeline_count(key)
        assert [(p.at, p.n) for p in posts] == sorted((p.at, p.n) for p in posts)
        media = evidence.media_of_account(key)
        assert account.media_stored == len(media)
        assert sorted({k for p in posts for k in p.media}) == sorted(m.key for m in media)
        dated = [p for p in posts if not p.undated]
        assert sum(day.count for day in evidence.day_counts(key)) == len(dated)
        about = {f"account:{key}", *(f"post:{p.key}" for p in posts)}
        about |= {f"media:{m.key}" for m in media}
        assert account.reports == len(evidence.reports_for(sorted(about)))
        for p in posts:
            assert p.reports == len(evidence.reports_for([f"post:{p.key}"]))
    for import_n, n_lo, n_hi in rows("SELECT import_n, n_lo, n_hi FROM import_"):
        posts = rows("SELECT at FROM post WHERE n BETWEEN ? AND ? ORDER BY n", n_lo, n_hi)
        assert posts == sorted(posts), f"import {import_n} is not in time order"
    cased = {s for (s,) in rows("SELECT subject FROM case_subject")}
    for key in () if rows("SELECT 1 FROM case_seen") else keys:
        posts = evidence.timeline_page(key, None, 1000)
        if any(not p.referenced for p in posts) or evidence.reports_of_account(key):
            assert f"account:{key}" in cased
    for case in evidence.cases(limit=1000):
        assert case.subjects and evidence.case(case.case_id) == case


@settings(max_examples=40)
@given(st.lists(mixtures, min_size=1, max_size=3))
def test_an_index_built_in_steps_finds_what_one_built_at_once_finds(
    imports: list[list[r.Record]],
) -> None:
    with scratch() as name, open_evidence(Path(name)) as evidence:
        folder = Path(name)
        steps = open_search(folder / "steps", evidence)
        for items in imports:
            take_in(evidence, *items)
            steps.complete()
        once = open_search(folder / "once", evidence)
        for query in ("one", "two", "الاسلامية", "four", "has:media", "after:2024-01-02"):
            assert steps.search(query) == once.search(query)
        steps.close()
        once.close()
