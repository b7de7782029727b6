"""The site's recovery key: it opens what was wrapped to it, and nothing else."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pyrage
import pytest

from reviewer.domain.errors import Damaged, Refused
from reviewer.trust import recovery
from reviewer.trust.profile import Profile, new_profile
from reviewer.trust.pseudonyms import check, doubt
from reviewer.trust.strength import strength
from reviewer.trust.wrap import Secrets


def made(name: str = "heron") -> tuple[Profile, Secrets]:
    return new_profile(name, "p", 0, os.urandom, memory_kib=64, iterations=1, lanes=1)


@pytest.fixture(scope="module")
def key() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def test_the_holder_opens_it_and_it_survives_the_file(key: pyrage.x25519.Identity) -> None:
    profile, secrets = made()
    assert profile.recovers == "" and "recovery" not in profile.to_dict()
    wrapped = profile.with_recovery(secrets, str(key.to_public()))
    read = Profile.from_text(wrapped.to_text())
    assert read == wrapped and read.recovers == str(key.to_public())
    assert read.recover(str(key)) == secrets
    assert read.unlock("p") == secrets
    renewed = read.with_passphrase(read.recover(str(key)), "another")
    assert renewed.unlock("another") == renewed.recover(str(key)) == secrets


def test_nobody_else_opens_it(key: pyrage.x25519.Identity) -> None:
    profile, secrets = made()
    wrapped = profile.with_recovery(secrets, str(key.to_public()))
    other = str(pyrage.x25519.Identity.generate())
    for held, identity in ((wrapped, other), (wrapped, "AGE-SECRET-KEY-1X"), (profile, str(key))):
        with pytest.raises(Refused) as caught:
            held.recover(identity)
        assert caught.value.code == "recovery" and caught.value.next_step


def test_another_profiles_wrap_is_noticed(key: pyrage.x25519.Identity) -> None:
    (one, _), (two, secrets) = made("one"), made("two")
    foreign = two.with_recovery(secrets, str(key.to_public())).recovery
    with pytest.raises(Damaged):
        dataclasses.replace(one, recovery=foreign).recover(str(key))
    assert foreign is not None
    for change in ({"body": "AAAA"}, {"body": 7}, {"format": "x"}, {"format_version": "2.0"}):
        with pytest.raises(Damaged):
            dataclasses.replace(two, recovery={**foreign, **change}).recover(str(key))


def test_the_file_of_an_identity(tmp_path: Path) -> None:
    path = tmp_path / "recovery.txt"
    recipient = recovery.make_identity(path)
    assert recovery.is_recipient(recipient) and not recovery.is_recipient(
        recipient[:-1] + ("p" if recipient.endswith("q") else "q")
    )
    identity = recovery.read_identity(path)
    assert str(pyrage.x25519.Identity.from_str(identity).to_public()) == recipient
    assert path.stat().st_mode & 0o077 == 0 or os.name != "posix"
    with pytest.raises(Refused):
        recovery.make_identity(path)
    for text in ("", recipient, identity + "\n" + str(pyrage.x25519.Identity.generate())):
        (tmp_path / "bad").write_text(text)
        with pytest.raises(Refused):
            recovery.read_identity(tmp_path / "bad")


@pytest.mark.parametrize("name", ["a@example.org", "me (a.b@example.org)", "", "x" * 65, "a\nb"])
def test_what_is_no_pseudonym(name: str) -> None:
    with pytest.raises(Refused) as caught:
        check(name)
    assert caught.value.code == "pseudonym"


def test_what_looks_like_a_real_name_is_only_doubted() -> None:
    for name in ("Ada Lovelace", "Ada.Lovelace", "ada lovelace", "heron", "R-7", "Team B", "طائر"):
        check(name)
        assert bool(doubt(name)) == name.startswith("Ada")


@pytest.mark.parametrize(
    ("passphrase", "word"),
    [
        ("", ""),
        ("short", "Too short: 3"),
        ("aaaaaaaaaaaa", "Easy"),
        ("qwertyuiop", "Easy"),
        ("12345678901234", "Easy"),
        ("heronheronheron", "Easy"),
        ("grey heron", "Fair"),
        ("grey heron, tide", "Good"),
        ("grey heron walks the tide", "Strong"),
    ],
)
def test_strength_in_words(passphrase: str, word: str) -> None:
    assert strength(passphrase, 8).startswith(word)
    assert bool(strength(passphrase, 8)) == bool(passphrase)
