"""A preview says what an import would do and writes nothing; a first map is made from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.intake.maps import parse_map
from reviewer.intake.preview import preview_paths
from reviewer.intake.registry import discover
from reviewer.intake.run import import_paths
from reviewer.intake.suggest import suggest_map
from tests.intake.shelf import Shelf
from tests.intake.test_table import POSTS, counted

ROWS = "id,who,at,text\n1,a,2026-01-31T12:00:00Z,x\n2,a,2026-01-31T12:00:00Z,y\n3,a\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf.make(tmp_path / "shelf")
    yield made
    made.evidence.close()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "made.csv").write_text(ROWS, "utf-8")
    (tmp_path / "made.toml").write_text(POSTS, "utf-8")
    return tmp_path / "made.csv", tmp_path / "made.toml"


def test_the_counts_are_those_of_the_import(shelf: Shelf, files: tuple[Path, Path]) -> None:
    path, column_map = files
    before = preview_paths(shelf, [path], maps=[column_map])
    assert shelf.stored() == 0 and shelf.evidence.imports() == []
    assert shelf.evidence.counts().posts == 0
    report = import_paths(shelf, [path], maps=[column_map], now_ms=0)
    (would,), (did,) = before.report.files, report.files
    assert would.as_dict() == did.as_dict() and would.new == 2 and would.quarantined == 1
    again = preview_paths(shelf, [path], maps=[column_map]).report.files[0]
    assert (again.new, again.known) == (0, 2)
    nowhere = preview_paths(None, [path], maps=[column_map]).report.files[0]
    assert nowhere.as_dict() == would.as_dict()


def test_the_first_rows_are_shown_as_they_would_be_read(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    path, column_map = files
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("nothing", "utf-8")
    made = preview_paths(None, [path, tmp_path / "in"], maps=[column_map])
    first, second, aside = made.samples["made.csv"]
    assert ("post_id", "1") in first.fields and ("text", "x") in first.fields
    assert (first.kind, first.line, second.line) == ("post", 2, 3)
    assert (aside.kind, aside.line, aside.reason) == (
        "put aside", 4, "The row has 2 of 4 columns.",
    )  # fmt: skip
    answer = made.as_dict()
    assert answer["preview"] and answer["counted"] and answer["import_id"] is None
    assert [row["status"] for row in answer["files"]] == ["partly", "left_out"]
    assert [row.path for row in made.takes] == ["made.csv"]


def test_reports_that_would_find_nothing_say_so(tmp_path: Path) -> None:
    text = "report_id,at,kind,handle\nr1,2026-01-30T09:00:00Z,user,nobody\n"
    (tmp_path / "r.csv").write_text(text, "utf-8")
    (sample,) = preview_paths(None, [tmp_path / "r.csv"]).samples["r.csv"]
    assert sample.kind == "put aside" and "'nobody' is neither in this import" in sample.reason


def test_what_is_large_is_shown_but_not_counted(files: tuple[Path, Path]) -> None:
    path, column_map = files
    made = preview_paths(None, [path], maps=[column_map], counted_bytes=10)
    assert not made.counted and made.samples["made.csv"] and made.report.files[0].read == 0


def test_bundles_are_previewed_too(shelf: Shelf, files: tuple[Path, Path], tmp_path: Path) -> None:
    from reviewer.intake.build import build_bundle

    build_bundle([files[0]], tmp_path / "b.zip", zip=True, maps=[files[1]])
    made = preview_paths(shelf, [tmp_path / "b.zip"])
    assert made.report.files[0].new == 2 and len(made.samples["b.zip"]) == 2
    assert shelf.stored() == 0


# ------------------------------------------------------------------ a first map


def first_map(folder: Path, raw: str, name: str = "Some table.csv") -> str:
    path = folder / name
    path.write_text(raw, "utf-8", newline="")
    return suggest_map(path)


def test_a_first_map_reads_its_own_table(tmp_path: Path, shelf: Shelf) -> None:
    raw = (
        "tweetid;userid;screen_name;created_at;full_text;lang;like_count;mood\n"
        "9;17;heron;2026-01-31T12:00:00Z;hello;en;3;good\n"
        "8;17;heron;2026-01-31T13:00:00+01:00;again;en;0;bad\n"
    )
    text = first_map(tmp_path, raw)
    assert 'post_id = "tweetid"' in text and 'account_id = "userid"' in text
    assert 'published_at = { column = "created_at", time = "rfc3339" }' in text
    assert '# not read: "mood"' in text and "CHANGE-ME" in text
    (tmp_path / "m.toml").write_text(text.replace("CHANGE-ME", "river"), "utf-8")
    import_paths(shelf, [tmp_path / "Some table.csv"], maps=[tmp_path / "m.toml"], now_ms=0)
    counts = shelf.evidence.counts()
    assert (counts.posts, counts.accounts, counts.accounts_stub) == (2, 1, 0)


@pytest.mark.parametrize(
    ("time", "line"),
    [
        ("1356667580.0", 'time = "epoch_s"'),
        ("1356667580123", 'time = "epoch_ms"'),
        ("2026-01-31 12:00:00", 'time = "rfc3339", zone = "unknown"'),
        ("Sun Aug 31 00:29:15 +0000 2014", 'time = "twitter"'),
        ("1/6/2015 21:07", "# The times look like"),
        ("noon", "# The times look like"),
    ],
)
def test_a_time_that_can_mean_two_things_is_left_open(tmp_path: Path, time: str, line: str) -> None:
    text = first_map(tmp_path, f"id,user_id,date,text\n1,a,{time},x\n")
    assert line in text
    parse_map(text, Path("m.toml"))


def test_what_has_neither_id_nor_account_is_said(tmp_path: Path) -> None:
    text = first_map(tmp_path, "words,reporter_email\nhello,a@example.org\n")
    assert "No column looks like an account" in text and "equal rows count as one post" in text
    assert '# persons, never read: "reporter_email"' in text
    parse_map(text, Path("m.toml"))


def test_no_table_no_map(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        first_map(tmp_path, "nothing here", "x.txt")
    assert caught.value.code == "no_table" and caught.value.next_step


names = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12),
    min_size=2, max_size=6, unique=True,
)  # fmt: skip


@given(names, st.booleans())
def test_every_first_map_is_a_map(
    tmp_path_factory: pytest.TempPathFactory, columns: list[str], lines: bool
) -> None:
    import csv
    import io
    import json

    folder = tmp_path_factory.getbasetemp() / "first"
    folder.mkdir(exist_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows([columns, ["x"] * len(columns)])
    raw = json.dumps(dict.fromkeys(columns, "x")) if lines else out.getvalue()
    try:
        text = first_map(folder, raw)
    except Refused:
        return
    tomllib.loads(text)
    parse_map(text, Path("m.toml"))


def test_a_first_map_of_reddit_reads_all_rows(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "posts" / "reddit-top" / "Apocalypse.csv"
    if not source.is_file():
        pytest.skip("posts/reddit-top is absent")
    text = suggest_map(source).replace("CHANGE-ME", "reddit")
    (tmp_path / "m.toml").write_text(text, "utf-8")
    (found,) = discover([source], maps=[tmp_path / "m.toml"])
    assert found.format == "table"
    row = preview_paths(None, [source], maps=[tmp_path / "m.toml"]).report.files[0]
    assert row.quarantined == 0 and row.new >= len(counted(source)[0])
