"""The frozen program's own check: what it needs is in it and works here. Leaves nothing behind.

Each check answers in words; one that ends the process it runs in (Qt does, where a library is
missing) runs in a child of its own.
"""

from __future__ import annotations

import importlib
import pkgutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

import reviewer
from reviewer import bootstrap, doctor, offline
from reviewer.domain.errors import Damaged, ReviewerError
from reviewer.media.both import MediaDecoder
from reviewer.media.client import DecodeFailed, Decoder, Spec
from reviewer.media.launch import has_films
from reviewer.media.protocol import REASONS
from reviewer.respath import resource
from reviewer.selftest_job import whole_job

OUTSIDE = (
    *("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "shiboken6", "sqlcipher3"),
    *("sqlite_utils", "PIL.Image", "pyqtgraph", "numpy", "msgspec", "cryptography", "pyrage"),
    *("click", "zoneinfo", "ctypes", "hashlib", "lzma", "unicodedata"),
)
NOT_INSIDE = ("reviewer.setup", "reviewer.packaging", "reviewer.bench", "reviewer.__main__")
"""Not imported: what needs a checkout, what needs packages of development, what would start."""


def run() -> list[dict[str, Any]]:
    """Every check: {name, passed, detail}."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("modules", _modules),
        ("resources", _resources),
        ("policy and keys", _registry),
        ("decoder", _decoder),
        ("videos", _films),
        ("window system", _window),
        ("the whole job", whole_job),
        ("no network", _offline),
    )
    return [_tried(name, check) for name, check in checks]


def _tried(name: str, check: Callable[[], str]) -> dict[str, Any]:
    expected = (ReviewerError, DecodeFailed, OSError, ImportError, subprocess.SubprocessError)
    try:
        return {"name": name, "passed": True, "detail": check()}
    except expected as error:
        return {"name": name, "passed": False, "detail": str(error) or type(error).__name__}


def _modules() -> str:
    """Everything of ours and of others can be imported."""
    names = [found.name for found in pkgutil.walk_packages(reviewer.__path__, "reviewer.")]
    ours = [name for name in names if not name.startswith(NOT_INSIDE)]
    missing = []
    for name in (*ours, *OUTSIDE):  # ours first: the store says which database is meant
        try:
            importlib.import_module(name)
        except ImportError as error:
            missing.append(f"{name} ({error})")
    if missing or len(ours) < len(OUTSIDE):
        raise Damaged(f"missing: {', '.join(missing) or 'our own modules'}")
    return f"{len(ours)} of ours, {len(OUTSIDE)} of others"


def _resources() -> str:
    missing = [name for name in doctor.RESOURCES if not (resource("") / name).is_dir()]
    if missing:
        raise Damaged(f"missing: {', '.join(missing)}")
    return str(resource(""))


def _registry() -> str:
    """The policy compiles, and no two commands clash."""
    from reviewer.session.ground.policies import default_policy

    return (
        f"{len(bootstrap.make_registry().commands)} commands, policy {default_policy().hash[:12]}"
    )


def _decoder() -> str:
    """The child decodes one small picture."""
    with Decoder() as decoder:
        pixels = decoder.decode(_picture(), Spec("full", 2, 2))
        if (pixels.width, pixels.height) != (2, 2):
            raise Damaged(f"a picture of 2 x 2 came back as {pixels.width} x {pixels.height}")
        return ", ".join(f"{name} {state}" for name, state in decoder.layers().items())


def _films() -> str:
    """With the decoder of video: a strip of a small film, and a film that names an address is
    refused. Without: it is said, and nothing is started."""
    from reviewer.demo.coast import prints

    film = prints.avi(prints.frames(Random(1), 24))
    with MediaDecoder() as decoder:
        if not has_films():
            _refused(decoder, film, "no_video")
            return REASONS["no_video"]
        strip = decoder.decode(film, Spec("thumb", 504, 180))
        if strip.format != "video" or strip.width <= strip.height:
            raise Damaged(f"a film came back as {strip.format}, {strip.width} x {strip.height}")
        _refused(decoder, _ELSEWHERE, "broken")
        layers = ", ".join(f"{name} {state}" for name, state in decoder.films.layers().items())
        return f"a strip of {strip.width} x {strip.height}; {layers}"


_ELSEWHERE = b"\0\0\0\x14ftypisom\0\0\0\0isom#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n"
"""Begins as a film and goes on as a list of addresses."""


def _refused(decoder: MediaDecoder, film: bytes, reason: str) -> None:
    try:
        decoder.decode(film, Spec("thumb", 504, 180))
    except DecodeFailed as error:
        if error.reason == reason:
            return
        raise
    raise Damaged("a film that must be refused was opened")


def _picture() -> bytes:
    """A grey PNG of 2 by 2 pixels."""
    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x40\x80\0\xc0\xff")), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _window() -> str:
    """Qt loads in a child; without a display the platform that draws into memory."""
    name = doctor.qt_platform()
    said = doctor.load_qt(name)
    if said is not None:
        raise Damaged(f"Qt does not start on {name}: {said}")
    return name


def _offline() -> str:
    """After all that: no socket of the internet families, no library for networks inside."""
    sockets, libraries = offline.internet_sockets(), offline.network_libraries()
    if sockets:
        raise Damaged(f"{sockets} sockets of the internet families are open")
    if libraries and getattr(sys, "frozen", False):
        raise Damaged(f"libraries for networks are in the program: {', '.join(libraries)}")
    counted = "sockets cannot be counted here" if sockets is None else "no internet socket"
    return f"{counted}, {len(libraries)} network libraries{_excepted()}"


def _excepted() -> str:
    """The closed exception of the program with video, in words; it must be shut to this process."""
    found = offline.excepted_libraries()
    if not found:
        return ""
    try:
        importlib.import_module(offline.DECODER)
    except ImportError:
        return f"; besides, for video, {', '.join(found)}: {offline.BECAUSE}"
    raise Damaged("the decoder of video can be loaded outside the decoding child")
