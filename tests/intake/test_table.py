"""Tables through column maps: every row is taken in or put aside, with its line and reason."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.bundle.checks import problem
from reviewer.domain.errors import Refused
from reviewer.domain.records import Account, Media, Post, Record
from reviewer.intake.maps import built_in_names, load_map, parse_map
from reviewer.intake.registry import discover
from reviewer.intake.run import import_paths
from reviewer.intake.sources.base import Bad, Item, Note, Row
from reviewer.intake.sources.table import Table
from reviewer.intake.tablehead import head_of
from tests.intake.shelf import Shelf

HEAD = """
format = "reviewer-map"
format_version = "1.0"
name = "made"
platform = { constant = "example" }
"""
POSTS = (
    HEAD
    + """
[post]
post_id = "id"
account_id = "who"
published_at = { column = "at", time = "rfc3339" }
text = "text"
"""
)


def table(text: str) -> Table:
    return Table(parse_map(text, Path("made.toml")))


def read(folder: Path, source: Table, raw: str | bytes, name: str = "made.csv") -> list[Item]:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with path.open("rb") as stream:
        found = list(source.read(path, stream))
        assert not stream.closed, "the stream is the caller's"
    return found


def records(items: list[Item]) -> list[Record]:
    return [item.record for item in items if isinstance(item, Row)]


def posts(items: list[Item]) -> list[Post]:
    return [record for record in records(items) if isinstance(record, Post)]


def bad(items: list[Item]) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in items if isinstance(item, Bad)]


# ------------------------------------------------------------------ reddit-top, by the csv module


@pytest.fixture(scope="module")
def reddit(real_data: Path) -> Path:
    path = real_data / "posts" / "reddit-top"
    if not path.is_dir():
        pytest.skip("posts/reddit-top is absent")
    return path


def counted(path: Path) -> tuple[list[dict[str, str]], int]:
    """The whole rows of a file and how many are not whole, with the csv module alone."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    whole = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if len(row) == len(rows[0])]
    return whole, len(rows) - 1 - len(whole)


def test_all_files_of_reddit_top_by_an_independent_count(reddit: Path) -> None:
    found = [one for one in discover([reddit]) if one.format]
    assert len(found) == 60 and {one.format for one in found} == {"reddit-top"}
    total = Counter[str]()
    for one in found:
        rows, ragged = counted(one.path)
        assert one.source is not None
        with one.path.open("rb") as stream:
            items = list(one.source.read(one.path, stream))
        ours = posts(items)
        assert len(bad(items)) == ragged
        assert [post.post_id for post in ours] == [row["id"] for row in rows]
        assert all(p.text.startswith(row["title"]) for p, row in zip(ours, rows, strict=True))
        (account,) = (r for r in records(items) if isinstance(r, Account))
        assert {row["subreddit_id"] for row in rows} == {account.account_id}
        assert account.handles == [one.path.stem] and account.kind == "community"
        media = sum(isinstance(record, Media) for record in records(items))
        assert media == sum(row["thumbnail"].startswith("http") for row in rows)
        total += Counter(posts=len(ours), bad=ragged, edited=sum(p.edited for p in ours))
    assert total == {"posts": 54182, "bad": 1, "edited": 632}


