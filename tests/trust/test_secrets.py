"""Wrapping, sealing and profiles: what was changed, cut or moved is seen."""

from __future__ import annotations

import io
import json
import os
import unicodedata
from typing import Any

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust import sealing
from reviewer.trust.cards import card, read_card
from reviewer.trust.keys import Signer
from reviewer.trust.profile import Profile, new_profile
from reviewer.trust.wrap import Secrets, unwrap, wrap

COST = {"memory_kib": 64, "iterations": 1, "lanes": 1}
SECRETS = Secrets(b"d" * 32, b"s" * 32, "AGE-SECRET-KEY-1X")
KEY = bytes(range(32))
CHUNK = sealing.CHUNK_BYTES + sealing.TAG_BYTES
HEAD = len(sealing.STREAM_MAGIC) + sealing.SALT_BYTES


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_passphrase_opens(passphrase: str) -> None:
    document = json.loads(json.dumps(wrap(SECRETS, passphrase, **COST)))
    assert unwrap(document, passphrase) == SECRETS
    assert unwrap(document, unicodedata.normalize("NFD", passphrase)) == SECRETS
    assert document["protected"] is (passphrase != "")
    with pytest.raises(Refused) as caught:
        unwrap(document, passphrase + "x")
    assert caught.value.code == "passphrase"


def test_default_cost_is_64_mib() -> None:
    document = wrap(SECRETS, "correct horse")
    kdf = document["kdf"]
    assert (kdf["memory_kib"], kdf["iterations"], kdf["lanes"]) == (65536, 3, 4)
    assert unwrap(document, "correct horse") == SECRETS


def test_secrets_do_not_print() -> None:
    assert "ddd" not in repr(SECRETS) and "AGE" not in repr(SECRETS)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("protected",), False),
        (("kdf", "iterations"), 2),
        (("kdf", "lanes"), 2),
        (("kdf", "memory_kib"), 65),
        (("kdf", "salt"), "AAAAAAAAAAAAAAAAAAAAAA=="),
        (("nonce",), "AAAAAAAAAAAAAAAA"),
    ],
)
def test_a_changed_parameter_opens_nothing(path: tuple[str, ...], value: Any) -> None:
    document = wrap(SECRETS, "p", **COST)
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(Refused):
        unwrap(document, "p")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "x"},
        {"format_version": "2.0"},
        {"cipher": "none"},
        {"nonce": "AA=="},
        {"body": "AA=="},
        {"kdf": None},
        {"kdf": {"name": "argon2id"}},
        {"kdf": {"name": "scrypt", "salt": "", "memory_kib": 64, "iterations": 1, "lanes": 1}},
        {"memory_kib": 1 << 40},
        {"memory_kib": 0},
        {"memory_kib": True},
        {"iterations": 10**9},
    ],
)
def test_a_document_that_is_none(change: dict[str, Any]) -> None:
    document = wrap(SECRETS, "p", **COST)
    for name, value in change.items():
        (document["kdf"] if name in COST else document)[name] = value
    with pytest.raises(Damaged) as caught:
        unwrap(document, "p")
    assert caught.value.code == "profile"


def test_purposes_have_their_own_keys() -> None:
    made = {sealing.subkey(KEY, name) for name in ("ledger", "evidence", "blobs")}
    assert len(made) == 3 and all(len(key) == 32 for key in made)
    assert sealing.subkey(KEY, "ledger") == sealing.subkey(KEY, "ledger")
    with pytest.raises(ValueError):
        sealing.subkey(b"short", "x")


@given(st.binary(max_size=100), st.binary(max_size=10), st.data())
def test_sealed_value(data: bytes, aad: bytes, draw: st.DataObject) -> None:
    sealed = sealing.seal(KEY, data, aad)
    assert sealing.unseal(KEY, sealed, aad) == data
    place = draw.draw(st.integers(0, len(sealed) - 1))
    changed = bytearray(sealed)
    changed[place] ^= 1 << draw.draw(st.integers(0, 7))
    for bad, bound in ((bytes(changed), aad), (sealed[:-1], aad), (sealed, aad + b"!")):
        with pytest.raises(Damaged):
            sealing.unseal(KEY, bad, bound)


class Dribble(io.RawIOBase):
    """A source that gives a few bytes at a time, as pipes do."""

    def __init__(self, data: bytes, step: int) -> None:
        self.src, self.step = io.BytesIO(data), step

    def read(self, size: int = -1) -> bytes:
        return self.src.read(min(size, self.step))


def stream(data: bytes, aad: bytes = b"") -> bytes:
    out = io.BytesIO()
    assert sealing.seal_stream(KEY, io.BytesIO(data), out, aad) == len(data)
    return out.getvalue()


def plain(sealed: bytes, aad: bytes = b"") -> bytes:
    return b"".join(sealing.unseal_stream(KEY, io.BytesIO(sealed), aad))


