from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.domain import fold
from reviewer.domain.errors import Bug, Refused
from reviewer.store.ledger import projection
from reviewer.store.workspace import Workspace
from tests.store.kit import Clock, make, reopen

SUBJECTS = [{"kind": "account", "id": "twitter:1"}, {"kind": "post", "id": "twitter:2"}]
OUTCOMES = ["no_violation", "warn", "suspend"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)

STATING = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["decision", "note", "label", "pin", "escalate"]),
        "subject": st.sampled_from(SUBJECTS),
        "outcome": st.sampled_from(OUTCOMES),
        "rationale": TEXT,
        "flags": st.fixed_dictionaries({}, optional={"preserve": st.booleans()}),
    }
)
REFERRING = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["withdraw", "resolution", "decision"]),
        "targets": st.lists(st.integers(0, 30), min_size=1, max_size=2),
        "subject": st.sampled_from(SUBJECTS),
    }
)
PLAIN = st.fixed_dictionaries(
    {"type": st.sampled_from(["import", "export", "receipt", "policy.adopted"])}
)
DRAFT = st.one_of(STATING, REFERRING, PLAIN)
STEP = st.tuples(
    st.lists(DRAFT, min_size=1, max_size=3),
    st.sampled_from(["save", "save", "save", "fail", "reopen"]),
    st.integers(-200_000, 200_000),
)


@pytest.fixture
def patched() -> Iterator[pytest.MonkeyPatch]:
    patch = pytest.MonkeyPatch()
    yield patch
    patch.undo()


def as_drafts(raw: list[dict[str, Any]], ids: list[str]) -> list[dict[str, Any]]:
    """Targets are numbers of earlier events; what does not exist yet is named all the same."""
    drafts = []
    for one in raw:
        draft = {k: v for k, v in one.items() if k != "targets"}
        if "targets" in one:
            draft["supersedes"] = [ids[n] if n < len(ids) else f"none-{n}" for n in one["targets"]]
        if one["type"] == "resolution":
            draft |= {"outcome": "warn", "rationale": "settled"}
        drafts.append(draft)
    return drafts


def breaks(*_: object) -> None:
    raise Bug("the disk is gone")


def failing(workspace: Workspace, drafts: list[dict[str, Any]], patch: pytest.MonkeyPatch) -> None:
    before = workspace.ledger.state.digest()
    with patch.context() as inner:
        inner.setattr(projection, "write_states", breaks)
        with pytest.raises((Bug, Refused)):
            workspace.ledger.append(drafts)
    assert workspace.ledger.state.digest() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_live_reopened_and_replayed_state_are_equal(
    tmp_path_factory: pytest.TempPathFactory,
    patched: pytest.MonkeyPatch,
    steps: list[tuple[list[dict[str, Any]], str, int]],
) -> None:
    folder = tmp_path_factory.mktemp("property") / "w"
    clock = Clock()
    workspace = make(folder, clock, role="lead")
    ids: list[str] = []
    try:
        for raw, action, ms in steps:
            clock.now += ms
            drafts = as_drafts(raw, ids)
            if action == "fail":
                failing(workspace, drafts, patched)
                continue
            before = workspace.ledger.state.digest()
            try:
                ids += [stored.id for stored in workspace.ledger.append(drafts)]
            except Refused as refused:  # a resolution names every decision that stands
                assert refused.code == "resolution"
                assert workspace.ledger.state.digest() == before
            if action == "reopen":
                workspace.close()
                workspace = reopen(folder, clock=clock)
        live = workspace.ledger.state.digest()
        texts = [stored.text for stored in workspace.ledger.events()]
        replayed = fold.fold(stored.event for stored in workspace.ledger.events())
        assert replayed.digest() == live
        assert len(texts) == len(ids) == workspace.ledger.head()[1]
        assert workspace.ledger.check() is None
    finally:
        workspace.close()
    with reopen(folder, read_only=True, clock=clock) as again:
        assert again.ledger.state.digest() == live
        assert [stored.text for stored in again.ledger.events()] == texts
