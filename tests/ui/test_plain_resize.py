"""Running text keeps its place and gets the lines of the new letters when their size changes."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from reviewer.ui.app import make_application
from reviewer.ui.lettering.plain_views import PlainTextView
from reviewer.ui.looks.look import look_of


@pytest.mark.parametrize("text", ["A line of words. ", "سطر من الكلمات. "])
def test_another_size_of_text_gives_other_lines_and_keeps_the_place(
    qtbot: QtBot, qapp: object, text: str
) -> None:
    make_application("dark")
    look = look_of()
    view = PlainTextView()
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.setPlainText("\n".join(text * 6 for _ in range(60)))
    view.show()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)

    def height() -> float:
        return view.document().firstBlock().blockFormat().lineHeight()

    small, words = height(), view.toPlainText()
    look.take(look.theme, 2.0)
    try:
        assert small > 0 and height() >= 1.9 * small
        assert view.toPlainText() == words
        assert abs(bar.value() / bar.maximum() - 0.5) < 0.02
    finally:
        look.take(look.theme, 1.0)
    assert height() == small
