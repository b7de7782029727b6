"""The frozen program's own check: what it needs is in it and works here. Leaves nothing behind."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reviewer import bootstrap, doctor
from reviewer.domain.errors import Damaged, ReviewerError
from reviewer.media.client import DecodeFailed, Decoder, Spec
from reviewer.respath import resource


def run() -> list[dict[str, Any]]:
    """Every check: {name, passed, detail}."""
    return [
        _tried("resources", _resources),
        _tried("policy and keys", _registry),
        _tried("ledger on disk", _ledger),
        _tried("decoder", _decoder),
        _tried("window system", _window),
    ]


def _tried(name: str, check: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"name": name, "passed": True, "detail": check()}
    except (ReviewerError, DecodeFailed, OSError, ImportError) as error:
        return {"name": name, "passed": False, "detail": str(error) or type(error).__name__}


def _resources() -> str:
    missing = [name for name in doctor.RESOURCES if not (resource("") / name).is_dir()]
    if missing:
        raise Damaged(f"missing: {', '.join(missing)}")
    return str(resource(""))


def _registry() -> str:
    """The policy compiles, and no two commands clash."""
    from reviewer.session.policies import default_policy

    return (
        f"{len(bootstrap.make_registry().commands)} commands, policy {default_policy().hash[:12]}"
    )


def _ledger() -> str:
    """A workspace is made, written, closed, opened again and verified."""
    with tempfile.TemporaryDirectory(prefix="reviewer-selftest-") as scratch:
        folder = Path(scratch) / "workspace"
        bootstrap.open_session(bootstrap.create_workspace(folder, "selftest", None)).close()
        with bootstrap.open_workspace(folder, None, read_only=True) as workspace:
            fault = workspace.ledger.check()
            if fault is not None:
                raise fault.as_error()
            return f"{workspace.ledger.head()[1]} signed events"


def _decoder() -> str:
    """The child decodes one small picture."""
    with Decoder() as decoder:
        pixels = decoder.decode(_picture(), Spec("full", 2, 2))
        if (pixels.width, pixels.height) != (2, 2):
            raise Damaged(f"a picture of 2 x 2 came back as {pixels.width} x {pixels.height}")
        return ", ".join(f"{name} {state}" for name, state in decoder.layers().items())


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
