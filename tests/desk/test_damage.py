"""Evidence that is damaged while the desk is open: said in the panes, nothing of the last case."""

from __future__ import annotations

from reviewer.domain.errors import Damaged
from tests.desk.conftest import Driver


def test_nothing_of_the_last_case_stands_under_the_next(desk: Driver) -> None:
    """The reader of media fails as SQLCipher lets it fail on a spoiled page."""
    session, evidence = desk.session, desk.session.workspace.evidence
    before = len(session.media().tiles)
    assert before

    def fails(_account: str) -> list[object]:
        raise Damaged("a page does not match its seal", code="corrupt", file="evidence.db")

    evidence.media_of_account = fails
    session.ahead.forget()  # what was read before the damage would be shown
    desk.press("Alt+Down")
    desk.expect_current("warden_watch")
    assert session.media().tiles == []
    panes = desk.window.panes
    assert panes["media"].body.currentWidget() is panes["media"].panel
    assert panes["timeline"].body.currentWidget() is panes["timeline"].content
    desk.expect_said("does not match its seal")
    del evidence.media_of_account
    desk.press("Alt+Up")
    assert len(session.media().tiles) == before
    assert panes["media"].body.currentWidget() is panes["media"].content
