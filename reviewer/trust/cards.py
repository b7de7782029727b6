"""Enrolment cards: the public keys of a profile, signed by the key they name."""

from __future__ import annotations

from dataclasses import dataclass

import pyrage

from reviewer.domain.errors import Refused
from reviewer.trust import dsse, keys, pseudonyms
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.canonical import dumps, loads_strict
from reviewer.trust.profile import Profile

FORMAT = "reviewer-card"
ISSUER = "issuer"
"""The role of a key that only signs bundles."""


@dataclass(frozen=True)
class Card:
    """What an enrolment card says: public keys and names only."""

    pseudonym: str
    role: str
    device: str
    keyid: str
    sign: bytes
    seal: str
    created_at: str


def card(profile: Profile, signer: keys.Signer) -> str:
    """An enrolment card: public keys and pseudonym, signed by the key it names."""
    return _text(
        Card(
            profile.pseudonym,
            profile.role,
            profile.device,
            profile.keyid,
            profile.sign,
            profile.seal,
            profile.created_at,
        ),
        signer,
    )


def issuer_card(pseudonym: str, signer: keys.Signer, created_at: str) -> str:
    """The card of a key that only signs bundles: no device, nothing can be sealed to it.

    Raises:
        Refused: ``pseudonym``.
    """
    pseudonyms.check(pseudonym)
    return _text(Card(pseudonym, ISSUER, "", signer.keyid, signer.public, "", created_at), signer)


def _text(said: Card, signer: keys.Signer) -> str:
    body = {
        "format": FORMAT,
        "format_version": "1.0",
        "must_understand": [],
        "pseudonym": said.pseudonym,
        "role": said.role,
        "device": said.device,
        "keyid": said.keyid,
        "sign": b64(said.sign),
        "seal": said.seal,
        "created_at": said.created_at,
        "fingerprint": keys.fingerprint(said.sign),
    }
    return dsse.envelope_text(dsse.CARD_TYPE, dumps(body).encode("utf-8"), signer)


def read_card(text: str | bytes, *, file: str = "") -> Card:
    """Read an enrolment card and check that whoever made it holds its key.

    Raises:
        Refused: code ``card``, ``dsse`` or ``json``.
    """
    body, signatures = dsse.open_envelope(text, dsse.CARD_TYPE, file=file)
    document = loads_strict(body, file=file)
    try:
        if document["format"] != FORMAT or document["format_version"].split(".")[0] != "1":
            raise ValueError("another format")
        sign, seal = unb64(document["sign"]), str(document["seal"])
        if seal or document["role"] != ISSUER:
            pyrage.x25519.Recipient.from_str(seal)
        found = Card(
            pseudonym=str(document["pseudonym"]),
            role=str(document["role"]),
            device=str(document["device"]),
            keyid=keys.keyid_of(sign),
            sign=sign,
            seal=seal,
            created_at=str(document["created_at"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError, pyrage.RecipientError) as error:
        raise Refused("This is not an enrolment card.", code="card", file=file) from error
    proven = dsse.verified_by(dsse.CARD_TYPE, body, signatures, {found.keyid: sign})
    if not proven or document.get("keyid") != found.keyid:
        raise Refused("The card is not signed by the key it names.", code="card", file=file)
    return found
