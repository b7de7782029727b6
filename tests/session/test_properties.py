"""Random keys on the desk: live state equals replayed state, and survives a restart."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reviewer import bootstrap
from reviewer.domain.fold import fold
from reviewer.intake.run import import_paths
from reviewer.store.inspect import inspect
from tests.session.kit import Keys, demo, opened

ALPHABET = [
    *("Q", "W", "E", "R", "T", "P", "F", "F", "F", "F", "S", "Z", "Z", "Ctrl+Shift+Z"),
    *("B", "B", "X", "1", "2", "0", "D", "D", "A", "Ctrl+2", "Ctrl+3", "Alt+Down", "Alt+Left"),
]


def same_as_replayed(keys: Keys) -> None:
    ledger = keys.session.workspace.ledger
    assert fold(e.event for e in ledger.events()).digest() == ledger.state.digest()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_keys_leave_a_state_that_the_ledger_alone_explains(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    folder = demo(tmp_path / "ws")
    for _ in range(3):
        with opened(folder) as keys:
            for key in chance.choices(ALPHABET, k=120):
                if chance.random() < 0.1:
                    desk = keys.session.desk
                    keys.session.save_note(desk.case_id, desk.account, f"note {seed}")
                keys.press(key)
            same_as_replayed(keys)
            undo, status = keys.session.undo_words(), keys.session.status()
            rows = [(r.case_id, r.state, r.group) for r in keys.session.queue().rows]
            staged = keys.session.desk.staged
        with opened(folder) as keys:
            assert keys.session.undo_words() == undo
            assert keys.session.status() == status
            again = [(r.case_id, r.state, r.group) for r in keys.session.queue().rows]
            if staged is None:
                assert sorted(again) == sorted(rows)
    assert inspect(folder)[2] is None


def test_undoing_everything_leaves_nothing_decided(tmp_path: Path) -> None:
    chance = random.Random(9)
    with opened(demo(tmp_path / "ws")) as keys:
        for key in chance.choices(ALPHABET, k=200):
            keys.press(key)
        while keys.session.undo_words():
            keys.press("Z")
        keys.expect(decisions=0, proposed=0)
        assert not any(
            s.pins or s.flagged or s.label
            for s in keys.session.workspace.ledger.state.subjects.values()
        )


def test_evidence_without_its_event_is_logged_again_and_said(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    extra = tmp_path / "more.jsonl"
    extra.write_text(
        '{"account_id":"1","platform":"net","captured_at":"2026-01-01T00:00:00.000Z","source":"x"}\n'
    )
    with bootstrap.open_workspace(folder, None) as workspace:
        import_paths(workspace, [extra])
        before = len(workspace.ledger.state.imports)
    with opened(folder) as keys:
        assert len(keys.session.workspace.ledger.state.imports) == before + 1
        assert "logged again" in keys.session.desk.message


def test_an_event_without_its_evidence_says_evidence_missing(tmp_path: Path) -> None:
    folder = demo(tmp_path / "ws")
    with bootstrap.open_workspace(folder, None) as workspace:
        gone = {"id": "no-such-import", "name": "coast-2.zip"}
        workspace.ledger.append([{"type": "import", "import": gone}])
    with opened(folder) as keys:
        words = [item.words for item in keys.session.status_line() if item.danger]
        assert "evidence missing: import coast-2.zip" in words
