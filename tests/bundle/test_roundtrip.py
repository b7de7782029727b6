"""Records in, the same records out; the same input gives the same bytes."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bagit
import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.bundle.codes import CODES
from reviewer.bundle.read import open_bundle
from reviewer.bundle.rows import BadRow, decode_row, encode_row
from reviewer.bundle.schemas import all_schemas, schema_text
from reviewer.bundle.verify import verify
from reviewer.bundle.write import write_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.records import (
    RECORD_FILES,
    Account,
    Case,
    Entity,
    History,
    Link,
    Media,
    MediaHash,
    Post,
    Record,
    Report,
    Status,
    Subject,
    WorldEvent,
)
from reviewer.respath import resource
from reviewer.trust.keys import Signer
from tests.bundle.made import PNG, PNG_PATH, PNG_SHA

KEY = Signer.from_private(bytes(range(32)))
AT = "2026-01-31T12:00:00.000Z"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ids = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
platforms = st.sampled_from(["example", "twitter"])
counts = st.integers(0, 2**53 - 1)


def _stamp(ms: int) -> str:
    when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    return when.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


times = st.integers(-30_000_000_000_000, 253_402_300_799_999).map(_stamp)
maybe_time = st.one_of(st.just(""), times)


@st.composite
def posts(draw: st.DrawFn) -> Post:
    body = draw(text)
    start = draw(st.integers(0, len(body)))
    end = draw(st.integers(start, len(body)))
    return Post(
        post_id=draw(ids),
        account_id=draw(ids),
        platform=draw(platforms),
        published_at=draw(maybe_time),
        text=body,
        entities=[Entity(kind="hashtag", start=start, end=end, text=body[start:end])],
        counts=draw(st.dictionaries(ids, counts, max_size=3)),
        media=draw(st.lists(ids, max_size=2)),
        sensitive=draw(st.none() | st.booleans()),
        referenced=draw(st.booleans()),
    )


subjects = st.builds(
    Subject, kind=st.sampled_from(["account", "post", "media"]), id=ids, platform=platforms
)
accounts = st.builds(
    Account,
    account_id=ids,
    platform=platforms,
    captured_at=maybe_time,
    source=text,
    handles=st.lists(text, max_size=2),
    bio=text,
    followers=st.none() | counts,
)
media = st.builds(
    Media,
    key=ids,
    platform=platforms,
    state=st.just("external"),
    hashes=st.lists(st.builds(MediaHash, alg=text, value=st.just("ab" * 16)), max_size=1),
)
records = st.one_of(
    posts(),
    accounts,
    media,
    st.builds(
        Case,
        case_id=ids,
        subjects=st.lists(subjects, min_size=1, max_size=2),
        opened_at=times,
        priority=st.integers(-100, 100),
    ),
    st.builds(
        Report, report_id=ids, subject=subjects, at=times, kind=st.just("user"), statement=text
    ),
    st.builds(Link, source=ids, target=ids, kind=text, platform=platforms),
    st.builds(History, account_id=ids, at=maybe_time, action=text, platform=platforms),
    st.builds(Status, account_id=ids, at=times, value=st.just("suspended"), platform=platforms),
    st.builds(WorldEvent, event_id=ids, at=times, kind=st.just("press"), title=text),
)


def _unique(items: list[Record]) -> list[Record]:
    return list({(type(one), encode_row(one)): one for one in items}.values())


def _by_file(items: list[Record]) -> list[Record]:
    order = list(RECORD_FILES.values())
    return sorted(items, key=lambda one: order.index(type(one)))


@settings(max_examples=25)
@given(st.lists(records, max_size=8).map(_unique), st.booleans())
def test_records_come_back(items: list[Record], zipped: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name, "first"), Path(name, "second")
        for out in (first, second):
            write_bundle(out, items, signer=KEY, zipped=zipped)
        report = verify(first)
        assert report.violations == [] and report.signer == KEY.keyid
        with open_bundle(first) as bundle:
            assert [record for _, _, record in bundle.records()] == _by_file(items)
        if zipped:
            assert first.read_bytes() == second.read_bytes()
        else:
            assert _contents(first) == _contents(second)
            assert bagit.Bag(str(first)).is_valid()


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@given(records)
def test_a_row_decodes_and_its_schema_agrees(record: Record) -> None:
    stem = next(stem for stem, kind in RECORD_FILES.items() if kind is type(record))
    raw = encode_row(record)
    assert decode_row(stem, raw) == record
    jsonschema.Draft202012Validator(all_schemas()[stem]).validate(msgspec.json.decode(raw))


BAD_ROWS: list[tuple[str, dict[str, Any]]] = [
    ("posts", {"account_id": "1"}),
    ("posts", {"post_id": 5, "account_id": "1"}),
    ("posts", {"post_id": "", "account_id": "1"}),
    ("posts", {"post_id": "a\nb", "account_id": "1"}),
    ("posts", {"post_id": "1", "account_id": "1", "published_at": "2026-01-31"}),
    ("posts", {"post_id": "1", "account_id": "1", "platform": "a:b"}),
    ("posts", {"post_id": "1", "account_id": "1", "counts": {"like": -1}}),
    ("posts", {"post_id": "1", "account_id": "1", "counts": {"like": 2**60}}),
    ("cases", {"case_id": "c", "subjects": [], "opened_at": AT}),
    ("cases", {"case_id": "c", "subjects": [{"kind": "cat", "id": "x"}], "opened_at": AT}),
    ("media", {"sha256": "AB" * 32, "bytes": 1}),
    ("media", {"sha256": "ab" * 32, "bytes": -1}),
    ("media", {"sha256": "ab" * 32, "hashes": [{"alg": "pdq", "value": "XY"}]}),
    ("accounts", {"account_id": "1", "platform": "example"}),
    ("status", {"account_id": "1", "at": AT, "value": "asleep"}),
]


@pytest.mark.parametrize(("stem", "value"), BAD_ROWS)
def test_schema_and_decoder_refuse_the_same_rows(stem: str, value: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(all_schemas()[stem]).is_valid(value)
    with pytest.raises(ValueError):
        decode_row(stem, msgspec.json.encode(value))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"post_id":"1","account_id":"1","text":"a","entities":[{"kind":"x","start":0,"end":2}]}',
        b'{"post_id":"1","account_id":"1","text":"\\ud800"}',
        b'{"post_id":"1","account_id":"1","text":"\xff"}',
        b'{"post_id":"1","account_id":"1"} {}',
        b'{"post_id":"1","account_id":"1","published_at":"2026-02-30T00:00:00.000Z"}',
        b'{"post_id":"1","account_id":"1","media":[""]}',
        b"[" * 5000,
        b"",
    ],
)
def test_rows_that_only_the_decoder_can_refuse(raw: bytes) -> None:
    with pytest.raises(ValueError):
        decode_row("posts", raw)


@given(st.sampled_from(sorted(RECORD_FILES)), st.binary(max_size=60))
def test_no_row_of_bytes_breaks_the_decoder(stem: str, raw: bytes) -> None:
    try:
        decode_row(stem, raw)
    except ValueError as error:
        assert str(error)


def test_unknown_fields_do_not_matter() -> None:
    record = decode_row("posts", b'{"post_id":"1","account_id":"2","mood":{"a":[1]}}')
    assert isinstance(record, Post) and record.post_id == "1"


def test_the_schemas_stand_in_the_resources() -> None:
    for stem, schema in all_schemas().items():
        jsonschema.Draft202012Validator.check_schema(schema)
        assert resource(f"schemas/{stem}.schema.json").read_text("utf-8") == schema_text(schema)


def test_media_are_written_under_their_own_name_and_read_back(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(PNG)
    medium = Media(sha256=PNG_SHA, bytes=len(PNG), mime="image/png")
    write_bundle(tmp_path / "out", [medium], {PNG_SHA: tmp_path / "photo"})
    with open_bundle(tmp_path / "out") as bundle:
        assert bundle.media_files == {PNG_SHA: PNG_PATH}
        with bundle.media(PNG_SHA) as stream:
            assert stream.read() == PNG
        with pytest.raises(Refused):
            bundle.media("0" * 64)


def test_media_of_another_content_are_refused(tmp_path: Path) -> None:
    medium = Media(sha256="ab" * 32, bytes=3, mime="image/png")
    with pytest.raises(Refused) as refused:
        write_bundle(tmp_path / "out", [medium], {"ab" * 32: b"xyz"})
    assert refused.value.code == "media_name"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_and_nothing_left_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine")
    for zipped in (True, False):
        with pytest.raises(Refused) as refused:
            write_bundle(out, [], zipped=zipped)
        assert refused.value.code == "exists"
    assert list(tmp_path.iterdir()) == [out] and out.read_text() == "mine"


def test_created_at_is_the_newest_time_and_never_the_clock(tmp_path: Path) -> None:
    old = Status(account_id="1", at="2001-02-03T04:05:06.000Z", value="active", platform="x")
    write_bundle(tmp_path / "a", [old])
    assert verify(tmp_path / "a").created_at == old.at
    write_bundle(tmp_path / "b", [old], created_at=AT)
    assert verify(tmp_path / "b").created_at == AT


def test_a_known_signer_is_told_from_an_unknown(tmp_path: Path) -> None:
    write_bundle(tmp_path / "a", [], signer=KEY)
    assert verify(tmp_path / "a").trust == "unknown"
    assert verify(tmp_path / "a", {KEY.keyid: KEY.public}).trust == "known"
    write_bundle(tmp_path / "b", [])
    report = verify(tmp_path / "b")
    assert (report.signed, report.trust, report.violations) == (False, "none", [])


def test_platforms_are_filled_in(tmp_path: Path) -> None:
    account = Account(account_id="1", platform="example", captured_at="", source="")
    post = Post(post_id="p", account_id="1")
    report = Report(report_id="r", subject=Subject(kind="post", id="p"), at=AT, kind="user")
    write_bundle(tmp_path / "a", [account, post, report])
    with open_bundle(tmp_path / "a") as bundle:
        found = [record for _, _, record in bundle.records()]
    assert isinstance(found[1], Post) and found[1].platform == "example"
    assert isinstance(found[2], Report) and found[2].subject.platform == "example"


def test_a_file_that_changes_after_verification_is_noticed(tmp_path: Path) -> None:
    write_bundle(tmp_path / "a", [Post(post_id="p", account_id="1", platform="x", text="one")])
    with open_bundle(tmp_path / "a") as bundle:
        rows = tmp_path / "a/data/posts.jsonl"
        rows.write_bytes(rows.read_bytes().replace(b"one", b"two"))
        with pytest.raises(Refused) as refused:
            list(bundle.records())
    assert refused.value.code == "hash"


def test_bad_rows_carry_a_code_of_the_list() -> None:
    row = BadRow("row", "why", "0" * 64)
    assert row.code in CODES
