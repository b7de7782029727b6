"""Search: every spelling, exact first, newest first, filters, hostile input, crashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.views import SearchResult
from reviewer.store.search import indexer, search
from reviewer.store.search.search import SearchIndex
from tests.store.evidence_kit import (
    KEY,
    account,
    open_evidence,
    open_search,
    post,
    scratch,
    take_in,
)
from tests.store.test_fold_text import PLAIN, SPELLINGS


class Both:
    """Evidence and its index, kept up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.evidence = open_evidence(folder)
        self.index = open_search(folder, self.evidence)

    def take(self, *items) -> None:
        take_in(self.evidence, *items)
        self.index.complete()

    def find(self, query: str, limit: int = 50) -> SearchResult:
        return self.index.search(query, limit)

    def ids(self, query: str, limit: int = 50) -> list[str]:
        return [hit.id for hit in self.find(query, limit).hits]

    def close(self) -> None:
        self.index.close()
        self.evidence.close()


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    opened = Both(tmp_path)
    yield opened
    opened.close()


def day(number: int) -> str:
    return f"2024-01-{number:02d}"


# ------------------------------------------------------------------ what is found


@pytest.mark.parametrize("query", SPELLINGS.values(), ids=SPELLINGS)
def test_each_of_nine_spellings_finds_all_nine(both: Both, query: str) -> None:
    texts = list(SPELLINGS.values())
    both.take(*(post(str(i), text=f"🏴 قال {text} اليوم") for i, text in enumerate(texts)))
    result = both.find(query)
    assert result.total == 9
    for hit in result.hits:
        ((start, end),) = hit.spans
        assert hit.text[start:end] in {*texts, PLAIN}


def test_exact_matches_come_first_then_the_newest(both: Both) -> None:
    both.take(
        post("old-exact", text="cafe", at=day(1)),
        post("new-other", text="café", at=day(9)),
        post("new-exact", text="the CAFE", at=day(5)),
        post("old-other", text="Café", at=day(2)),
    )
    result = both.find("cafe")
    assert [hit.id for hit in result.hits] == [
        "x:new-exact", "x:old-exact", "x:new-other", "x:old-other",
    ]  # fmt: skip
    assert (result.total, result.total_exact) == (4, 2)
    assert [hit.exact for hit in result.hits] == [True, True, False, False]
    assert both.ids("café")[:2] == ["x:new-other", "x:old-other"]


def test_newest_first_over_several_imports(both: Both) -> None:
    for start in (1, 2, 3):
        both.take(*(post(f"{d:02d}", text="word", at=day(d)) for d in range(start, 28, 3)))
    both.take(post("undated", text="word", at=""))
    wanted = [f"x:{d:02d}" for d in range(27, 0, -1)] + ["x:undated"]
    assert both.ids("word") == wanted
    assert both.ids("word", 5) == wanted[:5]


def test_all_words_phrases_and_beginnings(both: Both) -> None:
    both.take(
        post("a", text="black flag day", at=day(3)),
        post("b", text="flag of black", at=day(2)),
        post("c", text="blacksmith", at=day(1)),
    )
    assert both.ids("black flag") == ["x:a", "x:b"]
    assert both.ids('"black flag"') == ["x:a"]
    assert both.ids("“black flag”") == ["x:a"]
    assert both.ids("black*") == ["x:a", "x:b", "x:c"]
    assert both.ids("black") == ["x:a", "x:b"]


def test_accounts_are_found_by_name_handle_and_bio(both: Both) -> None:
    both.take(
        account("1", handles=["abu_x"], display_names=["Ábu X"], bio="بيان الإسلامية"),
        post("10", text="hello"),
    )
    for query in ("abu_x", "@abu_x", "abu", "الاسلامية"):
        (hit,) = both.find(query).hits
        assert (hit.kind, hit.id, hit.case) == ("account", "x:1", "account:x:1")
        assert hit.spans
    both.take(account("1", captured_at="2025-01-01T00:00:00.000Z", handles=["other"], bio=""))
    assert both.ids("الاسلامية") == []
    assert both.ids("other") == ["x:1"]


