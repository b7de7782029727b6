"""Any sequence of decide, pin, flag, undo, redo, export and restart equals its replay."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.domain.fold import fold
from reviewer.domain.undo import history
from reviewer.store.inspect import inspect
from tests.old_workspaces.test_reopen import STORED, unpacked
from tests.session.kit import Keys, opened

KEYS = {
    "decide": ("Ctrl+2", "D", "Q", "F", "F"),
    "suspend": ("Ctrl+2", "D", "B", "R", "P", "F", "F"),
    "ask": ("Ctrl+2", "D", "W", "F", "F"),
    "pin": ("Ctrl+2", "D", "B"),
    "flag": ("Ctrl+1", "X"),
    "undo": ("Z",),
    "redo": ("Ctrl+Shift+Z",),
    "next": ("Alt+Down",),
}
ACTS = st.sampled_from([*KEYS, "undo", "undo", "redo", "restart", "export"])


def steps(found: object) -> list[list[str]]:
    return [step.ids for step in found]  # type: ignore[attr-defined]


def equals_its_replay(keys: Keys) -> tuple[object, ...]:
    """Live state and live stacks are what the events alone say; what a restart must keep."""
    session, ledger = keys.session, keys.session.workspace.ledger
    events = [one.event for one in ledger.events()]
    live, replayed = session._core.history, history(ledger.head()[0], events)
    assert fold(events).digest() == ledger.state.digest()
    assert steps(live.done) == steps(replayed.done)
    assert steps(live.undone) == steps(replayed.undone)
    return ledger.state.digest(), session.undo_words(), session.redo_words(), ledger.head()


@settings(max_examples=12)
@given(st.lists(ACTS, min_size=4, max_size=14))
def test_any_history_equals_its_replay(acts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, _ = unpacked(STORED[-1], Path(name))
        before: tuple[object, ...] | None = None
        for part in "\n".join(acts).split("restart"):
            with opened(folder) as keys:
                start = equals_its_replay(keys)
                assert before is None or start == before
                for act in part.split():
                    if act == "export":
                        seq = keys.session.workspace.ledger.head()[1]
                        keys.session.jobs.export(Path(name) / f"{seq}.zip")
                        keys.press("Z")
                        assert "exported" in keys.session.desk.message
                    else:
                        keys.press(*KEYS[act])
                    before = equals_its_replay(keys)
                before = equals_its_replay(keys)
        assert inspect(folder)[2] is None
