"""While one re-reviews blind, the desk says so: which item, what is hidden, the way out and in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reviewer.session.leads.blind_bar import where_words
from tests.desk.conftest import Driver


def test_it_is_said_all_the_time_and_one_leaves_and_comes_back(
    drawn: Path, desk_on: Callable[[Path], Driver]
) -> None:
    desk = desk_on(drawn)
    window, session = desk.window, desk.session
    notice, counts = window.queue.notice, window.queue._counts
    assert not notice.isVisible() or "blind" not in notice.sentence.text()
    desk.press("Ctrl+J")
    total = session.header().items
    assert total == len(session.looking.items(session.looking.on.item.draw))
    case = session.desk.case_id
    said = notice.sentence.text()
    assert f"0 of {total} locked" in said and "hidden until you lock" in said
    assert "Ctrl+J comes back" in said and notice.button.isVisible()
    assert not counts.counters["later"].isVisible() and not counts.counters["asked"].isVisible()
    assert counts.counters["done"].word == "locked" and not window.queue.filter.isVisible()
    assert window.last.accessibleName() == "Last: nothing locked yet"
    desk.press("Ctrl+2", "d", "r")
    assert window.decision.second.commit.accessibleName().startswith("Lock")
    notice.button.click()
    desk.settle()
    assert session.looking.on is None and window.queue.filter.isVisible()
    assert "blind" not in notice.sentence.text() and counts.counters["later"].isVisible()
    desk.press("Ctrl+J")
    assert session.desk.case_id == case and "0 of" in notice.sentence.text()
    desk.window.look.fit(683, 384)
    desk.window.resize(683, 384)
    desk.settle()
    assert not notice.isVisible(), "a small window keeps its rows; the header and the chip say it"
    assert session.header().blind


def test_the_words_name_the_key_in_force() -> None:
    assert where_words("2 of 8 locked", "Ctrl J").endswith("waits; Ctrl J comes back to it.")
    assert "the next item comes back" in where_words("2 of 8 locked", "")
