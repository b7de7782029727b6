"""The second way into a profile: its secrets, wrapped to the site's recovery key (age, X25519).

The site file names the recipient; its identity lies where the site keeps such things, offline.
Whoever holds it can open every profile that was made under it, so the wrap says for whom it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pyrage

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict
from reviewer.trust.wrap import Secrets

FORMAT = "reviewer-recovery-wrap"
VERSION = "1.0"
_IDENTITY = re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]+")


def is_recipient(text: str) -> bool:
    """Whether a text is an age X25519 recipient, checksum included."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, ValueError):
        return False
    return True


def wrap_to(recipient: str, secrets: Secrets, keyid: str) -> dict[str, Any]:
    """Wrap secrets for the holder of a recovery key.

    Args:
        recipient: ``age1…``.
        secrets: of one profile.
        keyid: of that profile; stands inside, so that no wrap passes for another's.

    Returns:
        A dict of JSON values, ready to be stored.
    """
    body = {
        "format": FORMAT,
        "keyid": keyid,
        "data_key": b64(secrets.data_key),
        "signing": b64(secrets.signing),
        "sealing": secrets.sealing,
    }
    to = pyrage.x25519.Recipient.from_str(recipient)
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "recipient": recipient,
        "body": b64(pyrage.encrypt(dumps(body).encode("utf-8"), [to])),
    }


def recipient_of(document: dict[str, Any] | None) -> str:
    """For whom a wrap was made; empty where there is none."""
    return str(document.get("recipient", "")) if document else ""


def unwrap(document: dict[str, Any] | None, identity: str, keyid: str) -> Secrets:
    """Open what ``wrap_to`` made.

    Args:
        identity: ``AGE-SECRET-KEY-1…``.
        keyid: of the profile it must belong to.

    Raises:
        Refused: code ``recovery``: there is no wrap, or it was made for another key.
        Damaged: code ``profile``: what stands there is none, or another profile's.
    """
    if document is None:
        raise Refused(
            "This profile was not wrapped to a recovery key.",
            code="recovery",
            next_step="Only its passphrase opens it. What was exported is safe in its packages.",
        )
    try:
        own = pyrage.x25519.Identity.from_str(identity)
    except (pyrage.IdentityError, ValueError) as error:
        raise _no_identity() from error
    recipient = recipient_of(document)
    if str(own.to_public()) != recipient:
        raise Refused(
            f"This is not the recovery key of this profile, which is {recipient}.",
            code="recovery",
            next_step="Ask the administrator for the identity of that recipient.",
        )
    try:
        if document["format"] != FORMAT or str(document["format_version"]).split(".")[0] != "1":
            raise ValueError("another format")
        inner = loads_strict(pyrage.decrypt(unb64(document["body"]), [own]))
        if inner["format"] != FORMAT or inner["keyid"] != keyid:
            raise ValueError("another profile's")
        return Secrets(unb64(inner["data_key"]), unb64(inner["signing"]), str(inner["sealing"]))
    except (KeyError, TypeError, ValueError, Refused, pyrage.DecryptError) as error:
        raise Damaged(
            "The recovery wrap of this profile cannot be read.",
            code="profile",
            file="profile.json",
            next_step="Restore profile.json from a backup; the rest of the workspace is untouched.",
        ) from error


def read_identity(path: Path) -> str:
    """The identity in a file as age writes it: one key, comments around it.

    Raises:
        Refused: code ``recovery``, when it holds none or several.
    """
    try:
        found = _IDENTITY.findall(path.read_bytes()[:100_000].decode("utf-8", "replace"))
    except OSError as error:
        raise _no_identity(path) from error
    if len(set(found)) != 1:
        raise _no_identity(path)
    return str(found[0])


def make_identity(path: Path) -> str:
    """Write a new recovery identity, readable by its owner only.

    Returns:
        Its recipient, for the site file.

    Raises:
        Refused: code ``exists``: a key is never overwritten.
    """
    made = pyrage.x25519.Identity.generate()
    recipient = str(made.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(
            "There is a file of this name already.",
            code="exists",
            file=str(path),
            next_step="Choose another name; a key is never overwritten.",
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(f"# public key: {recipient}\n{made}\n")
        out.flush()
        os.fsync(out.fileno())
    return recipient


def _no_identity(path: Path | None = None) -> Refused:
    return Refused(
        "This is not a recovery identity.",
        code="recovery",
        file=str(path) if path else "",
        next_step="Give the file with the line that begins with AGE-SECRET-KEY-1.",
    )
