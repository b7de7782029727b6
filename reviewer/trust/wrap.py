"""The secrets of a profile, wrapped by a passphrase: Argon2id, then AES-256-GCM.

The parameters of the derivation stand in the additional data of the cipher, so that nobody can
weaken them in the file without the passphrase.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict

FORMAT = "reviewer-wrapped-keys"
SALT_BYTES = 16
MAX_MEMORY_KIB = 1 << 20
"""A file that asks for more memory than 1 GiB is refused, not obeyed."""

MAX_ITERATIONS = 64
MAX_LANES = 64


@dataclass(frozen=True)
class Secrets:
    """What a profile must keep: never printed, never logged, never exported.

    Attributes:
        data_key: 32 bytes; all storage keys are derived from it.
        signing: the 32 private bytes of the Ed25519 key.
        sealing: the age identity, ``AGE-SECRET-KEY-1…``.
    """

    data_key: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    sealing: str = field(repr=False)


def wrap(
    secrets: Secrets,
    passphrase: str,
    *,
    memory_kib: int = 65536,
    iterations: int = 3,
    lanes: int = 4,
    salt: bytes | None = None,
) -> dict[str, Any]:
    """Wrap ``secrets``; an empty passphrase makes a document that says it is not protected.

    Args:
        memory_kib: Argon2id memory in KiB; the default costs about 0.1 s.
        iterations: passes over it.
        lanes: parallel lanes.
        salt: 16 bytes; random when left out.

    Returns:
        A dict of JSON values, ready to be stored.
    """
    salt = os.urandom(SALT_BYTES) if salt is None else salt
    head: dict[str, Any] = {
        "format": FORMAT,
        "format_version": "1.0",
        "protected": passphrase != "",
        "kdf": {
            "name": "argon2id",
            "salt": b64(salt),
            "memory_kib": memory_kib,
            "iterations": iterations,
            "lanes": lanes,
        },
        "cipher": "aes-256-gcm",
    }
    body = dumps(
        {
            "data_key": b64(secrets.data_key),
            "signing": b64(secrets.signing),
            "sealing": secrets.sealing,
        }
    ).encode("utf-8")
    key = _derive(passphrase, salt, memory_kib, iterations, lanes)
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, body, _aad(head))
    return {**head, "nonce": b64(nonce), "body": b64(sealed)}


def unwrap(document: dict[str, Any], passphrase: str) -> Secrets:
    """Open what ``wrap`` made.

    Raises:
        Refused: code ``passphrase``: the passphrase is wrong (or the document was changed:
            the two cannot be told apart).
        Damaged: code ``profile``: the document cannot be one that ``wrap`` made.
    """
    try:
        salt, memory, iterations, lanes = _parameters(document)
        nonce, sealed = unb64(document["nonce"]), unb64(document["body"])
        bound = _aad(document)
        if len(nonce) != 12 or len(sealed) < 16:
            raise ValueError("cut short")
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged() from error
    key = _derive(passphrase, salt, memory, iterations, lanes)
    try:
        body = AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag as error:
        raise Refused(
            "The passphrase does not open this profile.",
            code="passphrase",
            next_step="Type it again; mind the keyboard layout and Caps Lock.",
        ) from error
    inner = loads_strict(body)
    return Secrets(unb64(inner["data_key"]), unb64(inner["signing"]), str(inner["sealing"]))


def _parameters(document: dict[str, Any]) -> tuple[bytes, int, int, int]:
    kdf = document["kdf"]
    if document["format"] != FORMAT or document["cipher"] != "aes-256-gcm":
        raise ValueError("another format")
    if str(document["format_version"]).partition(".")[0] != "1" or kdf["name"] != "argon2id":
        raise ValueError("another version")
    memory, iterations, lanes = kdf["memory_kib"], kdf["iterations"], kdf["lanes"]
    for value, top in (
        (memory, MAX_MEMORY_KIB),
        (iterations, MAX_ITERATIONS),
        (lanes, MAX_LANES),
    ):
        if type(value) is not int or not 1 <= value <= top:
            raise ValueError("a parameter is out of bounds")
    salt = unb64(kdf["salt"])
    if len(salt) != SALT_BYTES or memory < 8 * lanes:
        raise ValueError("a parameter is out of bounds")
    return salt, memory, iterations, lanes


def _derive(passphrase: str, salt: bytes, memory: int, iterations: int, lanes: int) -> bytes:
    """32 bytes from the passphrase; composed and decomposed accents give the same."""
    try:
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Refused(
            "The passphrase holds something that is not text.",
            code="passphrase",
            next_step="Type it anew; a file that holds it must be UTF-8.",
        ) from error
    kdf = Argon2id(salt=salt, length=32, iterations=iterations, lanes=lanes, memory_cost=memory)
    return kdf.derive(secret)


def _aad(document: dict[str, Any]) -> bytes:
    bound = {k: document[k] for k in ("format", "format_version", "protected", "kdf", "cipher")}
    return dumps(bound).encode("utf-8")


def _damaged() -> Damaged:
    return Damaged(
        "The wrapped keys of this profile cannot be read.",
        code="profile",
        file="profile.json",
        next_step="Restore profile.json from a backup; the rest of the workspace is untouched.",
    )