def test_what_is_stored_is_what_the_csv_module_counts(reddit: Path, tmp_path: Path) -> None:
    names = ("Delightfullychubby", "Apocalypse", "promos", "GiffingTool", "LGBTrees")
    paths = [reddit / f"{name}.csv" for name in names if (reddit / f"{name}.csv").is_file()]
    rows = [row for path in paths for row in counted(path)[0]]
    shelf = Shelf.make(tmp_path / "shelf")
    try:
        report = import_paths(shelf, paths, now_ms=0)
        counts = shelf.evidence.counts()
        assert counts.posts == len({row["id"] for row in rows})
        assert counts.accounts == counts.cases == len({row["subreddit_id"] for row in rows})
        assert counts.quarantined == sum(counted(path)[1] for path in paths) == 1
        assert counts.media == len({r["thumbnail"] for r in rows if r["thumbnail"][:4] == "http"})
        (aside,) = shelf.evidence.quarantined(10)
        assert aside.origin.file == "Delightfullychubby.csv" and "13 of 21" in aside.reason
        for row in report.files:
            assert row.read == row.new + row.known + row.quarantined
            assert row.as_dict()["map"] == "reddit-top"
        again = import_paths(shelf, paths, now_ms=1)
        assert not again.wrote and shelf.evidence.counts() == counts
    finally:
        shelf.evidence.close()


def test_a_community_stands_for_the_account(tmp_path: Path) -> None:
    columns = (
        "created_utc,score,domain,id,title,ups,downs,num_comments,permalink,selftext,over_18,"
        "thumbnail,subreddit_id,edited,is_self,url"
    )
    line = "http://www.reddit.com/r/Boats/comments/{}/x/"
    rows = [
        f'1356667580.0,-3,self.Boats,a1,"Two\nlines",5,8,0,{line},"more\r\nlines",True,self,t5_1,'
        f"1356667999.0,True,{line}",
        f"1356667581.5,3,img.example,a2,Boat,5,2,1,{line},,False,https://img.example/t.jpg,t5_1,"
        "False,False,https://img.example/boat.jpg",
    ]
    raw = columns + "\r\n" + "\r\n".join(rows) + "\r\n"
    (found,) = discover([_file(tmp_path, "any name.txt", raw)])
    assert found.format == "reddit-top", "told by its columns, not by its name"
    items = read(tmp_path, Table(load_map("reddit-top")), raw)
    first, second = posts(items)
    assert first.text == "Two\nlines\n\nmore\r\nlines" and first.edited and first.sensitive
    assert (first.published_at, first.precision) == ("2012-12-28T04:06:20.000Z", "s")
    assert (second.published_at[-5:], second.precision) == (".500Z", "ms")
    assert second.text == "Boat\n\nhttps://img.example/boat.jpg" and not second.edited
    assert first.media == [] and second.media == ["https://img.example/t.jpg"]
    assert (first.counts, second.counts["score"]) == ({"up": 5, "down": 8, "reply": 0}, 3)
    assert [item.line for item in items if isinstance(item, Row)][-1] == 5
    notes = [item.text for item in items if isinstance(item, Note)]
    assert notes == ["Columns not read: domain.", "Counts below zero left out: 1."]


def _file(folder: Path, name: str, raw: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


# ------------------------------------------------------------------ rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_marks_and_line_ends(
    tmp_path: Path, delimiter: str, bom: bytes, end: str
) -> None:
    rows = [["id", "who", "at", "text"], ["1", "a", "2026-01-31T12:00:00Z", "x"]]
    raw = bom + "".join(delimiter.join(row) + end for row in rows).encode()
    (post,) = posts(read(tmp_path, table(POSTS), raw))
    assert (post.post_id, post.account_id, post.text) == ("1", "a", "x")
    assert post.published_at == "2026-01-31T12:00:00.000Z" and post.tz == "utc"


def test_records_are_counted_not_lines_and_ragged_ones_say_where(tmp_path: Path) -> None:
    raw = (
        "id,who,at,text\n"
        '1,a,,"two\nlines with ""quotes"""\n'
        "2,a,\n"
        "\n"
        "3,a,,x,y\n"
        "4,a,,كتب\u200f 😀\n"
        '5,a,,"never closed\nand so on\n'
        "6,a,,swallowed\n"
    )
    items = read(tmp_path, table(POSTS), raw)
    assert [(post.post_id, post.text) for post in posts(items)] == [
        ("1", 'two\nlines with "quotes"'),
        ("4", "كتب\u200f 😀"),
        ("5", "never closed\nand so on\n6,a,,swallowed\n"),
    ]
    assert bad(items) == [(4, "The row has 3 of 4 columns."), (6, "The row has 5 of 4 columns.")]
    swallowed = read(tmp_path, table(POSTS), 'id,who,at,text\n1,a,"x\n2,b,,y\n')
    assert bad(swallowed) == [(2, "The row has 3 of 4 columns; it reaches to line 4.")] or bad(
        swallowed
    ) == [(2, "The row has 3 of 4 columns; it reaches to line 3.")]