@pytest.mark.parametrize(
    "size",
    [0, 1, sealing.CHUNK_BYTES - 1, sealing.CHUNK_BYTES, sealing.CHUNK_BYTES + 1,
     2 * sealing.CHUNK_BYTES],
)  # fmt: skip
def test_stream_there_and_back(size: int) -> None:
    data = os.urandom(size)
    sealed = stream(data)
    assert plain(sealed) == data
    chunks = list(sealing.unseal_stream(KEY, Dribble(sealed, 70_000)))  # type: ignore[arg-type]
    assert b"".join(chunks) == data
    assert all(len(chunk) <= sealing.CHUNK_BYTES for chunk in chunks)


LONG = stream(b"a" * sealing.CHUNK_BYTES + b"b" * sealing.CHUNK_BYTES + b"c" * 100, b"name")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(LONG) - 1), st.integers(0, 7))
def test_a_bit_flip_is_seen(place: int, bit: int) -> None:
    changed = bytearray(LONG)
    changed[place] ^= 1 << bit
    with pytest.raises(Damaged) as caught:
        plain(bytes(changed), b"name")
    assert caught.value.code == "blob"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(LONG) - 1) | st.sampled_from([HEAD, HEAD + CHUNK, HEAD + 2 * CHUNK]))
def test_a_cut_is_seen(size: int) -> None:
    with pytest.raises(Damaged):
        plain(LONG[:size], b"name")


def test_parts_moved_repeated_added_or_of_another_file_are_seen() -> None:
    head, one, two, end = (
        LONG[:HEAD],
        LONG[HEAD : HEAD + CHUNK],
        LONG[HEAD + CHUNK : HEAD + 2 * CHUNK],
        LONG[HEAD + 2 * CHUNK :],
    )
    other = stream(b"a" * sealing.CHUNK_BYTES + b"z", b"name")
    for bad in (
        head + two + one + end,
        head + one + one + two + end,
        head + one + end,
        head + two + end,
        LONG + b"\0",
        LONG + end,
        head + one + other[HEAD + CHUNK :],
        other[:HEAD] + LONG[HEAD:],
    ):
        with pytest.raises(Damaged):
            plain(bad, b"name")
    with pytest.raises(Damaged):
        plain(LONG, b"another name")
    assert len(plain(LONG, b"name")) == 2 * sealing.CHUNK_BYTES + 100


def made(passphrase: str | None = "p") -> tuple[Profile, Secrets]:
    return new_profile("heron", passphrase, 1_700_000_000_123, os.urandom, **COST)


def test_profile_there_and_back() -> None:
    profile, secrets = made()
    again = Profile.from_text(profile.to_text())
    assert again == profile
    assert again.unlock("p") == secrets
    assert again.created_at == "2023-11-14T22:13:20.123Z"
    assert again.protected and not made(None)[0].protected
    assert made(None)[0].unlock("")
    with pytest.raises(Refused):
        again.unlock("q")


def test_new_passphrase_old_secrets() -> None:
    profile, secrets = made()
    changed = profile.with_passphrase(secrets, "other")
    assert changed.unlock("other") == secrets
    with pytest.raises(Refused):
        changed.unlock("p")


def test_sealing_key_opens_what_was_sealed_to_it() -> None:
    profile, secrets = made()
    sealed = pyrage.encrypt(b"package", [pyrage.x25519.Recipient.from_str(profile.seal)])
    identity = pyrage.x25519.Identity.from_str(secrets.sealing)
    assert pyrage.decrypt(sealed, [identity]) == b"package"


@pytest.mark.parametrize("name", ["pseudonym", "role", "device", "created_at", "sign", "seal"])
def test_an_edited_profile_is_seen(name: str) -> None:
    profile, _ = made()
    document = profile.to_dict()
    document[name] = made()[0].to_dict()[name] if name in {"sign", "seal"} else "lead"
    with pytest.raises(Damaged) as caught:
        Profile.from_text(json.dumps(document)).unlock("p")
    assert caught.value.code == "profile"


def test_a_profile_of_a_newer_program_and_no_profile() -> None:
    document = made()[0].to_dict()
    with pytest.raises(Refused) as refused:
        Profile.from_text(json.dumps({**document, "format_version": "2.0"}))
    assert refused.value.code == "version"
    for text in ("", "{}", "[]", '{"format":"x"}', json.dumps({**document, "sign": 5})):
        with pytest.raises(Damaged):
            Profile.from_text(text)


@pytest.mark.parametrize("pseudonym", ["", "x" * 65, "two\nlines", "a\u202eb"])
def test_pseudonyms_that_are_none(pseudonym: str) -> None:
    with pytest.raises(Refused):
        new_profile(pseudonym, "p", 0, os.urandom, **COST)
    with pytest.raises(Refused):
        new_profile("heron", "", 0, os.urandom, **COST)


def test_card_shows_public_parts_only() -> None:
    profile, secrets = made()
    signer = Signer.from_private(secrets.signing)
    text = card(profile, signer)
    found = read_card(text)
    assert (found.pseudonym, found.sign, found.seal) == ("heron", profile.sign, profile.seal)
    assert secrets.sealing not in text
    with pytest.raises(Refused) as caught:
        read_card(card(profile, Signer.generate()))
    assert caught.value.code == "card"
