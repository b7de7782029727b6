"""Custody by typed keys: a threat to life, a hold, a contact, approvals, a one-hour order."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from reviewer.exchange.checking.verify import verify
from reviewer.ui.dialogs.approvals_dialog import ApprovalsDialog
from reviewer.ui.dialogs.form_dialog import FormDialog
from tests.bundle import made
from tests.desk.conftest import DeskMaker, Driver
from tests.ui.plain_walk import assert_plain


def command(desk: Driver, words: str) -> None:
    """Run a command by its name: none of these has a key."""
    desk.press("Ctrl+Shift+P")
    desk.type(words)
    desk.press("Return")


def form(desk: Driver) -> FormDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, FormDialog)
    return found


def said(dialog: FormDialog) -> str:
    return dialog.problem.text()


def test_a_threat_to_life_takes_four_presses(desk: Driver) -> None:
    desk.press("Alt+Down", "Ctrl+2", "D", "D")
    desk.expect_current("warden_watch")
    events = desk.session.status()["events"]
    desk.press("T", "B", "F", "F")
    desk.expect(decisions=1, proposed=1)
    desk.expect_said("Emergency packet, approvals 1 of 2, nothing sent")
    assert desk.session.status()["events"] == events + 3
    ident = desk.session.custody.proposals()[0].id
    assert verify(desk.session.custody.packets.place(ident)).ok
    words = [item.words for item in desk.session.status_line()]
    assert "1 proposal for a lead" in words


def test_a_hold_is_placed_and_its_release_only_proposed(desk: Driver) -> None:
    command(desk, "place a hold")
    dialog = form(desk)
    assert_plain(dialog)
    desk.press("Tab", "Tab", "Tab", "Tab", "Return")
    assert dialog.isVisible() and said(dialog) == ""
    desk.press("Tab", "Tab", "Space")
    assert "authority of the hold is missing" in said(dialog)
    desk.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab")
    desk.type("Coast Office")
    desk.press("Tab")
    desk.type("7/2026")
    desk.press("Tab", "Tab", "Tab", "Tab", "Space")
    desk.expect(holds=1)
    desk.expect_said("Hold placed")
    assert desk.window.strip._hold.text().startswith("HOLD: until")
    assert desk.window.inspector.sections["custody"].isVisible()
    command(desk, "propose to release")
    desk.press("Tab")
    desk.type("the order was answered")
    desk.press("Tab", "Space")
    desk.expect(holds=1, proposed=1)
    desk.press("Z")
    desk.expect_said("nothing to undo")
    desk.expect(holds=1)


def test_what_follows_a_choice_changes_until_one_types(desk: Driver) -> None:
    command(desk, "place a hold")
    dialog = form(desk)
    before = dialog.values()["until"]
    desk.press("Down")
    assert dialog.values()["basis"] == "preservation_request"
    assert dialog.values()["until"] != before
    desk.press("Tab", "Tab", "Tab")
    desk.type("2")
    typed = dialog.values()["until"]
    desk.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Down")
    assert dialog.values()["until"] == typed
    desk.press("Esc")
    desk.expect(holds=0)


def test_approving_is_blocked_with_its_reason(desk: Driver) -> None:
    command(desk, "approvals waiting")
    assert QApplication.activeModalWidget() is None
    desk.press("Esc", "Alt+Down", "Ctrl+2", "D", "T", "B", "F", "F")
    command(desk, "approvals waiting")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ApprovalsDialog)
    assert_plain(dialog)
    assert dialog.act.refusal() == "only a lead approves, and this is a reviewer"
    assert "Blocked: only a lead approves" in dialog.problem.text()
    assert "next export or sync" in dialog.problem.text()
    rows = {name: row.text() for name, row in dialog._rows.items()}
    assert rows["Leads"] == "0 of 1 signed; 1 different lead still must"
    assert rows["Asked by"].startswith("demo-reviewer, ") and rows["Policy"].startswith("1.1 ")
    assert rows["Why"] == "no reason was written" and rows["Quoted"].startswith("“")
    desk.press("Tab", "Space")
    desk.expect(proposed=1)
    desk.press("Esc")


def test_no_command_of_custody_has_a_key(desk: Driver) -> None:
    found = [c for c in desk.window.registry.commands if c.id.startswith(("custody.", "state."))]
    assert len(found) == 10 and not any(c.keys for c in found)


def test_the_consequence_of_a_threat_stands_before_it_is_pressed(desk: Driver) -> None:
    button = next(b for b in desk.session.decision().buttons if b.id == "threat")
    assert button.consequence == "suspend + preserve + refer; packet at once"
    desk.press("Ctrl+2", "D", "T")
    command(desk, "threat to life on or off")
    button = next(b for b in desk.session.decision().buttons if b.id == "threat")
    assert button.consequence == "suspend + preserve + refer; a lead approves"


def test_a_one_hour_order_says_so_in_strip_and_queue(make_desk: DeskMaker, tmp_path: Path) -> None:
    desk = make_desk(order(tmp_path / "order"))
    marks = desk.session.header().marks
    assert marks.order == "one-hour order: not for offline review"
    assert marks.due == "due 1 May 2026 13:00" and marks.late
    assert desk.window.strip._order.isVisible() and desk.window.strip._due.isVisible()
    why = desk.session.queue().rows[0].why
    assert why.startswith("One-hour order: not for offline review; Due 1 May 2026 13:00")


def order(folder: Path) -> Path:
    """A bundle with one case under a removal order."""
    case = {
        "case_id": "C-1",
        "subjects": [{"kind": "account", "id": "17", "platform": "example"}],
        "opened_at": made.AT,
        "due_at": "2026-05-01T13:00:00.000Z",
        "legal": {"regime": "tco", "order_ref": "7", "received_at": "2026-05-01T12:00:00.000Z"},
    }
    files = {**made.payload(), "data/cases.jsonl": made.jsonl(case)}
    return made.to_folder(made.files_of(files), folder)