def test_a_row_is_whole_or_put_aside_and_the_field_is_named(tmp_path: Path) -> None:
    raw = "id,who,at,text\n1,a,yesterday,x\n,a,,x\n2,a,2026-01-31T12:00:00Z,x\n"
    items = read(tmp_path, table(POSTS), raw)
    assert [post.post_id for post in posts(items)] == ["2"]
    assert [line for line, _ in bad(items)] == [2, 3]
    assert "post.published_at: 'yesterday' is not a time" in bad(items)[0][1]
    assert bad(items)[1][1] == "post.post_id: it is empty."


def test_ids_stay_text_and_odd_handles_stay_whole(tmp_path: Path) -> None:
    raw = "id,who,at,text\n850007368138018817,{},,x\n007,b,,x\n".format("`" * 304)
    first, second = posts(read(tmp_path, table(POSTS), raw))
    assert (first.post_id, second.post_id) == ("850007368138018817", "007")
    assert first.account_id == "`" * 304


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    raw = f"id,who,at,text\n1,a,,{'x' * 400_000}\n"
    assert len(posts(read(tmp_path, table(POSTS), raw))[0].text) == 400_000


def test_json_lines_with_keys_inside_and_exact_numbers(tmp_path: Path) -> None:
    text = POSTS.replace('"who"', '"/user/id"').replace(
        'text = "text"', 'text = "text"\nmedia = "pics"'
    )
    lines: list[Any] = [
        {"id": 850007368138018817, "user": {"id": 17}, "text": "x", "pics": ["a.jpg", "b.jpg"]},
        {"id": 8.5e17, "user": {"id": 17}},
        {"id": "3", "user": []},
        {"id": "4", "user": {"id": "17"}, "text": ["no"]},
        [],
        "text",
    ]
    raw = "\n".join(map(json.dumps, lines)) + '\n{"id": "cut'
    items = read(tmp_path, table(text), raw, "made.jsonl")
    (post,) = posts(items)
    assert (post.post_id, post.account_id) == ("850007368138018817", "17")
    assert post.media == ["a.jpg", "b.jpg"] and len(bad(items)) == 5
    reasons = dict(bad(items))
    assert "rounded" in reasons[2] and "account_id" in reasons[3] and "holds a list" in reasons[4]
    assert reasons[7] == "The JSON is cut off before its end."


def test_encodings(tmp_path: Path) -> None:
    raw = "id,who,at,text\n1,a,,café\n".encode("windows-1252")
    path = _file(tmp_path, "made.csv", raw)
    plain, named = (
        _file(tmp_path, "m.toml", POSTS),
        _file(tmp_path, "w.toml", POSTS + '[file]\nencoding = "windows-1252"\n'),
    )
    (found,) = discover([path], maps=[named])
    assert found.refused is None and found.source is not None
    with path.open("rb") as stream:
        assert posts(list(found.source.read(path, stream)))[0].text == "café"
    (left,) = discover([path], maps=[plain])
    assert left.format == "" or (left.refused is not None and left.refused.line == 2)
    late = _file(tmp_path, "late.csv", b"id,who,at,text\n" + b"1,a,,x\n" * 90_000 + b"2,a,,\xe9\n")
    (refused,) = discover([late], maps=[plain])
    assert refused.refused is not None and refused.refused.code == "encoding"
    assert refused.refused.line == 90_002 and "windows-1252" in refused.refused.next_step
    wide = _file(tmp_path, "wide.csv", "id,who,at,text\n1,a,,ж\n".encode("utf-16"))
    (left,) = discover([wide], maps=[plain])
    assert not left.format and "UTF-16" in left.reason
    utf16 = _file(tmp_path, "u.toml", POSTS + '[file]\nencoding = "utf-16"\n')
    (found,) = discover([wide], maps=[utf16])
    assert found.source is not None
    with wide.open("rb") as stream:
        assert posts(list(found.source.read(wide, stream)))[0].text == "ж"


