"""Ed25519 against Project Wycheproof; DSSE against the vector of its specification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.trust import dsse
from reviewer.trust.base64s import b64, unb64
from reviewer.trust.keys import Signer, fingerprint, keyid_of, load_key, save_key, verify

SEED = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")


def test_rfc_8032_first_vector() -> None:
    signer = Signer.from_private(SEED)
    assert signer.public.hex().startswith("d75a980182b10ab7d54bfed3c964073a")
    assert signer.sign(b"").hex().startswith("e5564300c360ac729086e2cc806e828a")
    assert verify(signer.public, b"", signer.sign(b""))
    assert signer.private_bytes() == SEED
    assert SEED.hex() not in repr(signer)


def test_wycheproof(real_data: Path) -> None:
    path = real_data / "conformance" / "wycheproof" / "testvectors_v1" / "ed25519_test.json"
    groups = json.loads(path.read_text())["testGroups"]
    cases = [
        (bytes.fromhex(group["publicKey"]["pk"]), test)
        for group in groups
        for test in group["tests"]
    ]
    assert len(cases) > 100
    wrong = [
        test["tcId"]
        for public, test in cases
        if verify(public, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
        != (test["result"] == "valid")
    ]
    assert wrong == []


def test_odd_lengths_are_not_signatures() -> None:
    signer = Signer.from_private(SEED)
    sig = signer.sign(b"x")
    assert not verify(signer.public[:-1], b"x", sig)
    assert not verify(signer.public, b"x", sig[:-1])
    assert not verify(signer.public, b"x", sig + b"\0")
    with pytest.raises(Refused):
        Signer.from_private(b"short")
    with pytest.raises(Refused):
        keyid_of(b"short")


def test_names_of_a_key() -> None:
    signer = Signer.from_private(SEED)
    assert len(signer.keyid) == 16
    assert fingerprint(signer.public).replace(" ", "").startswith(signer.keyid)


def test_key_file_there_and_back(tmp_path: Path) -> None:
    signer = Signer.generate()
    path = tmp_path / "issuer.key"
    save_key(path, signer)
    assert load_key(path).private_bytes() == signer.private_bytes()
    with pytest.raises(Refused) as caught:
        save_key(path, signer)
    assert caught.value.code == "exists"


@pytest.mark.parametrize("field", ["public", "keyid", "private", "format"])
def test_key_file_with_a_foreign_part_is_refused(tmp_path: Path, field: str) -> None:
    path = tmp_path / "issuer.key"
    save_key(path, Signer.generate())
    other = tmp_path / "other.key"
    save_key(other, Signer.generate())
    document = json.loads(path.read_text())
    document[field] = json.loads(other.read_text())[field] if field != "format" else "x"
    path.write_text(json.dumps(document))
    with pytest.raises(Refused) as caught:
        load_key(path)
    assert caught.value.code == "key"


def test_pae_of_the_specification() -> None:
    body = dsse.pae("http://example.com/HelloWorld", b"hello world")
    assert body == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert dsse.pae("é", b"") == b"DSSEv1 2 \xc3\xa9 0 "


def test_envelope_of_the_specification_opens() -> None:
    text = (
        '{"payload":"aGVsbG8gd29ybGQ=","payloadType":"http://example.com/HelloWorld","unknown":1,'
        '"signatures":[{"sig":"A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F-FnZ-O88SjtR6rDAajabZKciJTfUiHqJ'
        'PcIAriEGAHTVeCUjW2JIZA==","other":2}]}'
    )
    body, signatures = dsse.open_envelope(text, "http://example.com/HelloWorld")
    assert body == b"hello world"
    assert [(keyid, len(sig)) for keyid, sig in signatures] == [("", 64)]


@given(st.binary(max_size=64))
def test_envelope_there_and_back(body: bytes) -> None:
    one, two, stranger = (Signer.from_private(bytes([n]) * 32) for n in (1, 2, 3))
    text = dsse.envelope_text(dsse.EXPORT_TYPE, body, one, two)
    found, signatures = dsse.open_envelope(text, dsse.EXPORT_TYPE)
    assert found == body
    publics = {s.keyid: s.public for s in (one, stranger)}
    assert dsse.verified_by(dsse.EXPORT_TYPE, found, signatures, publics) == [one.keyid]
    assert dsse.verified_by(dsse.BUNDLE_TYPE, found, signatures, publics) == []
    assert dsse.verified_by(dsse.EXPORT_TYPE, found + b"!", signatures, publics) == []


def test_a_key_id_proves_nothing() -> None:
    one, thief = Signer.generate(), Signer.generate()
    forged = dsse.envelope(dsse.EXPORT_TYPE, b"x", thief)
    forged["signatures"][0]["keyid"] = one.keyid
    body, signatures = dsse.open_envelope(json.dumps(forged), dsse.EXPORT_TYPE)
    assert not dsse.verified_by(dsse.EXPORT_TYPE, body, signatures, {one.keyid: one.public})


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"payload":1,"payloadType":"t","signatures":[]}',
        '{"payload":"!!!!","payloadType":"t","signatures":[]}',
        '{"payload":"","payloadType":"other","signatures":[]}',
        '{"payload":"","payloadType":"t","signatures":5}',
        '{"payload":"","payloadType":"t","signatures":[5]}',
        '{"payload":"","payload":"","payloadType":"t","signatures":[]}',
    ],
)
def test_not_an_envelope(text: str) -> None:
    with pytest.raises(Refused) as caught:
        dsse.open_envelope(text, "t")
    assert caught.value.code in {"dsse", "json"}


@pytest.mark.parametrize("text", ["QQ", "QR==", "Q Q=", "QQ==\n", "QQ=", "=", "é", None, 5])
def test_base64_is_strict(text: object) -> None:
    with pytest.raises(ValueError):
        unb64(text)


@given(st.binary(max_size=40))
def test_base64_there_and_back(data: bytes) -> None:
    assert unb64(b64(data)) == data
