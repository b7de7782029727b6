"""Ed25519 keys. A key is pinned as its 32 raw bytes; its id is only a short name."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reviewer.domain.errors import Refused
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex

KEY_BYTES = 32
SIGNATURE_BYTES = 64
KEY_FORMAT = "reviewer-signing-key"


def keyid_of(public: bytes) -> str:
    """The short name of a key: the first 16 hex digits of the SHA-256 of its 32 raw bytes."""
    if len(public) != KEY_BYTES:
        raise Refused("A public key has 32 bytes.", code="key")
    return sha256_hex(public)[:16]


def fingerprint(public: bytes) -> str:
    """32 hex digits in groups of four, to be read aloud and compared."""
    digits = sha256_hex(public)[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


def verify(public: bytes, data: bytes, sig: bytes) -> bool:
    """Whether ``sig`` is the signature of ``data`` by ``public``; false for anything odd."""
    if len(public) != KEY_BYTES or len(sig) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(sig, data)
    except (InvalidSignature, ValueError):
        return False
    return True


class Signer:
    """A private signing key in memory.

    Attributes:
        public: the 32 raw bytes of the public key.
        keyid: its short name.
    """

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public: bytes = key.public_key().public_bytes_raw()
        self.keyid: str = keyid_of(self.public)

    @classmethod
    def generate(cls) -> Signer:
        """A new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def from_private(cls, private: bytes) -> Signer:
        """The key with these 32 private bytes."""
        if len(private) != KEY_BYTES:
            raise Refused("A private signing key has 32 bytes.", code="key")
        return cls(Ed25519PrivateKey.from_private_bytes(private))

    def private_bytes(self) -> bytes:
        """The 32 private bytes: to be wrapped, never logged."""
        return self._key.private_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """The 64-byte signature of ``data``; the same data gives the same bytes."""
        return self._key.sign(data)

    def __repr__(self) -> str:
        return f"Signer({self.keyid})"


def save_key(path: Path, signer: Signer) -> None:
    """Write an issuer's key file (for ``bundle build --sign``), readable by its owner only.

    Raises:
        Refused: code ``exists``, when there is a file of that name: a key is never overwritten.
    """
    document = {
        "format": KEY_FORMAT,
        "format_version": "1.0",
        "keyid": signer.keyid,
        "public": b64(signer.public),
        "private": b64(signer.private_bytes()),
    }
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(
            "There is a key file of that name already.",
            code="exists",
            file=path.name,
            next_step="Choose another name; a key is never overwritten.",
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(dumps(document) + "\n")
        out.flush()
        os.fsync(out.fileno())


def load_key(path: Path) -> Signer:
    """Read an issuer's key file.

    Raises:
        Refused: code ``key``, when it is not one or its parts do not belong together.
    """
    try:
        document = loads_strict(path.read_bytes(), file=path.name)
        if document["format"] != KEY_FORMAT:
            raise ValueError("another format")
        signer = Signer.from_private(unb64(document["private"]))
        matches = unb64(document["public"]) == signer.public
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise Refused("This is not a signing key file.", code="key", file=path.name) from error
    if not matches or document.get("keyid") != signer.keyid:
        raise Refused("The parts of this key do not match.", code="key", file=path.name)
    return signer
