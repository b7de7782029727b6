"""Places and times for the charts: no query scans a table or sorts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.domain import records as r
from reviewer.store.evidence import read_places as places
from reviewer.store.evidence.evidence import Evidence
from tests.store.evidence_kit import account, open_evidence, post, scratch, take_in

SHA = "b" * 64


def report(ident: str, kind: str, about: str) -> r.Report:
    subject = r.Subject(kind=kind, id=about, platform="" if kind == "media" else "x")  # type: ignore[arg-type]
    return r.Report(
        report_id=ident, subject=subject, at=f"2024-02-0{ident}T00:00:00.000Z", kind="user"
    )


@pytest.fixture
def evidence() -> Iterator[Evidence]:
    rows: list[r.Record] = [account("1"), r.Media(sha256=SHA, bytes=1, mime="image/png")]
    rows += [post("a", at="2024-01-02"), post("b", at="2024-01-03", repost_of="a")]
    rows += [post("c", at=""), post("d", at="2024-01-03T10:00:00", media=[SHA])]
    rows += [report("1", "post", "a"), report("2", "post", "a"), report("3", "media", SHA)]
    with scratch() as folder:
        found = open_evidence(Path(folder))
        take_in(found, *rows)
        yield found
        found.close()


def test_what_is_read(evidence: Evidence) -> None:
    assert evidence.undated_kinds("x:1") == {"original": 1}
    assert [kind for _, kind in evidence.post_times("x:1", 9)] == ["original", "repost", "original"]
    assert len(evidence.post_times("x:1", 2)) == 2
    first = evidence.post_times("x:1", 1)[0][0]
    spans = [(first, first + 1), (first + 1, first + 10**9), (0, 1)]
    counted = evidence.kinds_within("x:1", spans)
    assert counted == [{"original": 1}, {"original": 1, "repost": 1}, {}]
    assert [kind for *_, kind in evidence.media_uses("x:1")] == ["original"]
    assert [key for *_, key in evidence.reported_places("x:1")] == ["x:a"]
    assert len(evidence.report_times("x:1")) == 3
    assert {key for *_, key in evidence.places_of(["x:a", "x:nobody"])} == {"x:a"}


def test_an_account_that_is_not_there_has_no_places(evidence: Evidence) -> None:
    assert evidence.post_times("x:9", 5) == [] and evidence.media_uses("x:9") == []
    assert evidence.undated_kinds("x:9") == {} and evidence.report_times("x:9") == []


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (places.UNDATED_KINDS, (1, 0)),
        (places.TIMES, (1, 0, 0, 9)),
        (places.WITHIN, (1, 0, 9)),
        (places.USES, (1,)),
        (places.REPORTED, (1,)),
        (places.REPORT_TIMES, (1,)),
        (places.REPORTED_MEDIA, (1,)),
        ("SELECT at, n, kind, key FROM post WHERE key IN (?, ?)", ("a", "b")),
    ],
)
def test_no_place_is_scanned_for(evidence: Evidence, sql: str, values: tuple[object, ...]) -> None:
    plan = [row[3] for row in evidence.rows(f"EXPLAIN QUERY PLAN {sql}", *values)]
    assert plan and not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step], plan
