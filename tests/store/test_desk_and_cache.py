from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.store.cache import Cache
from reviewer.store.desk import Desk, Later
from reviewer.store.disk.engine import CACHE_PAGE, connect

KEY = bytes(32)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(connect(tmp_path / "desk.db", KEY, durable=False))
    yield made
    made.close()


def test_a_draft_belongs_to_case_and_subject(desk: Desk) -> None:
    desk.save_draft("c1", "account:a:1", "one")
    desk.save_draft("c1", "account:a:2", "two")
    desk.save_draft("c1", "account:a:1", "one more")
    assert desk.draft("c1", "account:a:1") == "one more"
    assert desk.draft("c1", "account:a:2") == "two"
    assert desk.draft("c2", "account:a:1") == ""
    desk.save_draft("c1", "account:a:1", "")
    assert desk.draft("c1", "account:a:1") == ""


def test_cases_put_off_come_back_when_due(desk: Desk) -> None:
    desk.later("c1")
    desk.later("c2", due=1000, reason="asked a colleague")
    assert desk.later_cases() == {
        "c1": Later("c1", None, ""),
        "c2": Later("c2", 1000, "asked a colleague"),
    }
    assert set(desk.later_cases(now=999)) == {"c1", "c2"}
    assert set(desk.later_cases(now=1000)) == {"c1"}
    desk.not_later("c1")
    assert set(desk.later_cases()) == {"c2"}


def test_what_was_seen_is_kept_by_subject(desk: Desk) -> None:
    assert desk.mark_seen("account:a:1", ["post:a:1", "post:a:2"]) == 2
    assert desk.mark_seen("account:a:1", ["post:a:2", "post:a:3"]) == 1
    assert desk.seen("account:a:1") == {"post:a:1", "post:a:2", "post:a:3"}
    assert desk.seen_count("account:a:1") == 3
    assert desk.seen_count("account:a:2") == 0


def test_exposure_is_counted_by_day(desk: Desk) -> None:
    desk.add_exposure(20_000, "graphic")
    desk.add_exposure(20_000, "graphic", 2)
    desk.add_exposure(20_001, "graphic")
    assert desk.exposure(20_000) == {"graphic": 3}
    assert desk.exposure(1) == {}


def test_values_are_json(desk: Desk) -> None:
    desk.set_value("panes", {"sizes": [0.5, 1], "name": "é"})
    assert desk.value("panes") == {"sizes": [0.5, 1], "name": "é"}
    desk.set_value("panes", None)
    assert desk.value("panes") is None
    assert desk.value("panes", 3) == 3


def test_the_cache_keeps_pictures_and_forgets_them(tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    cache = Cache(connect(path, KEY, durable=False, page_size=CACHE_PAGE))
    a = "a" * 64
    cache.put(a, "thumb", b"1")
    cache.put(a, "thumb", b"2" * 50_000)
    cache.put(a, "concealed", b"3")
    assert cache.get(a, "thumb") == b"2" * 50_000
    assert cache.get("b" * 64, "thumb") is None
    cache.poison(a, "hang")
    cache.poison(a, "crash")
    assert cache.poisoned(a) == "crash"
    assert cache.poisoned("b" * 64) is None
    cache.forget(a)
    assert cache.get(a, "concealed") is None
    cache.close()
    conn = connect(path, KEY, durable=False, page_size=CACHE_PAGE)
    assert conn.execute("PRAGMA page_size").fetchone()[0] in (CACHE_PAGE, str(CACHE_PAGE))
    assert Cache(conn).poisoned(a) == "crash"
    conn.close()
