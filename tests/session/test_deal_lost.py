"""A deal of an older version, and one whose cases changed, are not made again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.domain.errors import Refused
from reviewer.session.exchange.deal_lost import find_deal
from tests.session.kit import demo, opened


def test_a_deal_of_an_older_version_says_so() -> None:
    event: dict[str, Any] = {"id": "e", "deal": {"to": "heron", "cases": ["c"], "bundle": "b"}}
    with pytest.raises(Refused) as caught:
        find_deal([event], "b")
    assert caught.value.code == "old"


def test_cases_of_a_bundle_with_several_events_come_in_their_order() -> None:
    made = {"at": "t", "number": 3, "role": "lead", "sealed": True}
    part = {"to": "heron", "bundle": "b", "sha256": "s", "made": made}
    events = [{"id": f"e{n}", "deal": {**part, "cases": [f"c{n}"]}} for n in range(3)]
    for ident in ("e1", "b", "deal-3-heron.zip.age"):
        assert find_deal(events, ident).cases == ("c0", "c1", "c2")


def test_what_changed_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with opened(demo(tmp_path / "ws")) as keys:
        session = keys.session
        (hand,) = session.dealing.deal(session.dealing.preview(["heron"]), out)
        hand.path.unlink()
        assert session.dealing.again(hand.bundle, out).sha256 == hand.sha256
        hand.path.unlink()
        medium = session.workspace.evidence.row("SELECT sha256 FROM media WHERE state = 'present'")
        assert medium is not None
        session.workspace.locks.add(str(medium[0]))
        with pytest.raises(Refused) as caught:
            session.dealing.again(hand.bundle, out)
        assert caught.value.code == "changed" and list(out.iterdir()) == []