def test_field_terms(both: Both) -> None:
    both.take(
        account("1", handles=["Old_One", "one"]),
        account("2", handles=["two"]),
        post("a", by="1", text="word", lang="ar", media=["m"], at=day(1)),
        post("b", by="2", text="word", lang="en-GB", at=day(2)),
        post("c", by="2", text="other", lang="en", at=day(3)),
        post("d", by="2", text="word", at=""),
    )
    assert both.ids("from:one") == ["x:a"]
    assert both.ids("from:@ONE word") == ["x:a"]
    assert both.ids("from:old_one") == ["x:a"], "an earlier handle"
    assert both.ids("from:x:2 word") == ["x:b", "x:d"]
    assert both.ids('from:"two"') == ["x:c", "x:b", "x:d"]
    assert both.ids("has:media word") == ["x:a"]
    assert both.ids("lang:en") == ["x:c", "x:b"]
    assert both.ids("lang:en lang:ar word") == ["x:b", "x:a"]
    assert both.ids(f"after:{day(2)}") == ["x:c", "x:b"]
    assert both.ids(f"before:{day(2)} word") == ["x:a"]
    assert both.ids(f"after:{day(2)} before:{day(3)}") == ["x:b"]
    assert both.ids("after:2024 before:2025-01 word") == ["x:b", "x:a"]
    assert both.find("word after:2024-01-02").total == 1
    unknown = both.find("from:nobody word")
    assert unknown.total == 0 and "nobody" in unknown.notes[0]


def test_totals_count_beyond_the_page_and_may_be_capped(both: Both) -> None:
    both.take(*(post(str(i), text="common") for i in range(120)))
    result = both.find("common", 50)
    assert (result.total, result.total_exact, len(result.hits)) == (120, 120, 50)
    capped = both.index.search("common", 50, count_cap=101)
    assert (capped.total, capped.capped) == (101, True)


# ------------------------------------------------------------------ what was typed is no syntax


