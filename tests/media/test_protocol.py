"""The frames: whatever bytes come, either a value in range or a ``FrameError``."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.media import protocol
from reviewer.media.protocol import FrameError, Reply, Request

sides = st.integers(1, protocol.MAX_SIDE)
requests = st.builds(
    Request,
    op=st.sampled_from([protocol.DECODE, protocol.ENCODE]),
    kind=st.sampled_from(protocol.KINDS),
    width=sides,
    height=sides,
    number=st.integers(0, 2**32 - 1),
    length=st.integers(0, protocol.MAX_BYTES),
)
u16, u32 = st.integers(0, 2**16 - 1), st.integers(0, 2**32 - 1)
replies = st.builds(
    Reply,
    status=st.integers(1, 4),
    number=u32,
    format=st.sampled_from(protocol.FORMATS),
    flags=st.integers(0, 3),
    reason=st.sampled_from(list(protocol.REASONS)),
    width=u16,
    height=u16,
    source_width=u32,
    source_height=u32,
    length=u32,
)


@given(requests)
def test_a_request_comes_back_as_it_was(request: Request) -> None:
    assert protocol.parse_request(request.pack()) == request


@given(replies)
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    assert protocol.parse_reply(reply.pack()) == reply


@given(st.binary(max_size=64))
def test_noise_is_no_frame(noise: bytes) -> None:
    for parse in (protocol.parse_request, protocol.parse_reply, protocol.parse_hello):
        with pytest.raises(FrameError):
            parse(noise)


@given(requests, replies)
def test_only_answers_that_fit_are_read(request: Request, reply: Reply) -> None:
    reply = replace(reply, number=request.number)
    try:
        protocol.check_reply(request, reply)
    except FrameError:
        return
    if reply.status == protocol.FAILED:
        assert reply.length == 0
    else:
        assert reply.width <= request.width
        assert reply.height <= request.height
        assert reply.length <= max(protocol.MAX_JPEG, request.width * request.height * 3)


@given(requests, sides, sides, st.integers(-4, 4))
def test_pixels_must_fill_the_picture(request: Request, width: int, height: int, more: int) -> None:
    request = replace(request, op=protocol.DECODE)
    most = protocol.CONCEALED_SIDE if request.kind == "concealed" else protocol.MAX_SIDE
    width, height = min(width, request.width, most), min(height, request.height, most)
    length = width * height * 3 + more
    reply = Reply(1, request.number, "png", 0, "internal", width, height, 9, 9, max(0, length))
    if more == 0:
        protocol.check_reply(request, reply)
    else:
        with pytest.raises(FrameError):
            protocol.check_reply(request, reply)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"formats": "png"}',
        b'{"formats": ["exe"]}',
        b'{"layers": []}',
        b'{"layers": {"seccomp": 1}}',
        b'{"layers": {"seccomp": "a\\u0007"}}',
        json.dumps({"layers": {"x": "y" * 201}}).encode(),
        json.dumps({"error": ["x"]}).encode(),
        b"[" * 5000,
    ],
)
def test_a_hello_of_another_shape(body: bytes) -> None:
    with pytest.raises(FrameError):
        protocol.parse_hello(body)


def test_every_reason_has_words_and_a_number() -> None:
    assert set(protocol.REASONS) > protocol.CHILD_REASONS
    assert set(protocol.REASONS) > protocol.POISONOUS
    assert all(
        words[0].islower() and not words.endswith(".") for words in protocol.REASONS.values()
    )
