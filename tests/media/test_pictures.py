"""Pictures through the locked child: real ones, hostile ones, and how they come out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageStat

from reviewer.media import pictures, protocol, sniff
from reviewer.media.client import DecodeFailed, Decoder, Limits, Pixels, Spec
from tests.media import material

THUMB = Spec("thumb", 240, 180)
PATIENT = Limits(deadline=30.0, start=60.0, faults_a_minute=50)
CALM = {"unrecognised", "unsupported", "broken", "too_many_pixels", "memory"}


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    with Decoder(PATIENT) as one:
        one.layers()
        yield one


def outcome(decoder: Decoder, data: bytes, spec: Spec = THUMB) -> Pixels | str:
    """The picture or the reason; the child must live on either way."""
    before = decoder.child_pid
    try:
        made = decoder.decode(data, spec, again=True)
    except DecodeFailed as error:
        assert error.reason in CALM, error.reason
        assert decoder.child_pid == before
        return error.reason
    assert decoder.child_pid == before
    assert len(made.rgb) == made.width * made.height * 3
    assert made.width <= spec.width
    assert made.height <= spec.height
    return made


def picture(decoder: Decoder, data: bytes, spec: Spec = THUMB) -> Image.Image:
    made = outcome(decoder, data, spec)
    assert isinstance(made, Pixels), made
    return Image.frombytes("RGB", (made.width, made.height), made.rgb)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of two pictures of one size, in steps of 0..255."""
    assert one.size == other.size
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def files(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    assert found
    return found


# ------------------------------------------------------------------ real files


def test_hostile_files_end_in_a_picture_or_a_reason(decoder: Decoder, real_data: Path) -> None:
    results = {
        p.name: outcome(decoder, p.read_bytes()) for p in files(real_data / "hostile/images")
    }
    assert len(results) > 45
    assert results["decompression_bomb.gif"] == "too_many_pixels"
    assert results["decompression_bomb.ico"] == "unrecognised"
    assert sum(isinstance(made, Pixels) for made in results.values()) >= 2


def test_all_real_pictures_are_made_in_all_kinds(decoder: Decoder, real_data: Path) -> None:
    paths = [*files(real_data / "media/pdq"), *files(real_data / "media/exif-orientation")]
    seen = 0
    for path in paths:
        data = path.read_bytes()
        if (sniff.mime(data) or "").startswith("image/"):
            for kind in protocol.KINDS:
                assert isinstance(outcome(decoder, data, Spec(kind, 200, 150)), Pixels), path.name
            seen += 1
        else:
            assert outcome(decoder, data) == "unrecognised", path.name
    assert seen >= 25


def test_all_eight_orientations_stand_upright(decoder: Decoder, real_data: Path) -> None:
    folder = real_data / "media/exif-orientation"
    upright = picture(decoder, (folder / "Landscape_1.jpg").read_bytes())
    assert upright.size == (240, 160)
    turned = upright.transpose(Image.Transpose.ROTATE_180)
    for n in range(9):
        data = (folder / f"Landscape_{n}.jpg").read_bytes()
        made = outcome(decoder, data)
        assert isinstance(made, Pixels)
        assert (made.source_width, made.source_height) == (1800, 1200)
        other = picture(decoder, data)
        assert difference(upright, other) < 6 < difference(turned, other), n


@pytest.mark.parametrize("name", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_in_other_formats(decoder: Decoder, name: str, turn: int) -> None:
    upright = Image.new("RGB", (40, 20), "white")
    upright.paste("red", (0, 0, 20, 10))
    upright.paste("blue", (20, 10, 40, 20))
    back = {6: 8, 8: 6}.get(turn, turn)
    stored = upright.transpose(pictures._TURNS[back]) if turn > 1 else upright
    tag = Image.Exif()
    tag[0x0112] = turn
    data = material.encoded(stored, name, exif=tag, lossless=True)
    assert difference(picture(decoder, data), upright) < 1


def test_the_thumbnail_is_the_picture(decoder: Decoder, real_data: Path) -> None:
    path = real_data / "media/pdq/bridge-mods/aaa-orig.jpg"
    with Image.open(path) as image:
        plain = image.convert("RGB").resize((240, 151), Image.Resampling.BICUBIC)
    assert difference(picture(decoder, path.read_bytes()), plain) < 4


# ------------------------------------------------------------------ formats


def test_what_is_opened_here_was_tried_at_the_start(decoder: Decoder) -> None:
    assert {"jpeg", "png", "gif", "webp", "bmp", "tiff"} <= set(decoder.formats())
    assert set(decoder.formats()) <= set(protocol.FORMATS)


@pytest.mark.parametrize(
    "name", ["PPM", "ICO", "TGA", "PCX", "SGI", "EPS", "PDF", "JPEG2000", "DIB"]
)
def test_other_formats_are_refused_whatever_they_hold(decoder: Decoder, name: str) -> None:
    data = material.encoded(Image.new("RGB", (16, 16), "red"), name)
    assert outcome(decoder, data) == "unrecognised"


@pytest.mark.parametrize("text", ["<svg xmlns='http://www.w3.org/2000/svg'/>", "", "x", "%PDF-1.7"])
def test_text_is_no_picture(decoder: Decoder, text: str) -> None:
    assert outcome(decoder, text.encode()) == "unrecognised"


MODES = [
    ("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "I;16"),
    ("TIFF", "F"), ("TIFF", "I"), ("TIFF", "I;16"), ("TIFF", "CMYK"), ("TIFF", "1"),
    ("JPEG", "L"), ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGBA"), ("BMP", "L"), ("BMP", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mode"), MODES)
def test_every_mode_becomes_plain_colours(decoder: Decoder, name: str, mode: str) -> None:
    grey = Image.linear_gradient("L").resize((64, 64))
    if mode == "I;16":
        image = grey.convert("I").point(lambda v: v * 257).convert("I;16")
    elif mode in ("F", "I"):
        image = grey.convert(mode).point(lambda v: v * 1000)
    else:
        image = (
            grey.convert("RGB").convert(mode) if mode in ("CMYK", "RGBA") else grey.convert(mode)
        )
    made = picture(decoder, material.encoded(image, name))
    low, high = made.crop((0, 0, 64, 8)), made.crop((0, 56, 64, 64))
    assert ImageStat.Stat(low).mean[0] < 40, "dark at the top"
    assert ImageStat.Stat(high).mean[0] > 215, "light at the bottom"


def test_see_through_pictures_hide_neither_white_nor_black(decoder: Decoder) -> None:
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste((255, 255, 255, 255), (0, 0, 10, 20))
    image.paste((0, 0, 0, 255), (30, 0, 40, 20))
    for name in ("PNG", "WEBP"):
        made = picture(decoder, material.encoded(image, name, lossless=True))
        row = [made.getpixel((x, 10)) for x in (4, 20, 35)]
        assert row == [(255, 255, 255), (128, 128, 128), (0, 0, 0)]
    flat = Image.new("P", (8, 8), 0)
    flat.putpalette([255, 0, 0] * 256)
    made = picture(decoder, material.encoded(flat, "GIF", transparency=0))
    assert made.getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize("name", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_many_frames_the_first_is_shown_and_it_says_so(decoder: Decoder, name: str) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "lime", "blue")]
    data = material.encoded(frames[0], name, save_all=True, append_images=frames[1:])
    made = outcome(decoder, data)
    assert isinstance(made, Pixels)
    assert made.animated
    assert made.rgb[0] > 240 > 20 > made.rgb[1]
    still = outcome(decoder, material.encoded(frames[0], name))
    assert isinstance(still, Pixels)
    assert not still.animated


# ------------------------------------------------------------------ too large, cut, damaged


@pytest.mark.parametrize("name", ["png", "bmp", "gif", "webp", "jpeg", "tiff"])
def test_bombs_are_refused_before_decoding(decoder: Decoder, name: str) -> None:
    assert outcome(decoder, material.bombs()[name]) == "too_many_pixels"


def test_the_refusal_names_the_size(decoder: Decoder) -> None:
    with pytest.raises(DecodeFailed, match="20000 × 20000") as caught:
        decoder.decode(material.png_bomb(20_000, 20_000), THUMB)
    assert not caught.value.poisonous


def test_a_bomb_of_text_and_profile(decoder: Decoder) -> None:
    assert outcome(decoder, material.text_bomb()) == "broken"


def test_a_large_picture_within_the_limit_is_made(decoder: Decoder) -> None:
    made = outcome(decoder, material.png_bomb(7680, 7680))
    assert isinstance(made, Pixels)
    assert (made.width, made.height, made.source_width) == (180, 180, 7680)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_a_cut_file_is_no_picture(decoder: Decoder, name: str) -> None:
    noise = Image.effect_noise((96, 96), 80).convert("RGB")
    data = material.encoded(noise, name)
    assert isinstance(outcome(decoder, data), Pixels)
    assert outcome(decoder, data[: len(data) * 2 // 3]) in ("broken", "unrecognised")


def test_broken_metadata_does_not_cost_the_picture(decoder: Decoder) -> None:
    image = Image.new("RGB", (16, 16), "red")
    data = material.encoded(image, "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(20))
    assert difference(picture(decoder, data), image) < 3


def test_nothing_is_enlarged_and_nothing_vanishes(decoder: Decoder) -> None:
    small = material.encoded(Image.new("RGB", (3, 2), "red"), "PNG")
    assert picture(decoder, small, Spec("full", 4096, 4096)).size == (3, 2)
    long = material.encoded(Image.new("RGB", (5000, 1), "red"), "PNG")
    assert picture(decoder, long, Spec("full", 100, 100)).size == (100, 1)


# ------------------------------------------------------------------ grey, concealed, thumbnails


def test_grey_is_grey(decoder: Decoder, real_data: Path) -> None:
    data = (real_data / "media/pdq/bridge-mods/high-saturation.jpg").read_bytes()
    red, green, blue = picture(decoder, data, Spec("grey", 240, 180)).split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


@pytest.mark.parametrize("name", ["aaa-orig.jpg", "high-contrast.jpg", "sharpen-a-lot.jpg"])
def test_a_concealed_picture_says_little(decoder: Decoder, real_data: Path, name: str) -> None:
    data = (real_data / "media/pdq/bridge-mods" / name).read_bytes()
    clear = picture(decoder, data, Spec("thumb", 24, 24))
    hidden = picture(decoder, data, Spec("concealed", 240, 180))
    assert max(hidden.size) == protocol.CONCEALED_SIDE
    red, green, blue = hidden.split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert hidden.getextrema()[0][1] <= 255 * pictures.DARKEN
    assert detail(hidden) < detail(clear.convert("L").convert("RGB")) / 3


def detail(image: Image.Image) -> float:
    """How much of a picture its edges are."""
    return ImageStat.Stat(
        image.convert("L").filter(ImageFilter.FIND_EDGES).crop((1, 1, 22, 13))
    ).mean[0]


def test_a_thumbnail_file_carries_nothing_of_the_source(decoder: Decoder) -> None:
    tag = Image.Exif()
    tag[0x010E] = "secret words"
    image = Image.effect_noise((400, 300), 50).convert("RGB")
    data = material.encoded(image, "JPEG", exif=tag, comment=b"secret words", icc_profile=b"secret")
    kept = decoder.thumbnail(data, 240, 180)
    assert b"secret" in data
    assert b"secret" not in kept
    with Image.open(io.BytesIO(kept)) as made:
        assert (made.format, made.size) == ("JPEG", (240, 180))
        assert not made.getexif()
    shown = decoder.decode_cached(kept)
    assert (shown.width, shown.height) == (240, 180)


# ------------------------------------------------------------------ anything at all


@pytest.fixture(scope="module")
def sources() -> list[bytes]:
    return [data for _, data in pictures.samples()]


@given(data=st.binary(max_size=600), magic=st.sampled_from([b"", *(m for _, m, _ in sniff._MAGIC)]))
def test_any_bytes(decoder: Decoder, data: bytes, magic: bytes) -> None:
    outcome(decoder, magic + data, Spec("thumb", 32, 32))


changes = st.lists(st.tuples(st.integers(0, 2**16), st.integers(0, 255)), min_size=1, max_size=12)


@given(
    which=st.integers(0, 100),
    changed=changes,
    cut=st.integers(0, 400),
    kind=st.sampled_from(protocol.KINDS),
)
def test_any_change_to_a_picture(
    decoder: Decoder,
    sources: list[bytes],
    which: int,
    changed: list[tuple[int, int]],
    cut: int,
    kind: str,
) -> None:
    data = bytearray(sources[which % len(sources)])
    for at, value in changed:
        data[at % len(data)] = value
    outcome(decoder, bytes(data[: len(data) - (cut if cut > 200 else 0)]), Spec(kind, 32, 32))


@given(changed=changes, cut=st.integers(0, 20000))
def test_any_change_to_a_real_picture(
    decoder: Decoder, real_data: Path, changed: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray((real_data / "media/pdq/bridge-mods/square-128x128.jpg").read_bytes())
    for at, value in changed:
        data[at % len(data)] = value
    outcome(decoder, bytes(data[: len(data) - (cut if cut > 10000 else 0)]))
