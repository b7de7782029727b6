"""The full story as a bundle and a workspace: sound, counted, with its watchlist on the desk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.bundle.verify import verify
from reviewer.demo.coast.world import Story, write
from reviewer.demo.generate import CREATED_AT
from reviewer.demo.script import script
from reviewer.demo.workspace import make_demo
from reviewer.domain.errors import Refused
from reviewer.intake.build import build_bundle
from reviewer.play import play_script
from tests.session.kit import Keys, opened, workspace_of


@pytest.fixture(scope="module")
def coast(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the full story."""
    place = tmp_path_factory.mktemp("coast")
    source = write(story, place / "coast")
    build_bundle(
        [source / "records"],
        place / "b.zip",
        zip=True,
        created_at=CREATED_AT,
        media_dir=source / "media",
    )
    assert verify(place / "b.zip").violations == []
    return workspace_of(place / "ws", place / "b.zip")


@pytest.fixture
def keys(coast: Path, tmp_path: Path) -> Iterator[Keys]:
    shutil.copytree(coast, tmp_path / "ws")
    with opened(tmp_path / "ws") as found:
        yield found


def test_what_was_made_is_what_was_imported(story: Story, keys: Keys) -> None:
    status = keys.session.status()
    for name, stem in (("media_present", "media"), ("posts", "posts"), ("reports", "reports"),
                       ("cases", "cases"), ("accounts", "accounts")):  # fmt: skip
        assert status[name] == len(story.records[stem]), name
    assert (status["quarantined"], status["accounts_stub"], status["posts_referenced"]) == (0, 0, 0)


def test_the_watchlist_says_who_is_left_and_what_is_decided_here(keys: Keys) -> None:
    session = keys.session
    assert session.header().untrusted_handle == "tide_relay_07"
    assert session.header().untrusted_watchlist == "Seven Anchors"
    (line,) = session.inspector().watch
    assert (line.untrusted_entity, line.untrusted_tier) == ("Seven Anchors", "1")
    assert (line.since, line.figure) == ("5 Jan 2026", "13 of 16 suspended")
    assert line.coverage == "13 of 16 suspended; left:"
    assert line.left == [
        ("tide_relay_07", "undecided"),
        ("moonpull_daily", "undecided"),
        ("vot_signal_16", "not in the material"),
    ]
    first = session.queue().rows[0]
    assert first.why == "Watchlist: Seven Anchors; Report surge" and first.watched
    session.set_filter("has:watchlist")
    assert [r.untrusted_handle for r in session.queue().rows] == ["tide_relay_07", "moonpull_daily"]


def test_a_decision_here_is_said_beside_who_is_left(keys: Keys) -> None:
    session = keys.session
    desk = session.desk
    keys.press("Ctrl+2", "d", "b", "r", "p")
    session.save_note(desk.case_id, desk.account, "numbered releases, mirrors")
    keys.press("f", "f", "Alt+Left")
    keys.expect(decisions=1)
    assert session.header().untrusted_handle == "tide_relay_07"
    (line,) = session.inspector().watch
    assert line.figure == "13 of 16 suspended"
    assert line.left[0] == ("tide_relay_07", "suspend, decided here")


def test_an_account_on_no_list_has_no_section(keys: Keys) -> None:
    keys.press("Alt+Down")
    assert keys.session.inspector().watch == []
    assert keys.session.header().untrusted_watchlist == ""


def test_the_demo_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    with pytest.raises(Refused) as refused:
        make_demo(tmp_path / "mine")
    assert refused.value.code == "exists" and (tmp_path / "mine" / "file").exists()


@pytest.mark.full
def test_the_demo_is_typed_from_first_to_last_key(coast: Path, tmp_path: Path) -> None:
    shutil.copytree(coast, tmp_path / "ws")
    played = play_script(tmp_path / "ws", None, script(tmp_path / "shots"))
    assert played["ok"], played
    assert len(list((tmp_path / "shots").glob("*.png"))) == 9
    session = bootstrap.open_session(bootstrap.open_workspace(tmp_path / "ws", None))
    try:
        found = session.status()
    finally:
        session.close()
    assert (found["decisions"], found["proposed"], found["contested"]) == (10, 1, 0)
