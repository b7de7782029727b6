"""Lists of reports: joined to what they are about by id or handle, never by a guess."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.bundle.read import open_bundle
from reviewer.domain.records import Report
from reviewer.intake.build import build_bundle
from reviewer.intake.registry import discover
from reviewer.intake.report import FileReport
from reviewer.intake.run import import_paths
from tests.intake.shelf import Shelf

MAP = """
format = "reviewer-map"
format_version = "1.0"
name = "made"
platform = "platform"
[account]
account_id = "user"
handles = "handle"
[post]
post_id = "id"
account_id = "user"
text = "text"
"""
POSTS = """id,user,handle,platform,text
1,17,heron,river,first
2,18,egret,river,second
2,30,Egret,coast,another second
3,31,gull,coast,third
"""
HEAD = "report_id,at,kind,statement,"
AT = "2026-01-30T09:00:00Z"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf.make(tmp_path / "shelf")
    yield made
    made.evidence.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "posts.csv").write_text(POSTS, "utf-8")
    (tmp_path / "made.toml").write_text(MAP, "utf-8")
    return made


def bring(shelf: Shelf, folder: Path, *names: str) -> dict[str, FileReport]:
    paths = [folder / name for name in names]
    report = import_paths(shelf, paths, maps=[folder.parent / "made.toml"], now_ms=0)
    return {row.path: row for row in report.files}


def reports(folder: Path, text: str, name: str = "a list.csv") -> str:
    (folder / name).write_text(text, "utf-8")
    return name


def reasons(shelf: Shelf) -> list[str]:
    return [row.reason for row in shelf.evidence.quarantined(20)]


# The list stands before the posts: reports wait for all other records.
def test_reports_find_posts_and_accounts_of_the_same_import(shelf: Shelf, folder: Path) -> None:
    text = f"""{HEAD}subject_kind,subject_id
r1,{AT},user,"says ""x"", twice",post,1
r2,{AT},USER,,account,31
r3,{AT},media,,handle,@HERON
"""
    rows = bring(shelf, folder, reports(folder, text), "posts.csv")
    assert (rows["a list.csv"].format, rows["a list.csv"].new) == ("reports", 3)
    assert [r.report_id for r in shelf.evidence.reports_for(["post:river:1"])] == ["r1"]
    assert [r.report_id for r in shelf.evidence.reports_for(["account:coast:31"])] == ["r2"]
    (third,) = shelf.evidence.reports_for(["account:river:17"])
    assert (third.report_id, third.kind) == ("r3", "media")
    assert shelf.evidence.counts().accounts_stub == 0
    again = bring(shelf, folder, "a list.csv", "posts.csv")
    assert {row.status for row in again.values()} == {"known"}


def test_reports_find_what_was_imported_before(shelf: Shelf, folder: Path) -> None:
    bring(shelf, folder, "posts.csv")
    name = reports(folder, f"{HEAD}post_id,handle\nr1,{AT},user,,3,\nr2,{AT},user,,,gull\n")
    assert bring(shelf, folder, name)[name].new == 2
    assert shelf.evidence.counts().reports == 2
    assert bring(shelf, folder, name)[name].status == "known"


def test_what_is_nowhere_or_twice_is_put_aside_with_its_reason(shelf: Shelf, folder: Path) -> None:
    text = f"""{HEAD}subject_kind,subject_id,platform