HOSTILE = [
    '"', '""', "'", "a OR b", "NOT a", "NEAR(a b)", "a AND", "folded : a", "{form} : a", "-a", "^a",
    "a*b*", "*", "(((", 'a" OR "b', "a\x00b", "meta:a1", "rowid:1", "from:", "has:", "lang:%",
    "after:9999999", "before:0000-00-00", "after:2024-13-45", '"unclosed', "\ud800", "🏴" * 500,
    ":", "a+b", "a,b", "post_words", "; DROP TABLE post", "%", "_", "\\", "from:' OR 1=1",
    "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_find_or_do_not_find(both: Both, query: str) -> None:
    both.take(account("1", handles=["h"]), post("10", text="plain text"))
    result = both.find(query)
    assert result.total >= len(result.hits)
    assert both.ids("plain") == ["x:10"]


@pytest.fixture(scope="module")
def small() -> Iterator[Both]:
    with scratch() as folder:
        opened = Both(Path(folder))
        opened.take(account("1", handles=["h"]), post("10", text="0 a A É 中 🏴 plain"))
        yield opened
        opened.close()


@settings(max_examples=150)
@given(query=st.text(max_size=30))
def test_any_query_is_answered(small: Both, query: str) -> None:
    result = small.find(query)
    assert result.query == query
    assert len(result.hits) == result.total <= 2


def test_operators_are_words(both: Both) -> None:
    both.take(post("a", text="this or that"), post("b", text="this"))
    assert both.ids("this OR that") == ["x:a"]
    assert both.ids("this NOT that") == []


# ------------------------------------------------------------------ the index and the evidence


def test_a_crash_before_indexing_is_made_up_for(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        index = open_search(tmp_path, evidence)
        take_in(evidence, post("10", text="word"))
        result = index.search("word")
        assert (result.total, result.indexed) == (0, False)
        index.close()
        index = SearchIndex(tmp_path / "search" / "search.db", KEY, evidence)
        assert not index.complete_now
        assert index.complete() == 1
        assert index.complete() == 0
        assert index.search("word").total == 1 and index.complete_now
        index.close()


def test_a_crash_while_indexing_leaves_no_half(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    both.take(post("10", text="word"))
    take_in(both.evidence, post("11", text="word"), account("1", handles=["word"]))

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(indexer.Indexer, "_todo", broken)
    with pytest.raises(RuntimeError):
        both.index.complete()
    assert both.find("word").total == 1
    monkeypatch.undo()
    both.index.complete()
    assert both.find("word").total == 3


def test_an_index_ahead_of_the_evidence_is_built_anew(tmp_path: Path) -> None:
    older = tmp_path / "older"
    older.mkdir()
    with open_evidence(older) as evidence:
        take_in(evidence, post("10", text="first"))
    kept = (older / "evidence.db").read_bytes()
    with open_evidence(older) as evidence:
        take_in(evidence, post("11", text="second"))
        open_search(older, evidence).close()
    (older / "evidence.db").write_bytes(kept)
    with open_evidence(older) as evidence:
        index = SearchIndex(older / "search" / "search.db", KEY, evidence)
        assert not index.complete_now
        index.complete()
        assert [hit.id for hit in index.search("first").hits] == ["x:10"]
        assert index.search("second").total == 0
        index.close()


def test_another_fold_builds_the_index_anew(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    both.take(post("10", text="word"))
    monkeypatch.setattr(indexer, "VERSION", "another")
    assert not both.index.complete_now
    assert both.index.complete() == 1
    assert both.ids("word") == ["x:10"]


def test_a_changed_text_is_found_by_its_new_words(both: Both) -> None:
    both.take(post("10", text="before", at=""), post("11", text="same"))
    both.take(post("11", text="different", edited=True))
    both.take(post("10", text="before", at=day(2)))
    assert both.ids("same") == []
    assert both.ids("different") == ["x:11"]
    assert both.find("before").total == 1
    assert both.ids("before") == ["x:10"]


def test_reading_only_changes_no_byte(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        take_in(evidence, post("10", text="word"))
        open_search(tmp_path, evidence).close()
        path = tmp_path / "search" / "search.db"
        before = path.read_bytes()
        index = SearchIndex(path, KEY, evidence, read_only=True)
        assert index.search("word").total == 1
        assert index.complete() == 0
        index.close()
        assert path.read_bytes() == before
        absent = SearchIndex(tmp_path / "none" / "search.db", KEY, evidence, read_only=True)
        result = absent.search("word")
        assert (result.total, result.indexed) == (0, False)
        assert not (tmp_path / "none").exists()
        absent.close()


def test_indexing_can_be_cancelled_and_tells_its_progress(both: Both) -> None:
    take_in(both.evidence, *(post(str(i), text="word") for i in range(10)))
    with pytest.raises(indexer.CancelledError):
        both.index.complete(cancelled=lambda: True)
    assert not both.index.complete_now
    told: list[tuple[int, int]] = []
    both.index.complete(lambda done, total: told.append((done, total)))
    assert told[-1] == (10, 10)


def test_no_page_of_hits_scans_posts_or_sorts(both: Both) -> None:
    both.take(post("10", text="word"))
    statements = [
        "SELECT at, n FROM post WHERE n IN (?, ?)",
        "SELECT p.text FROM post AS p WHERE p.n IN (?, ?)",
        search._FIRST.replace("?", "1"),
    ]
    for sql in statements:
        values = (1, 2)[: sql.count("?")]
        plan = [row[3] for row in both.evidence.rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
        assert plan and not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan
    plan = [
        row[3]
        for row in both.index._rows(f"EXPLAIN QUERY PLAN {search.PAGE_QUERY}", '"word"', 0, 9, 9)
    ]
    assert plan == [plan[0]] and "TEMP B-TREE" not in plan[0]
