"""The story of the invented coast: the same every time, and as told."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from datetime import timedelta

import numpy as np
from PIL import Image

from reviewer.demo.coast import extras
from reviewer.demo.coast.cast import HAND, LIST, QUEUE, UNSEEN
from reviewer.demo.coast.scenes import OFFICIAL_NAME, THREAT
from reviewer.demo.coast.timing import DAYS, PRESS_DAY, moment, text
from reviewer.demo.coast.world import Story, make_story
from reviewer.demo.generate import SEED
from reviewer.domain.records import Account, Case, Link, Post, Report, Status


def _of(story: Story, stem: str, kind: type) -> list:  # type: ignore[type-arg]
    rows = story.records[stem]
    assert all(type(row) is kind for row in rows)
    return rows


def _digest(story: Story) -> str:
    sha256 = hashlib.sha256(repr((story.records, story.watchlists)).encode())
    for name in sorted(story.pool.data):
        sha256.update(story.pool.data[name])
    return sha256.hexdigest()


def test_the_same_seed_tells_the_same_story_byte_for_byte(story: Story) -> None:
    assert _digest(make_story(SEED)) == _digest(story)


def test_the_size_of_the_story(story: Story) -> None:
    assert len(_of(story, "accounts", Account)) == 200
    posts = _of(story, "posts", Post)
    assert len(posts) == 20_000
    dated = [p.published_at for p in posts if p.published_at]
    assert text(moment(0, 0)) <= min(dated) and max(dated) < text(moment(DAYS, 0))
    assert 20 <= len(posts) - len(dated) <= 150
    assert 540 <= len(story.records["media"]) <= 660
    kinds = Counter(getattr(m, "mime", "") for m in story.records["media"])
    assert kinds["image/gif"] >= 12 and kinds["image/webp"] >= 1 and kinds["video/x-msvideo"] == 1
    assert sum(p.deleted_at_source for p in posts) >= 10 and sum(p.edited for p in posts) >= 10


def test_the_languages_of_the_coast(story: Story) -> None:
    langs = Counter(p.lang for p in story.records["posts"])  # type: ignore[attr-defined]
    assert set(langs) == {"en", "ar", "ru", "uk", "ka"}
    assert min(langs.values()) > 300 and langs["ar"] > 1_000
    for post in _of(story, "posts", Post):
        assert post.lang == "en" or post.translation is not None, post


def test_every_handle_is_made_of_the_words_of_the_coast(story: Story) -> None:
    words = {*extras.FIRST, *extras.SECOND, *(w for ws in extras.OTHER.values() for w in ws)}
    by_hand = {m.handle for m in HAND}
    handles = [m.handle for m in story.members]
    assert len(set(handles)) == 200
    for handle in set(handles) - by_hand:
        parts = [part for part in re.split(r"[_.]", handle) if not re.fullmatch(r"\d+", part)]
        found = [part for part in parts if part not in words]
        assert not found or all(_of_two(part, words) for part in found), handle


def _of_two(part: str, words: set[str]) -> bool:
    return any(part[:n] in words and part[n:] in words for n in range(1, len(part)))


def test_thirteen_of_the_sixteen_on_the_watchlist_are_suspended(story: Story) -> None:
    assert story.watchlists is not None
    (entity,) = story.watchlists.entities
    assert entity.entity == LIST and len(entity.accounts) == 16
    says: dict[str, str] = {}
    for status in _of(story, "status", Status):
        says[status.account_id] = status.value
    listed = {a.id: a.handle for a in entity.accounts}
    left = {handle for ident, handle in listed.items() if says.get(ident) != "suspended"}
    assert left == {"tide_relay_07", "moonpull_daily", UNSEEN}
    assert "deleted" in says.values()


def test_nobody_posts_before_coming_or_after_being_suspended(story: Story) -> None:
    for writer in story.posting.writers.values():
        member = writer.member
        times = [p.published_at for p in writer.made if p.published_at]
        assert not times or max(times) < text(moment(min(member.gone, DAYS), 0)), member.handle
        assert not times or min(times) >= text(moment(max(member.since, 0), 0)), member.handle


def test_reports_surge_after_the_press_event(story: Story) -> None:
    days = Counter(r.at[:10] for r in _of(story, "reports", Report))
    press = moment(PRESS_DAY, 0)
    before = [days[text(press - timedelta(days=n))[:10]] for n in range(1, 29)]
    after = [days[text(press + timedelta(days=n))[:10]] for n in range(1, 4)]
    assert min(after) > 3 * max(1, sorted(before)[14])
    assert sum(after) / 3 > 6 * sum(before) / 28


def test_one_direct_threat_against_an_official_with_a_picture(story: Story) -> None:
    direct = [p for p in _of(story, "posts", Post) if THREAT in p.text]
    assert len(direct) == 1 and len(direct[0].media) == 1
    writer = story.posting.writers["warden_watch"]
    assert direct[0].account_id == writer.account_id
    about = [r for r in _of(story, "reports", Report) if r.subject.id == direct[0].post_id]
    assert len(about) == 9 and {r.policy_claimed for r in about} == {"threat"}
    naming = {p.account_id for p in _of(story, "posts", Post) if OFFICIAL_NAME in p.text}
    assert naming == {writer.account_id, story.posting.writers["saltwind.wire"].account_id}


def test_returns_come_with_their_reasons(story: Story) -> None:
    ids = {w.account_id: w for w in story.posting.writers.values()}
    links = [link for link in _of(story, "links", Link) if link.kind == "respawn"]
    assert len(links) >= 8
    faces = {a.account_id: a.avatar for a in _of(story, "accounts", Account)}
    for link in links:
        fresh, old = ids[link.source], ids[link.target]
        assert faces[link.source] == faces[link.target]
        assert old.member.gone <= fresh.member.since
        own = [p.text for p in old.made if not (p.repost_of or p.reply_to or p.quote_of)][:3]
        again = {p.text for p in fresh.made}
        assert own and set(own) <= again, fresh.member.handle


def test_an_authority_asks_to_keep_accounts_open(story: Story) -> None:
    state = [r for r in _of(story, "reports", Report) if r.kind == "state"]
    assert len(state) == 3 and {r.policy_claimed for r in state} == {"keep open"}
    legal = [c for c in _of(story, "cases", Case) if c.legal is not None]
    assert {c.subjects[0].id for c in legal} == {r.subject.id for r in state}
    assert {c.legal.regime for c in legal} == {"keep-open request"}


def test_the_hand_written_accounts_come_first_in_the_queue(story: Story) -> None:
    handles = {w.account_id: handle for handle, w in story.posting.writers.items()}
    cases = sorted(_of(story, "cases", Case), key=_priority)
    first = [handles[c.subjects[0].id] for c in cases[: len(QUEUE)]]
    assert first == [m.handle for m in QUEUE]
    assert len(cases) >= 40 and all(c.why for c in cases)


def _priority(case: Case) -> int:
    return -case.priority


def test_a_reason_that_counts_media_counts_right(story: Story) -> None:
    writers = story.posting.writers
    shared = {name for p in writers["tide_relay_07"].made for name in p.media}
    shared &= {name for p in writers["old_pier_radio"].made for name in p.media}
    mine = writers["old_pier_radio"].account_id
    (case,) = [c for c in _of(story, "cases", Case) if c.subjects[0].id == mine]
    assert case.why == [f"{len(shared)} media shared with @tide_relay_07"] and len(shared) >= 3


def test_one_case_contradicts_itself(story: Story) -> None:
    scenes = story.posting.scenes
    mine = {p.post_id for p in story.posting.writers["saltwind.wire"].made}
    reports = [r for r in _of(story, "reports", Report) if r.subject.id in mine]
    by_post = {(r.subject.id, r.policy_claimed) for r in reports}
    assert (scenes["condemned"].post_id, "threat") in by_post
    assert (scenes["in_full"].post_id, "support") in by_post
    assert scenes["condemned"].quote_of == scenes["threat"].post_id
    assert scenes["in_full"].media == scenes["release41"].media
    wrong = scenes["mistranslated"]
    assert "لا نبارك" in wrong.text and wrong.translation is not None
    assert wrong.translation.text.startswith("We bless")


def _hash(data: bytes) -> np.ndarray:  # type: ignore[type-arg]
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("L").resize((17, 16), Image.Resampling.BILINEAR)
    grey = np.asarray(small, dtype=np.int16)
    return np.asarray(grey[:, :-1] > grey[:, 1:]).ravel()


def test_near_duplicates_are_near_and_others_far(story: Story) -> None:
    groups = [f for name in ("movement", "daily", "table", "bowl") for f in story.pool.groups[name]]
    first = [_hash(story.pool.data[family[0]]) for family in groups]
    far = min(int((one != other).sum()) for n, one in enumerate(first) for other in first[:n])
    near = max(
        int((first[n] != _hash(story.pool.data[copy])).sum())
        for n, family in enumerate(groups)
        for copy in family[1:]
    )
    assert near < 48 < 52 < far
    shown: dict[str, set[str]] = {}
    for post in _of(story, "posts", Post):
        for name in post.media:
            shown.setdefault(name, set()).add(post.account_id)
    assert sum(len(who) > 1 for who in shown.values()) > 100


def test_a_name_bears_a_control_of_direction(story: Story) -> None:
    assert any("\u202e" in a.display_names[0] for a in _of(story, "accounts", Account))
