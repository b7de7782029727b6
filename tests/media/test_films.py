"""Videos: a strip of key frames through a locked child of their own, or a calm word without it."""

from __future__ import annotations

import ast
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from reviewer.demo.coast import prints
from reviewer.media import protocol, sniff
from reviewer.media.both import MediaDecoder
from reviewer.media.client import DecodeFailed, Spec
from reviewer.media.launch import has_films
from reviewer.media.thumbs import FILM, THUMB, Thumbs
from tests.conftest import ROOT
from tests.media.material import encoded
from tests.media.test_thumbs import Kept, never

with_films = pytest.mark.skipif(not has_films(), reason="the extra video is not installed")
STRIP = Spec("thumb", FILM.width, FILM.height)
PICTURE = encoded(Image.new("RGB", (40, 30), "teal"), "PNG")


@pytest.fixture(scope="module")
def avi() -> bytes:
    return prints.avi(prints.frames(Random(4), 24))


@pytest.fixture
def decoder() -> Iterator[MediaDecoder]:
    with MediaDecoder() as made:
        yield made


def test_without_the_extra_it_is_said_and_nothing_is_started(avi: bytes) -> None:
    with MediaDecoder(films=lambda: False) as decoder:
        for _ in range(10):
            with pytest.raises(DecodeFailed, match="decoder for it is not installed") as said:
                decoder.thumbnail(avi, FILM.width, FILM.height)
        assert (said.value.reason, said.value.poisonous) == ("no_video", False)
        assert decoder.child_pid is None and decoder.films.child_pid is None
        assert not decoder.disabled
        assert decoder.decode(PICTURE, STRIP).width == 40


@with_films
def test_a_strip_fits_its_box_and_a_concealed_one_shows_nothing(
    decoder: MediaDecoder, avi: bytes
) -> None:
    strip = decoder.decode(avi, STRIP)
    assert strip.format == "video" and strip.animated
    assert strip.width <= FILM.width and strip.height <= FILM.height
    assert strip.width > 2 * strip.source_width / strip.source_height * strip.height / 3
    hidden = decoder.decode(avi, Spec("concealed", 4000, 4000))
    assert max(hidden.width, hidden.height) <= protocol.CONCEALED_SIDE
    assert max(hidden.rgb) < 128
    grey = decoder.decode(avi, Spec("grey", 200, 100))
    assert all(grey.rgb[at] == grey.rgb[at + 2] for at in range(0, len(grey.rgb), 3))


@with_films
def test_the_child_for_videos_is_locked_and_opens_nothing_else(decoder: MediaDecoder) -> None:
    decoder.decode(PICTURE, STRIP)
    films = decoder.films
    assert films.formats() == ("video",)
    assert "video" not in decoder.formats()
    assert set(films.layers()) == set(decoder.layers())
    assert {k: v[:2] for k, v in films.layers().items()} == {
        k: v[:2] for k, v in decoder.layers().items()
    }
    with pytest.raises(DecodeFailed, match="not a kind"):
        films.decode(PICTURE, STRIP)


@with_films
def test_pictures_never_meet_the_decoder_of_video() -> None:
    with MediaDecoder() as decoder:
        decoder.decode(PICTURE, STRIP)
        assert decoder.films.child_pid is None


@with_films
def test_real_films(decoder: MediaDecoder, real_data: Path) -> None:
    for path in sorted((real_data / "media" / "video").glob("*.mp4")):
        data = path.read_bytes()
        image = Image.open(io.BytesIO(decoder.thumbnail(data, FILM.width, FILM.height)))
        assert image.format == "JPEG" and image.width <= FILM.width and image.height <= FILM.height
        tall = decoder.decode(data, STRIP)
        if tall.source_height > tall.source_width:
            assert tall.width > 3 * tall.height


@with_films
def test_a_strip_is_made_once(avi: bytes) -> None:
    kept, sha256 = Kept(), hashlib.sha256(avi).hexdigest()
    with MediaDecoder() as decoder:
        first = Thumbs(decoder, kept).thumb(sha256, lambda: avi)
        assert first.width > THUMB.width
        assert list(kept.rows) == [(sha256, THUMB.name)]
    with MediaDecoder() as decoder:
        thumbs = Thumbs(decoder, kept)
        assert thumbs.thumb(sha256, never) == first
        assert thumbs.grey(sha256, never).width == first.width
        assert thumbs.concealed(sha256, never).width == protocol.CONCEALED_SIDE
        assert decoder.films.child_pid is None


@with_films
def test_what_points_elsewhere_or_is_no_film_is_refused(decoder: MediaDecoder) -> None:
    head = b"\0\0\0\x14ftypisom\0\0\0\0isom"
    for data in (
        head + b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n",
        head + b"ffconcat version 1.0\nfile /etc/hosts\n",
        b"\x1aE\xdf\xa3" + b"http://127.0.0.1:9/" * 50,
        b"RIFF\xff\xff\xff\x7fAVI " + bytes(500),
        b"\0\0\x01\xba" + bytes(5000),
    ):
        assert sniff.is_film(data)
        with pytest.raises(DecodeFailed) as said:
            decoder.decode(data, STRIP)
        assert said.value.reason in protocol.CHILD_REASONS


@with_films
def test_damaged_films_cost_a_picture_at_most(decoder: MediaDecoder, avi: bytes) -> None:
    random, outcomes = Random(11), set()
    for number in range(120):
        data = bytearray(avi)
        if number % 3 == 0:
            del data[random.randrange(12, len(data)) :]
        for _ in range(random.randint(1, 30)):
            data[random.randrange(12, min(len(data), 4000 if number % 2 else len(data)))] = (
                random.randrange(256)
            )
        try:
            outcomes.add(decoder.decode(bytes(data), STRIP).format)
        except DecodeFailed as error:
            outcomes.add(error.reason)
    assert "video" in outcomes and outcomes <= {*protocol.REASONS, "video"}
    assert decoder.decode(avi, STRIP).format == "video"


def test_only_the_module_of_the_child_names_the_decoder() -> None:
    found = set()
    for path in (ROOT / "reviewer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "av" for name in names):
                found.add(path.name)
    assert found == {"films.py"}
