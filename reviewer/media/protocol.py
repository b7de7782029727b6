"""The frames that go between the program and its decoding child, and the closed lists they use.

Standard library only, shared by both ends. A request is a fixed header and the bytes of one
file; a reply is a fixed header and either packed RGB pixels, a JPEG thumbnail, a hello (JSON)
or nothing. No text from the child ever reaches a person: failures are numbers, worded here.
All integers are big-endian.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is sent to the child, in bytes."""
MAX_PIXELS = 60_000_000
"""Most pixels (width times height) that the child decodes; checked before decoding."""
MAX_SIDE = 4096
"""Longest side, in pixels, of a picture that comes back."""
MAX_JPEG = 1024 * 1024
"""Largest thumbnail file that comes back, in bytes."""
MAX_HELLO = 8 * 1024
CONCEALED_SIDE = 24
"""Longest side, in pixels, of a concealed picture: too few to make anything out."""

DECODE, ENCODE = 1, 2
PIXELS, JPEG, FAILED, HELLO = 1, 2, 3, 4
ANIMATED, RETIRE = 1, 2

KINDS = ("thumb", "grey", "concealed", "full")
FORMATS = ("none", "jpeg", "png", "gif", "webp", "bmp", "tiff", "avif", "video")

REASONS = {
    "unrecognised": "the bytes are not a kind of picture that is opened here",
    "unsupported": "this variant of the picture format is not opened here",
    "too_many_bytes": f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB",
    "too_many_pixels": f"the picture has more than {MAX_PIXELS // 1_000_000} million pixels",
    "broken": "the picture is cut short or damaged",
    "memory": "decoding the picture needs more memory than the decoder may take",
    "blocked": "the decoder's lock stopped something the picture needs",
    "internal": "the decoder could not make a picture of it",
    "request": "the decoder did not understand the request",
    "crash": "the decoder ended while decoding this file",
    "hang": "the decoder did not answer in time and was ended",
    "garbage": "the decoder's answer did not keep to the rules and was thrown away",
    "poisoned": "this file stopped the decoder before and is not tried again",
    "disabled": "the decoder stopped too often in the last minute and rests",
    "start": "the decoder could not be started",
    "sandbox": "a protection that is required here is not on",
    "closed": "the decoder was closed",
    "no_video": "video: the decoder for it is not installed",
}
"""Why there is no picture: code to words. The order gives the number on the wire."""

CHILD_REASONS = frozenset(
    "unrecognised unsupported too_many_pixels broken memory blocked internal request".split()
)
"""The reasons a child itself may give."""

POISONOUS = frozenset({"memory", "crash", "hang", "garbage"})
"""Reasons after which a file is remembered and not tried again."""

_REASON_CODES = tuple(REASONS)
_REQUEST = struct.Struct(">4sBBHHII")
_REPLY = struct.Struct(">4sBBBBIHHIII")
_REQUEST_MAGIC = b"RVq1"
_REPLY_MAGIC = b"RVa1"
REQUEST_SIZE = _REQUEST.size
REPLY_SIZE = _REPLY.size


