"""The signature of a bag: a DSSE envelope over the digest of its tag manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from reviewer.bundle.codes import Violation
from reviewer.domain.errors import Refused
from reviewer.trust import keys
from reviewer.trust.base64s import unb64
from reviewer.trust.canonical import loads_strict
from reviewer.trust.dsse import open_envelope, pae


class Signed(Protocol):
    """A bag, as far as its signature is concerned."""

    @property
    def tagmanifest_sha256(self) -> str:
        """The digest of the tag manifest as it is there."""
        ...

    def read(self, name: str, limit: int | None = None) -> bytes:
        """A small file of the bag."""
        ...


@dataclass(frozen=True)
class SignatureCheck:
    """What a signature file says.

    ``trust``: ``known`` where a key given to the check made it, ``unknown`` where only the public
    key inside the statement fits, ``none`` where there is no valid signature.
    """

    signed: bool = False
    keyid: str = ""
    public: bytes = b""
    statement: Mapping[str, Any] = field(default_factory=dict)
    trust: Literal["known", "unknown", "none"] = "none"
    violations: tuple[Violation, ...] = ()


def look_at(
    bag: Signed, name: str, payload_type: str, known: Mapping[str, bytes]
) -> SignatureCheck:
    """Verifies the envelope ``name`` of a bag; nothing in it is believed before.

    Args:
        bag: the bag.
        name: the signature file.
        payload_type: the DSSE type it must have.
        known: key id to raw public key of the keys that are trusted.
    """

    def bad(code: str, detail: str = "") -> SignatureCheck:
        return SignatureCheck(violations=(Violation(code, name, detail=detail),))

    try:
        body, signatures = open_envelope(bag.read(name), payload_type, file=name)
        statement = loads_strict(body, file=name)
        inside = unb64(statement["public"])
        keyid = keys.keyid_of(inside)
        target = statement["tagmanifest_sha256"]
    except (Refused, KeyError, TypeError, ValueError) as error:
        return bad("signature_form", error.message if isinstance(error, Refused) else "")
    signed = pae(payload_type, body)
    found: tuple[str, bytes, Literal["known", "unknown"]] | None = None
    for one, signature in signatures:
        if one in known and keys.verify(known[one], signed, signature):
            found = (one, known[one], "known")
            break
        if found is None and keys.verify(inside, signed, signature):
            found = (keyid, inside, "unknown")
    if found is None:
        return bad("signature_bad")
    if target != bag.tagmanifest_sha256:
        return bad("signature_target")
    return SignatureCheck(True, found[0], found[1], statement, found[2])
