"""DSSE 1.0: a signature over a type and a body, so that nothing signed is read as another kind.

Specification: secure-systems-lab/dsse, protocol.md and envelope.md. The bytes that were verified
are the bytes that are used; a key id only helps to find a key and proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from reviewer.domain.errors import Refused
from reviewer.trust import keys
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict

EVENT_TYPE = "application/vnd.reviewer.event.v1+json"
BUNDLE_TYPE = "application/vnd.reviewer.bundle.v1+json"
EXPORT_TYPE = "application/vnd.reviewer.export.v1+json"
ROSTER_TYPE = "application/vnd.reviewer.roster.v1+json"
CARD_TYPE = "application/vnd.reviewer.card.v1+json"
POLICY_TYPE = "application/vnd.reviewer.policy.v1+json"

MAX_SIGNATURES = 64
"""More signatures than this in one envelope are refused: each costs a verification."""


class Signs(Protocol):
    """What signing needs: ``keys.Signer`` has it."""

    @property
    def keyid(self) -> str:
        """The short name of the key."""
        ...

    def sign(self, data: bytes) -> bytes:
        """64 bytes of Ed25519 signature."""
        ...


def pae(payload_type: str, body: bytes) -> bytes:
    """The pre-authentication encoding: the very bytes that are signed.

    >>> pae("http://example.com/HelloWorld", b"hello world")
    b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    kind = payload_type.encode("utf-8")
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)


def envelope(payload_type: str, body: bytes, *signers: Signs) -> dict[str, Any]:
    """An envelope around ``body``, signed by each signer; canonical JSON makes it a file."""
    signed = pae(payload_type, body)
    return {
        "payload": b64(body),
        "payloadType": payload_type,
        "signatures": [{"keyid": s.keyid, "sig": b64(s.sign(signed))} for s in signers],
    }


def envelope_text(payload_type: str, body: bytes, *signers: Signs) -> str:
    """The envelope as one canonical line with its line end, ready to be a file."""
    return dumps(envelope(payload_type, body, *signers)) + "\n"


def open_envelope(
    text: str | bytes, expected_type: str, *, file: str = ""
) -> tuple[bytes, list[tuple[str, bytes]]]:
    """The body and the signatures of an envelope. **Nothing is verified yet.**

    Returns:
        The body, and (key id, signature) pairs in their order.

    Raises:
        Refused: code ``dsse`` or ``json``: not an envelope, or of another type.
    """
    document = loads_strict(text, file=file)
    try:
        kind, payload, signatures = (
            document["payloadType"],
            document["payload"],
            document["signatures"],
        )
        body = unb64(payload)
        pairs = [(str(s.get("keyid", "")), unb64(s["sig"])) for s in signatures[:MAX_SIGNATURES]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refused("This is not a signature envelope.", code="dsse", file=file) from error
    if kind != expected_type:
        raise Refused(
            f"The signature is over {str(kind)[:80]!r}, not over {expected_type!r}.",
            code="dsse",
            file=file,
        )
    return body, pairs


def verified_by(
    payload_type: str,
    body: bytes,
    signatures: list[tuple[str, bytes]],
    publics: Mapping[str, bytes],
) -> list[str]:
    """The key ids among ``publics`` (key id to raw public key) with a true signature, sorted."""
    signed = pae(payload_type, body)
    return sorted(
        {
            keyid
            for keyid, sig in signatures
            if keyid in publics and keys.verify(publics[keyid], signed, sig)
        }
    )
