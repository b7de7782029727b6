"""Rows about processes and files: start, memory, the decoding child, bundles."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from reviewer.bench.made import SEED
from reviewer.bench.pairs import Goal, Pair, once, timed
from reviewer.bench.row import Row
from reviewer.bench.stock import Stock
from reviewer.domain.errors import Refused

MEGABYTES = 500.0
"""The most that the program may take."""


def alone(*arguments: str) -> str:
    """What ``reviewer.bench.alone`` says in a process of its own."""
    return _python("-m", "reviewer.bench.alone", *arguments)


def _python(*arguments: str) -> str:
    if getattr(sys, "frozen", False):
        raise Refused("Rows of whole processes are measured from the source.", code="frozen")
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise Refused(f"A process of the bench failed: {done.stderr[-400:]}", code="bench")
    return done.stdout


@contextmanager
def _start(stock: Stock) -> Iterator[Pair]:
    """The first window until it is painted: no workspace stands there."""
    away = str(stock.place("away"))
    bare = "from PySide6.QtWidgets import QApplication"
    yield Pair(
        lambda: timed(alone, "first-paint", away),
        lambda: timed(_python, "-c", bare),
    )


@contextmanager
def _import_memory(stock: Stock) -> Iterator[Pair]:
    records = str(stock.records)

    def peak() -> Sequence[float]:
        folder = stock.place("memory")
        try:
            return [float(alone("import", str(folder), records))]
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    yield Pair(peak, lambda: [MEGABYTES])


@contextmanager
def _open_memory(stock: Stock) -> Iterator[Pair]:
    folder = str(stock.decided)
    yield Pair(lambda: [float(alone("open", folder))], lambda: [MEGABYTES])


def pictures(count: int) -> list[bytes]:
    """Made pictures of real sizes: JPEG, PNG and WebP with soft colours and noise."""
    from PIL import Image

    random, found = Random(SEED), []
    for number in range(count):
        width, height = random.choice(((1200, 900), (1600, 1200), (2400, 1800), (900, 1200)))
        small = Image.frombytes("RGB", (width // 8, height // 8), random.randbytes(
            (width // 8) * (height // 8) * 3))  # fmt: skip
        image = small.resize((width, height), Image.Resampling.BICUBIC)
        out = io.BytesIO()
        image.save(out, ("JPEG", "JPEG", "JPEG", "WEBP", "PNG")[number % 5])
        found.append(out.getvalue())
    return found


@contextmanager
def _decode(stock: Stock) -> Iterator[Pair]:
    """Each picture in the locked child, and the same code here."""
    from reviewer.media import pictures as here
    from reviewer.media.client import Decoder
    from reviewer.media.thumbs import THUMB

    files = pictures(min(20, stock.size.pictures))
    here.prepare()

    def inside(data: bytes) -> None:
        here.jpeg(here.make(data, "thumb", THUMB.width, THUMB.height).image)

    with Decoder() as decoder:
        yield Pair(
            lambda: [once(decoder.thumbnail, one, 240, 180) for one in files],
            lambda: [once(inside, one) for one in files],
        )


@contextmanager
def _thumbnails(stock: Stock) -> Iterator[Pair]:
    """The locked child, and plain Pillow as it comes."""
    from PIL import Image

    from reviewer.media.client import Decoder

    files = pictures(min(20, stock.size.pictures))

    def plain(data: bytes) -> None:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            small = image.convert("RGB").resize((240, 180), Image.Resampling.LANCZOS)
            small.save(io.BytesIO(), "JPEG", quality=80)

    with Decoder() as decoder:
        yield Pair(
            lambda: [sum(once(decoder.thumbnail, one, 240, 180) for one in files)],
            lambda: [sum(once(plain, one) for one in files)],
        )


@contextmanager
def _bundle(stock: Stock) -> Iterator[Pair]:
    """A bundle of media with a few records, as a folder."""
    from reviewer.bundle.verify import verify
    from reviewer.bundle.write import write_bundle
    from reviewer.domain.records import Media

    random = Random(SEED)
    media = {}
    for _ in range(stock.size.pictures):
        data = random.randbytes(2_000_000)
        media[hashlib.sha256(data).hexdigest()] = data
    out = stock.place("bundle")
    write_bundle(
        out, [Media(sha256=one, mime="image/jpeg", bytes=len(d)) for one, d in media.items()], media
    )
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]

    def hashed(path: Path) -> str:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    yield Pair(
        lambda: timed(lambda: verify(out)), lambda: timed(lambda: [hashed(p) for p in files])
    )
    shutil.rmtree(out)


ROWS = (
    Row("start", "start to the first paint, whole process", "bare import of QtWidgets",
        (Goal("median", 1.5),), _start),
    Row("memory-import", "peak memory of an import", "500 MB", (Goal("median", 1.0),),
        _import_memory, rounds=1, unit="MB"),
    Row("memory-open", "peak memory of opening a long ledger", "500 MB", (Goal("median", 1.0),),
        _open_memory, rounds=1, unit="MB"),
    Row("decode", "thumbnail in the locked child", "the same decoder in process",
        (Goal("median", 1.25),), _decode, rounds=5),
    Row("thumbnails", "thumbnails of mixed pictures in the locked child", "plain Pillow",
        (Goal("median", 1 / 1.9),), _thumbnails, rounds=3),
    Row("bundle", "bundle verification", "SHA-256 of its files on one thread",
        (Goal("median", 0.65),), _bundle),
)  # fmt: skip
