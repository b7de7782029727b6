"""Thumbnails through the cache: made once, kept as JPEG, made anew when the cache is damaged."""

from __future__ import annotations

import hashlib

import pytest
from PIL import Image

from reviewer.media import pictures, protocol, sandbox
from reviewer.media.client import DecodeFailed, Decoder, Limits
from reviewer.media.thumbs import CONCEALED, GREY, THUMB, Thumbs
from tests.conftest import ROOT
from tests.media import material


class Kept:
    """A cache in memory."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}

    def get(self, sha256: str, variant: str) -> bytes | None:
        return self.rows.get((sha256, variant))

    def put(self, sha256: str, variant: str, data: bytes) -> None:
        self.rows[sha256, variant] = data


DATA = material.encoded(Image.radial_gradient("L").convert("RGB").resize((800, 600)), "PNG")
SHA = hashlib.sha256(DATA).hexdigest()


def never() -> bytes:
    raise AssertionError("the file is not needed")


def test_the_file_is_read_once() -> None:
    kept = Kept()
    with Decoder() as decoder:
        thumbs = Thumbs(decoder, kept)
        first = thumbs.thumb(SHA, lambda: DATA)
        assert (first.width, first.height) == (240, 180)
        assert list(kept.rows) == [(SHA, THUMB.name)]
        assert kept.rows[SHA, THUMB.name].startswith(b"\xff\xd8")
        assert thumbs.thumb(SHA, never) == first
        grey = thumbs.grey(SHA, never)
        hidden = thumbs.concealed(SHA, never)
        assert (grey.width, grey.height) == (240, 180)
        assert (hidden.width, hidden.height) == (24, 18)
        assert len(kept.rows) == 1


def test_a_damaged_cache_costs_nothing_but_time() -> None:
    kept = Kept()
    kept.put(SHA, THUMB.name, b"\xff\xd8\xff and nothing else")
    with Decoder() as decoder:
        assert Thumbs(decoder, kept).concealed(SHA, lambda: DATA).width == 24
    assert len(kept.rows[SHA, THUMB.name]) > 500


def test_a_file_that_is_no_picture_is_not_kept() -> None:
    kept = Kept()
    with Decoder() as decoder, pytest.raises(DecodeFailed):
        Thumbs(decoder, kept).thumb(SHA, lambda: b"no picture")
    assert kept.rows == {}


def test_the_names_of_the_variants_differ() -> None:
    names = {variant.name for variant in (THUMB, GREY, CONCEALED)}
    assert len(names) == 3
    assert THUMB.name == "thumb-240x180-v1"


def test_the_help_page_gives_the_real_figures() -> None:
    text = (ROOT / "resources/help/media-safety.md").read_text("utf-8")
    assert f"{sandbox.MEMORY_BYTES / 1024**3:g} GiB" in text
    assert f"{protocol.MAX_BYTES // 1024**2} MiB" in text
    assert f"{protocol.MAX_PIXELS // 10**6} million pixels" in text
    assert f"at most {protocol.CONCEALED_SIDE} pixels" in text
    assert pictures.DARKEN < 0.5
    assert Limits() == Limits(deadline=10.0, faults_a_minute=6)
    for name in pictures.samples():
        assert name[0] in text.lower()
