"""Whom --trust names: keys as text or file, cards, profiles, rosters; and bundles too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reviewer.bundle.write import write_bundle
from reviewer.domain.errors import Refused
from reviewer.domain.records import Account
from reviewer.exchange.chain import Expected, Tip, verify_events
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import ExportResult
from reviewer.trust import roster as rosters
from reviewer.trust.base64s import b64
from reviewer.trust.cards import card, read_card
from reviewer.trust.keys import Signer, save_key
from reviewer.trust.profile import new_profile
from reviewer.trust.roster import Entry, Roster
from tests.exchange import world
from tests.exchange.world import DEVICE, HERON, THIEF

AT = "2026-01-01T00:00:00.000Z"


def test_keys_in_all_forms(tmp_path: Path) -> None:
    save_key(tmp_path / "issuer.key", HERON)
    (tmp_path / "key.txt").write_text(HERON.public.hex() + "\n")
    given = [HERON.public.hex(), b64(HERON.public), tmp_path / "issuer.key", tmp_path / "key.txt"]
    assert all(Trust.parse(one).publics == {HERON.keyid: HERON.public} for one in given)
    profile, secrets = new_profile("heron", None, 0, os.urandom, memory_kib=64, iterations=1)
    (tmp_path / "profile.json").write_text(profile.to_text())
    (tmp_path / "card.json").write_text(card(profile, Signer.from_private(secrets.signing)))
    for name in ("profile.json", "card.json"):
        assert Trust.parse(tmp_path / name).publics == {profile.keyid: profile.sign}


@pytest.mark.parametrize("text", [HERON.keyid, "no such file", "", "{}", "[]", "\0"])
def test_what_is_no_key(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        Trust.parse(text)
    (tmp_path / "f").write_text(text)
    with pytest.raises(Refused):
        Trust.parse(tmp_path / "f")


def roster_of(tmp_path: Path, **changes: str) -> Path:
    profile, secrets = new_profile("root", None, 0, os.urandom, memory_kib=64, iterations=1)
    root = Signer.from_private(secrets.signing)
    first = rosters.first_roster(read_card(card(profile, root)), 1, AT)
    fields = {"since": AT, **changes}
    entry = Entry("heron", "reviewer", HERON.public, profile.seal, DEVICE, **fields)
    path = tmp_path / "roster.dsse.json"
    path.write_text(Roster(2, AT, 1, (*first.entries, entry)).to_text(root))
    return path


def test_roster(tmp_path: Path, package: ExportResult) -> None:
    report = verify(package.path, roster_of(tmp_path))
    assert report.ok and report.trust == "rostered"


@pytest.mark.parametrize(
    "changes",
    [{"since": "2026-06-01T00:00:00.000Z"}, {"until": "2026-02-01T00:00:00.000Z"},
     {"revoked": "2026-12-01T00:00:00.000Z"}],
)  # fmt: skip
def test_a_rostered_key_that_does_not_count(
    tmp_path: Path, package: ExportResult, changes: dict[str, str]
) -> None:
    report = verify(package.path, roster_of(tmp_path, **changes))
    assert report.first_bad is not None and report.first_bad.code == "forged"
    assert report.trust == "unknown"


def test_a_roster_nobody_signed_is_refused(tmp_path: Path) -> None:
    path = roster_of(tmp_path)
    path.write_text(rosters.peek(path.read_text()).to_text(THIEF))
    with pytest.raises(Refused) as caught:
        Trust.parse(path)
    assert caught.value.code == "roster"


@pytest.fixture(params=[True, False])
def bundle(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    account = Account(account_id="1", platform="twitter", captured_at=AT, source="test")
    out = tmp_path / "bundle"
    signer = HERON if request.param else None
    write_bundle(out, [account], {}, purpose="test", created_at=AT, signer=signer)
    return out


def test_a_bundle_is_verified_too(bundle: Path) -> None:
    report = verify(bundle)
    assert report.kind == "bundle" and report.ok and report.counts["accounts"] == 1
    signed = report.signer == HERON.keyid
    assert verify(bundle, own=HERON.public).trust == ("own" if signed else "unknown")
    assert verify(bundle, HERON.public.hex()).ok is signed
    strict = verify(bundle, THIEF.public.hex())
    assert strict.first_bad is not None
    assert strict.first_bad.code == ("forged" if signed else "missing")
    (bundle / "data/accounts.jsonl").write_text("{}\n")
    changed = verify(bundle)
    assert changed.first_bad is not None and changed.first_bad.code == "hash"
    assert changed.first_bad.file in {"bag-info.txt", "data/accounts.jsonl"}


def test_a_ledger_behind_its_head_is_rolled_back() -> None:
    stored = world.ledger().stored
    sound = Expected(HERON.public, HERON.keyid, DEVICE, until=Tip(15, stored[-1].hash),
                     cut_code="rollback")  # fmt: skip
    report = verify_events(stored, sound)
    assert report.bad is None and report.head == Tip(15, stored[-1].hash)
    older = verify_events(stored[:12], sound)
    assert older.bad is not None
    assert (older.bad.code, older.bad.seq, older.head.seq) == ("rollback", 13, 12)
    empty = verify_events([], sound)
    assert empty.bad is not None and (empty.bad.code, empty.bad.seq) == ("rollback", 1)
    assert verify_events([], Expected(HERON.public, HERON.keyid)).bad is None
