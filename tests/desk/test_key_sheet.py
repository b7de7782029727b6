"""Printed sheet, overlay, README, help page and registry say the same keys."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from reviewer.commands.default import default_registry
from reviewer.commands.key_sheet import sheet_html
from reviewer.commands.keymap import KeyMap, Layout, make
from reviewer.commands.sheet import pressed, sheet
from reviewer.derived.documents import KEYS, README, repository
from reviewer.ui.dialogs.print_dialog import PrintDialog
from reviewer.ui.keys.keys_overlay import KeysOverlay
from tests.desk.conftest import DeskMaker, Driver

Table = set[tuple[str, str]]
"""(key as it is pressed, title of the command)."""


class Rows(HTMLParser):
    """Reads the sheet: keys in code, then the title; notes every tag and every attribute."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Table = set()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._keys: list[str] = []
        self._in = ""
        self._words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in ("code", "td"):
            self._in, self._words = tag, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._keys.append(self._words)
        elif tag == "td" and self._keys:
            self.found |= {(key, self._words) for key in self._keys}
            self._keys = []


def table_of(name: str, column: int) -> Table:
    """The keys of a set in a table of ours; column 0 is the left hand."""
    found: Table = set()
    for line in (repository() / name).read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if "`" in line else []
        if len(cells) >= 4:
            found |= {(key, cells[2]) for key in re.findall(r"`([^`]+)`", cells[column])}
    return found


def of_set(preset: str) -> Table:
    """What the registry says of a set."""
    commands = default_registry().commands
    keys = make(commands, Layout(preset)).keys
    return {(key, c.title) for c in commands for key in pressed(c, keys[c.id])}


def in_force(desk: Driver) -> Table:
    """What the registry of a desk says now."""
    return {(key, c.title) for c in desk.window.registry.commands for key in pressed(c, c.keys)}


def on_overlay(desk: Driver) -> Table:
    """What the overlay shows; a key of the board stands without its modifier and its taps."""
    registry, found = desk.window.registry, set()
    view = sheet(registry, desk.session)
    for place in view.places():
        command = registry.get(place.ident)
        (key,) = pressed(command, (place.cap,))
        found.add((key, command.title))
    for line in (line for _, lines in view.groups for line in lines):
        for ident in line.idents:
            command = registry.get(ident)
            found |= {(key, command.title) for key in pressed(command, command.keys)}
    return found


def printed(desk: Driver) -> Table:
    """What a sheet of these keys says."""
    return Rows(sheet_html(desk.window.registry.commands, "these")).found


@pytest.mark.parametrize(("column", "preset"), [(0, "left_hand"), (1, "ozone")])
def test_sheet_overlay_readme_and_help_say_the_same(desk: Driver, column: int, preset: str) -> None:
    desk.session.settings.set("keys.preset", preset)
    desk.settle()
    wanted = of_set(preset)
    assert in_force(desk) == wanted
    assert printed(desk) == wanted
    assert on_overlay(desk) == wanted
    assert table_of(KEYS, column) == wanted
    lines = (repository() / README).read_text("utf-8").partition("<!-- keys:start -->")[2]
    assert all(f"| {title} |" in lines for _, title in wanted)
    assert table_of(README, column) == wanted


def test_a_remapped_key_stands_on_sheet_and_overlay(desk: Driver) -> None:
    keymap = KeyMap(desk.window.registry, desk.session.settings)
    keymap.set_keys("note.edit", ("H",))
    keymap.set_keys("cover.lock", ("F6",))
    cover = desk.window.registry.get("cover.lock").title
    desk.settle()
    assert {("H", "Note"), ("F6", cover)} < printed(desk)
    assert not {("G", "Note"), ("Ctrl+L", cover)} & printed(desk)
    assert printed(desk) == on_overlay(desk) == in_force(desk)


def test_the_sheet_is_one_page_of_plain_html() -> None:
    html = sheet_html(default_registry().commands, '<script>alert(1)</script> & "own"')
    page = Rows(html)
    assert page.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p"),
        *("table", "tr", "th", "td", "code"),
    }
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "width", "class"}
    assert "<script" not in html and "url(" not in html and "://" not in html


def test_the_sheet_is_printed_from_the_overlay(
    make_desk: DeskMaker, tmp_path: Path, qtbot: object
) -> None:
    desk = make_desk()
    desk.press("Ctrl+2", "F1", "Tab", "Tab", "Return")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, PrintDialog)]
    assert not any(s.isVisible() for s in desk.window.findChildren(KeysOverlay))
    for name in ("keys.html", "keys.pdf"):
        dialog.write_to(str(tmp_path / name))
        desk.expect_said(f"written to {name}")
    assert Rows((tmp_path / "keys.html").read_text("utf-8")).found == in_force(desk)
    pdf = (tmp_path / "keys.pdf").read_bytes()
    assert pdf.startswith(b"%PDF-") and pdf.count(b"/Type /Page\n") == 1
    assert sorted(p.name for p in tmp_path.glob("*keys*")) == ["keys.html", "keys.pdf"]
    dialog.write_to(str(tmp_path / "nowhere" / "keys.pdf"))
    desk.expect_said("cannot be written")
    dialog.write_to(str(tmp_path / "keys.txt"))
    desk.expect_said(".html or as .pdf")
    dialog.reject()
