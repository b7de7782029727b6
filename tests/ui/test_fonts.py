"""The shipped fonts: every script we promise is drawn with a font of ours, none with boxes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QRawFont, QTextLayout
from PySide6.QtWidgets import QApplication

from reviewer.respath import resource
from reviewer.ui.looks.fonts import BODY, EVIDENCE, FILES, MONO_META, OTHERS, Step, make_font
from reviewer.ui.looks.theme import apply

PROMISED = {
    "latin": "Gather at the lighthouse, déjà vu, Łódź",
    "greek": "Ελληνικά",
    "cyrillic": "Семь якорей снова на причале, їжак, қазақ",
    "arabic": "اجتمعوا عند المنارة الزرقاء ٣ پ گ",
    "georgian": "შუქურა ანათებს",
    "hebrew": "שלום מהנמל",
    "emoji": "🔥 🌊 ⚓ ❤️ 👍🏽 👨‍👩‍👧 😀",
}


@pytest.mark.parametrize("script", PROMISED)
@pytest.mark.parametrize("step", [BODY, EVIDENCE.strong, MONO_META], ids=["body", "600", "mono"])
def test_our_own_font_draws_it(qapp: QApplication, script: str, step: Step) -> None:
    apply(qapp, "dark")
    layout = QTextLayout(PROMISED[script], make_font(step))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    for run in layout.glyphRuns():
        font: QRawFont = run.rawFont()
        assert font.familyName() in {"Noto Sans", "Noto Sans Mono", *OTHERS}
        assert 0 not in run.glyphIndexes(), f"a box in {font.familyName()}"


def test_every_file_has_its_licence_and_its_line() -> None:
    folder = resource("fonts/OFL.txt").parent
    assert {path.name for path in folder.glob("*.ttf")} == set(FILES)
    about = (folder / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in about for name in FILES)
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text("utf-8")
