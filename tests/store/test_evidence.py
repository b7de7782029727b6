"""What an import makes of its records: stubs, merging, order, platforms, quarantine, digests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain import records as r
from reviewer.domain.errors import Bug, Refused
from reviewer.domain.ids import UNDATED
from reviewer.store.evidence import posts as evidence_posts
from reviewer.store.evidence.evidence import Evidence, ImportInfo, Origin
from tests.store.evidence_kit import KEY, account, dump, open_evidence, post, t, take_in


@pytest.fixture
def evidence(tmp_path: Path) -> Iterator[Evidence]:
    with open_evidence(tmp_path) as opened:
        yield opened


def keys(posts: list) -> list[str]:
    return [one.key for one in posts]


# ------------------------------------------------------------------ stubs and counts


def test_everything_named_and_absent_becomes_a_stub(evidence: Evidence) -> None:
    take_in(
        evidence,
        post("10", by="1", media=["m1"]),
        r.Link(source="1", target="2", kind="follows", platform="x"),
        r.Report(report_id="r1", subject=r.Subject(kind="account", id="3", platform="x"),
                 at=t("2024-01-01"), kind="user"),
        r.Report(report_id="r2", subject=r.Subject(kind="media", id="m2", platform="x"),
                 at=t("2024-01-01"), kind="user"),
        r.Case(case_id="c", subjects=[r.Subject(kind="account", id="4", platform="x")],
               opened_at=t("2024-01-01")),
    )  # fmt: skip
    counts = evidence.counts()
    assert (counts.accounts, counts.accounts_stub) == (4, 4)
    assert (counts.media, counts.media_present) == (2, 0)
    assert evidence.media("x:m1").state == "missing"
    assert evidence.account("x:4").stub

    take_in(evidence, account("2", handles=["two"]))
    assert not evidence.account("x:2").stub
    assert evidence.counts().accounts_stub == 3


def test_counts_are_those_of_the_command_line(evidence: Evidence) -> None:
    take_in(
        evidence,
        account("1"),
        post("10"),
        post("11", referenced=True, by="2"),
        r.Media(sha256="a" * 64, bytes=3, mime="image/png", key="m1", platform="x"),
        r.Media(sha256="a" * 64, bytes=3, mime="image/png", key="m2", platform="x"),
        r.Media(key="m3", platform="x", state="external"),
        post("10", by=""),
    )
    counts = evidence.counts()
    assert (counts.posts, counts.posts_referenced) == (2, 1)
    assert (counts.accounts, counts.accounts_stub) == (2, 1)
    assert (counts.media, counts.media_present) == (2, 1)
    assert counts.quarantined == 0, "a known post needs no account to be known"


def test_a_referenced_post_becomes_full_when_the_full_one_comes(evidence: Evidence) -> None:
    take_in(evidence, post("10", text="short", referenced=True, lang="en"))
    assert evidence.cases() == []
    result = take_in(evidence, post("10", text="the whole", media=["m"]))
    assert result.totals.changed == 1
    stored = evidence.post("x:10")
    assert (stored.text, stored.lang, stored.referenced, stored.media) == (
        "the whole", "en", False, ("x:m",),
    )  # fmt: skip
    assert evidence.counts().posts_referenced == 0
    assert [case.case_id for case in evidence.cases()] == ["account:x:1"]


def test_the_first_version_stands_and_flags_arrive(evidence: Evidence) -> None:
    take_in(evidence, post("10", text="first"))
    assert not take_in(evidence, post("10", text="other")).wrote
    take_in(evidence, post("10", text="edited", edited=True), post("10", deleted_at_source=True))
    stored = evidence.post("x:10")
    assert (stored.text, stored.edited, stored.deleted) == ("edited", True, True)
    assert [text for (text,) in evidence.rows("SELECT text FROM post_snapshot")] == ["first"]


# ------------------------------------------------------------------ accounts


def test_the_newest_capture_stands_and_older_ones_are_kept(evidence: Evidence) -> None:
    take_in(evidence, account("1", captured_at=t("2024-02-01"), handles=["new"], followers=2))
    take_in(evidence, account("1", captured_at=t("2024-01-01"), handles=["old"], followers=1))
    take_in(evidence, account("1", captured_at=t("2024-03-01"), handles=["newest"], followers=3))
    row = evidence.account("x:1")
    assert (row.handle, row.handles, row.followers) == ("newest", ("old", "new", "newest"), 3)
    assert row.snapshots == 2


# ------------------------------------------------------------------ order and paging


def test_equal_times_keep_the_order_of_the_source(evidence: Evidence) -> None:
    take_in(evidence, *(post(name, at="2024-01-01") for name in "dacb"))
    assert keys(evidence.timeline_page("x:1", None, 10)) == ["x:d", "x:a", "x:c", "x:b"]


def test_undated_posts_come_first_and_count_in_no_day(evidence: Evidence) -> None:
    take_in(evidence, post("b"), post("a", at=""), post("c", at="1969-12-31"))
    page = evidence.timeline_page("x:1", None, 10)
    assert keys(page) == ["x:a", "x:c", "x:b"]
    assert page[0].at == UNDATED and page[0].undated
    assert [(d.day, d.count) for d in evidence.day_counts("x:1")] == [(-1, 1), (19723, 1)]
    assert evidence.timeline_count("x:1") == 3


def test_a_post_that_gets_its_time_moves(evidence: Evidence) -> None:
    take_in(evidence, post("a", at="", referenced=True, media=["m"]), post("b", at="2024-01-05"))
    take_in(evidence, post("a", at="2024-01-09"))
    assert keys(evidence.timeline_page("x:1", None, 10)) == ["x:b", "x:a"]
    assert evidence.post("x:a").media == ("x:m",)
    assert len({n for (n,) in evidence.rows("SELECT n FROM post")}) == 2


def test_numbers_are_dense_in_time_order_within_each_import(evidence: Evidence) -> None:
    take_in(evidence, post("c", by="2", at="2024-01-03"), post("a", by="1", at="2024-01-01"),
            post("b", by="3", at="2024-01-02"))  # fmt: skip
    take_in(evidence, post("d", by="1", at="2023-01-01"))
    assert evidence.rows("SELECT n, key FROM post ORDER BY n") == [
        (1, "x:a"), (2, "x:b"), (3, "x:c"), (4, "x:d"),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1, 3, 100])
def test_pages_join_without_gap_or_double(evidence: Evidence, size: int) -> None:
    days = [f"2024-01-{day:02d}" for day in (5, 1, 5, 3, 3, 3, 9)]
    take_in(evidence, *(post(str(i), at=day) for i, day in enumerate(days)), post("u", at=""))
    whole = keys(evidence.timeline_page("x:1", None, 1000))
    forwards, after = [], None
    while page := evidence.timeline_page("x:1", after, size):
        forwards += keys(page)
        after = (page[-1].at, page[-1].n)
    backwards, before = [], None
    while page := evidence.timeline_page("x:1", before, size, backwards=True):
        backwards = keys(page) + backwards
        before = (page[0].at, page[0].n)
    assert forwards == backwards == whole
    assert len(whole) == 8
    assert evidence.timeline_places("x:1")[0][0] == UNDATED


def test_queue_pages_follow_priority_due_and_opening(evidence: Evidence) -> None:
    def case(name: str, priority: int, due: str, opened: str) -> r.Case:
        about = r.Subject(kind="account", id=name, platform="x")
        return r.Case(case_id=name, subjects=[about], opened_at=t(opened), priority=priority,
                      due_at=t(due) if due else "", why=["because"])  # fmt: skip

    take_in(
        evidence,
        case("low", 0, "", "2024-01-01"),
        case("later", 5, "2024-03-01", "2024-01-01"),
        case("sooner", 5, "2024-02-01", "2024-01-01"),
        case("young", 5, "", "2024-01-02"),
        case("old", 5, "", "2024-01-01"),
    )
    order, page = [], evidence.cases(limit=2)
    while page:
        order += [row.case_id for row in page]
        page = evidence.cases(after=page[-1], limit=2)
    assert order == ["sooner", "later", "old", "young", "low"]
    assert evidence.case("old").why == ("because",)


# ------------------------------------------------------------------ cases


def test_cases_are_derived_for_own_posts_and_reports_only(evidence: Evidence) -> None:
    take_in(
        evidence,
        account("1"),
        post("10", by="1"),
        post("20", by="2", referenced=True),
        account("3"),
        post("40", by="4", referenced=True),
        r.Report(report_id="r", subject=r.Subject(kind="post", id="40", platform="x"),
                 at=t("2024-01-01"), kind="user"),
    )  # fmt: skip
    rows = {row.account: row for row in evidence.cases()}
    assert set(rows) == {"x:1", "x:4"}
    assert rows["x:4"].why == ("1 report",) and rows["x:4"].reports == 1
    assert all(row.derived for row in rows.values())


def test_a_case_from_a_source_replaces_the_derived_one(evidence: Evidence) -> None:
    take_in(evidence, post("10", by="1"))
    about = [
        r.Subject(kind="account", id="1", platform="x"),
        r.Subject(kind="post", id="10", platform="x"),
    ]
    take_in(evidence, r.Case(case_id="C-1", subjects=about, opened_at=t("2024-01-01")))
    assert [row.case_id for row in evidence.cases()] == ["C-1"]
    assert evidence.case("C-1").subjects == ("account:x:1", "post:x:10")
    assert evidence.case("account:x:1") is not None
    assert evidence.cases_of_subject("post:x:10") == ["C-1"]
    assert evidence.cases_of_accounts(["x:1"]) == {"x:1": "C-1"}


def test_the_last_import_of_a_case_and_its_digest(evidence: Evidence) -> None:
    first = take_in(evidence, account("1"), post("10", by="1"), post("20", by="2"))
    case_1, case_2 = "account:x:1", "account:x:2"
    digests = evidence.digest_of_case(case_1), evidence.digest_of_case(case_2)
    assert digests[0] != digests[1] and len(digests[0]) == 64
    second = take_in(evidence, post("11", by="1"))
    assert evidence.last_import_of_case(case_1) == second.import_id
    assert evidence.last_import_of_case(case_2) == first.import_id
    assert evidence.digest_of_case(case_1) != digests[0]
    assert evidence.digest_of_case(case_2) == digests[1]


@pytest.mark.parametrize(
    "more",
    [
        post("10", edited=True),
        post("12"),
        account("1", bio="new", captured_at=t("2025-01-01")),
        r.Media(key="m", platform="x", sha256="a" * 64, mime="image/png", bytes=1),
        r.Link(source="9", target="1", kind="follows", platform="x"),
        r.History(account_id="1", at=t("2024-01-01"), action="warned", platform="x"),
        r.Status(account_id="1", at=t("2024-01-01"), value="suspended", platform="x"),
        r.Report(report_id="r", subject=r.Subject(kind="post", id="10", platform="x"),
                 at=t("2024-01-01"), kind="user"),
        r.Report(report_id="r", subject=r.Subject(kind="media", id="m", platform="x"),
                 at=t("2024-01-01"), kind="user"),
    ],
)  # fmt: skip
def test_the_digest_moves_with_every_kind_of_row(evidence: Evidence, more: r.Record) -> None:
    take_in(evidence, account("1"), post("10", media=["m"]))
    before = evidence.digest_of_case("account:x:1")
    assert not take_in(evidence, account("1"), post("10", media=["m"])).wrote
    assert evidence.digest_of_case("account:x:1") == before
    assert take_in(evidence, more).wrote
    assert evidence.digest_of_case("account:x:1") != before


def test_the_digest_does_not_know_the_order_of_imports(tmp_path: Path) -> None:
    digests = set()
    for name, order in (("a", (0, 1)), ("b", (1, 0))):
        (tmp_path / name).mkdir()
        with open_evidence(tmp_path / name) as evidence:
            parts = [[account("1"), post("10", media=["m"])], [post("11"), post("9", at="")]]
            for part in order:
                take_in(evidence, *parts[part])
            digests.add(evidence.digest_of_case("account:x:1"))
    assert len(digests) == 1


# ------------------------------------------------------------------ media


def test_one_medium_in_two_posts_is_one_with_two_copies(evidence: Evidence) -> None:
    sha = "a" * 64
    take_in(
        evidence,
        post("10", media=["k1"], at="2024-01-02"),
        post("11", media=["k2", "k3"], at="2024-01-01"),
        r.Media(sha256=sha, key="k1", platform="x", mime="image/png", bytes=3),
        r.Media(sha256=sha, key="k2", platform="x", mime="image/png", bytes=3, alt_text="a cat",
                hashes=[r.MediaHash(alg="pdq", value="ff")]),
    )  # fmt: skip
    first, second = evidence.media_of_account("x:1")
    assert (first.key, first.copies, first.post_keys) == (sha, 2, ("x:11", "x:10"))
    assert first.source_keys == ("x:k1", "x:k2") and first.alt_text == "a cat"
    assert first.hashes[0].alg == "pdq"
    assert (second.key, second.state) == ("x:k3", "missing")
    assert evidence.media("x:k2").key == sha
    assert evidence.post("x:11").media == (sha, "x:k3")
    row = evidence.account("x:1")
    assert row.media_stored == 2


def test_bytes_that_come_later_take_reports_and_cases_along(evidence: Evidence) -> None:
    about = r.Subject(kind="media", id="k", platform="x")
    take_in(
        evidence,
        post("10", media=["k"]),
        r.Report(report_id="r", subject=about, at=t("2024-01-01"), kind="user"),
        r.Case(case_id="C", subjects=[about], opened_at=t("2024-01-01")),
    )
    sha = "b" * 64
    take_in(evidence, r.Media(sha256=sha, key="k", platform="x", mime="image/png", bytes=1))
    assert evidence.case("C").subjects == (f"media:{sha}",)
    assert evidence.media("x:k").reports == 1
    assert [row.subject for row in evidence.reports_for([f"media:{sha}"])] == [f"media:{sha}"]


def test_media_are_present_where_the_blobs_are(evidence: Evidence) -> None:
    stored = {"a" * 64}
    records = [
        r.Media(sha256=letter * 64, mime="image/png", bytes=1, key=letter, platform="x")
        for letter in "ab"
    ]
    take_in(evidence, *records, has_blob=stored.__contains__)
    assert evidence.counts().media_present == 1
    assert not take_in(evidence, *records, has_blob=stored.__contains__).wrote
    stored.add("b" * 64)
    assert take_in(evidence, *records, has_blob=stored.__contains__).wrote
    assert evidence.counts().media_present == 2


# ------------------------------------------------------------------ platforms left out


def test_a_platform_is_told_by_the_accounts_of_the_import(evidence: Evidence) -> None:
    take_in(
        evidence,
        r.Case(case_id="C", subjects=[r.Subject(kind="post", id="10")], opened_at=""),
        r.Report(report_id="r", subject=r.Subject(kind="account", id="1"), at="", kind="user"),
        post("10", by="1", platform=""),
        r.Link(source="1", target="77", kind="follows"),
        account("1", platform="x"),
        account("2", platform="y"),
        r.Status(account_id="2", at="", value="active"),
    )
    assert evidence.post("x:10") is not None
    assert evidence.case("C").subjects == ("post:x:10",)
    assert evidence.case("C").account == "x:1"
    assert evidence.reports_for(["account:x:1"])
    assert evidence.links_of("x:1")[0].target == "x:77"
    assert evidence.account("y:2").status == "active"
    assert evidence.counts().quarantined == 0


def test_an_ambiguous_platform_is_quarantined_with_the_reason(evidence: Evidence) -> None:
    result = take_in(
        evidence,
        account("1", platform="x"),
        account("1", platform="y"),
        post("10", by="1", platform=""),
        post("11", by="5", platform=""),
        name="dump.jsonl",
    )
    assert result.totals.quarantined == 2
    first, second = evidence.quarantined(10)
    assert first.reason == "names no platform, and account '1' is on x and y"
    assert second.reason == "names no platform, and account '5' is on no platform known"
    assert (first.origin.file, first.origin.line) == ("dump.jsonl", 3)
    assert evidence.counts().posts == 0


# ------------------------------------------------------------------ bad rows, failing imports


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (post("10", by=""), "account_id is missing"),
        (post("", by="1"), "post_id is missing"),
        (r.Post(post_id="1", account_id="1", platform="x", published_at="soon"), "published_at"),
        (account("1", platform=""), "without a platform"),
        (account("1", followers=2**70), "followers is too large"),
        (r.Media(mime="image/png"), "neither sha256 nor key"),
        (r.Media(sha256="zz", mime="image/png"), "hex digits"),
        (r.Case(case_id="c", subjects=[], opened_at=""), "without a subject"),
        (post("9" * 600), "longer than 512"),
        (post("1", counts={"likes": 2**80}), "too large"),
    ],
)
def test_a_bad_row_is_quarantined_and_the_rest_goes_on(
    evidence: Evidence, record: r.Record, reason: str
) -> None:
    result = take_in(evidence, record, post("99"), sha256="f" * 64)
    assert (result.totals.quarantined, result.totals.new) == (1, 1)
    (row,) = evidence.quarantined(10)
    assert reason in row.reason and row.origin.line == 1
    again = take_in(evidence, record, post("99"), sha256="f" * 64)
    assert not again.wrote and again.totals.quarantined == 1
    assert again.import_id == result.import_id
    assert evidence.counts().quarantined == 1


def test_a_failing_import_leaves_nothing(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(evidence, account("1"), post("10"))
    before = dump(evidence)

    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(evidence_posts.Posts, "_attach", broken)
    with pytest.raises(RuntimeError):
        take_in(evidence, account("2"), post("20", by="2"))
    monkeypatch.undo()
    assert dump(evidence) == before
    assert take_in(evidence, account("2"), post("20", by="2")).wrote


def test_leaving_without_finish_leaves_nothing(evidence: Evidence) -> None:
    before = dump(evidence)
    with evidence.begin_import(ImportInfo(import_id="i", name="n", at=0)) as writer:
        file_n = writer.source_file("n", "0" * 64, 1, "test")
        writer.add(post("10"), Origin(file_n, 1))
    assert dump(evidence) == before
    with pytest.raises(Bug):
        writer.add(post("11"), Origin(file_n, 2))


def test_nobody_sees_an_import_before_it_is_finished(evidence: Evidence) -> None:
    with evidence.begin_import(ImportInfo(import_id="i", name="n", at=0)) as writer:
        file_n = writer.source_file("n", "0" * 64, 1, "test")
        writer.add(post("10"), Origin(file_n, 1))
        assert evidence.counts().posts == 0
        writer.finish()
    assert evidence.counts().posts == 1


def test_reading_only_changes_no_byte_and_imports_nothing(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        take_in(evidence, post("10"))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with Evidence(tmp_path / "evidence.db", KEY, read_only=True) as evidence:
        assert evidence.counts().posts == 1
        with pytest.raises(Refused, match="reading only"):
            evidence.begin_import(ImportInfo(import_id="i", name="n", at=0))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_rows_say_where_they_were_read(evidence: Evidence) -> None:
    take_in(evidence, account("1"), post("10", quote_of="11", tz="+02:00"), name="a/b.jsonl")
    row = evidence.post("x:10")
    assert (row.origin.file, row.origin.line, row.origin.import_n) == ("a/b.jsonl", 2, 1)
    assert row.kind == "quote" and row.target is not None and not row.target.known
    (row_of_import,) = evidence.imports()
    assert row_of_import.files == ("a/b.jsonl",) and row_of_import.new == 2


def test_a_target_known_is_shown_with_its_author(evidence: Evidence) -> None:
    take_in(
        evidence,
        account("2", handles=["two"], display_names=["Two"]),
        post("11", by="2", text="original", referenced=True),
        post("10", by="1", repost_of="11"),
    )
    target = evidence.timeline_page("x:1", None, 5)[0].target
    assert (target.key, target.handle, target.text) == ("x:11", "two", "original")


# ------------------------------------------------------------------ plans


def test_pages_never_scan_posts_or_sort(evidence: Evidence) -> None:
    from reviewer.store.evidence import read_cases as evidence_read_cases
    from reviewer.store.evidence import read_posts as evidence_read_posts

    queries = {
        evidence_read_posts.PAGE_FORWARDS: (1, 0, 0, 9),
        evidence_read_posts.PAGE_BACKWARDS: (1, 0, 0, 9),
        evidence_read_cases.QUEUE_PAGE: (0, 0, 0, 0, 9),
        evidence_read_posts.MEDIA_RANGE: (1, 0, 0, 9, 9),
    }
    for sql, values in queries.items():
        plan = [row[3] for row in evidence.rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
        assert plan and not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan
