"""The pages of help in the window: reached, walked and searched by typed keys."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from reviewer.commands.default import default_registry
from reviewer.commands.help_pages import OF_PANE, anchor_of, page_text, pages, target_of
from reviewer.commands.keytext import normal
from reviewer.respath import resource
from reviewer.session.queue.filters import FIELDS
from reviewer.ui.help.sheet import HelpSheet
from tests.desk.conftest import DeskMaker, Driver

SHOWN = "first-steps desk decisions criteria search timeline import export backups".split()
"""The pages that speak of the desk alone: every key they name is one of the first set."""
OTHERS = {"Return", "Tab", "Home", "End", "S S", "S N"}


def sheet_of(desk: Driver) -> HelpSheet:
    (sheet,) = desk.window.findChildren(HelpSheet)
    assert isinstance(sheet, HelpSheet) and sheet.isVisible()
    return sheet


def test_every_page_is_listed_and_every_link_between_pages_leads_to_one() -> None:
    listed = {page.name for page in pages()}
    assert listed == {path.stem for path in resource("help").glob("*.md")}
    assert set(OF_PANE.values()) <= listed
    for page in pages():
        for link in re.findall(r"\]\(([^)\s]+)\)", page_text(page.name)):
            target = target_of(link, page.name)
            assert target is not None, f"{page.name}: {link}"
            heads = [anchor_of(h) for h in re.findall(r"^#+ (.+)$", page_text(target[0]), re.M)]
            assert not target[1] or target[1] in heads, f"{page.name}: {link}"


@pytest.mark.parametrize("name", SHOWN)
def test_every_key_that_a_page_names_is_one(name: str) -> None:
    keys = {normal(key) for c in default_registry().commands for key in c.keys}
    shape = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)*(?:F\d+|[A-Z]|Left|Right|Up|Down|Esc|[^\w\s])")
    named = [w for code in re.findall(r"`([^`\n]+)`", page_text(name)) for w in code.split()]
    wrong = [w for w in named if shape.fullmatch(w) and normal(w) not in keys and w not in OTHERS]
    assert wrong == []


def test_the_page_on_search_names_every_term_and_value() -> None:
    rows = dict(re.findall(r"^\| `(\w+):` \| (.+) \|$", page_text("search"), re.M))
    assert rows.keys() == FIELDS.keys()
    for field, values in FIELDS.items():
        assert set(re.findall(r"`(\w+)`", rows[field])) == set(values)


def test_each_pane_has_its_page_and_esc_gives_the_keys_back(desk: Driver) -> None:
    for number, pane in enumerate(OF_PANE, 1):
        desk.press(f"Ctrl+{number}", "Shift+F1")
        assert sheet_of(desk).page.name == OF_PANE[pane]
        desk.press("q", "r", "f", "f", "Esc")
    desk.expect(desk__staged="", decisions=0)
    desk.press("Ctrl+2", "q")
    desk.expect(desk__staged="no_action")


def test_links_are_followed_by_keys_and_by_the_mouse(desk: Driver, qtbot: object) -> None:
    desk.press("Ctrl+2", "F1", "Tab", "Return")
    sheet = sheet_of(desk)
    assert sheet.page.name == "timeline"
    desk.press("Tab", "Return")
    assert sheet.page.name == "settings"
    desk.press("Alt+Left")
    assert sheet.page.name == "timeline"
    desk.press("Alt+Right")
    assert sheet.page.name == "settings"
    sheet.go_to("export")
    desk.settle()
    start = sheet.page.links[0][0]
    cursor = QTextCursor(sheet.page.document())
    cursor.setPosition(start + 2)
    place = sheet.page.cursorRect(cursor).center()
    qtbot.mouseClick(  # type: ignore[attr-defined]
        sheet.page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y())
    )
    assert sheet.page.name == "ledger-and-export"
    assert sheet.page.verticalScrollBar().value() > 0, "the link names a heading"


def test_words_are_found_on_the_page(desk: Driver) -> None:
    desk.press("Ctrl+2", "Shift+F1", "Ctrl+F")
    sheet = sheet_of(desk)
    desk.type("burst")
    desk.press("Return")
    assert sheet.page.textCursor().selectedText() == "burst"
    first = sheet.page.textCursor().position()
    desk.press("F3")
    assert sheet.page.textCursor().selectedText() == "burst"
    desk.press("Shift+F3")
    assert sheet.page.textCursor().position() == first or first
    desk.type("xyz")
    desk.press("Return")
    assert sheet.said.text() == "not on this page"
    desk.press("Esc")
    assert sheet.isVisible() and sheet.page.hasFocus()
    desk.press("Esc")
    assert not sheet.isVisible()


def test_nothing_leads_out_and_nothing_is_loaded(
    desk: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.press("Shift+F1")
    page = sheet_of(desk).page
    hostile = (
        "# A\n\n[site](https://example.org/x) and https://example.org/y and <b>bold</b>\n\n"
        "![picture](file:///etc/hosts) [up](../../README.md) [page](desk.md)\n\n"
        "<script>alert(1)</script>\n"
    )
    monkeypatch.setattr("reviewer.ui.help.page.page_text", lambda _name: hostile)
    page.show_page("index")
    assert [href for *_, href in page.links] == ["desk.md"]
    text = page.toPlainText()
    assert "https://example.org/y" in text and "<b>bold</b>" in text and "<script>" in text
    html = page.toHtml()
    assert 'href="https' not in html and 'href="file' not in html


@pytest.mark.parametrize("size", [(683, 384), (1366, 768)])
@pytest.mark.parametrize("text", [100, 200])
def test_the_viewer_fits_every_window(
    make_desk: DeskMaker, size: tuple[int, int], text: int
) -> None:
    desk = make_desk(size=size)
    desk.session.settings.set("look.text", text)
    desk.settle()
    desk.press("Shift+F1")
    sheet = sheet_of(desk)
    assert sheet.rect().contains(sheet.card.geometry())
    for page in pages():
        sheet.go_to(page.name)
        wide = sheet.page.document().size().width()
        assert wide <= sheet.page.viewport().width() + 1, page.name
    assert sheet.done.isVisible() and sheet.card.rect().contains(sheet.done.geometry())


def test_the_help_menu_lists_every_page(desk: Driver) -> None:
    titles = {c.title for c in desk.window.registry.commands if c.menu == "Help"}
    assert {page.title for page in pages()} <= titles
    desk.press("Ctrl+Shift+P")
    desk.type("glossary")
    desk.press("Return")
    assert sheet_of(desk).page.name == "glossary"
    assert QApplication.activeModalWidget() is None
