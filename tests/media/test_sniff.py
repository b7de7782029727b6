"""What files are by their first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reviewer.media import pictures, sniff
from tests.media import material


def test_every_sample_is_known_by_its_bytes() -> None:
    for name, data in pictures.samples():
        assert sniff.OPENED[sniff.mime(data) or ""] == name
        assert sniff.mime(data[: sniff.HEAD]) == sniff.mime(data)


@pytest.mark.parametrize("name", ["PNG", "GIF", "BMP", "WEBP"])
def test_the_declared_size_is_that_of_the_picture(name: str) -> None:
    for size in ((1, 1), (300, 7), (16, 400)):
        for options in ({}, {"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}):
            data = material.encoded(Image.new("RGB", size), name, **options)
            assert sniff.declared_size(data[: sniff.HEAD]) == size


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\0\0\0\x18ftypisom\0\0\2\0isomiso2", "video/mp4"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image/avif"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"  \n<SVG xmlns", "image/svg+xml"),
        (b"%!PS-Adobe", "application/postscript"),
        (b"RIFF\0\0\0\0????", None),
        (b"", None),
        (b"<html>", None),
    ],
)
def test_other_kinds(head: bytes, name: str | None) -> None:
    assert sniff.mime(head) == name


@given(st.binary(max_size=80))
def test_any_bytes_are_only_looked_at(data: bytes) -> None:
    sniff.mime(data)
    sniff.declared_size(data)


def test_real_files(real_data: Path) -> None:
    assert (
        sniff.mime((real_data / "media/video/chair-orig-22-sd-bar.mp4").read_bytes()) == "video/mp4"
    )
    modes = real_data / "media/pdq/modes"
    found = {p.name: sniff.mime(p.read_bytes()) for p in modes.iterdir()}
    assert found["CMYK.jpg"] == "image/jpeg"
    assert found["I.webp"] == "image/webp"
    assert sniff.declared_size((modes / "I.webp").read_bytes()) == (1600, 1004)
