"""Encryption at rest: AES-256-GCM for small things, a chunked stream for files.

The stream follows the STREAM construction: every chunk is sealed under a nonce made of its number
and a flag that marks the last one, so a chunk that is cut off, swapped, repeated or changed is
seen. Every stream has a key of its own, derived from a random salt in its head.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reviewer.domain.errors import Damaged

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
SALT_BYTES = 32
CHUNK_BYTES = 1 << 20
"""Plain bytes in each sealed chunk of a stream but the last."""

STREAM_MAGIC = b"RVWSEAL1"
_NEXT_STEP = (
    "Nothing else is affected; restore this file from a backup, or import its source again."
)


def subkey(data_key: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose, by HKDF-SHA256; purposes never share a key."""
    return _hkdf(data_key, None, b"reviewer/v1/" + purpose.encode("utf-8"))


def _hkdf(key: bytes, salt: bytes | None, info: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)


def seal(key: bytes, data: bytes, aad: bytes = b"") -> bytes:
    """Encrypt ``data`` bound to ``aad``: 12 bytes of random nonce, cipher text, 16 of tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, aad)


def unseal(key: bytes, sealed: bytes, aad: bytes = b"") -> bytes:
    """The inverse of ``seal``.

    Raises:
        Damaged: code ``sealed``, when key, ``aad`` or any byte differ.
    """
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Damaged("A sealed value is cut short.", code="sealed", next_step=_NEXT_STEP)
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag as error:
        raise Damaged(
            "A sealed value was changed or belongs to another key.",
            code="sealed",
            next_step=_NEXT_STEP,
        ) from error


def seal_stream(key: bytes, src: BinaryIO, dst: BinaryIO, aad: bytes = b"") -> int:
    """Encrypt all of ``src`` into ``dst``, in constant memory, bound to ``aad``.

    Returns:
        The number of plain bytes read. ``dst`` is not flushed or synced here.
    """
    salt = os.urandom(SALT_BYTES)
    cipher = AESGCM(_hkdf(key, salt, b"reviewer/v1/stream"))
    dst.write(STREAM_MAGIC + salt)
    total, number = 0, 0
    chunk = _read(src, CHUNK_BYTES)
    while True:
        following = _read(src, CHUNK_BYTES) if len(chunk) == CHUNK_BYTES else b""
        dst.write(cipher.encrypt(_nonce(number, last=not following), chunk, aad))
        total, number = total + len(chunk), number + 1
        if not following:
            return total
        chunk = following


def unseal_stream(key: bytes, src: BinaryIO, aad: bytes = b"") -> Iterator[bytes]:
    """The plain chunks of a sealed stream, at most 1 MiB each, each verified before it is given.

    A caller that acts on chunks before the end must undo it if the iteration raises.

    Raises:
        Damaged: code ``blob``, when anything was changed, cut, added, swapped or repeated, or
            when ``key`` or ``aad`` differ.
    """
    head = _read(src, len(STREAM_MAGIC) + SALT_BYTES)
    if len(head) < len(STREAM_MAGIC) + SALT_BYTES or not head.startswith(STREAM_MAGIC):
        raise _damaged("it does not begin like one")
    cipher = AESGCM(_hkdf(key, head[len(STREAM_MAGIC) :], b"reviewer/v1/stream"))
    sealed_size = CHUNK_BYTES + TAG_BYTES
    number = 0
    chunk = _read(src, sealed_size)
    while True:
        following = _read(src, sealed_size) if len(chunk) == sealed_size else b""
        try:
            yield cipher.decrypt(_nonce(number, last=not following), chunk, aad)
        except (InvalidTag, ValueError) as error:
            raise _damaged(f"part {number + 1} was changed, moved or cut") from error
        if not following:
            return
        chunk, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(NONCE_BYTES - 1, "big") + (b"\x01" if last else b"\x00")


def _read(src: BinaryIO, size: int) -> bytes:
    """Exactly ``size`` bytes, or all that is left, also from a source that reads short."""
    parts: list[bytes] = []
    while size > 0:
        part = src.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _damaged(why: str) -> Damaged:
    return Damaged(f"A sealed file cannot be read: {why}.", code="blob", next_step=_NEXT_STEP)