class FrameError(ValueError):
    """A frame that breaks the rules; nothing in it is used."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: an operation, a kind, the box in pixels, and the length of the file."""

    op: int
    kind: str
    width: int
    height: int
    number: int
    length: int

    def pack(self) -> bytes:
        """The header; the ``length`` bytes of the file follow it."""
        kind = KINDS.index(self.kind)
        return _REQUEST.pack(
            _REQUEST_MAGIC, self.op, kind, self.width, self.height, self.number, self.length
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """The header of an answer; ``length`` bytes follow it."""

    status: int
    number: int = 0
    format: str = "none"
    flags: int = 0
    reason: str = "internal"
    width: int = 0
    height: int = 0
    source_width: int = 0
    source_height: int = 0
    length: int = 0

    def pack(self) -> bytes:
        """The header as bytes."""
        return _REPLY.pack(
            _REPLY_MAGIC,
            self.status,
            FORMATS.index(self.format),
            self.flags,
            _REASON_CODES.index(self.reason),
            self.number,
            self.width,
            self.height,
            self.source_width,
            self.source_height,
            self.length,
        )


def parse_request(header: bytes) -> Request:
    """Read a request header in the child.

    Raises:
        FrameError: anything out of range.
    """
    if len(header) != REQUEST_SIZE:
        raise FrameError("a header cut short")
    magic, op, kind, width, height, number, length = _REQUEST.unpack(header)
    if magic != _REQUEST_MAGIC or op not in (DECODE, ENCODE) or kind >= len(KINDS):
        raise FrameError("not a request")
    if not (1 <= width <= MAX_SIDE and 1 <= height <= MAX_SIDE and length <= MAX_BYTES):
        raise FrameError("a request out of range")
    return Request(op, KINDS[kind], width, height, number, length)


def parse_reply(header: bytes) -> Reply:
    """Read a reply header in the parent; only the ranges of its lists are checked here.

    Raises:
        FrameError: wrong length, magic, status, format or reason.
    """
    if len(header) != REPLY_SIZE:
        raise FrameError("a header cut short")
    magic, status, form, flags, reason, number, *sizes = _REPLY.unpack(header)
    if magic != _REPLY_MAGIC or status not in (PIXELS, JPEG, FAILED, HELLO):
        raise FrameError("not a reply")
    if form >= len(FORMATS) or reason >= len(_REASON_CODES) or flags > (ANIMATED | RETIRE):
        raise FrameError("a reply outside the closed lists")
    return Reply(status, number, FORMATS[form], flags, _REASON_CODES[reason], *sizes)


def check_hello(reply: Reply) -> None:
    """Refuse a first frame that is not a short hello.

    Raises:
        FrameError: it is something else.
    """
    if reply.status != HELLO or not 2 <= reply.length <= MAX_HELLO:
        raise FrameError("not a hello")


@dataclass(frozen=True, slots=True)
class Hello:
    """The first words of a child: what it opens, and how it locked itself."""

    formats: tuple[str, ...] = ()
    layers: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


def parse_hello(body: bytes) -> Hello:
    """Read the JSON of a hello; it is written before the child has seen any file.

    Raises:
        FrameError: not the expected shape.
    """
    try:
        words = json.loads(body.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise FrameError("a hello that is not JSON") from error
    if not isinstance(words, dict):
        raise FrameError("a hello of another shape")
    formats, layers = words.get("formats", []), words.get("layers", {})
    error_text = words.get("error", "")
    fits = isinstance(formats, list) and isinstance(layers, dict) and _words(error_text)
    if not fits or any(name not in FORMATS for name in formats):
        raise FrameError("a hello of another shape")
    if not all(_words(name) and _words(state) for name, state in layers.items()):
        raise FrameError("a hello of another shape")
    return Hello(tuple(formats), layers, error_text)


def _words(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 200 and value.isprintable()


def check_reply(request: Request, reply: Reply) -> None:
    """Refuse an answer that does not fit the question, before any of its bytes are read.

    Raises:
        FrameError: wrong number, kind, or sizes that cannot be.
    """
    if reply.number != request.number:
        raise FrameError("an answer to another question")
    if reply.status == FAILED:
        if reply.length or reply.reason not in CHILD_REASONS:
            raise FrameError("a failure with a body or a foreign reason")
        return
    if reply.status != (PIXELS if request.op == DECODE else JPEG) or reply.format == "none":
        raise FrameError("an answer of another kind")
    _check_sizes(request, reply)


def check_body(reply: Reply, body: bytes) -> None:
    """Look at the bytes themselves once they are here.

    Raises:
        FrameError: fewer or more than announced, or a thumbnail that is no JPEG.
    """
    if len(body) != reply.length:
        raise FrameError("a body of another length")
    if reply.status == JPEG and not (body[:3] == b"\xff\xd8\xff" and body[-2:] == b"\xff\xd9"):
        raise FrameError("a thumbnail that is no JPEG")


def _check_sizes(request: Request, reply: Reply) -> None:
    side = CONCEALED_SIDE if request.kind == "concealed" else MAX_SIDE
    width, height = min(request.width, side), min(request.height, side)
    if not (1 <= reply.width <= width and 1 <= reply.height <= height):
        raise FrameError("a picture outside its box")
    if not 1 <= reply.source_width * reply.source_height <= MAX_PIXELS:
        raise FrameError("a source size that cannot be")
    if reply.status == PIXELS and reply.length != reply.width * reply.height * 3:
        raise FrameError("pixels that do not fill the picture")
    if reply.status == JPEG and not 4 <= reply.length <= MAX_JPEG:
        raise FrameError("a thumbnail of impossible length")
