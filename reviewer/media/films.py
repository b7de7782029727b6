"""A filmstrip of a hostile video with FFmpeg (through PyAV), for a child of its own.

The container is chosen by magic numbers and opened from memory, never by name or address; only a
closed list of decoders may run, each on one thread; at most ``FRAMES`` key frames are decoded. The
functions are those of ``pictures``, so that the child works with either.
"""

from __future__ import annotations

import io
import time
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from PIL import Image

from reviewer.media import pictures, protocol, sniff
from reviewer.media.pictures import Made, UnfitError, jpeg

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

__all__ = ["UnfitError", "jpeg", "keep_only", "make", "prepare", "samples"]

FRAMES = 6
"""Key frames of a strip: two rows of three, or all in one row where they are tall."""
PACKETS = 400
"""Most packets that are read for one key frame."""
SECONDS = 6.0
"""After so long no further frame is begun; the parent's deadline comes later."""
GAP = 2
DECODERS = (
    "h264 hevc vp8 vp9 libdav1d av1 mpeg4 mjpeg mpeg1video mpeg2video h263 flv msmpeg4v2 msmpeg4v3"
    " wmv1 wmv2 theora"
)
"""FFmpeg's own names; what else a file asks for is not opened."""
_SECOND = 1_000_000
_QUARTER_TURNS = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}


def prepare() -> None:
    """Load FFmpeg and make it silent. Idempotent.

    Raises:
        ImportError: the decoder of video is not installed.
    """
    import av
    import av.logging

    av.logging.set_level(None)
    pictures.prepare()


def keep_only(formats: Collection[str]) -> None:
    """Nothing to close: every file is opened with the one container its first bytes say."""


def make(data: bytes, kind: str, width: int, height: int) -> Made:
    """A strip of key frames that fits a box; frames are never enlarged.

    Args:
        data: the whole file.
        kind: one of ``protocol.KINDS``; of a concealed one no more can be seen than of a picture.
        width, height: the box in pixels.

    Raises:
        UnfitError: with a reason from the closed list. Other exceptions mean a damaged file.
    """
    import av

    container = sniff.FILMS.get(sniff.mime(data) or "")
    if container is None:
        raise UnfitError("unrecognised")
    if kind == "concealed":
        width, height = (min(side, protocol.CONCEALED_SIDE) for side in (width, height))
    opened = av.open(
        io.BytesIO(data),
        mode="r",
        format=container,
        options={"codec_whitelist": DECODERS.replace(" ", ","), "protocol_whitelist": ""},
        buffer_size=1 << 16,
        metadata_errors="replace",
    )
    with opened as film:
        if not film.streams.video:
            raise UnfitError("unsupported")
        stream = film.streams.video[0]
        source = _check(stream)
        frames = list(_frames(film, stream, width, height))
    if not frames:
        raise UnfitError("broken")
    strip = pictures.finish(_strip(frames, width, height), kind)
    return Made(strip, "video", *source, animated=True)


def _check(stream: VideoStream) -> tuple[int, int]:
    """The size that the stream declares, and one thread for its decoder."""
    context = stream.codec_context
    if context.name not in DECODERS.split():
        raise UnfitError("unsupported")
    width, height = context.width, context.height
    if width < 1 or height < 1:
        raise UnfitError("broken")
    if width * height > protocol.MAX_PIXELS:
        raise UnfitError("too_many_pixels", width, height)
    context.thread_count = 1
    context.thread_type = "NONE"
    context.skip_frame = "NONKEY"
    return width, height


def _frames(
    film: InputContainer, stream: VideoStream, width: int, height: int
) -> Iterator[Image.Image]:
    """The key frames before the middles of equal parts of the film, each once."""
    ends = time.monotonic() + SECONDS
    length = film.duration or 0
    seen: set[int | None] = set()
    for part in range(FRAMES if length > 0 else 1):
        if seen and time.monotonic() > ends:
            return
        if length > 0:
            film.seek(length * (2 * part + 1) // (2 * FRAMES))
        frame = _next(film, stream)
        if frame is not None and frame.pts not in seen:
            seen.add(frame.pts)
            yield _picture(frame, width, height)


def _next(film: InputContainer, stream: VideoStream) -> VideoFrame | None:
    """The next key frame, if one comes soon."""
    for count, packet in enumerate(film.demux(stream)):
        for frame in packet.decode():
            return frame
        if count >= PACKETS:
            break
    return None


def _picture(frame: VideoFrame, width: int, height: int) -> Image.Image:
    """A frame as a small upright picture, no larger than the box that a lone one may fill."""
    if frame.width * frame.height > protocol.MAX_PIXELS or not (frame.width and frame.height):
        raise UnfitError("too_many_pixels", frame.width, frame.height)
    scale = min(1.0, width / frame.width, height / frame.height)
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    plain = frame.reformat(width=size[0], height=size[1], format="rgb24", threads=1)
    plane: Any = plain.planes[0]
    image = Image.frombuffer("RGB", size, bytes(plane), "raw", "RGB", plane.line_size, 1)
    turn = _QUARTER_TURNS.get(int(getattr(frame, "rotation", 0) or 0) % 360)
    return image.transpose(turn) if turn is not None else image.copy()


def _strip(frames: list[Image.Image], width: int, height: int) -> Image.Image:
    """The frames side by side on the backdrop, as large as the box allows."""
    tall = frames[0].height > frames[0].width
    columns = len(frames) if tall else min(len(frames), FRAMES // 2)
    rows = -(-len(frames) // columns)
    gap = GAP if min(width, height) > protocol.CONCEALED_SIDE else 0
    room = (
        max(1, (width - gap * (columns - 1)) // columns),
        max(1, (height - gap * (rows - 1)) // rows),
    )
    for frame in frames:
        frame.thumbnail(room, Image.Resampling.BICUBIC, reducing_gap=None)
    cell = max(f.width for f in frames), max(f.height for f in frames)
    size = columns * cell[0] + gap * (columns - 1), rows * cell[1] + gap * (rows - 1)
    strip = Image.new("RGB", (min(size[0], width), min(size[1], height)), pictures.BACKDROP)
    for number, frame in enumerate(frames):
        row, column = divmod(number, columns)
        strip.paste(frame, (column * (cell[0] + gap), row * (cell[1] + gap)))
    return strip


def samples() -> Iterator[tuple[str, bytes]]:
    """Tiny films in every container that is opened, so that nothing is loaded later."""
    import av

    picture = Image.effect_noise((32, 24), 60).convert("RGB")
    for name, codec in (("mp4", "mpeg4"), ("avi", "mjpeg"), ("matroska", "libvpx")):
        out = io.BytesIO()
        with av.open(out, mode="w", format=name) as film:
            stream: Any = film.add_stream(codec, rate=10)
            stream.width, stream.height = picture.size
            stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.codec_context.thread_count = 1
            for _ in range(3):
                frame = av.VideoFrame(picture.width, picture.height, "rgb24")
                frame.planes[0].update(_rows(picture, frame.planes[0].line_size))
                film.mux(stream.encode(frame.reformat(format=stream.pix_fmt, threads=1)))
            film.mux(stream.encode(None))
        yield "video", out.getvalue()


def _rows(picture: Image.Image, line: int) -> bytes:
    """The rows of a picture, each as long as FFmpeg wants it."""
    width, data = picture.width * 3, picture.tobytes()
    rows = (data[at : at + width] for at in range(0, len(data), width))
    return b"".join(row.ljust(line, b"\0") for row in rows)
