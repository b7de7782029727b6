"""Bytes that never change: what was signed or wrapped by one version is read by every later one."""

from __future__ import annotations

from reviewer.trust import dsse
from reviewer.trust.canonical import dumps, sha256_hex
from reviewer.trust.keys import Signer
from reviewer.trust.wrap import Secrets, unwrap, wrap

SIGNER = Signer.from_private(bytes(range(32)))
EVENT = {
    "v": 1,
    "id": "01900000-0000-7000-8000-000000000001",
    "type": "decision",
    "seq": 1,
    "prev": "0" * 64,
    "at": "2026-05-01T09:00:00.000Z",
    "subject": {"kind": "account", "id": "p:1"},
    "outcome": "suspend",
    "rationale": "صرح بذلك",
}


def test_an_event_has_one_canonical_form_and_one_signature() -> None:
    text = dumps(EVENT)
    assert sha256_hex(text) == ("7464bef6f23cfefd9b1b2cf601fa50875717d2d13a778ed5f0ebc7babd82bab4")
    pae = dsse.pae("application/x", text.encode("utf-8"))
    assert pae.startswith(b"DSSEv1 13 application/x 273 {")
    assert SIGNER.keyid == "56475aa75463474c"
    assert SIGNER.sign(pae).hex() == (
        "0fb0d439b573666a6abbc695a508973e5ee8fd8054f92d3e3aaf76cd150fb62a"
        "34860c9ff0e9d37ce923fc597310dd3ea4cdf3b4f2c99bac39b25e7625ad910a"
    )


WRAPPED = {
    "format": "reviewer-wrapped-keys",
    "format_version": "1.0",
    "protected": True,
    "kdf": {
        "name": "argon2id",
        "salt": "AAAAAAAAAAAAAAAAAAAAAA==",
        "memory_kib": 64,
        "iterations": 1,
        "lanes": 1,
    },
    "cipher": "aes-256-gcm",
    "nonce": "7ArE72mg9wnFS7gn",
    "body": (
        "M3riFKOq8nlRiYxZIX5N7f5GcACU8QbQjDOm2H0Ki8IpXJwfh8id7bdvzz2OXLRpFch/238Mw91DNMNq"
        "RQHXcdF7u4EDVnVp9OS8RuFw69AAEGkKu+B/LEYRXlmoXkShHPP+FgYPyO8Xx72KHpwi57jG7IW6ZXTU"
        "i50tWN7n5hIEgCOswl017k5nu1otZgh5Df/UwFoV9hDKt5zzCK8qO1OC"
    ),
}


def test_what_was_wrapped_once_is_opened_for_ever() -> None:
    secrets = Secrets(bytes(32), bytes(range(32)), "AGE-SECRET-KEY-1X")
    assert unwrap(WRAPPED, "four words in a row") == secrets
    made = wrap(
        secrets, "four words in a row", memory_kib=64, iterations=1, lanes=1, salt=bytes(16)
    )
    assert made.keys() == WRAPPED.keys()
    assert {k: made[k] for k in made if k not in ("nonce", "body")} == {
        k: WRAPPED[k] for k in WRAPPED if k not in ("nonce", "body")
    }
