"""No case is decided that the filter does not show: leaving the field opens what it lists."""

from __future__ import annotations

from tests.desk.conftest import Driver


def other_handle(desk: Driver) -> str:
    """The handle of the last case of the queue, which is not open."""
    rows = desk.session.queue().rows
    last = rows[-1]
    assert last.case_id != desk.session.desk.case_id
    return last.untrusted_handle


def test_leaving_the_field_opens_what_is_listed_and_a_decision_goes_there(desk: Driver) -> None:
    before, wanted = desk.session.header().untrusted_handle, other_handle(desk)
    desk.press("Ctrl+F")
    desk.type(wanted)
    desk.press("Esc")
    desk.expect_current(wanted)
    desk.expect_said(f"Open now: @{wanted}; @{before} is not in the filter")
    assert not desk.session.header().unlisted
    desk.press("Ctrl+1")
    assert [row.untrusted_handle for row in desk.session.queue().rows] == [wanted]


def test_what_is_staged_is_not_lost_and_the_strip_and_the_queue_say_where_it_is(
    desk: Driver,
) -> None:
    before, wanted = desk.session.header().untrusted_handle, other_handle(desk)
    desk.press("R", "Ctrl+F")
    desk.type(wanted)
    desk.press("Esc")
    desk.expect_current(before)
    desk.expect_said(f"Still open: @{before}, not in the filter")
    assert desk.session.desk.staged is not None
    assert desk.session.header().unlisted and desk.window.strip._unlisted.isVisible()
    assert f"Open: @{before}, not in the filter" in desk.window.queue.notice.sentence.text()
    assert desk.session.decision().staged_words.endswith("not in the filter")


def test_a_search_without_a_match_keeps_the_row_whose_handle_matches(desk: Driver) -> None:
    wanted = other_handle(desk)
    desk.press("Ctrl+F")
    desk.type(wanted[1:])
    listed = [row.untrusted_handle for row in desk.session.queue().rows]
    assert wanted in listed
    desk.press("Return")
    assert wanted in [row.untrusted_handle for row in desk.session.queue().rows]
    assert "match" in desk.session.desk.message


def test_a_filter_that_leaves_nothing_says_which_case_is_still_open(desk: Driver) -> None:
    before = desk.session.header().untrusted_handle
    desk.press("Ctrl+F")
    desk.type("nobodyhasthis")
    desk.press("Return")
    desk.expect_said("0 matches in posts")
    desk.expect_said(f"Still open: @{before}; no case matches the filter")
    assert f"Open: @{before}" in desk.window.queue.notice.sentence.text()
