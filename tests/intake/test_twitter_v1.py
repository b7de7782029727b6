"""Twitter API v1.1, against counts of a plain walk over the JSON that shares no code with us."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.bundle.checks import problem
from reviewer.domain.records import Account, Link, Media, Post, Record, Status
from reviewer.intake.registry import discover
from reviewer.intake.run import import_paths
from reviewer.intake.sources.base import Bad, Item, Note, Row
from reviewer.intake.sources.twitter_v1 import TwitterV1
from reviewer.intake.times import from_twitter
from tests.intake.shelf import Shelf

SOURCE = TwitterV1()
FILES = ("twitter_api_response.json", "twitter_timeline.json")
BIG = 850007368138018817


@pytest.fixture(scope="module")
def folder(real_data: Path) -> Path:
    path = real_data / "posts" / "twitter-api-v1"
    if not path.is_dir():
        pytest.skip("posts/twitter-api-v1 is absent")
    return path


def read(value: Any) -> list[Item]:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return list(SOURCE.read(Path("made.json"), io.BytesIO(raw)))


def records(value: Any) -> list[Record]:
    return [item.record for item in read(value) if isinstance(item, Row)]


def of(kind: type[Any], value: Any) -> list[Any]:
    return [record for record in records(value) if isinstance(record, kind)]


def user(number: int = 17, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "id_str": str(number),
        "screen_name": f"heron{number}",
        "name": "Grey Heron",
        "followers_count": 5,
        **more,
    }


def tweet(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "created_at": "Sun Aug 31 00:29:15 +0000 2014",
        "id": number,
        "id_str": str(number),
        "text": "hello",
        "truncated": False,
        "entities": {},
        "user": user(),
        **more,
    }


# ------------------------------------------------------------------ the real files


def _inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _inside(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _inside(inner)


@pytest.mark.parametrize("names", [FILES[:1], FILES[1:], FILES])
def test_the_counts_are_those_of_a_plain_walk(
    folder: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    posts, own, authors, full, named, media = (set[str]() for _ in range(6))
    for name in names:
        document = json.loads((folder / name).read_text("utf-8"))
        own.update(one["id_str"] for one in document)
        authors.update(one["user"]["id_str"] for one in document)
        for one in _inside(document):
            if "user" in one and "text" in one:
                posts.add(one["id_str"])
                named.add(one["in_reply_to_user_id_str"])
                named.update(m["id_str"] for m in one["entities"]["user_mentions"])
                media.update(m["id_str"] for m in one["entities"].get("media", []))
            if "followers_count" in one:
                full.add(one["id_str"])
    accounts = (full | named) - {None}
    shelf = Shelf.make(tmp_path / "shelf")
    try:
        paths = [folder / name for name in names]
        report = import_paths(shelf, paths, now_ms=0)
        assert {row.format for row in report.files} == {"twitter_v1"}
        counts = shelf.evidence.counts()
        assert (counts.posts, counts.posts_referenced) == (len(posts), len(posts - own))
        assert (counts.accounts, counts.accounts_stub) == (len(accounts), len(accounts - full))
        assert (counts.media, counts.quarantined) == (len(media), 0)
        assert counts.cases == len(authors)
        again = import_paths(shelf, paths, now_ms=1)
        assert not again.wrote and shelf.evidence.counts() == counts
    finally:
        shelf.evidence.close()


def test_the_figures_themselves(folder: Path) -> None:
    """So that a change of both walks at once is seen."""
    found = [
        record
        for name in FILES
        for record in records((folder / name).read_bytes())
        if isinstance(record, Post)
    ]
    assert (len(found), sum(not post.referenced for post in found)) == (24, 22)
    assert sum(len(post.media) for post in found) == 1


def test_pointers_lead_back_and_offsets_point_at_the_text(folder: Path) -> None:
    seen = 0
    for name in FILES:
        document = json.loads((folder / name).read_text("utf-8"))
        for item in read((folder / name).read_bytes()):
            if not isinstance(item, Row):
                continue
            value = document
            for part in item.pointer.split("/")[1:]:
                value = value[int(part)] if isinstance(value, list) else value[part]
            if isinstance(item.record, Post):
                assert value["id_str"] == item.record.post_id
                for entity in item.record.entities:
                    text = item.record.text[entity.start : entity.end]
                    assert text == entity.text
                    assert text[0] in {"hashtag": "#＃", "mention": "@＠"}.get(entity.kind, "h")
                    seen += 1
    assert seen >= 12


def test_what_is_recognised_is_told_by_content(folder: Path, real_data: Path) -> None:
    others = [real_data / "posts" / name for name in ("telegram", "twitter-api-v2")]
    found = discover([folder, *(path for path in others if path.is_dir())])
    assert {one.name for one in found if one.format == "twitter_v1"} == {
        f"twitter-api-v1/{name}" for name in FILES
    }


# ------------------------------------------------------------------ quirks


def test_ids_above_two_to_the_53_are_text_and_a_rounded_number_is_none() -> None:
    (post,) = of(Post, tweet(BIG))
    assert post.post_id == str(BIG)
    (post,) = of(Post, tweet(BIG, id=850007368138018800))
    assert post.post_id == str(BIG), "id_str stands, whatever a spreadsheet did to id"
    without = tweet(BIG)
    del without["id_str"]
    assert of(Post, without)[0].post_id == str(BIG)
    (bad,) = (i for i in read({**without, "id": 8.5e17}) if isinstance(i, Bad))
    assert "rounded" in bad.reason


def test_numbers_as_text_are_numbers() -> None:
    (post,) = of(Post, tweet(retweet_count="12", favorite_count="0"))
    assert post.counts == {"like": 0, "repost": 12}


def test_text_is_unescaped_once_and_offsets_move_with_it() -> None:
    entities = {"hashtags": [{"text": "sea", "indices": [13, 17]}]}
    (post,) = of(Post, tweet(text="😀 a &amp;lt; #sea", entities=entities))
    assert post.text == "😀 a &lt; #sea"
    assert [(e.text, e.target) for e in post.entities] == [("#sea", "sea")]


def test_the_full_text_stands_wherever_the_source_has_it() -> None:
    long = "x" * 200 + " #end"
    tag = {"hashtags": [{"text": "end", "indices": [201, 205]}]}
    (post,) = of(Post, tweet(text=None, full_text=long, entities=tag))
    assert post.text == long and post.entities[0].text == "#end"
    streamed = tweet(
        text="x" * 139 + "…",
        truncated=True,
        extended_tweet={"full_text": long, "entities": tag, "display_text_range": [0, 205]},
    )
    (post,) = of(Post, streamed)
    assert post.text == long and post.entities[0].text == "#end"
    assert not [item for item in read(streamed) if isinstance(item, Note)]
    (note,) = (i for i in read(tweet(text="cut…", truncated=True)) if isinstance(i, Note))
    assert "1 posts" in note.text and "cut off" in note.text


def test_a_cut_repost_has_the_text_of_what_it_reposts() -> None:
    full = "y" * 130 + " &amp; #sea"
    original = tweet(
        5,
        text=full,
        user=user(99),
        entities={"hashtags": [{"text": "sea", "indices": [137, 141]}]},
    )
    outer = tweet(6, text=("RT @heron99: " + full)[:139] + "…", retweeted_status=original)
    inner, repost = of(Post, outer)
    assert (inner.post_id, inner.referenced, repost.referenced) == ("5", True, False)
    assert repost.text == "RT @heron99: " + inner.text and repost.text.endswith(" & #sea")
    assert repost.repost_of == "5" and repost.quote_of == ""
    for entity in repost.entities:
        assert repost.text[entity.start : entity.end] == entity.text
    assert [entity.text for entity in repost.entities] == ["@heron99", "#sea"]
    short = tweet(7, text="RT @heron99: hello", retweeted_status=tweet(8, user=user(99)))
    assert of(Post, short)[1].text == "RT @heron99: hello"


def test_a_quote_and_a_repost_of_a_quote() -> None:
    quoted = tweet(2, user=user(30))
    quote = tweet(3, user=user(31), quoted_status=quoted, quoted_status_id_str="2")
    posts = {post.post_id: post for post in of(Post, tweet(4, retweeted_status=quote))}
    assert set(posts) == {"2", "3", "4"}
    assert (posts["3"].quote_of, posts["4"].repost_of, posts["4"].quote_of) == ("2", "3", "")
    assert of(Post, tweet(9, quoted_status_id_str="2"))[0].quote_of == "2"
    links = {(link.source, link.target, link.kind) for link in of(Link, quote)}
    assert ("31", "30", "quote") in links


def test_a_bad_post_inside_leaves_the_outer_one_whole() -> None:
    items = read(tweet(4, retweeted_status={"id_str": "2", "text": "no author"}))
    assert [i.pointer for i in items if isinstance(i, Bad)] == ["/retweeted_status"]
    assert [i.record.post_id for i in items
            if isinstance(i, Row) and isinstance(i.record, Post)] == ["4"]  # fmt: skip


def test_all_media_and_the_best_copy_of_a_video() -> None:
    first = {
        "id": 7,
        "id_str": "7",
        "type": "photo",
        "media_url_https": "https://pic.example/a.jpg",
        "sizes": {"large": {"w": 800, "h": 600}},
        "ext_alt_text": "a boat",
    }
    video = {
        "id_str": "8",
        "type": "video",
        "media_url_https": "https://pic.example/thumb.jpg",
        "original_info": {"width": 1280, "height": 720},
        "video_info": {
            "duration_millis": 9000,
            "variants": [
                {"content_type": "application/x-mpegURL", "url": "https://v.example/l.m3u8"},
                {"bitrate": 320000, "url": "https://v.example/low.mp4"},
                {"bitrate": 2176000, "url": "https://v.example/high.mp4"},
            ],
        },
    }
    value = tweet(entities={"media": [first]}, extended_entities={"media": [first, video]})
    photo, film = of(Media, value)
    assert (photo.kind, photo.width, photo.alt_text) == ("photo", 800, "a boat")
    assert (film.kind, film.duration_ms, film.height) == ("video", 9000, 720)
    assert film.remote_url.endswith("high.mp4") and film.state == "external"
    assert of(Post, value)[0].media == ["7", "8"]
    assert of(Post, tweet(entities={"media": [first]}))[0].media == ["7"]


def test_withheld_posts_and_accounts() -> None:
    value = tweet(
        withheld_in_countries=["DE", "FR"],
        withheld_copyright=True,
        user=user(withheld_in_countries="TR"),
    )
    assert of(Post, value)[0].withheld == ["DE", "FR", "copyright"]
    (status,) = of(Status, value)
    assert (status.account_id, status.value, status.source) == ("17", "withheld", "withheld in TR")


def test_messages_of_the_stream() -> None:
    lines = [
        {"delete": {"status": {"id": 1, "id_str": "1", "user_id": 17, "user_id_str": "17"}}},
        {"status_withheld": {"id": 2, "user_id": 17, "withheld_in_countries": ["DE"]}},
        {"user_withheld": {"id": 17, "withheld_in_countries": ["DE"]}},
        {"limit": {"track": 3}},
        {"errors": [{"code": 63, "message": "User has been suspended."}]},
    ]
    raw = b"\n".join(json.dumps(line).encode() for line in lines)
    assert SOURCE.sniff(raw, Path("x"))
    items = read(raw)
    gone, held, status = (item.record for item in items if isinstance(item, Row))
    assert isinstance(gone, Post) and gone.deleted_at_source and gone.referenced
    assert isinstance(held, Post) and held.withheld == ["DE"] and not held.deleted_at_source
    assert isinstance(status, Status) and status.value == "withheld"
    (bad,) = (item for item in items if isinstance(item, Bad))
    assert bad.line == 5 and "suspended" in bad.reason
    assert [item.text for item in items if isinstance(item, Note)] == [
        "1 messages of the stream are no posts."
    ]


def test_search_results_user_lists_and_lines() -> None:
    search = {"statuses": [tweet(1), tweet(2)], "search_metadata": {"count": 15}}
    assert [post.post_id for post in of(Post, search)] == ["1", "2"]
    assert [i.pointer for i in read(search) if isinstance(i, Row) and isinstance(i.record, Post)] \
        == ["/statuses/0", "/statuses/1"]  # fmt: skip
    page = {"users": [user(1), user(2)], "next_cursor_str": "0"}
    assert [one.account_id for one in of(Account, page)] == ["1", "2"]
    lines = (
        b"\xef\xbb\xbf" + json.dumps(tweet(1)).encode() + b"\n\n" + json.dumps(tweet(2)).encode()
    )
    found = [i for i in read(lines) if isinstance(i, Row) and isinstance(i.record, Post)]
    assert [(item.record.post_id, item.line) for item in found] == [("1", 1), ("2", 3)]
    cut = read(json.dumps(tweet(1)).encode() + b"\n" + json.dumps(tweet(2)).encode()[:60])
    assert [item.reason for item in cut if isinstance(item, Bad)] == [
        "The JSON is cut off before its end."
    ]
    for value in (search, page, tweet(), [tweet()]):
        assert SOURCE.sniff(json.dumps(value).encode(), Path("x"))


def test_an_account_is_given_once_for_each_state_and_a_trimmed_one_stays_a_stub() -> None:
    posts = [tweet(1), tweet(2), tweet(3, user=user(followers_count=6))]
    assert [one.followers for one in of(Account, posts)] == [5, 6]
    trimmed = tweet(user={"id": 17, "id_str": "17"})
    assert of(Account, trimmed) == [] and of(Post, trimmed)[0].account_id == "17"


def test_place_and_coordinates_are_not_read() -> None:
    value = tweet(geo={"type": "Point"}, coordinates={"coordinates": [54.1, 12.1]})
    assert records(value) == records(tweet())


@pytest.mark.parametrize(
    ("text", "time", "zone"),
    [
        ("Sun Aug 31 00:29:15 +0000 2014", "2014-08-31T00:29:15.000Z", "utc"),
        ("Fri May 22 23:23:34 +0200 2020", "2020-05-22T21:23:34.000Z", "+02:00"),
        ("Fri Maj 22 23:23:34 +0000 2020", "", ""),
        ("Fri Feb 30 23:23:34 +0000 2020", "", ""),
        ("2020-05-22T21:23:34Z", "", ""),
        (None, "", ""),
    ],
)
def test_times(text: object, time: str, zone: str) -> None:
    assert from_twitter(text) == (time, zone)


_KEYS = (
    "id id_str text full_text user screen_name entities hashtags user_mentions media indices "
    "retweeted_status quoted_status extended_tweet created_at delete status statuses users errors "
    "withheld_in_countries truncated in_reply_to_user_id_str followers_count message"
).split()
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6)
    ),
    max_leaves=30,
)


@given(json_values, st.booleans())
def test_no_document_breaks_the_source(value: Any, dressed: bool) -> None:
    if dressed and isinstance(value, dict):
        value = {**tweet(), **value}
    for item in read(value):
        if isinstance(item, Row):
            assert problem(item.record) == ""