# ------------------------------------------------------------------ values

ROWS = 'id,who,at,text,flag,n,tags\n1,@Heron,1356667580,"a &amp;lt; b",Yes,12.0,"x, y,,x"\n'


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ('account_id = { column = "who", strip_start = "@", lower = true }', "account_id", "heron"),
        ('text = { column = "text", unescape = true }', "text", "a &lt; b"),
        ('text = { parts = ["id", "flag", { constant = "z" }], join = "-" }', "text", "1-Yes-z"),
        ('text = { column = "text", after = "&", before = ";" }', "text", "amp"),
        ('text = { column = "text", after = "#" }', "text", ""),
        ('text = { column = "text", only_if = { flag = ["No"] } }', "text", ""),
        ('text = { file = "stem" }', "text", "made"),
        ('text = { column = "id", values = { "1" = "one" } }', "text", "one"),
        ('text = { column = "id", values = { "2" = "two" }, others = "empty" }', "text", ""),
        ('text = { column = "gone", optional = true }', "text", ""),
        ('lang = { constant = "ar" }', "lang", "ar"),
        ('sensitive = "flag"', "sensitive", True),
        ('edited = { column = "n", otherwise = "true" }', "edited", True),
        ('withheld = { column = "tags", split = "," }', "withheld", ["x", "y"]),
        ('counts = { like = "n" }', "counts", {"like": 12}),
        ('published_at = { column = "at", time = "epoch_s" }', "published_at",
         "2012-12-28T04:06:20.000Z"),
    ],
)  # fmt: skip
def test_each_way_to_make_a_value(tmp_path: Path, line: str, field: str, value: object) -> None:
    fields = {"post_id": 'post_id = "id"', "account_id": 'account_id = "who"'}
    fields[line.partition(" ")[0]] = line
    text = HEAD + "[post]\n" + "\n".join(fields.values())
    (post,) = posts(read(tmp_path, table(text), ROWS))
    assert getattr(post, field) == value


@pytest.mark.parametrize(
    ("form", "zone", "text", "time", "precision"),
    [
        ("epoch_ms", "", "1356667580123", "2012-12-28T04:06:20.123Z", "ms"),
        ("epoch_s", "", "-1.5", "1969-12-31T23:59:58.500Z", "ms"),
        ("rfc3339", "", "2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00.000Z", "s"),
        ("rfc3339", "unknown", "2026-01-31 12:00:00", "2026-01-31T12:00:00.000Z", "s"),
        ("rfc3339", "Europe/Berlin", "2026-07-31", "2026-07-30T22:00:00.000Z", "day"),
        ("twitter", "", "Sun Aug 31 00:29:15 +0000 2014", "2014-08-31T00:29:15.000Z", "s"),
        ("%m/%d/%Y %H:%M", "unknown", "1/6/2015 21:07", "2015-01-06T21:07:00.000Z", "min"),
        ("%d/%m/%Y %H:%M:%S", "+01:00", "23/05/2020 00:23:34", "2020-05-22T23:23:34.000Z", "s"),
        ("%d.%m.%Y", "UTC", "23.05.2020", "2020-05-23T00:00:00.000Z", "day"),
        ("%Y-%m-%d %H:%M:%S%z", "", "2020-05-23 01:00:00+01:00", "2020-05-23T00:00:00.000Z", "s"),
    ],
)  # fmt: skip
def test_times(tmp_path: Path, form: str, zone: str, text: str, time: str, precision: str) -> None:
    at = f'{{ column = "at", time = "{form}"' + (f', zone = "{zone}" }}' if zone else " }")
    spec = HEAD + f'[post]\npost_id = "id"\naccount_id = "who"\npublished_at = {at}\n'
    (post,) = posts(read(tmp_path, table(spec), f"id,who,at\n1,a,{text}\n"))
    assert (post.published_at, post.precision) == (time, precision)


