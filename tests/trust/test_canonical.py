"""Canonical JSON agrees with an independent RFC 8785; strict JSON refuses what is ambiguous."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.trust.canonical import MAX_DEPTH, MAX_INT, dumps, loads_strict, sha256_hex

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_same_bytes_as_rfc8785(value: Any) -> None:
    assert dumps(value).encode() == rfc8785.dumps(value)


def test_every_character_is_written_as_the_standard_library_does() -> None:
    for start in range(0, 0x110000, 0x800):
        if start != 0xD800:
            text = "".join(map(chr, range(start, start + 0x800)))
            assert dumps(text) == json.dumps(text, ensure_ascii=False)


@given(values)
def test_read_back_and_written_again(value: Any) -> None:
    text = dumps(value)
    assert loads_strict(text) == loads_strict(text.encode()) == value
    assert dumps(loads_strict(text)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "é"]}, '{"a":[true,null,"é"],"b":1}'),
        ('\b\t\n\f\r\x00\x1f\x7f"\\/', '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\\"\\\\/"'),
        ("\u2028😀\u202e", '"\u2028😀\u202e"'),
        ({"10": 1, "9": 2, "A": 3, "a": 4, "": 5}, '{"":5,"10":1,"9":2,"A":3,"a":4}'),
        ([], "[]"),
        (-0, "0"),
        (MAX_INT, "9007199254740991"),
    ],
)
def test_golden(value: Any, text: str) -> None:
    assert dumps(value) == text


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        MAX_INT + 1,
        -MAX_INT - 1,
        "\ud800",
        {"é": 1},
        {1: 2},
        {"a": {1, 2}},
        b"bytes",
        {"a": [float("inf")]},
    ],
)
def test_no_canonical_form(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        dumps(value)
    assert caught.value.code == "canonical"


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '{"a":{"b":1,"c":2,"b":3}}',
        '{"a":1,"\\u0061":2}',
        "NaN",
        "[Infinity]",
        "-Infinity",
        "1e400",
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '{"\\ud800":1}',
        '"\ud800"',
        "\ufeff1",
        b"\xef\xbb\xbf1",
        b'"\xff"',
        b'"\xed\xa0\x80"',
        '"\x01"',
        "[1] 2",
        "[1,]",
        "'a'",
        "",
        "01",
        "9" * 5000,
        "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1),
        "[" * 200_000,
        '{"a":' * 100_000,
    ],
)
def test_refused(text: str | bytes) -> None:
    with pytest.raises(Refused) as caught:
        loads_strict(text, file="x.json", line=3)
    assert caught.value.code == "json"
    assert (caught.value.file, caught.value.line) == ("x.json", 3)


def test_depth_is_exact() -> None:
    deep: Any = "x"
    for _ in range(MAX_DEPTH):
        deep = [deep]
    assert loads_strict(dumps(deep)) == deep
    with pytest.raises(Refused):
        dumps([deep])
    with pytest.raises(Refused):
        loads_strict(json.dumps([deep]))


def test_escaped_pair_is_a_character() -> None:
    assert loads_strict('"\\ud83d\\ude00 \\\\ud800"') == "😀 \\ud800"


@given(st.text() | st.binary())
def test_any_input_is_read_or_refused(untrusted_text: str | bytes) -> None:
    try:
        value = loads_strict(untrusted_text)
    except Refused as refused:
        assert refused.code == "json"
    else:
        text = untrusted_text if isinstance(untrusted_text, str) else untrusted_text.decode()
        assert json.loads(text) == value


def test_hash_of_text_is_hash_of_utf8() -> None:
    assert sha256_hex("é") == sha256_hex("é".encode())
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
