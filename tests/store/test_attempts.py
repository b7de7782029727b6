"""Wrong passphrases: the wait grows, outlives a restart, never locks out, and is told in words."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.session.ground.ports import SteppedClock
from reviewer.store.disk.attempts import NAME, WAITS_S, Attempts
from reviewer.trust.profile import Profile, new_profile

PASSPHRASE = "four words in a row"


@pytest.fixture(scope="module")
def profile() -> Profile:
    return new_profile("heron", PASSPHRASE, 0, os.urandom, memory_kib=64, iterations=1, lanes=1)[0]


def wrong(attempts: Attempts, profile: Profile) -> Refused:
    with pytest.raises(Refused) as caught:
        attempts.unlock(profile, "wrong")
    return caught.value


def test_the_wait_grows_and_outlives_a_restart(tmp_path: Path, profile: Profile) -> None:
    clock = SteppedClock()
    waits = []
    for n in itertools.count(1):
        refused = wrong(Attempts(tmp_path, clock), profile)
        assert refused.code == "passphrase"
        waits.append(Attempts(tmp_path, clock).left_s())
        if waits[-1]:
            assert f"{n} wrong passphrases in a row" in refused.next_step
            assert wrong(Attempts(tmp_path, clock), profile).code == "wait"
        clock.step(waits[-1] * 1000)
        if n == 12:
            break
    assert waits[:8] == list(WAITS_S[1:]) and set(waits[8:]) == {WAITS_S[-1]}
    assert max(waits) == 300, "nobody is locked out for good"
    Attempts(tmp_path, clock).unlock(profile, PASSPHRASE)
    assert not (tmp_path / NAME).exists()


def test_during_the_wait_even_the_right_one_is_not_tried(tmp_path: Path, profile: Profile) -> None:
    clock = SteppedClock()
    for _ in range(3):
        wrong(Attempts(tmp_path, clock), profile)
    clock.step(2000)
    with pytest.raises(Refused) as caught:
        Attempts(tmp_path, clock).unlock(profile, PASSPHRASE)
    assert caught.value.code == "wait" and "3 seconds" in caught.value.message
    clock.step(3000)
    Attempts(tmp_path, clock).unlock(profile, PASSPHRASE)


def test_a_clock_set_back_begins_the_wait_again_and_no_more(
    tmp_path: Path, profile: Profile
) -> None:
    clock = SteppedClock(10_000_000)
    for _ in range(4):
        wrong(Attempts(tmp_path, clock), profile)
        clock.step(Attempts(tmp_path, clock).left_s() * 1000 if _ < 3 else 0)
    assert Attempts(tmp_path, SteppedClock(0)).left_s() == WAITS_S[4]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"failed": "9"}', '{"failed": -1, "at": 0}'])
def test_a_file_that_says_nothing_stops_nobody(tmp_path: Path, profile: Profile, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    Attempts(tmp_path, SteppedClock()).unlock(profile, PASSPHRASE)


def test_no_passphrase_given_is_no_attempt_and_reading_changes_no_byte(
    tmp_path: Path, profile: Profile
) -> None:
    attempts = Attempts(tmp_path, SteppedClock())
    with pytest.raises(Refused):
        attempts.unlock(profile, "")
    assert not (tmp_path / NAME).exists()
    wrong(attempts, profile)
    before = (tmp_path / NAME).read_bytes()
    attempts.unlock(profile, PASSPHRASE, read_only=True)
    assert (tmp_path / NAME).read_bytes() == before
