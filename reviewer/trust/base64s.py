"""Strict base64: one text for one sequence of bytes."""

from __future__ import annotations

import base64
import binascii


def b64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: object) -> bytes:
    """Bytes of standard or URL-safe base64, strictly.

    Raises:
        ValueError: anything else, stray characters and non-zero padding bits included.
    """
    if not isinstance(text, str):
        raise ValueError("base64 must be text")
    standard = text.replace("-", "+").replace("_", "/")
    try:
        data = base64.b64decode(standard, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if b64(data) != standard:
        raise ValueError("not canonical base64")
    return data
