"""The list of the next case is painted while this one is read: its picture is the very same, and
nothing of it is shown, counted as seen or kept for longer."""

from __future__ import annotations

from PySide6.QtGui import QImage

from reviewer.domain.changes import Changes
from reviewer.session.timeline.expected import FIRST
from reviewer.ui.app import make_application
from reviewer.ui.bridge import Bridge
from reviewer.ui.timeline.view import TimelineView
from tests.desk.conftest import DeskMaker, Driver

SIZE = (1600, 1000)
STAGE, TAP = ("q", "f"), "f"


def view_of(desk: Driver) -> TimelineView:
    view = desk.window.timeline.view
    assert isinstance(view, TimelineView)
    return view


def picture(desk: Driver) -> QImage:
    return view_of(desk).viewport().grab().toImage()


def test_the_next_list_is_put_in_its_place_and_not_painted_again(make_desk: DeskMaker) -> None:
    desk = make_desk(size=SIZE)
    desk.press(*STAGE)
    stamps, blocks = view_of(desk).delegate.stamps, view_of(desk).delegate.blocks
    ahead, seen = len(stamps), list[tuple[int, int]]()
    laid = set(blocks._blocks)

    def painted(_changes: object) -> None:
        view_of(desk).viewport().repaint()
        seen.append((stamps.made, stamps.placed))

    made, placed = stamps.made, stamps.placed
    rested: Bridge = desk.window.bridge
    rested.changed.connect(painted)  # after the panes have read
    account = desk.session.desk.account
    desk.press(TAP)
    rested.changed.disconnect(painted)
    assert desk.session.desk.account != account
    assert 0 < ahead <= FIRST
    assert seen[0] == (made, placed + ahead)
    rows = [desk.session.timeline_row(n) for n in range(ahead)]
    dated = next(n for n, row in enumerate(rows) if row.kind == "day")
    text = {row.untrusted_text for row in rows[dated:] if row.untrusted_text}
    assert text and {key[0] for key in laid} >= text


def test_what_was_painted_ahead_has_the_very_px_of_what_is_painted(make_desk: DeskMaker) -> None:
    found = []
    for ahead in (True, False):
        desk = make_desk(size=SIZE)
        if not ahead:
            desk.host._ahead.read.disconnect(view_of(desk).expect)
            view_of(desk).expect([])
        pictures = []
        for _ in range(3):
            desk.press(*STAGE, TAP)
            pictures.append(picture(desk))
        assert bool(view_of(desk).delegate.stamps.placed) == ahead
        found.append(pictures)
    assert found[0] == found[1]


def test_nothing_of_it_is_shown_or_counted_as_seen(make_desk: DeskMaker) -> None:
    desk = make_desk(size=SIZE)
    session, view = desk.session, view_of(desk)
    rows = session.ahead.rows()
    keys = {row.key for row in rows if row.key}
    following = session._queue.case(session._queue.after(session.desk.case_id))
    assert keys and following is not None
    assert not keys & view.delegate.painted
    assert not session.workspace.desk.seen(following.subjects[0])
    listed = {session.timeline_row(n).key for n in range(session.timeline_len())}
    assert not keys & listed


def test_one_list_is_kept_and_a_case_after_case_does_not_add_up(make_desk: DeskMaker) -> None:
    desk = make_desk(size=SIZE)
    for _ in range(4):
        desk.press(*STAGE, TAP)
        rows = desk.session.ahead.rows()
        assert len(view_of(desk).delegate.stamps) <= len(rows) <= FIRST


def test_another_theme_and_another_width_use_nothing_of_it(make_desk: DeskMaker) -> None:
    desk = make_desk(size=SIZE)
    desk.press(*STAGE)
    stamps = view_of(desk).delegate.stamps
    placed = stamps.placed
    make_application("light")
    desk.press(TAP)
    assert stamps.placed == placed
    make_application("dark")
    desk.press(*STAGE)
    placed = stamps.placed
    splitter_width = view_of(desk).viewport().width()
    desk.window.resize(SIZE[0] - 300, SIZE[1])
    desk.settle()
    assert view_of(desk).viewport().width() != splitter_width
    before = stamps.made
    desk.press(TAP)
    assert stamps.made >= before  # whatever was put in its place was made for this width
    shown = picture(desk)
    view_of(desk).expect([])
    view_of(desk).viewport().update()
    assert picture(desk) == shown


def test_an_import_and_other_settings_forget_it(make_desk: DeskMaker) -> None:
    desk = make_desk(size=SIZE)
    session = desk.session
    assert session.ahead.rows()
    for moved in (
        Changes(kinds=frozenset({"import"})),
        Changes(desk=frozenset({"settings"})),
        Changes(kinds=frozenset({"child_safety"})),
        Changes(subjects=frozenset({session.ahead._subject})),
    ):
        session.ahead.look()
        assert session.ahead.rows()
        session.bus.publish(moved)
        assert session.ahead.rows() == []


def test_in_a_list_that_leaves_things_out_the_case_is_read_as_it_opens(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk(size=SIZE)
    session = desk.session
    session.ahead.look()
    account = session.ahead._subject.partition(":")[2]
    rows = session.ahead.rows()
    desk.press(*STAGE, TAP)
    assert session.desk.account == f"account:{account}"
    now = [session.timeline_row(n) for n in range(len(rows))]
    assert [row.key for row in now] == [row.key for row in rows]
