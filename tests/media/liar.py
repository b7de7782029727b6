"""A child that greets properly and then answers with lies. ``python liar.py ROOT how``."""

from __future__ import annotations

import json
import os
import sys

sys.path.insert(0, sys.argv[1])

from reviewer.media import protocol
from reviewer.media.protocol import Reply

HOW = sys.argv[2]
HELLO = {"formats": ["png"], "layers": {"rlimit": "on", "seccomp": "off: this is a test"}}


def frame(reply: Reply, body: bytes) -> bytes:
    return reply.pack() + body


def lie(number: int) -> bytes:
    good = {"number": number, "format": "png", "source_width": 9, "source_height": 9}
    pixels = {**good, "status": protocol.PIXELS, "width": 2, "height": 2, "length": 12}
    honest = frame(Reply(**pixels), bytes(12))
    return {
        "noise": os.urandom(4096),
        "zeros": bytes(4096),
        "short": honest[:-5],
        "number": frame(Reply(**{**pixels, "number": number + 1}), bytes(12)),
        "huge": frame(Reply(**{**pixels, "length": 0xFFFFFFFF}), bytes(12)),
        "wide": frame(Reply(**{**pixels, "width": 60000, "height": 1, "length": 180000}), b""),
        "empty": frame(Reply(**{**pixels, "width": 0, "length": 0}), b""),
        "length": frame(Reply(**{**pixels, "length": 13}), bytes(13)),
        "jpeg": frame(
            Reply(protocol.JPEG, number, "jpeg", length=12, width=2, height=2), b"x" * 12
        ),
        "text": frame(Reply(protocol.FAILED, number, length=5), b"<img>"),
        "hello": frame(Reply(protocol.HELLO, number, length=2), b"{}"),
        "foreign": frame(Reply(protocol.FAILED, number, reason="poisoned"), b""),
        "more": honest + b"and more",
        "env": honest,
    }[HOW]


def exactly(size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(0, size - len(data))
        if not part:
            sys.exit(0)
        data += part
    return data


def main() -> None:
    if HOW == "no hello":
        sys.exit(3)
    if HOW == "env":
        HELLO["layers"] = dict.fromkeys(os.environ, "on")
    body = json.dumps(HELLO).encode()
    if HOW == "bad hello":
        body = b'{"formats": [7], "layers": {}}'
    os.write(1, frame(Reply(protocol.HELLO, length=len(body)), body))
    while True:
        request = protocol.parse_request(exactly(protocol.REQUEST_SIZE))
        exactly(request.length)
        os.write(1, lie(request.number))
        if HOW == "short":
            sys.exit(0)


main()
