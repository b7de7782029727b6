"""A profile: one person on one device, with the keys that sign and seal. One workspace has one."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyrage

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust import keys, pseudonyms, recovery, wrap
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict

FORMAT = "reviewer-profile"


@dataclass(frozen=True)
class Profile:
    """What is public about a profile, and its secrets in wrapped form.

    Attributes:
        pseudonym: the name that stands in events; never a real name.
        role: root, lead, reviewer, auditor or issuer.
        device: the UUID of the chain of events that this workspace writes.
        created_at: RFC 3339.
        keyid: the short name of ``sign``.
        sign: the 32 raw bytes of the public signing key.
        seal: the age recipient, ``age1…``.
        wrapped: the document of ``wrap.wrap``.
        proof: signature by ``sign`` over all of the above but ``wrapped``.
        recovery: the same secrets for the site's recovery key (``recovery.wrap_to``), or None.
    """

    pseudonym: str
    role: str
    device: str
    created_at: str
    keyid: str
    sign: bytes
    seal: str
    wrapped: dict[str, Any]
    proof: bytes
    version: str = "1.0"
    recovery: dict[str, Any] | None = None

    @property
    def protected(self) -> bool:
        """False when the secrets stand under the empty passphrase."""
        return bool(self.wrapped.get("protected"))

    def to_dict(self) -> dict[str, Any]:
        """The content of ``profile.json``."""
        more = {} if self.recovery is None else {"recovery": self.recovery}
        return {**self._claims(), "proof": b64(self.proof), "wrapped": self.wrapped, **more}

    def to_text(self) -> str:
        """``profile.json`` as one canonical line."""
        return dumps(self.to_dict()) + "\n"

    @classmethod
    def from_text(cls, text: str | bytes) -> Profile:
        """Read ``profile.json``; a change of a name, role or key in it is seen by ``unlock``.

        Raises:
            Damaged: code ``profile``, when it cannot be read.
            Refused: code ``version``, when a newer program wrote it.
        """
        try:
            return cls.from_dict(loads_strict(text, file="profile.json"))
        except (Refused, KeyError, TypeError, ValueError) as error:
            if isinstance(error, Refused) and error.code == "version":
                raise
            raise _damaged("The profile cannot be read.") from error

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Profile:
        """The profile in a parsed document; raises KeyError, TypeError or ValueError if none."""
        if document["format"] != FORMAT:
            raise ValueError("another format")
        if document["format_version"].partition(".")[0] != "1" or document["must_understand"]:
            raise Refused(
                "A newer version of the program made this profile.",
                code="version",
                file="profile.json",
                next_step="Open it with the version that made it.",
            )
        return cls(
            pseudonym=str(document["pseudonym"]),
            role=str(document["role"]),
            device=str(document["device"]),
            created_at=str(document["created_at"]),
            keyid=str(document["keyid"]),
            sign=unb64(document["sign"]),
            seal=str(document["seal"]),
            wrapped=dict(document["wrapped"]),
            proof=unb64(document["proof"]),
            version=str(document["format_version"]),
            recovery=dict(document["recovery"]) if "recovery" in document else None,
        )

    def unlock(self, passphrase: str) -> wrap.Secrets:
        """The secrets, after checking that they belong to this very profile.

        Raises:
            Refused: code ``passphrase``.
            Damaged: code ``profile``, when pseudonym, role, device or keys were changed in the
                file since it was made.
        """
        return self._proven(wrap.unwrap(self.wrapped, passphrase))

    @property
    def recovers(self) -> str:
        """The recipient that can open this profile without its passphrase, or empty."""
        return recovery.recipient_of(self.recovery)

    def recover(self, identity: str) -> wrap.Secrets:
        """The secrets, by the site's recovery identity in place of the passphrase.

        Raises:
            Refused: code ``recovery``: none was made for it, or it is for another key.
            Damaged: code ``profile``, as ``unlock``.
        """
        return self._proven(recovery.unwrap(self.recovery, identity, self.keyid))

    def with_recovery(self, secrets: wrap.Secrets, recipient: str) -> Profile:
        """The same profile, which the holder of ``recipient`` can open, too."""
        made = recovery.wrap_to(recipient, secrets, self.keyid)
        return dataclasses.replace(self, recovery=made)

    def _proven(self, secrets: wrap.Secrets) -> wrap.Secrets:
        public = keys.Signer.from_private(secrets.signing).public
        seal = str(pyrage.x25519.Identity.from_str(secrets.sealing).to_public())
        claims = dumps(self._claims()).encode("utf-8")
        honest = keys.verify(public, claims, self.proof)
        if not honest or public != self.sign or seal != self.seal:
            raise _damaged("The profile was changed outside the program.")
        return secrets

    def with_passphrase(self, secrets: wrap.Secrets, passphrase: str) -> Profile:
        """The same profile under another passphrase, with the same cost parameters."""
        kdf = self.wrapped["kdf"]
        costs = {k: kdf[k] for k in ("memory_kib", "iterations", "lanes")}
        return dataclasses.replace(self, wrapped=wrap.wrap(secrets, passphrase, **costs))

    def with_device(self, signer: keys.Signer, random: Callable[[int], bytes]) -> Profile:
        """The same person and keys on a new device: a chain of its own, proven anew."""
        moved = dataclasses.replace(self, device=_new_device(random))
        proof = signer.sign(dumps(moved._claims()).encode("utf-8"))
        return dataclasses.replace(moved, proof=proof)

    def with_role(self, signer: keys.Signer, role: str) -> Profile:
        """The same person and keys in another role, proven anew."""
        moved = dataclasses.replace(self, role=role)
        proof = signer.sign(dumps(moved._claims()).encode("utf-8"))
        return dataclasses.replace(moved, proof=proof)

    def _claims(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "format_version": self.version,
            "must_understand": [],
            "pseudonym": self.pseudonym,
            "role": self.role,
            "device": self.device,
            "created_at": self.created_at,
            "keyid": self.keyid,
            "sign": b64(self.sign),
            "seal": self.seal,
        }


def _new_device(random: Callable[[int], bytes]) -> str:
    return str(uuid.UUID(bytes=random(16), version=4))


def new_profile(
    pseudonym: str,
    passphrase: str | None,
    now_ms: int,
    random: Callable[[int], bytes],
    *,
    role: str = "reviewer",
    memory_kib: int = 65536,
    iterations: int = 3,
    lanes: int = 4,
) -> tuple[Profile, wrap.Secrets]:
    """Make a profile with new keys.

    Args:
        pseudonym: 1 to 64 characters, one line.
        passphrase: None makes an unprotected profile that says so everywhere.
        now_ms: Unix time in ms.
        random: gives that many random bytes (``os.urandom``).
        role: what the roster may later confirm.
        memory_kib: with ``iterations`` and ``lanes``, the cost of the wrapping.
    """
    pseudonyms.check(pseudonym)
    if passphrase is not None and not passphrase.strip():
        raise Refused(
            "The passphrase is empty, or nothing but blanks.",
            code="passphrase",
            next_step="Give one, or ask for an unprotected workspace with --no-passphrase.",
        )
    identity = pyrage.x25519.Identity.generate()
    secrets = wrap.Secrets(random(32), random(32), str(identity))
    signer = keys.Signer.from_private(secrets.signing)
    wrapped = wrap.wrap(
        secrets, passphrase or "", memory_kib=memory_kib, iterations=iterations, lanes=lanes
    )
    profile = Profile(
        pseudonym=pseudonym,
        role=role,
        device=_new_device(random),
        created_at=_rfc3339(now_ms),
        keyid=signer.keyid,
        sign=signer.public,
        seal=str(identity.to_public()),
        wrapped=wrapped,
        proof=b"",
    )
    proof = signer.sign(dumps(profile._claims()).encode("utf-8"))
    return dataclasses.replace(profile, proof=proof), secrets


def _damaged(message: str) -> Damaged:
    return Damaged(
        message,
        code="profile",
        file="profile.json",
        next_step="Restore profile.json from a backup; the rest of the workspace is untouched.",
    )


def _rfc3339(ms: int) -> str:
    """``2026-01-31T12:00:00.000Z``."""
    moment = datetime.fromtimestamp(ms // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"
