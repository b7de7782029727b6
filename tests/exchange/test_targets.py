"""Neutral targets: only what is in force, harmless in a spreadsheet, the same bytes twice."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.errors import Refused
from reviewer.domain.fold import fold
from reviewer.exchange.targets import neutral_csv, neutral_jsonl
from reviewer.exchange.targets.rows import FIELDS, Actions, actions_of
from reviewer.exchange.targets.write import TARGETS, write_target
from tests.exchange.world import POLICY_HASH, MemoryLedger

NOW = 1_772_400_000_000
AT = "2026-03-01T10:00:00.000Z"
POLICY = {"set": "default", "version": "1", "hash": POLICY_HASH, "id": "direct_threat"}


def nobody(_key: str) -> bool:
    return False


def everybody(_key: str) -> bool:
    return True


def actions(ledger: MemoryLedger, locked=nobody, known=everybody) -> Actions:  # type: ignore[no-untyped-def]
    state = fold(one.event for one in ledger.stored)
    return actions_of(state, locked=locked, known=known, now_ms=NOW)


def decide(ledger: MemoryLedger, kind: str, ident: str, outcome: str, **fields: Any) -> str:
    body = {"policy": POLICY, "ground": "terms", "case": f"case-{ident}", **fields}
    subject = {"kind": kind, "id": ident}
    return ledger.add("decision", subject=subject, outcome=outcome, **body).id


def test_what_is_in_force_and_what_stays_out() -> None:
    ledger = MemoryLedger()
    decide(ledger, "account", "x:1", "suspend", restriction={"account": "suspended", "from": AT})
    decide(ledger, "account", "x:2", "remove_content")
    decide(ledger, "account", "x:3", "suspend_temporary")
    decide(ledger, "post", "x:4", "suspend")
    decide(ledger, "account", "x:5", "suspend", policy={})
    decide(ledger, "media", "a" * 64, "remove_content")
    decide(ledger, "media", "b" * 64, "remove_content")
    decide(ledger, "account", "x:6", "suspend")
    decide(ledger, "account", "x:6", "no_violation")
    decide(ledger, "account", "x:7", "suspend", flags={"proposed": True})
    ledger.add("flag", subject={"kind": "account", "id": "x:8"})
    found = actions(ledger, locked="media:".__add__("b" * 64).__eq__)
    assert [(r["subject_kind"], r["subject_id"], r["action"]) for r in found.rows] == [
        ("account", "1", "suspend"),
        ("media", "a" * 64, "remove_content"),
    ]
    reasons = dict(found.left_out)
    assert "removed as content" in reasons["account:x:2"]
    assert "without its end" in reasons["account:x:3"]
    assert "only an account" in reasons["post:x:4"]
    assert "no policy" in reasons["account:x:5"]
    assert "child safety" in reasons[f"media:{'b' * 64}"]
    assert "contested" in reasons["account:x:6"]
    assert "proposed" in reasons["account:x:7"]
    counts = [(name, number) for name, number, _ in found.consequences()]
    assert counts == [("remove_content", 1), ("suspend", 1)]
    assert any("hash alone" in words for _, words in found.warnings)


def test_a_delay_that_two_leads_approved_keeps_it_out_until_it_ends() -> None:
    ledger = MemoryLedger()
    decide(ledger, "account", "x:1", "suspend")
    assert len(actions(ledger).rows) == 1
    subject = {"kind": "account", "id": "x:1"}
    delay = {"basis": "law", "expires": "2030-01-01T00:00:00.000Z"}
    ledger.add("enforcement.delay", subject=subject, delay=delay)
    assert len(actions(ledger).rows) == 1, "a delay that is only proposed delays nothing"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_no_cell_is_a_formula_and_nothing_is_lost(text: str) -> None:
    row = {name: "" for name, *_ in FIELDS} | {"case": text, "preserve": True, "confirmed_by": 1}
    data = neutral_csv.written([row]).decode("utf-8", "surrogatepass")
    (cells,) = list(csv.DictReader(io.StringIO(data, newline="")))
    assert cells["case"] in (text, f"'{text}")
    assert not cells["case"].lstrip().startswith(tuple("=+-@\t"))
    assert cells["preserve"] == "true" and cells["confirmed_by"] == "1"
    line = json.loads(neutral_jsonl.written([row]))
    assert line == row


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_data_package_twice_the_same_bytes(name: str, tmp_path: Path) -> None:
    ledger = MemoryLedger()
    decide(ledger, "account", "x:1", "suspend")
    found = actions(ledger)
    first = write_target(TARGETS[name], found, tmp_path / "one", AT)
    assert write_target(TARGETS[name], found, tmp_path / "two", AT) == first
    assert write_target(TARGETS[name], found, tmp_path / "one", AT) == first
    one, two = (sorted((tmp_path / n).iterdir()) for n in ("one", "two"))
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]
    described = json.loads((tmp_path / "one" / "datapackage.json").read_bytes())
    (resource,) = described["resources"]
    assert resource["hash"] == f"sha256:{first}" and (tmp_path / "one" / resource["path"]).exists()
    assert [f["name"] for f in resource["schema"]["fields"]] == [n for n, *_ in FIELDS]
    decide(ledger, "account", "x:2", "suspend")
    with pytest.raises(Refused) as caught:
        write_target(TARGETS[name], actions(ledger), tmp_path / "one", AT)
    assert caught.value.code == "exists"