r1,{AT},user,,post,2,
r2,{AT},user,,handle,egret,
r3,{AT},user,,post,99,
r4,{AT},user,,handle,nobody,
r5,{AT},user,,post,2,coast
r6,{AT},user,,handle,egret,river
r7,{AT},rumour,,post,1,
r8,{AT},user,,thread,1,
r9,{AT},user,,post,,
r10,yesterday,user,,post,1,
"""
    row = bring(shelf, folder, "posts.csv", reports(folder, text))["a list.csv"]
    assert (row.read, row.new, row.quarantined) == (10, 2, 8)
    told = dict(zip("r1 r2 r3 r4 r7 r8 r9 r10".split(), _in_order(shelf), strict=True))
    assert "'2' means 2 things: coast:2, river:2" in told["r1"]
    assert "handle 'egret' means 2 things: coast:30, river:18" in told["r2"]
    assert "neither in this import" in told["r3"] and "'nobody' is neither" in told["r4"]
    assert "'rumour' is none of user" in told["r7"] and "'thread' is none of" in told["r8"]
    assert "names no subject" in told["r9"] and "'yesterday' is not a time" in told["r10"]
    assert [r.report_id for r in shelf.evidence.reports_for(["post:coast:2"])] == ["r5"]
    assert [r.report_id for r in shelf.evidence.reports_for(["account:river:18"])] == ["r6"]


def _in_order(shelf: Shelf) -> list[str]:
    rows = sorted(shelf.evidence.quarantined(20), key=lambda row: row.origin.line)
    return [row.reason for row in rows]


def test_a_list_means_the_same_after_a_namesake_came(shelf: Shelf, folder: Path) -> None:
    name = reports(folder, f"{HEAD}handle\nr1,{AT},user,,heron\n")
    bring(shelf, folder, "posts.csv", name)
    (folder / "more.csv").write_text("id,user,handle,platform,text\n9,90,heron,coast,x\n", "utf-8")
    bring(shelf, folder, "more.csv")
    assert bring(shelf, folder, name)[name].status == "known" and reasons(shelf) == []


def test_an_earlier_handle_still_names_the_account(shelf: Shelf, folder: Path) -> None:
    (folder / "later.csv").write_text(
        "id,user,handle,platform,text\n8,17,grey_heron,river,x\n", "utf-8"
    )
    bring(shelf, folder, "posts.csv")
    bring(shelf, folder, "later.csv")
    names = [reports(folder, f"{HEAD}handle\nr{n},{AT},user,,{handle}\n", f"r{n}.csv")
             for n, handle in enumerate(("heron", "grey_heron"))]  # fmt: skip
    assert [row.new for row in bring(shelf, folder, *names).values()] == [1, 1]
    assert len(shelf.evidence.reports_for(["account:river:17"])) == 2


def test_who_reported_is_never_read_and_that_is_said(shelf: Shelf, folder: Path) -> None:
    text = (
        f"{HEAD}post_id,Reporter Name,email,colour\n"
        f"r1,{AT},user,insult,1,A Person,person@example.org,red\n"
    )
    row = bring(shelf, folder, "posts.csv", reports(folder, text))["a list.csv"]
    assert row.new == 1
    assert "say who reported were not read: Reporter Name, email" in row.reason
    assert "Columns not read: colour" in row.reason
    (report,) = shelf.evidence.reports_for(["post:river:1"])
    assert "erson" not in repr(report) and report.statement == "insult"


def test_a_row_may_hold_a_post_and_its_report(shelf: Shelf, folder: Path) -> None:
    (folder.parent / "made.toml").write_text(
        MAP.replace('"platform"\n', '{ constant = "river" }\n', 1)
        + '[report]\nreport_id = "rid"\nkind = { constant = "user" }\npost_id = "id"\n'
    )
    (folder / "both.csv").write_text("id,user,handle,text,rid\n1,17,heron,x,r1\n2,17,heron,y,r2\n")
    row = bring(shelf, folder, "both.csv")["both.csv"]
    assert (row.new, row.quarantined) == (5, 0)
    assert len(shelf.evidence.reports_for(["post:river:2"])) == 1


def test_flat_reports_in_json_lines(shelf: Shelf, folder: Path) -> None:
    line = f'{{"report_id": "r1", "at": "{AT}", "kind": "user", "post_id": "1", "count": 3}}\n'
    row = bring(shelf, folder, "posts.csv", reports(folder, line, "r.jsonl"))["r.jsonl"]
    assert (row.format, row.new) == ("reports", 1)


def test_reports_of_twitter_by_native_id_and_handle(
    shelf: Shelf, folder: Path, real_data: Path
) -> None:
    source = real_data / "posts" / "twitter-api-v1" / "twitter_timeline.json"
    if not source.is_file():
        pytest.skip("posts/twitter-api-v1 is absent")
    name = reports(folder, f"{HEAD}post_id,handle\nr1,{AT},user,,144179656801792000,\n"
                           f"r2,{AT},user,,,KEYSSFLORES\n")  # fmt: skip
    report = import_paths(shelf, [folder / name, source], now_ms=0)
    assert [row.new for row in report.files if row.format == "reports"] == [2]
    assert len(shelf.evidence.reports_for(["post:twitter:144179656801792000"])) == 1


def test_a_bundle_is_built_of_tables_and_reports(folder: Path, tmp_path: Path) -> None:
    text = f"{HEAD}handle,post_id,email\nr1,{AT},user,,heron,,a@example.org\nr2,{AT},user,,,2,\n"
    sources = [folder / reports(folder, text), folder / "posts.csv"]
    maps = [folder.parent / "made.toml"]
    made = [build_bundle(sources, tmp_path / name, maps=maps) for name in ("a", "b")]
    assert made[0].written.sha256 == made[1].written.sha256
    assert made[0].written.counts == {"accounts": 4, "posts": 4, "reports": 1}
    (left,) = made[0].quarantined
    assert left.line == 3 and "means 2 things" in left.reason
    with open_bundle(tmp_path / "a") as bundle:
        (report,) = (r for _, _, r in bundle.records() if isinstance(r, Report))
    assert (report.subject.platform, report.subject.id) == ("river", "17")
    assert b"example.org" not in b"".join(
        p.read_bytes() for p in (tmp_path / "a").rglob("*") if p.is_file()
    )


def test_reports_are_told_by_their_columns(folder: Path) -> None:
    name = reports(folder, f"{HEAD}post_id\n", "anything.tsv")
    (found,) = discover([folder / name])
    assert found.format == "reports" and found.late
    (other,) = discover([folder / reports(folder, "report_id,colour\n1,red\n2,red\n")])
    assert other.format == "" and "table" in other.reason
