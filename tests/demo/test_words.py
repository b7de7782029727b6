"""The word material: every slot has its list, both sides agree, posts differ."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from reviewer.demo.coast.grammar import Grammar, slots
from reviewer.demo.coast.tongues import TONGUES, Speaker
from reviewer.demo.coast.world import Story

SLOT = re.compile(r"\{[^}]*\}")


def _patterns(lang: str) -> list[str]:
    tongue = TONGUES[lang]
    spoken = [p for bodies, tails in tongue.voices.values() for p in (*bodies, *tails)]
    return [
        *spoken,
        *tongue.replies,
        *tongue.quotes,
        *(w for ws in tongue.words.values() for w in ws),
    ]


@pytest.mark.parametrize("lang", list(TONGUES))
def test_every_slot_has_its_list_on_both_sides(lang: str) -> None:
    for pattern in _patterns(lang):
        assert slots(pattern) <= set(TONGUES[lang].words), pattern
        text, mark, english = pattern.partition(" || ")
        assert set(SLOT.findall(english)) <= set(SLOT.findall(text)), pattern
        assert bool(mark) == (lang != "en"), pattern


def test_a_slot_on_both_sides_is_the_same_entry() -> None:
    grammar = Grammar({"place": ("ა || one", "ბ || two"), "more": ("{place}! || {place}?",)})
    seen = {grammar.fill(Random(n), "{more} {2-9} || {more} {2-9}") for n in range(40)}
    for text, english in seen:
        assert english == text.replace("ა!", "one?").replace("ბ!", "two?")
    assert len(seen) > 8


@pytest.mark.parametrize(
    ("lang", "script"),
    [
        ("ar", "\u0600-\u06ff"),
        ("ru", "\u0400-\u04ff"),
        ("uk", "\u0400-\u04ff"),
        ("ka", "\u10a0-\u10ff"),
    ],
)
def test_a_language_is_written_in_its_script_and_translated(lang: str, script: str) -> None:
    random = Random(1)
    for voice in TONGUES[lang].voices:
        for _ in range(60):
            text, english = Speaker(lang, voice).post(random)
            assert re.search(f"[{script}]", text) and not re.search("[A-Za-z{}|]", text)
            assert english and not re.search(f"[{script}{{}}|]", english)


def test_posts_do_not_read_like_the_same_few_sentences(story: Story) -> None:
    own = [p for p in story.posting.posts if not (p.repost_of or p.reply_to or p.quote_of)]
    times = Counter(p.text for p in own)
    assert len(times) > 0.9 * len(own)
    assert times.most_common(1)[0][1] < 0.002 * len(own)
