"""The whole job typed into the real window: on the demo and on real posts."""

from __future__ import annotations

from pathlib import Path

from reviewer import bootstrap
from reviewer.demo.script import script
from reviewer.domain.fold import fold
from reviewer.exchange.checking.verify import verify
from reviewer.script import act, tokens_of
from tests.desk.conftest import DeskMaker, Driver

NOTE = "Mirrors of a closed channel."


def test_the_demo_story_is_typed_from_first_to_last_key(desk: Driver, tmp_path: Path) -> None:
    for _, token in tokens_of(script(tmp_path / "shots", "small")):
        if token.startswith(("expect:", "shot:", "text:", "hold:", "release:", "restart")):
            act(desk.host, token)
            desk.settle()
        else:
            desk.press(token)
    desk.expect(decisions=13, cases_decided=12, proposed=1, contested=0)
    assert len(list((tmp_path / "shots").glob("*.png"))) == 6
    ledger = desk.session.workspace.ledger
    assert fold(e.event for e in ledger.events()).digest() == ledger.state.digest()


def test_a_refused_commit_says_what_is_missing_and_what_mends_it(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "r", "f")
    desk.expect(decisions=0, desk__staged="suspend", desk__armed="false")
    for words in ("policy missing", "evidence 0 of 1", "note missing"):
        desk.expect_said(words)
    desk.press("b", "p", "g")
    desk.type(NOTE)
    desk.press("Esc", "f", "f")
    desk.expect(decisions=1)
    desk.expect_said("saved")


def test_letters_typed_into_the_note_decide_nothing(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "q", "g")
    desk.type("qwerty ffff zxcv 12345")
    desk.expect(decisions=0, desk__armed="false", events=desk.session.status()["events"])
    assert desk.session.inspector().note == "qwerty ffff zxcv 12345"
    desk.press("Esc", "f", "f")
    desk.expect(decisions=1)


def test_return_and_space_at_the_desk_decide_nothing(desk: Driver) -> None:
    before = desk.session.status()["events"]
    for pane in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4"):
        desk.press(pane, "Return", "Space", "Backspace", "Del")
    desk.expect(events=before, decisions=0)


def test_one_key_alone_never_decides(desk: Driver) -> None:
    desk.press("Ctrl+2", "d")
    for command in desk.window.registry.commands:
        if not command.asks:
            for key in command.keys:
                desk.press(key, step=900)
    desk.expect(decisions=0)


def test_undo_redo_and_the_cursor_survive_a_restart(desk: Driver) -> None:
    desk.press("Ctrl+2", "d", "q", "f", "f")
    first = "tide_relay_07"
    desk.expect_current("warden_watch")
    desk.restart()
    desk.expect_current("warden_watch")
    desk.press("z")
    desk.expect(decisions=0)
    desk.expect_current(first)
    desk.restart()
    desk.press("Ctrl+Shift+Z")
    desk.expect(decisions=1)


def test_a_draft_survives_a_restart_with_its_case(desk: Driver) -> None:
    desk.press("g")
    desk.type(NOTE)
    desk.press("Esc")
    desk.restart()
    assert desk.session.inspector().note == NOTE
    desk.press("Alt+Down")
    assert desk.session.inspector().note == ""


def test_reveal_lasts_as_long_as_the_key(desk: Driver) -> None:
    desk.press("Ctrl+3", "d")
    desk.hold("V")
    desk.expect(desk__revealed=desk.session.desk.medium)
    desk.release("V")
    desk.expect(desk__revealed="")
    desk.press("c")
    desk.hold("V")
    desk.expect(desk__revealed="", desk__conceal="hide")
    desk.release("V")


def test_the_real_set_is_decided_by_keys_exported_and_verified(
    make_desk: DeskMaker, real_data: Path, tmp_path: Path
) -> None:
    desk = make_desk(real_data / "posts" / "twitter-api-v2")
    for stage in ("q", "e", "r", "q", "w", "r", "e", "q", "q", "r", "e", "q"):
        desk.press("Ctrl+2", "d", "b", "g")
        desk.type("as pinned")
        desk.press("Esc", stage, "p", "f", "f")
    assert desk.session.status()["decisions"] == 11
    desk.press("z")
    desk.restart()
    desk.press("Ctrl+Shift+Z")
    desk.expect(decisions=11)
    out = tmp_path / "out.zip"
    desk.session.jobs.export(out)
    own = bootstrap.public_key(desk.session.workspace.folder)
    assert verify(out, own=own).ok