def test_ids_made_of_columns_are_the_same_twice_and_equal_rows_are_one(tmp_path: Path) -> None:
    spec = HEAD + '[post]\npost_id = { made_of = ["who", "text"] }\naccount_id = "who"\n'
    raw = "who,text\na,x\nb,x\na,x\n,\n"
    first = read(tmp_path, table(spec), raw)
    again = read(tmp_path, table(spec), "who,text\na,x\n")
    ids = [post.post_id for post in posts(first)]
    assert ids[0] == ids[2] == posts(again)[0].post_id != ids[1]
    assert len(bad(first)) == 1


def test_an_account_is_given_once_for_each_state(tmp_path: Path) -> None:
    spec = HEAD + (
        '[account]\naccount_id = "who"\nhandles = "who"\nfollowers = "n"\n'
        '[post]\npost_id = "id"\naccount_id = "who"\n'
    )
    raw = "id,who,n\n1,a,5\n2,a,5\n3,b,1\n4,a,5\n5,a,6\n,c,1\n6,c,1\n"
    items = read(tmp_path, table(spec), raw)
    accounts = [record for record in records(items) if isinstance(record, Account)]
    assert [(one.account_id, one.followers) for one in accounts] == [
        ("a", 5), ("b", 1), ("a", 6), ("c", 1),
    ]  # fmt: skip
    assert len(bad(items)) == 1, "the account of a row that is put aside comes with the next"


