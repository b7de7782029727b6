"""Exporting: the same range is the same bytes, whole or not at all, and every file is sound."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.bundle.bag import BagWriter
from reviewer.domain.errors import Damaged, Refused
from reviewer.exchange import place, views
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import Beside, ExportResult, export
from reviewer.exchange.summary import shown
from reviewer.trust.canonical import sha256_hex
from tests.exchange import world
from tests.exchange.world import HERON, POLICY, POLICY_HASH, MemoryEvidence, MemoryLedger

TEXTS = Beside({POLICY_HASH: POLICY, "0" * 64: "{}"})


def write(ledger: MemoryLedger, out: Path, **options: object) -> ExportResult:
    return export(ledger, MemoryEvidence(), TEXTS, out, signer=HERON, **options)  # type: ignore[arg-type]


def rows(result: ExportResult) -> list[dict[str, str]]:
    text = (result.path / "data/decisions.csv").read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_result_says_what_is_there(package: ExportResult) -> None:
    ledger = world.ledger()
    assert (package.from_seq, package.to_seq, package.events) == (1, 15, 15)
    assert package.head == ledger.stored[-1].hash
    assert sha256_hex((package.path / "tagmanifest-sha256.txt").read_bytes()) == package.sha256
    lines = (package.path / "data/events.jsonl").read_text().splitlines()
    assert [json.loads(line)["e"] for line in lines] == [e.text for e in ledger.stored]


def test_bagit_python_finds_a_valid_bag(package: ExportResult) -> None:
    bag = bagit.Bag(str(package.path))
    assert bag.validate()
    assert bag.info["External-Identifier"] == package.package_id


def test_same_range_same_bytes(tmp_path: Path) -> None:
    ledger = world.ledger()
    first = write(ledger, tmp_path / "a.zip")
    ledger.add("export", export={"from": 1, "to": 15})
    ledger.add("receipt", receipt={"seq": 0})
    second = write(ledger, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert first.sha256 == second.sha256 == sha256_hex((tmp_path / "a.zip").read_bytes())
    before = (tmp_path / "a.zip").stat().st_mtime_ns
    assert write(ledger, tmp_path / "a.zip").sha256 == first.sha256
    assert (tmp_path / "a.zip").stat().st_mtime_ns == before
    assert verify(tmp_path / "a.zip").ok
    folder = write(ledger, tmp_path / "folder")
    assert write(ledger, tmp_path / "folder") == folder


def test_something_else_of_that_name_is_refused(tmp_path: Path) -> None:
    ledger = world.ledger()
    write(ledger, tmp_path / "out")
    ledger.decide("later")
    for name in ("out", "file.zip", "empty"):
        if name == "file.zip":
            (tmp_path / name).write_text("mine")
        if name == "empty":
            (tmp_path / name).mkdir()
        with pytest.raises(Refused) as caught:
            write(ledger, tmp_path / name)
        assert caught.value.code == "exists"
    assert (tmp_path / "file.zip").read_text() == "mine"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file.zip", "out"]


def test_range_starts_after_the_last_receipt(tmp_path: Path) -> None:
    ledger = world.ledger()
    ledger.acknowledged = 4
    result = write(ledger, tmp_path / "out")
    assert (result.from_seq, result.to_seq, result.events) == (5, 15, 11)
    header = json.loads((tmp_path / "out/data/export.json").read_text())
    assert header["prev"] == ledger.stored[3].hash
    assert verify(tmp_path / "out").ok
    assert len(rows(result)) == 5, "the current state, not only of the range"
    ledger.acknowledged = 15
    ledger.add("receipt")
    with pytest.raises(Refused) as caught:
        write(ledger, tmp_path / "more")
    assert caught.value.code == "nothing"
    assert not (tmp_path / "more").exists()


def test_exports_in_the_middle_stay(tmp_path: Path) -> None:
    ledger = world.ledger()
    ledger.add("export")
    ledger.decide("later")
    ledger.add("export")
    result = write(ledger, tmp_path / "out")
    assert (result.to_seq, result.events) == (17, 17)


def test_decisions_parse_back_without_formulas(package: ExportResult) -> None:
    found = {row["subject_id"]: row for row in rows(package)}
    assert set(found) == {"twitter:1", "twitter:2", "twitter:more-0", "twitter:more-1",
                          "twitter:more-2"}  # fmt: skip
    assert found["twitter:1"]["rationale"].startswith("'=HYPERLINK")
    assert found["twitter:2"]["rationale"] == '<script>alert(1)</script>\u202e\nsecond, "line"'
    assert found["twitter:more-0"]["preserve"] == "yes"
    assert found["twitter:1"]["policy_hash"] == POLICY_HASH
    descriptor = json.loads((package.path / "data/datapackage.json").read_text())
    resource = descriptor["resources"][0]
    data = (package.path / "data/decisions.csv").read_bytes()
    assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{sha256_hex(data)}")
    assert [f["name"] for f in resource["schema"]["fields"]] == list(rows(package)[0])


@given(st.text() | st.from_regex(r"\s{0,3}[-=+@].*"))
def test_no_cell_is_a_formula(untrusted_text: str) -> None:
    cell = views.safe_cell(untrusted_text)
    for begin in (cell[:1], cell.lstrip()[:1]):
        assert begin not in {"=", "+", "-", "@", "\t", "\r", "\n"} or not cell
    assert cell in (untrusted_text, f"'{untrusted_text}")


def test_lists_of_holds_states_imports_keys_policies(package: ExportResult) -> None:
    def lines(name: str) -> list[dict[str, object]]:
        return [json.loads(x) for x in (package.path / "data" / name).read_text().splitlines()]

    assert [
        (h["id"], h["stands"], h["released_by"], h["release_proposed"])
        for h in lines("holds.jsonl")
    ] == [
        (world.event_id(6), True, None, world.event_id(8)),
        (world.event_id(7), True, None, None),
    ]
    involved = lines("state_involvement.jsonl")
    assert [(x["type"], x.get("open")) for x in involved] == [
        ("keepopen.requested", False),
        ("keepopen.closed", None),
        ("keepopen.requested", True),
        ("state.contact", None),
    ]
    imports = json.loads((package.path / "data/imports.json").read_text())["imports"]
    assert [(i["id"], i["sha256"], i["counts"]["new"]) for i in imports] == [("imp-1", "a" * 64, 5)]
    named = json.loads((package.path / "data/keys.json").read_text())["keys"]
    assert [(k["keyid"], k["pseudonym"]) for k in named] == [(HERON.keyid, "heron")]
    assert (package.path / f"data/policy/{POLICY_HASH}.json").read_text() == POLICY


def test_an_import_that_is_gone_is_said(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    ledger.add("decision", subject={"kind": "account", "id": "x:1"}, outcome="warn",
               seen={"import": "imp-lost"})  # fmt: skip
    write(ledger, tmp_path / "out")
    imports = json.loads((tmp_path / "out/data/imports.json").read_text())["imports"]
    assert imports == [{"id": "imp-lost", "missing": True}]


def test_summary_is_inert(package: ExportResult) -> None:
    page = (package.path / "data/summary.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    for risky in ("<script", "<img", "<a ", "src=", "href=", "onerror", "javascript:"):
        assert risky not in page.replace("default-src=", "")
    assert package.head in page and "heron" in page
    assert len(re.findall("<tr>", page)) > 10


@given(st.text())
def test_text_on_the_page_cannot_act(untrusted_text: str) -> None:
    cell = shown(untrusted_text)
    inner = cell.removeprefix("<bdi>").removesuffix("</bdi>")
    assert "<" not in inner and ">" not in inner and '"' not in inner
    assert not set(inner) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\0\r\n")


def test_decisions_only(tmp_path: Path) -> None:
    write(world.ledger(), tmp_path / "out", profile="decisions-only")
    names = {p.name for p in (tmp_path / "out/data").iterdir()}
    assert names == {"export.json", "events.jsonl", "keys.json", "imports.json", "decisions.csv",
                     "datapackage.json", "policy"}  # fmt: skip
    assert verify(tmp_path / "out").ok
    with pytest.raises(Refused):
        write(world.ledger(), tmp_path / "other", profile="everything")


def test_zip_only_when_asked(tmp_path: Path) -> None:
    assert write(world.ledger(), tmp_path / "a.ZIP").path.is_file()
    assert write(world.ledger(), tmp_path / "b.zip", zipped=False).path.is_dir()
    assert write(world.ledger(), tmp_path / "c", zipped=True).path.is_file()


def test_no_policy_text_no_package(tmp_path: Path) -> None:
    for texts in ({}, {POLICY_HASH: POLICY + " "}):
        with pytest.raises(Damaged) as caught:
            export(world.ledger(), MemoryEvidence(), Beside(texts), tmp_path / "out", signer=HERON)
        assert caught.value.code == "policy"
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_ledger_is_not_exported(tmp_path: Path) -> None:
    ledger = world.ledger()
    del ledger.stored[4]
    with pytest.raises(Damaged) as caught:
        write(ledger, tmp_path / "out")
    assert (caught.value.code, caught.value.line) == ("ledger", 5)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_to_write_into(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        write(world.ledger(), tmp_path / "nowhere" / "out")
    assert caught.value.code == "no_folder"


@pytest.mark.parametrize("step", range(11))
def test_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """The disk fails at the n-th file or rename: nothing is left, and the next try works."""
    calls = 0

    def fails_at(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            nonlocal calls
            calls += 1
            if calls == step * 2 + 1:
                raise OSError(28, "No space left on device")
            return real(*args, **kwargs)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(BagWriter, "add", fails_at(BagWriter.add))
        patch.setattr(os, "rename", fails_at(os.rename))
        patch.setattr(place, "sync_folder", fails_at(place.sync_folder))
        try:
            write(world.ledger(), tmp_path / "out.zip")
        except Damaged as damaged:
            assert damaged.code == "write"
    assert {p.name for p in tmp_path.iterdir()} <= {"out.zip"}
    write(world.ledger(), tmp_path / "out.zip")
    assert verify(tmp_path / "out.zip").ok


def test_a_leftover_of_a_crash_is_cleared(tmp_path: Path) -> None:
    result = write(world.ledger(), tmp_path / "one")
    stale = tmp_path / f".out.{result.package_id[:16]}.part"
    stale.mkdir()
    (stale / "half").write_text("x")
    write(world.ledger(), tmp_path / "out")
    assert not stale.exists()
    assert place.same(tmp_path / "one", tmp_path / "out")
