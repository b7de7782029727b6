"""Profiles, merged chains, encryption: what is in a package, and that anybody can check it."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pyrage
import pytest
from jsonschema import Draft202012Validator

from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import sealed as sealing
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import Beside, ExportResult, export
from reviewer.exchange.lines import line_of
from reviewer.exchange.package import PROFILES
from reviewer.exchange.reasons.files import Before, reason_files, reasons_of
from reviewer.exchange.reasons.reasons import Known
from reviewer.exchange.sealed import Seals
from reviewer.respath import resource
from reviewer.trust.keys import Signer
from reviewer.trust.recipients import Opener, Recipient, is_sealed, recipients_of
from tests.exchange import world
from tests.exchange.test_verify import lines, put, remanifest, resign
from tests.exchange.world import HERON, POLICY, POLICY_HASH, MemoryEvidence, MemoryLedger

KESTREL, OTHER = Signer.from_private(b"k" * 32), "99999999-2222-4333-8444-555555555555"
KNOWN = Known(policy_title="1.1 Direct threat", content_day="2020-05-01")
LEAD, READER, STRANGER = (Opener(str(pyrage.x25519.Identity.generate())) for _ in range(3))


def beside(**more: Any) -> Beside:
    def reasons(stretch: Any) -> dict[str, bytes]:
        made = reasons_of(stretch, Before(), lambda _: KNOWN, lambda _: False)
        return reason_files(made, Before())

    return Beside({POLICY_HASH: POLICY}, reasons=reasons, **more)


def write(ledger: MemoryLedger, out: Path, **more: Any) -> ExportResult:
    return export(ledger, MemoryEvidence(), beside(), out, signer=HERON, **more)


def merged() -> MemoryLedger:
    """Heron's ledger with what kestrel's device sent, one of its events of an unknown type."""
    other = MemoryLedger(KESTREL, OTHER)
    for n in range(3):
        other.decide(f"k{n}")
    other.add("something.new", **{"later field": {"z": [1, "ü"]}})
    for n, one in enumerate(other.stored):
        assert one.event["id"] == world.event_id(n + 1)
    mine = world.ledger()
    mine.others = [_renamed(other)]
    return mine


def _renamed(other: MemoryLedger) -> MemoryLedger:
    """The same with ids of its own, as any other device has."""
    fresh = MemoryLedger(other.signer, other.device)
    for one in other.stored:
        kept = {k: v for k, v in one.event.items() if k not in "v id device seq prev at".split()}
        kind = kept.pop("type")
        fresh.add(kind, **{**kept, "id": one.event["id"].replace("7000", "7fff")})
    return fresh


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_verifies_here_and_by_bagit(profile: str, tmp_path: Path) -> None:
    made = write(merged(), tmp_path / "out", profile=profile)
    report = verify(tmp_path / "out", own=HERON.public)
    assert report.ok and report.profile == profile, report.sentences
    assert bagit.Bag(str(tmp_path / "out")).is_valid()
    header = json.loads((tmp_path / "out/data/export.json").read_text())
    schema = json.loads(resource("schemas/export.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(header)
    again = write(merged(), tmp_path / "again", profile=profile)
    assert again.sha256 == made.sha256 and again.package_id == made.package_id
    names = {p.name for p in (tmp_path / "out/data").iterdir()}
    assert ("events.jsonl" in names) == (profile != "statements")
    assert ("decisions.csv" in names) == (profile in ("full", "decisions-only"))
    assert ("summary.html" in names) == (profile == "full")
    assert ("sor.jsonl" in names) == (profile == "statements")


def test_statements_are_batches_that_fit_their_schema(tmp_path: Path) -> None:
    ledger = world.ledger(decisions=120)
    write(ledger, tmp_path / "out", profile="statements")
    schema = Draft202012Validator(
        json.loads(resource("schemas/sor.schema.json").read_text("utf-8"))
    )
    found = [
        json.loads(line)
        for line in (tmp_path / "out/data/sor.jsonl").read_text("utf-8").splitlines()
    ]
    assert [len(one["statements"]) for one in found] == [100, 18]
    for batch in found:
        schema.validate(batch)
        assert all(None not in one.values() for one in batch["statements"])
    report = json.loads((tmp_path / "out/data/sor-report.json").read_text())
    shape = json.loads(resource("schemas/sor-report.schema.json").read_text("utf-8"))
    Draft202012Validator(shape).validate(report)
    assert report["counts"] == {
        "statements": 118, "batches": 2, "held_back": 0, "none_needed": 1,
    }  # fmt: skip
    assert verify(tmp_path / "out").events == 0


def test_a_changed_statement_is_named(tmp_path: Path) -> None:
    write(world.ledger(), tmp_path / "out", profile="statements")
    path = tmp_path / "out/data/sor.jsonl"
    path.write_bytes(path.read_bytes().replace(b"VOLUNTARY", b"SOMETHING"))
    assert verify(tmp_path / "out").first_bad.file == "data/sor.jsonl"


# ------------------------------------------------------------------ chains of other devices


def test_merged_chains_travel_with_their_own_keys_byte_for_byte(tmp_path: Path) -> None:
    ledger = merged()
    made = write(ledger, tmp_path / "out")
    assert [c["device"] for c in made.chains] == [OTHER] and made.events == 19
    report = verify(tmp_path / "out")
    assert report.ok and report.events == 19, report.sentences
    header = json.loads((tmp_path / "out/data/export.json").read_text())
    assert header["must_understand"] == ["chains", "chain_keys"]
    told = json.loads((tmp_path / "out/data/keys.json").read_text())["keys"]
    assert {(k["device"], k["keyid"]) for k in told} == {
        (OTHER, KESTREL.keyid), (world.DEVICE, HERON.keyid),
    }  # fmt: skip
    entries = lines(tmp_path / "out")
    unknown = next(json.loads(one) for one in entries if b"something.new" in one)
    assert unknown["e"] == ledger.others[0].stored[3].text
    rows = (tmp_path / "out/data/decisions.csv").read_text("utf-8")
    assert "twitter:k0" in rows and "twitter:1" in rows


def test_a_merged_event_that_its_own_key_did_not_sign_is_found(tmp_path: Path) -> None:
    ledger = merged()
    write(ledger, tmp_path / "out")
    fake = _renamed(ledger.others[0])
    thief = MemoryLedger(world.THIEF, OTHER, stored=[])
    for one in fake.stored:
        kept = {k: v for k, v in one.event.items() if k not in "v device seq prev at actor".split()}
        thief.add(kept.pop("type"), **kept)
    ledger.others = [thief]
    put(tmp_path / "out", _events(ledger))
    remanifest(tmp_path / "out")
    resign(tmp_path / "out")
    report = verify(tmp_path / "out")
    assert report.first_bad.code in ("forged", "edited") and not report.ok


def _events(ledger: MemoryLedger) -> list[bytes]:
    both = [*ledger.others[0].stored, *ledger.stored]
    return [line_of(one) for one in both if one.seq <= 15]


def test_keys_that_say_another_owner_are_found(tmp_path: Path) -> None:
    write(merged(), tmp_path / "out")
    path = tmp_path / "out/data/keys.json"
    told = json.loads(path.read_text())
    for one in told["keys"]:
        one["device"] = world.DEVICE
    path.write_text(json.dumps(told))
    remanifest(tmp_path / "out")
    resign(tmp_path / "out")
    report = verify(tmp_path / "out")
    assert "data/keys.json" in {bad.file for bad in report.findings}


def test_only_merged_events_are_new(tmp_path: Path) -> None:
    ledger = merged()
    ledger.acknowledged = 15
    made = write(ledger, tmp_path / "out")
    assert (made.from_seq, made.to_seq, made.events) == (15, 15, 5)
    assert verify(tmp_path / "out").ok
    ledger.others[0].acknowledged = 4
    with pytest.raises(Refused, match="nothing to export"):
        write(ledger, tmp_path / "none")


# ------------------------------------------------------------------ encryption


def seals(*to: Opener) -> Seals:
    return Seals(tuple(Recipient(f"r{n}", one.seal) for n, one in enumerate(to)), LEAD)


def test_only_who_is_named_opens_it_and_the_outside_says_nothing(tmp_path: Path) -> None:
    plain = write(world.ledger(), tmp_path / "plain.zip")
    out = tmp_path / "out.age"
    made = write(world.ledger(), out, seals=seals(READER))
    assert is_sealed(out) and made.sha256 == plain.sha256, "the same bytes before encryption"
    data = out.read_bytes()
    head = data[: data.index(b"\n---")]
    assert head.count(b"-> X25519") == 2
    for secret in (world.DEVICE, "heron", "export", made.head, HERON.keyid):
        assert secret.encode() not in data
    for opener in (READER, LEAD):
        assert verify(out, opener=opener).ok
    with pytest.raises(Refused) as caught:
        verify(out, opener=STRANGER)
    assert caught.value.code == "not_for_you" and "card" in caught.value.next_step
    with pytest.raises(Refused) as caught:
        verify(out)
    assert caught.value.code == "locked_package"
    assert not list(tmp_path.glob(".*")), "nothing is left beside it"


@pytest.mark.parametrize("harm", ["cut", "flip", "head"])
def test_a_damaged_encrypted_package_is_refused(harm: str, tmp_path: Path) -> None:
    out = tmp_path / "out.age"
    write(world.ledger(), out, seals=seals(READER))
    data = bytearray(out.read_bytes())
    if harm == "cut":
        del data[-7:]
    else:
        data[-9 if harm == "flip" else 60] ^= 1
    out.write_bytes(bytes(data))
    with pytest.raises(Refused) as caught:
        verify(out, opener=READER)
    assert caught.value.code in ("sealed", "not_for_you")


def test_the_same_package_encrypted_again_stays_another_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.age"
    write(world.ledger(), out, seals=seals(READER))
    before = out.read_bytes()
    write(world.ledger(), out, seals=seals(READER))
    assert out.read_bytes() == before
    with pytest.raises(Refused) as caught:
        write(world.ledger(decisions=8), out, seals=seals(READER))
    assert caught.value.code == "exists" and out.read_bytes() == before


def test_names_of_nobody_and_files_that_are_no_card(tmp_path: Path) -> None:
    (tmp_path / "junk").write_text("junk")
    for name in ("nobody", str(tmp_path / "junk"), "a\0b", ""):
        with pytest.raises(Refused):
            recipients_of([name], None, "2026-01-01T00:00:00.000Z")


# ------------------------------------------------------------------ a short or full stick


@pytest.mark.parametrize("sealed", [False, True])
def test_a_full_disk_leaves_nothing(
    sealed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Damaged) as caught:
        write(world.ledger(), tmp_path / "out.zip", seals=seals(READER) if sealed else None)
    assert caught.value.code == "write" and "No space left" in caught.value.message
    assert list(tmp_path.iterdir()) == []


def test_a_stick_that_keeps_other_bytes_is_found_before_it_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = sealing.seal_file

    def short(source: Path, out: Path, keys: list[str]) -> None:
        real(source, out, keys)
        os.truncate(out, out.stat().st_size - 1)

    monkeypatch.setattr(sealing, "seal_file", short)
    with pytest.raises((Damaged, Refused)):
        write(world.ledger(), tmp_path / "out.age", seals=seals(READER))
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_behind_is_cleared(tmp_path: Path) -> None:
    made = write(world.ledger(), tmp_path / "first.zip")
    left = tmp_path / f".out.zip.{made.package_id[:16]}.part"
    left.mkdir()
    (left / "junk").write_text("half")
    write(world.ledger(), tmp_path / "out.zip")
    assert not left.exists() and zipfile.is_zipfile(tmp_path / "out.zip")
