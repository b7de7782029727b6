"""Watchlists in the evidence: stored, matched with accounts whenever they come, and read."""

from __future__ import annotations

from pathlib import Path

from reviewer.domain import records as r
from tests.store.evidence_kit import account, open_evidence, post, t, take_in


def _status(ext_id: str, value: str, at: str = "2024-05-01") -> r.Status:
    return r.Status(account_id=ext_id, platform="x", at=t(at), value=value)


def _entry(ext_id: str = "", handle: str = "", **more) -> r.WatchEntry:
    values = {"entity": "Anchors", "platform": "x", "tier": "1"} | more
    return r.WatchEntry(account_id=ext_id, handle=handle, **values)


def test_a_list_names_accounts_by_id_and_by_handle(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        take_in(
            evidence,
            account("1", handles=["old", "lamp"]),
            account("2", handles=["Reef"]),
            _entry("1", source="desk", added=t("2024-02-01")),
            _entry(handle="@reef"),
            _entry("99"),
            _status("1", "active", "2024-04-01"),
            _status("1", "suspended"),
        )
        rows = evidence.watchlist("Anchors")
        assert [(w.account, w.handle, w.platform_says) for w in rows] == [
            ("x:1", "lamp", "suspended"),
            ("x:2", "Reef", ""),
            ("", "99", ""),
        ]
        assert rows[0].source == "desk" and rows[0].tier == "1" and rows[0].origin.line == 3
        assert evidence.watches_of("x:1")[0].added == 1_706_745_600_000
        assert evidence.watches_of("x:3") == []
        assert evidence.watched() == {"x:1": ("Anchors",), "x:2": ("Anchors",)}
        assert evidence.counts().accounts_stub == 0


def test_an_account_that_comes_later_is_found_on_the_list(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        take_in(evidence, _entry("1"), _entry(handle="reef"))
        assert evidence.watched() == {}
        take_in(evidence, account("1"), account("2", handles=["reef"]), post("p"))
        assert set(evidence.watched()) == {"x:1", "x:2"}


def test_a_handle_that_two_accounts_bear_means_neither(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        both = account("1", handles=["reef"]), account("2", handles=["reef"])
        take_in(evidence, *both, _entry(handle="reef"))
        assert evidence.watched() == {}


def test_the_same_list_again_changes_nothing_and_a_new_list_is_evidence(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        take_in(evidence, account("1"), post("p", by="1"))
        case = evidence.cases()[0].case_id
        before = evidence.digest_of_case(case)
        first = take_in(evidence, _entry("1"))
        assert first.wrote and evidence.digest_of_case(case) != before
        assert evidence.last_import_of_case(case) == first.import_id
        assert not take_in(evidence, _entry("1")).wrote
        moved = take_in(evidence, _entry("1", tier="2"))
        assert moved.totals.changed == 1 and evidence.watches_of("x:1")[0].tier == "2"


def test_an_entry_that_names_nobody_is_put_aside(tmp_path: Path) -> None:
    with open_evidence(tmp_path) as evidence:
        result = take_in(evidence, _entry(), _entry("1", added="yesterday"), _entry("1"))
        assert (result.totals.quarantined, result.totals.new) == (2, 1)
