"""No text from outside is ever read as markup, reaches out of its place, or hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTextEdit, QWidget

from reviewer.domain.errors import Bug
from reviewer.ui.lettering.bidi import FSI, PDI, identifier_segments, unbalanced
from reviewer.ui.lettering.links import defang, find_links
from reviewer.ui.lettering.plain import (
    bidi_controls,
    escape_mnemonic,
    escape_tooltip,
    first_strong,
    isolate,
    label,
    note_field,
    show_identifier,
    untrusted_text_view,
)
from reviewer.ui.lettering.running import running
from reviewer.ui.lettering.script import Units
from reviewer.ui.looks.look import look_of
from reviewer.ui.looks.theme import apply
from reviewer.ui.widgets.marks import Chip, IdentifierLabel, Requirement, StateMark
from tests.ui.hostile_strings import HOSTILE, PICTURE
from tests.ui.plain_walk import assert_plain, rich

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OPENERS = "\u2066\u2067\u2068\u202a\u202b\u202d\u202e"
hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
texts = st.text(st.characters() | st.sampled_from(list(OPENERS + "\u2069\u202c\u200d\n<>&a")))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    apply(qapp, "dark")


# ------------------------------------------------------------------ widgets


@hostile
def test_every_helper_stays_plain(qtbot: QtBot, text: str) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    made = [
        label(text, parent=box),
        IdentifierLabel(text, parent=box, sign="@"),
        Chip(text, box, detail=text),
        StateMark("decided", text, box),
        Requirement(text[:200], box, met=False, key="G"),
    ]
    for widget in made:
        widget.setToolTip(text)
    view = untrusted_text_view(box)
    view.setPlainText(text)
    view.setToolTip(escape_tooltip(text))
    button = QPushButton(escape_mnemonic(text), box)
    box.resize(400, 300)
    box.grab()
    assert_plain(box)
    assert button.shortcut().isEmpty()


def test_a_picture_in_markup_is_not_drawn(qtbot: QtBot) -> None:
    plain = label(PICTURE)
    qtbot.addWidget(plain)
    auto_height = 200
    assert plain.sizeHint().height() < auto_height / 2
    assert plain.text().startswith("<img")


def test_a_label_refuses_to_read_markup(qtbot: QtBot) -> None:
    made = label("x")
    qtbot.addWidget(made)
    with pytest.raises(Bug):
        made.setTextFormat(Qt.TextFormat.RichText)
    with pytest.raises(Bug):
        made.setOpenExternalLinks(True)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_the_walk_has_teeth(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    QLabel("<b>x</b>", box)
    other = QWidget(box)
    other.setToolTip("<b>x</b>")
    QTextEdit(box)
    with pytest.raises(AssertionError) as caught:
        assert_plain(box)
    for words in ("reads AutoText", "tool tip is markup", "takes rich text"):
        assert words in str(caught.value)


def test_the_view_loads_nothing_and_takes_nothing(qtbot: QtBot) -> None:
    view = untrusted_text_view()
    qtbot.addWidget(view)
    view.setPlainText(PICTURE)
    shown = PICTURE.replace("file:", "file[x]:")
    assert view.toPlainText() == shown
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(kind, QUrl("file:///etc/passwd")) is None
    data = QMimeData()
    data.setHtml("<b>x</b>")
    data.setImageData(QImage(2, 2, QImage.Format.Format_RGB32))
    assert not view.canInsertFromMimeData(data)
    view.insertFromMimeData(data)
    assert view.toPlainText() == shown
    assert view.isReadOnly() and not view.acceptDrops()


def test_copying_gives_plain_text_with_defanged_links(qtbot: QtBot) -> None:
    view = untrusted_text_view()
    qtbot.addWidget(view)
    view.setPlainText("see https://pier.example/7\nnow")
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    assert data.text() == "see hxxps://pier[.]example/7\nnow"
    assert view.untrusted_text() == "see https://pier.example/7\nnow"


def test_each_block_of_the_view_has_its_direction(qtbot: QtBot) -> None:
    view = untrusted_text_view()
    qtbot.addWidget(view)
    view.setPlainText("Latin first\nنص عربي 😀 then https://a.example/x 😀\n12:30")
    blocks = [view.document().findBlockByNumber(n) for n in range(3)]
    directions = [block.blockFormat().layoutDirection() for block in blocks]
    assert directions == [
        Qt.LayoutDirection.LeftToRight,
        Qt.LayoutDirection.RightToLeft,
        Qt.LayoutDirection.RightToLeft,
    ]
    heights = [block.blockFormat().lineHeight() for block in blocks]
    assert heights == [21.0, 28.0, 21.0]


def test_notes_take_plain_text_only(qtbot: QtBot) -> None:
    note = note_field("write")
    qtbot.addWidget(note)
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("bold\x00 \u202eturned")
    note.insertFromMimeData(data)
    assert note.toPlainText() == "bold⟦NUL⟧ turned"


def test_ampersands_stay_letters(qtbot: QtBot) -> None:
    made = label("&File && more")
    qtbot.addWidget(made)
    assert made.text() == "&File && more"
    assert escape_mnemonic("&File") == "&&File"


# ------------------------------------------------------------------ tool tips


def test_tool_tips_are_never_markup() -> None:
    shown = {name: escape_tooltip(text) for name, text in HOSTILE.items()}
    assert [name for name, text in shown.items() if rich(text) or len(text) > 6000] == []


@given(texts)
def test_no_tool_tip_at_all_is_markup(text: str) -> None:
    assert not rich(escape_tooltip(text))


# ------------------------------------------------------------------ identifiers


def test_invisible_characters_become_tags() -> None:
    assert show_identifier("photo_\u202egpj.exe") == "photo_⟦RLO⟧gpj.exe"
    assert show_identifier("tide_re\u200dlay_07") == "tide_re⟦ZWJ⟧lay_07"
    assert show_identifier("a\u00adb\ufeffc") == "a⟦SHY⟧b⟦BOM⟧c"
    assert show_identifier("x\x00\n\t") == "x⟦NUL⟧⟦LF⟧⟦TAB⟧"
    assert show_identifier("\ue000\U0010ffff\ud800") == "⟦U+E000⟧⟦U+10FFFF⟧⟦U+D800⟧"
    assert show_identifier("a\u3164\u00a0b") == "a⟦U+3164⟧⟦NBSP⟧b"
    assert show_identifier("a" + "\u200b" * 5) == "a⟦ZWSP×5⟧"


def test_joiners_stay_inside_words_that_need_them() -> None:
    assert show_identifier("می\u200cخواهم") == "می\u200cخواهم"
    assert show_identifier("क्\u200dष") == "क्\u200dष"
    assert show_identifier("👩\u200d👧") == "👩\u200d👧"
    assert show_identifier("\u200cمی") == "⟦ZWNJ⟧می"


def test_a_long_identifier_loses_its_middle() -> None:
    shown = show_identifier("head" + "x" * 500 + "tail", 20)
    assert len(shown) == 20
    assert shown.startswith("head") and shown.endswith("tail") and "…" in shown


@given(st.text())
def test_no_identifier_hides_anything(text: str) -> None:
    import unicodedata

    for segment in identifier_segments(text, 0):
        if not segment.tag:
            for at, char in enumerate(segment.text):
                hidden = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
                assert not hidden or (char in "\u200c\u200d" and 0 < at < len(segment.text))


# ------------------------------------------------------------------ running text


def test_isolation_cannot_be_broken() -> None:
    assert isolate("\u2069\u2069\u202ereported") == f"{FSI}reported{PDI}"
    assert isolate("a\u2066b\u2069c") == f"{FSI}a\u2066b\u2069c{PDI}"
    assert isolate("\u2066\u202ea\u2069b\u202c") == f"{FSI}\u2066a\u2069b{PDI}"
    assert isolate("one\n\u202etwo\nthree") == f"{FSI}one{PDI}\n{FSI}two{PDI}\n{FSI}three{PDI}"


@given(texts)
def test_what_is_isolated_is_balanced(text: str) -> None:
    assert unbalanced(isolate(text)) == set()


def test_direction_is_that_of_the_first_strong_character() -> None:
    right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
    assert first_strong("12:30 — نص abc") == right
    assert first_strong("(!) abc نص") == left
    assert first_strong("\u2067نص\u2069 abc") == left  # an isolate does not count
    assert first_strong("שלום") == right
    assert first_strong("") == left


def test_bidi_controls_are_named_for_a_badge() -> None:
    assert bidi_controls("a\u202eb\u2069") == ["RLO", "PDI"]
    assert bidi_controls("plain نص") == []


def test_towers_and_controls_show() -> None:
    shown = running("Z" + "\u0301" * 100 + "x\x00").text
    assert shown == "Z" + "\u0301" * 8 + "⟦marks⟧x⟦NUL⟧"


@given(texts)
def test_running_text_keeps_its_places(text: str) -> None:
    shown = running(text)
    assert len(shown.places) == len(shown.starts)
    assert list(shown.starts) == sorted(shown.starts)
    assert all(0 <= start <= len(shown.text) for start in shown.starts)
    assert shown.shown(len(text) + 1) == len(shown.text)


def test_places_after_a_link_are_found_again() -> None:
    source = "see https://pier.example/7 now, www.b.example/x, end"
    shown = running(source)
    for word in ("see", "now", "end"):
        at = shown.shown(source.index(word))
        assert shown.text[at : at + 3] == word
    assert [shown.text[a:b] for a, b in shown.links] == [
        "hxxps://pier[.]example/7",
        "www[.]b[.]example/x",
    ]


def test_units_count_as_qt_counts() -> None:
    assert [Units("a😀b").at(n) for n in range(4)] == [0, 1, 3, 4]
    assert Units("abc").at(3) == 3


# ------------------------------------------------------------------ links


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://pier-song.example/7", "hxxps://pier-song[.]example/7"),
        ("HTTP://A.b:80/x?y.z", "hxxp://A[.]b:80/x?y.z"),
        ("https://user:pw@evil.example/", "hxxps://user:pw[@]evil[.]example/"),
        ("ftp://a.b/c", "fxp://a[.]b/c"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
        ("data:text/html,x", "data[:]text/html,x"),
        ("file:///etc/passwd", "file[x]:///etc/passwd"),
        ("pier.example/7", "pier[.]example/7"),
        ("localhost:80/x", "localhost:80/x"),
        ("https://a\u202e.example", "hxxps://a⟦RLO⟧[.]example"),
        ("", ""),
    ],
)
def test_links_are_defanged(url: str, shown: str) -> None:
    assert defang(url) == shown


def test_a_long_link_keeps_its_host() -> None:
    shown = defang("https://pier.example/" + "x" * 900)
    assert shown.startswith("hxxps://pier[.]example/") and len(shown) <= 120


@pytest.mark.parametrize("piece", ["a.", "a-", "a.b://", "www.", "https://x)", "1.2/", "a.b.c-"])
def test_hostile_text_does_not_make_the_search_for_links_slow(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(a < b <= len(text) for a, b in find_links(text))  # took a minute once, for "a."


def test_closing_punctuation_is_not_of_the_link() -> None:
    text = "(see https://a.example/x), and b.example/y."
    assert [text[a:b] for a, b in find_links(text)] == ["https://a.example/x", "b.example/y"]


# ------------------------------------------------------------------ the look


def test_fonts_and_themes(qapp: QApplication) -> None:
    from PySide6.QtGui import QFontInfo

    from reviewer.ui.looks.fonts import BODY, KEY

    look = look_of()
    look.fit(1920, 1080)
    assert QFontInfo(look.font(BODY)).family() == "Noto Sans"
    assert QFontInfo(look.font(BODY.strong)).weight() == 600
    assert QFontInfo(look.font(KEY)).family() == "Noto Sans Mono"
    before = look.generation
    assert apply(qapp, "light", 2.0) is look
    assert look.generation > before
    assert look.colour("s1") == QColor("#F5F6F7")
    assert look.measures.layout == "tabs"
    assert look.line(BODY) == 36
    with pytest.raises(KeyError):
        look.colour("name")
    assert look.fit(1366, 768)
    assert look.measures.layout == "single"
    look.fit(1920, 1080)