# ------------------------------------------------------------------ maps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format =", "not TOML"),
        ('format = "x"', "format: Invalid enum value 'x'"),
        (HEAD, "none of the sections"),
        (HEAD + "[post]\npost_id = 1\naccount_id = 'a'", "post.post_id: "),
        (HEAD + "[post]\npost_id = 'a'", "account_id"),
        (HEAD + "[post]\npost_id='a'\naccount_id='a'\ntxt='x'", "unknown field `txt`"),
        (HEAD + "[post]\npost_id={}\naccount_id='a'", "post.post_id: It takes exactly one of"),
        (HEAD + "[post]\npost_id='a'\naccount_id='a'\npublished_at='t'", "how it is written"),
        (HEAD + "[post]\npost_id='a'\naccount_id='a'\npublished_at={column='t',time='noon'}",
         "'noon' is no form"),
        (HEAD + "[post]\npost_id='a'\naccount_id='a'\npublished_at={column='t',time='%d.%m.%Y'}",
         "needs a zone"),
        (HEAD + "[post]\npost_id='a'\naccount_id='a'\n"
         "published_at={column='t',time='%d.%m.%Y',zone='Mars'}", "'Mars' is no zone"),
        (HEAD + "[file]\nencoding='rot13'\n[post]\npost_id='a'\naccount_id='a'", "file.encoding"),
        (HEAD + "[file]\ndelimiter='ab'\n[post]\npost_id='a'\naccount_id='a'", "file.delimiter"),
        (HEAD.replace('"1.0"', '"2.0"') + "[post]\npost_id='a'\naccount_id='a'", "version 1"),
        (HEAD.replace("made", "M a d e") + "[post]\npost_id='a'\naccount_id='a'", "name: "),
        (HEAD.replace("platform", "# ") + "[post]\npost_id='a'\naccount_id='a'", "platform"),
        (HEAD + "[post]\npost_id={column='a',split=','}\naccount_id='a'", "Only lists"),
        (HEAD + "[report]\nreport_id='a'\nkind='k'", "names no subject"),
        (HEAD + "[report]\nreport_id='a'\nkind='k'\npost_id='p'\nstatement='Reporter Name'",
         "says who reported"),
    ],
)  # fmt: skip
def test_a_map_that_is_wrong_says_where(text: str, words: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_map(text, Path("mine.toml"))
    assert caught.value.code == "map" and caught.value.file == "mine.toml"
    assert words in caught.value.message and caught.value.next_step


def test_a_missing_map_and_missing_columns_are_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no map of this name") as caught:
        load_map("nowhere.toml")
    assert "reddit-top" in caught.value.next_step
    spec, path = _file(tmp_path, "m.toml", POSTS), _file(tmp_path, "x.csv", "id,text\n1,x\n")
    (left,) = discover([path], maps=[spec])
    assert left.reason == "It lacks what the map m.toml reads: who, at."
    (forced,) = discover([path], "table", [spec])
    assert forced.refused is not None and forced.refused.code == "columns"
    with pytest.raises(Refused, match="through one map"):
        discover([path], "table")


def test_a_table_without_a_map_says_how_one_is_made(tmp_path: Path) -> None:
    (left,) = discover([_file(tmp_path, "x.csv", "id;words\n1;x\n")])
    assert "CSV, 2 columns" in left.reason and "--suggest-map" in left.reason
    (prose,) = discover([_file(tmp_path, "x.txt", "Once, upon a time.\nThere, was, x\n")])
    assert prose.reason == "It is of no format that is known."


def test_the_built_in_maps_are_sound() -> None:
    assert set(built_in_names()) >= {"reddit-top", "reports"}
    for name in built_in_names():
        assert load_map(name).spec.name == name and load_map(name).spec.recognise.columns


# ------------------------------------------------------------------ anything at all

cells = st.text(alphabet=st.sampled_from("ab1,;\t\"'\n\r\x00\u2028é😀\u200f"), max_size=6)


@given(st.lists(st.lists(cells, min_size=0, max_size=6), max_size=8), st.sampled_from(",;\t"))
def test_every_record_is_taken_or_put_aside(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "who", "at", "text"])
    writer.writerows(rows)
    folder = tmp_path_factory.getbasetemp() / "anything"
    folder.mkdir(exist_ok=True)
    spec = POSTS.replace("[post]", f'[file]\ndelimiter = "{delimiter}"\n[post]').replace(
        "\t", "\\t"
    )
    items = read(folder, table(spec), out.getvalue())
    out.seek(0)
    expected = sum(bool(row) for row in csv.reader(io.StringIO(out.getvalue(), newline=""),
                                                   delimiter=delimiter)) - 1  # fmt: skip
    assert len(posts(items)) + len(bad(items)) == expected
    assert all(problem(record) == "" for record in records(items))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_table(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "bytes"
    folder.mkdir(exist_ok=True)
    head_of(raw)
    for item in read(folder, table(POSTS), b"id,who,at,text\n" + raw):
        assert isinstance(item, Bad | Row | Note)


map_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "column constant parts made_of file join time zone split values post_id text "
                "account_id counts published_at only_if empty".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps("" if value is None else value, ensure_ascii=False).replace("\x7f", "")


@given(map_values, map_values)
def test_no_map_breaks_the_program(
    tmp_path_factory: pytest.TempPathFactory, post: Any, text: Any
) -> None:
    folder = tmp_path_factory.getbasetemp() / "maps"
    folder.mkdir(exist_ok=True)
    whole = {"post_id": "id", "account_id": "who", "text": text}
    for value in (post, whole):
        try:
            source = table(HEAD + f"post = {_toml(value)}")
        except Refused as refused:
            assert refused.code == "map"
        else:
            read(folder, source, "id,who,at,text\n1,a,b,c\n")
