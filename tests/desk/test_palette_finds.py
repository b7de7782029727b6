"""The palette: what can run comes first, and commands are found by what they are for."""

from __future__ import annotations

from tests.desk.conftest import Driver


def first(desk: Driver, words: str) -> list[tuple[str, str]]:
    """(id, reason) of what is found, in its order."""
    desk.press("Ctrl+Shift+P")
    desk.type(words)
    model = desk.host.extras._sheets["palette"]._model
    return [(c.id, why) for c, why in map(model.at, range(model.rowCount()))]


def test_what_can_run_comes_first_and_return_runs_it(desk: Driver) -> None:
    found = first(desk, "tour")
    assert found[0] == ("tour.start", "")
    assert ("tour.next", "no tour is running") in found
    assert {"tour.next", "tour.leave"} <= {ident for ident, why in found[:5] if why}
    desk.press("Return")
    assert desk.session.tour.number == 1


def test_writing_feedback_is_found_by_its_word(desk: Driver) -> None:
    assert {"sync", "feedback"} <= {ident for ident, _ in first(desk, "feedback")}
    desk.press("Escape")
    assert "sync" in {ident for ident, _ in first(desk, "write feedback")}
