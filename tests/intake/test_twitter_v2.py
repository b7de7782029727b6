"""Twitter API v2, against counts made by a plain walk over the JSON that shares no code with us."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.records import Account, Link, Media, Post, Record, Status
from reviewer.intake.sources.base import HEAD_BYTES, Bad, Declared, Item, Note, Row
from reviewer.intake.sources.twitter_v2 import TwitterV2
from reviewer.intake.text import Unescaped

FILES = ["2sets", "brexit", "flat", "media_tweet", "two_tweets", "users", "withheld"]
SOURCE = TwitterV2()


# ------------------------------------------------------------------ the independent counts


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, at any depth."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


class Walk:
    """Distinct ids of posts, own posts, accounts and media keys in some files."""

    def __init__(self, paths: list[Path]) -> None:
        self.posts: set[str] = set()
        self.own: set[str] = set()
        self.accounts: set[str] = set()
        self.full_accounts: set[str] = set()
        self.media: set[str] = set()
        self.media_objects: set[str] = set()
        for path in paths:
            for line in path.read_text("utf-8").split("\n"):
                if line.strip():
                    self._document(json.loads(line))

    def _document(self, document: dict[str, Any]) -> None:
        data = document.get("data", document)
        for one in data if isinstance(data, list) else [data]:
            if "author_id" in one:
                self.own.add(one["id"])
        for one in _objects(document):
            if "author_id" in one and "text" in one:
                self.posts.add(one["id"])
                self.accounts.add(one["author_id"])
                self.accounts.update(filter(None, [one.get("in_reply_to_user_id")]))
                self.media.update(one.get("attachments", {}).get("media_keys", []))
            if "username" in one and "name" in one:
                self.full_accounts.add(one["id"])
            if "username" in one and "id" in one:
                self.accounts.add(one["id"])
            if "media_key" in one and "type" in one:
                self.media_objects.add(one["media_key"])
            if one.get("resource_type") == "user" and "detail" in one:
                by_name = "username" in one["parameter"]
                self.accounts.add("@" + one["value"].lower() if by_name else one["value"])
        self.media |= self.media_objects


class Ours:
    """The same sets from the records that the source yields."""

    def __init__(self, paths: list[Path]) -> None:
        self.records: list[Record] = []
        for path in paths:
            self.records += records(path)
        posts = self.of(Post)
        self.posts = {post.post_id for post in posts}
        self.own = {post.post_id for post in posts if not post.referenced}
        self.full_accounts = {one.account_id for one in self.of(Account)}
        self.media_objects = {one.key for one in self.of(Media)}
        self.media = self.media_objects | {key for post in posts for key in post.media}
        links = self.of(Link)
        self.accounts = (
            self.full_accounts
            | {post.account_id for post in posts}
            | {status.account_id for status in self.of(Status)}
            | {link.source for link in links}
            | {link.target for link in links}
        )

    def of(self, kind: type[Any]) -> list[Any]:
        return [record for record in self.records if isinstance(record, kind)]


def items(path: Path) -> list[Item]:
    with path.open("rb") as stream:
        return list(SOURCE.read(path, stream))


def records(path: Path) -> list[Record]:
    return [item.record for item in items(path) if isinstance(item, Row)]


def read(text: str | bytes) -> list[Item]:
    raw = text.encode() if isinstance(text, str) else text
    return list(SOURCE.read(Path("made.jsonl"), io.BytesIO(raw)))


def read_records(value: Any) -> list[Record]:
    return [item.record for item in read(json.dumps(value)) if isinstance(item, Row)]


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    path = real_data / "posts" / "twitter-api-v2"
    if not path.is_dir():
        pytest.skip("posts/twitter-api-v2 is absent")
    return path


@pytest.mark.parametrize("name", [*FILES, ""])
def test_the_counts_are_those_of_a_plain_walk(folder: Path, name: str) -> None:
    names = [name] if name else FILES
    paths = [folder / f"{one}.jsonl" for one in names]
    walk, ours = Walk(paths), Ours(paths)
    assert ours.posts == walk.posts
    assert ours.own == walk.own
    assert ours.posts - ours.own == walk.posts - walk.own
    assert ours.full_accounts == walk.full_accounts
    assert ours.accounts == walk.accounts
    assert ours.media_objects == walk.media_objects
    assert ours.media == walk.media


def test_all_together(folder: Path) -> None:
    """The figures themselves, so that a change of both walks at once is seen."""
    ours = Ours([folder / f"{name}.jsonl" for name in FILES])
    assert (len(ours.posts), len(ours.own), len(ours.media_objects)) == (779, 517, 50)


def test_nothing_of_the_real_files_is_bad_and_declared_counts_hold(folder: Path) -> None:
    for name in FILES:
        found = items(folder / f"{name}.jsonl")
        assert [item for item in found if isinstance(item, Bad)] == []
        for item in found:
            assert not isinstance(item, Row) or item.line > 0
        declared = sum(item.count for item in found if isinstance(item, Declared))
        own = sum(isinstance(i, Row) and isinstance(i.record, Post) and not i.record.referenced
                  for i in found)  # fmt: skip
        assert declared == 0 or name == "withheld" or declared == own


def test_pointers_lead_back_to_the_object(folder: Path) -> None:
    path = folder / "withheld.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    for item in items(path):
        if isinstance(item, Row) and isinstance(item.record, Post | Account):
            value = lines[item.line - 1]
            for part in item.pointer.split("/")[1:]:
                value = value[int(part)] if isinstance(value, list) else value[part]
            own = item.record.post_id if isinstance(item.record, Post) else item.record.account_id
            assert value["id"] == own


def test_offsets_point_at_the_text_also_after_escapes_and_emoji(folder: Path) -> None:
    seen = 0
    for name in FILES:
        for record in records(folder / f"{name}.jsonl"):
            for entity in record.entities if isinstance(record, Post) else []:
                assert record.text[entity.start : entity.end] == entity.text
                if entity.kind == "hashtag":
                    assert entity.text[1:].lower() == entity.target.lower()
                    assert entity.text[0] in "#＃"
                elif entity.kind == "mention":
                    assert entity.text[0] in "@＠"
                seen += 1
    assert seen > 2500


def test_text_is_unescaped_exactly_once(folder: Path) -> None:
    for name in FILES:
        for record in records(folder / f"{name}.jsonl"):
            if isinstance(record, Post):
                assert "&amp;" not in record.text and "&lt;" not in record.text
    post = read_records(_tweet(text="a &amp;lt; b &lt;3 &quot;"))[0]
    assert isinstance(post, Post) and post.text == "a &lt; b <3 &quot;"


def test_withheld_and_suspended(folder: Path) -> None:
    ours = Ours([folder / "withheld.jsonl", folder / "2sets.jsonl"])
    held = {tuple(post.withheld) for post in ours.of(Post) if post.withheld}
    assert held == {("IN",), ("DE", "FR"), ("XY", "copyright")}
    by_value: dict[str, int] = {}
    for status in ours.of(Status):
        by_value[status.value] = by_value.get(status.value, 0) + 1
        assert status.at.endswith("Z")
    assert by_value == {"withheld": 5, "suspended": 4}


def test_kinds_of_reference(folder: Path) -> None:
    ours = Ours([folder / "brexit.jsonl"])
    own = [post for post in ours.of(Post) if not post.referenced]
    assert sum(bool(post.repost_of or post.quote_of or post.reply_to) for post in own) == 88
    assert all(post.precision == "s" and post.tz == "utc" for post in own)
    assert all(len(post.post_id) > 16 and int(post.post_id) > 2**53 for post in own)


def test_media_have_an_address_and_no_bytes(folder: Path) -> None:
    media = Ours([folder / "media_tweet.jsonl"]).of(Media)
    assert [one.kind for one in media] == ["video"] and media[0].state == "external"
    assert "1280x720" in media[0].remote_url and media[0].duration_ms == 71292
    gifs = [one for one in Ours([folder / "flat.jsonl"]).of(Media) if one.kind == "gif"]
    assert gifs and all("tweet_video_thumb" in one.remote_url for one in gifs)


# ------------------------------------------------------------------ made inputs


def _tweet(**fields: Any) -> dict[str, Any]:
    return {"id": "1", "author_id": "2", "text": "hello", "conversation_id": "1", **fields}


def test_a_cut_last_record_is_quarantined_with_its_line(folder: Path) -> None:
    raw = (folder / "flat.jsonl").read_bytes()
    found = read(b"\n" + raw + b"\n" + raw[:5000])
    bad = [item for item in found if isinstance(item, Bad)]
    assert [item.line for item in bad] == [103] and "cut off" in bad[0].reason
    posts = [i.record for i in found if isinstance(i, Row) and isinstance(i.record, Post)]
    assert {post.post_id for post in posts} == Walk([folder / "flat.jsonl"]).posts


@pytest.mark.parametrize("text", ["", "\n\n", "  \r\n"])
def test_an_empty_file_holds_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "value",
    [
        {"data": _tweet()},
        {"data": [_tweet()]},
        [{"data": [_tweet()]}],
        [_tweet()],
        _tweet(),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_every_shape_of_a_page(value: Any, indent: int | None) -> None:
    raw = ("\ufeff" + json.dumps(value, indent=indent)).encode()
    assert SOURCE.sniff(raw, Path("x"))
    found = read(raw)
    posts = [i.record for i in found if isinstance(i, Row)]
    assert [type(post) for post in posts] == [Post] and len(found) == 1


def test_a_bad_post_does_not_spoil_its_page() -> None:
    page = {"data": [_tweet(id=None), _tweet(), "x", _tweet(text=5), _tweet(author_id="")]}
    found = read(json.dumps(page))
    assert [i.pointer for i in found if isinstance(i, Row)] == ["/data/1"]
    bad = [i for i in found if isinstance(i, Bad)]
    assert [i.pointer for i in bad] == ["/data/0", "/data/2", "/data/3", "/data/4"]
    assert all(i.reason and len(i.raw_sha256) == 64 for i in bad)


def test_own_wins_over_referenced_within_a_page() -> None:
    page = {"data": [_tweet()], "includes": {"tweets": [_tweet(), _tweet(id="9")]}}
    posts = [r for r in read_records(page) if isinstance(r, Post)]
    assert [(post.post_id, post.referenced) for post in posts] == [("1", False), ("9", True)]


def test_an_edit_is_told() -> None:
    posts = read_records(_tweet(edit_history_tweet_ids=["0", "1"]))
    assert isinstance(posts[0], Post) and posts[0].edited


def test_errors_about_posts_are_only_counted() -> None:
    error = {"resource_type": "tweet", "resource_id": "5", "value": "5", "title": "Not Found Error"}
    found = read(json.dumps({"errors": [error, error]}))
    assert found == [Note("2 posts that are named could not be had from the platform.")]


def test_half_surrogates_become_a_replacement() -> None:
    found = read('{"id": "1", "author_id": "2", "conversation_id": "1", "text": "a\\ud83d"}')
    assert isinstance(found[0], Row) and isinstance(found[0].record, Post)
    assert found[0].record.text == "a\ufffd"


def test_only_its_own_files_are_recognised(real_data: Path, folder: Path) -> None:
    for path in sorted((real_data / "posts").rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
            own = path.parent == folder and path.suffix == ".jsonl"
            assert SOURCE.sniff(head, path) is own, path


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "data includes errors users tweets media id author_id text username name entities "
                "mentions urls start end attachments media_keys media_key public_metrics "
                "referenced_tweets type withheld country_codes created_at meta __twarc".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(json_values)
def test_no_document_breaks_the_source(value: Any) -> None:
    from reviewer.bundle.checks import problem

    for item in read(json.dumps(value)):
        if isinstance(item, Row):
            assert problem(item.record) == ""


@given(st.binary(max_size=200))
def test_no_bytes_break_the_source(raw: bytes) -> None:
    for item in read(raw):
        assert isinstance(item, Bad | Row | Declared | Note)


@given(st.lists(st.sampled_from(["&amp;", "&lt;", "&gt;", "x", "😀", "&", "amp;"]), max_size=8))
def test_offsets_move_with_the_text(parts: list[str]) -> None:
    original = "".join(parts)
    unescaped = Unescaped(original)
    for offset in range(len(original) + 1):
        before = Unescaped(original[:offset]).text
        assert 0 <= unescaped.at(offset) <= len(unescaped.text)
        if unescaped.text.startswith(before) and not original[:offset].endswith("&"):
            inside = any(
                original.startswith(e, s) and s < offset < s + len(e)
                for e in ("&amp;", "&lt;", "&gt;")
                for s in range(len(original))
            )
            assert inside or unescaped.at(offset) == len(before)
