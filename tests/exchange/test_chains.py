"""A restored workspace: the package carries the chain of the old device and joins it to the new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import Beside, ExportResult, export
from reviewer.exchange.package import Range, package_id
from reviewer.trust.canonical import dumps, sha256_hex
from tests.exchange import world
from tests.exchange.test_verify import lines, put, remanifest, resign
from tests.exchange.world import HERON, POLICY, POLICY_HASH, THIEF, MemoryEvidence, MemoryLedger

NEW, NEWER = (f"{n}1111111-2222-4333-8444-555555555555" for n in "23")


def write(ledger: MemoryLedger, out: Path) -> ExportResult:
    return export(ledger, MemoryEvidence(), Beside({POLICY_HASH: POLICY}), out, signer=HERON)


def restored() -> MemoryLedger:
    made = world.ledger().restored(NEW)
    made.decide("after")
    return made


def subjects(folder: Path) -> set[str]:
    text = (folder / "data/decisions.csv").read_text("utf-8")
    return {line.split(",")[1] for line in text.splitlines() if line.startswith("account,")}


def test_all_decisions_of_both_devices_travel(tmp_path: Path) -> None:
    ledger = restored()
    result = write(ledger, tmp_path / "out")
    assert (result.events, result.from_seq, result.to_seq) == (17, 1, 2)
    (chain,) = result.chains
    assert (chain["device"], chain["from_seq"], chain["to_seq"]) == (world.DEVICE, 1, 15)
    assert {"twitter:1", "twitter:more-2", "twitter:after"} <= subjects(tmp_path / "out")
    report = verify(tmp_path / "out", own=HERON.public)
    assert report.ok and report.events == 17 and report.head == ledger.stored[-1].hash
    assert any("goes on from its event 15" in words for words in report.sentences)
    header = json.loads((tmp_path / "out/data/export.json").read_text())
    assert header["must_understand"] == ["chains"]
    page = (tmp_path / "out/data/summary.html").read_text()
    assert "Restored from" in page and world.DEVICE in page


def test_the_same_chains_are_the_same_bytes_and_others_another_package(tmp_path: Path) -> None:
    ledger = restored()
    first = write(ledger, tmp_path / "a.zip")
    ledger.add("export", export={"from": 1, "to": 2, "chains": first.chains})
    second = write(ledger, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert first.package_id == second.package_id
    ledger.before[0].acknowledged = 4
    third = write(ledger, tmp_path / "c.zip")
    assert third.package_id != first.package_id and third.chains[0]["from_seq"] == 5
    assert verify(tmp_path / "c.zip").ok


def test_one_chain_alone_keeps_its_name_and_header(tmp_path: Path) -> None:
    result = write(world.ledger(), tmp_path / "out")
    assert result.package_id == sha256_hex(dumps([world.DEVICE, 1, 15, result.head]))
    header = json.loads((tmp_path / "out/data/export.json").read_text())
    assert "chains" not in header and header["must_understand"] == [] and result.chains == []
    span = Range(world.DEVICE, 1, 15, "0" * 64, result.head)
    assert package_id(span) == result.package_id != package_id(span, [span])


def test_a_chain_that_has_its_receipt_stays_at_home(tmp_path: Path) -> None:
    ledger = restored()
    ledger.before[0].add("receipt")
    ledger.before[0].acknowledged = 15
    ledger = ledger.before[0].restored(NEW)
    ledger.decide("after")
    result = write(ledger, tmp_path / "out")
    assert result.chains == [] and result.events == 2
    assert {"twitter:1", "twitter:after"} <= subjects(tmp_path / "out"), "the state is of both"
    report = verify(tmp_path / "out")
    assert report.ok, "as packages of restored workspaces were before chains travelled"
    assert any("up to its event 16, which is not in" in words for words in report.sentences)


def test_with_an_old_chain_all_that_goes_on_from_it_travels(tmp_path: Path) -> None:
    ledger = restored().restored(NEWER)
    ledger.acknowledged = 1
    ledger.before[1].acknowledged = 2
    result = write(ledger, tmp_path / "out")
    assert [one["device"] for one in result.chains] == [world.DEVICE, NEW]
    assert (result.from_seq, result.events) == (1, 18)
    report = verify(tmp_path / "out")
    assert report.ok and report.events == 18
    ledger.before[0].acknowledged = 15
    later = write(ledger, tmp_path / "later") if ledger.decide("more") else None
    assert later is not None and later.chains == [] and later.from_seq == 2


def test_a_restore_that_names_another_end_is_found(tmp_path: Path) -> None:
    for told in ({"seq": 14}, {"head": "f" * 64}, {"device": NEWER}):
        old = world.ledger()
        made = MemoryLedger(device=NEW, before=[old])
        last = old.stored[-1]
        names = {"device": old.device, "seq": last.seq, "head": last.hash} | told
        made.add("restore", restore=names)
        from reviewer.domain.errors import Damaged

        with pytest.raises(Damaged, match="does not go on from"):
            write(made, tmp_path / "out")
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "code", "line", "seq"),
    [
        (lambda all_: all_[:7] + all_[8:], "removed", 8, 8),
        (lambda all_: all_[:14] + all_[15:], "truncated", 15, 15),
        (lambda all_: all_[:15] + all_[16:], "removed", 16, 1),
        (lambda all_: all_[:16], "truncated", 17, 2),
        (lambda all_: all_[15:] + all_[:15], "reordered", 3, 1),
        (lambda all_: [*all_[:15], all_[15].replace(b"restore", b"restart"), all_[16]],
         "edited", 16, 1),
    ],
)  # fmt: skip
def test_what_is_done_to_either_chain_is_named(
    tmp_path: Path, change: object, code: str, line: int, seq: int
) -> None:
    write(restored(), tmp_path / "out")
    put(tmp_path / "out", change(lines(tmp_path / "out")))  # type: ignore[operator]
    remanifest(tmp_path / "out")
    first = verify(tmp_path / "out").first_bad
    assert first is not None and (first.code, first.line, first.seq) == (code, line, seq)


def test_chains_struck_from_the_statement_by_somebody_else_are_forged(tmp_path: Path) -> None:
    write(restored(), tmp_path / "out")
    put(tmp_path / "out", lines(tmp_path / "out")[15:])
    remanifest(tmp_path / "out")
    resign(tmp_path / "out", chains=[], events=2)
    report = verify(tmp_path / "out")
    assert report.first_bad is not None and report.first_bad.code == "forged"
    assert report.signer == THIEF.keyid


def test_what_this_version_does_not_understand_is_refused(tmp_path: Path) -> None:
    write(restored(), tmp_path / "out")
    path = tmp_path / "out/data/export.json"
    header = json.loads(path.read_text()) | {"must_understand": ["chains", "braids"]}
    path.write_text(dumps(header) + "\n")
    with pytest.raises(Refused, match="braids"):
        verify(tmp_path / "out")
