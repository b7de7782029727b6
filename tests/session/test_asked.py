"""What a reviewer asked reaches the lead in words, and the history is that of all chains."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer.domain.errors import Refused
from reviewer.gallery.merged import merged
from reviewer.session.session import Session
from tests.session.kit import opened

QUESTION = "Is a repost of a song enough here?"


def ask(folder: Path, out: Path) -> str:
    """R-4 asks the lead about the last undecided case and exports; the case."""
    with opened(folder) as keys:
        session = keys.session
        rows = [row for row in session.queue().rows if row.state == "undecided"]
        session.select_case(rows[-1].case_id)
        keys.press("Ctrl+2", "D")
        session.save_note(rows[-1].case_id, session.desk.account, QUESTION)
        keys.press("W", "F", "F")
        session.jobs.export(out)
        return rows[-1].case_id


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    base = tmp_path_factory.mktemp("asked")
    merged(base / "lead")
    case_id = ask(base / "lead-others" / "R-4", base / "asked.zip")
    with opened(base / "lead") as keys:
        keys.session.merging.merge([base / "asked.zip"])
    return base / "lead", case_id


@pytest.fixture
def lead(world: tuple[Path, str], tmp_path: Path):
    shutil.copytree(world[0], tmp_path / "lead")
    with opened(tmp_path / "lead") as keys:
        keys.session.select_case(world[1])
        yield keys.session


def test_question_and_asker_stand_in_inspector_queue_and_inbox(
    lead: Session, world: tuple[Path, str]
) -> None:
    asked, how = lead.inspector().asked
    assert (asked.who, asked.untrusted_words) == ("R-4", QUESTION)
    assert "deciding answers it" in how.words and "feedback" in how.words
    row = next(row for row in lead.queue().rows if row.case_id == world[1])
    assert row.why.startswith(f"R-4 asks: {QUESTION}")
    lines = [line for line in lead.inbox.lines() if line.kind == "escalated"]
    assert any(f"R-4 asks: {QUESTION}" in line.detail for line in lines)
    assert all("eciding answers it" in line.detail for line in lines)


def test_history_of_a_case_shows_every_chain_in_one_order(
    lead: Session, world: tuple[Path, str]
) -> None:
    rows = lead.history(world[1])
    assert any("ask lead" in row.title and "R-4, device " in row.title for row in rows)
    assert [row.title for row in rows] == [row.title for row in lead.history(world[1])]
    contested = next(row for row in lead.queue().rows if row.state == "contested")
    titles = " ".join(row.title for row in lead.history(contested.case_id))
    assert "R-4, device " in titles and "R-7, device " in titles
    everything = " ".join(row.title for row in lead.history())
    assert "R-4, device " in everything and "R-7, device " in everything


def test_while_one_looks_again_no_history_is_loaded(lead: Session, world: tuple[Path, str]) -> None:
    lead._core.sight = object()  # type: ignore[assignment]
    try:
        with pytest.raises(Refused, match="history is not loaded"):
            lead.history(world[1])
    finally:
        lead._core.sight = None
