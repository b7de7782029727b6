"""Sorted, compact JSON: the writer under the canonical form, quick because every save needs it."""

from __future__ import annotations

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def encode(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; of every character what the standard library
    writes. For values whose types and depth the caller has checked: see ``trust.canonical``."""
    return _ENCODER.encode(value)
