"""Folding: nine spellings of one word, every script, and offsets that point into the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.store.search.fold_spans import Needle, spans, words
from reviewer.store.search.fold_text import fold, fold_words, for_index, light

PLAIN = "الاسلامية"
SPELLINGS = {
    "plain": PLAIN,
    "hamza alef": "الإسلامية",
    "harakat": "الْإِسْلَامِيَّة",
    "tatweel": "الإســـلامية",
    "final ha": "الاسلاميه",
    "final ha and hamza": "الإسلاميه",
    "Persian yeh": "الاسلامیة",
    "ZWNJ": "الاسلا\u200cمية",
    "bidi-wrapped": "\u202bالاسلامية\u202c",
}
ALPHABET = st.characters(exclude_categories=["Cs"])
TRICKY = st.sampled_from(
    [*SPELLINGS.values(), " ", "ß", "İ", "é", "e\u0301", "🏴", "👩‍👧", "ﷺ", "½", "각", "ᄀ", "中文",
     "กา", "\u202e", "\u200f", "ـ", "َ", "a_b", "@x", "\x00", "ﬁ", "Σς", "ͅ", "𝔘"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(TRICKY, st.text(ALPHABET, max_size=5)), max_size=12).map("".join)


def test_nine_spellings_fold_to_one() -> None:
    assert len(SPELLINGS) == 9
    assert {fold(text).strip() for text in SPELLINGS.values()} == {"الاسلاميه"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İstanbul Istanbul ISTANBUL", ["istanbul"] * 3),
        ("Straße STRASSE", ["strasse"] * 2),
        ("ﻻ لا", ["لا"] * 2),
        ("٣٤ ۳۴ 34", ["34"] * 3),
        ("e\u0301té été", ["ete"] * 2),
        ("中国go", ["中", "国", "go"]),
        ("🏴🏴a", ["🏴", "🏴", "a"]),
        ("snake_case @you #tag", ["snake", "case", "you", "tag"]),
        ("…!?\x00 \u202e", []),
    ],
)
def test_words(text: str, folded: list[str]) -> None:
    assert fold_words(text) == folded


@given(TEXTS)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold_words(" ".join(fold_words(text))) == fold_words(text)


@given(TEXTS)
def test_composition_and_case_do_not_matter(text: str) -> None:
    assert fold_words(unicodedata.normalize("NFC", text)) == fold_words(text)
    assert fold_words(unicodedata.normalize("NFD", text)) == fold_words(text)
    assert fold_words(light(text)) == fold_words(text)


@given(TEXTS)
def test_every_word_stands_where_it_says(text: str) -> None:
    found = words(text)
    assert [word.folded for word in found] == fold_words(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
        assert word.folded in fold_words(text[word.start : word.end])


@given(TEXTS, st.data())
def test_every_highlight_holds_the_term(text: str, data: st.DataObject) -> None:
    stock = fold_words(text)
    if not stock:
        return
    first = data.draw(st.integers(0, len(stock) - 1))
    count = data.draw(st.integers(1, 3))
    term = tuple(stock[first : first + count])
    marked = spans(text, [Needle(term)])
    assert marked
    last_end = 0
    for start, end in marked:
        assert last_end <= start < end <= len(text)
        last_end = end
        inside = fold_words(text[start:end])
        assert any(tuple(inside[i : i + len(term)]) == term for i in range(len(inside)))


def test_spans_are_code_points_with_astral_characters() -> None:
    text = "🏴🏴 𝔘 الْإِسْلَامِيَّة 🏴"
    ((start, end),) = spans(text, [Needle(("الاسلاميه",))])
    assert text[start:end] == "الْإِسْلَامِيَّة"
    assert spans(text, [Needle(("🏴",))]) == ((0, 1), (1, 2), (len(text) - 1, len(text)))


def test_a_prefix_marks_the_whole_word() -> None:
    assert spans("Islamic islam", [Needle(("isl",), prefix=True)]) == ((0, 7), (8, 13))


@given(TEXTS)
def test_the_index_holds_the_folded_words(text: str) -> None:
    folded, form = for_index(text)
    assert fold_words(folded) == fold_words(text)
    if text.isascii():
        assert form == ""


def test_the_second_column_tells_spellings_apart() -> None:
    assert for_index("cafe")[1] == ""
    assert set(for_index("café")[1].split()) == {"café", "cafe"}
    assert set(for_index("café cafe")[1].split()) == {"café"}
    assert for_index("СЛОВО 각 ς")[1] == ""
