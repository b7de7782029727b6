"""The drawings on disk are the icons, and no drawing uses more of SVG than the program reads."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from reviewer.respath import resource
from reviewer.ui.looks.icon_shapes import ALIASES, DRAWN, drawing
from reviewer.ui.looks.icons import APP_SIZES, app_icon, pixmap

BOX = QRectF(0, 0, 16, 16)


def test_the_folder_holds_these_and_no_others() -> None:
    assert {path.stem for path in resource("icons").glob("*.svg")} == set(DRAWN)
    assert set(ALIASES.values()) <= set(DRAWN) and not set(ALIASES) & set(DRAWN)


@pytest.mark.parametrize("name", DRAWN)
def test_a_drawing_keeps_to_its_box_and_takes_the_colour_of_its_state(
    qapp: object, name: str
) -> None:
    root = ElementTree.fromstring(resource(f"icons/{name}.svg").read_text("utf-8"))
    assert root.get("viewBox") == "0 0 16 16" and root.get("stroke") == "currentColor"
    for path in drawing(name):
        assert BOX.contains(path.boundingRect()) or path.isEmpty()
    image = pixmap(name, 16, QColor("#86C5A0")).toImage()
    shown = {image.pixelColor(x, y).name() for x in range(16) for y in range(16)}
    assert "#86c5a0" in shown or len(shown) > 2


def test_no_icon_of_that_name() -> None:
    with pytest.raises(KeyError):
        drawing("nonsense")


def test_the_program_has_an_icon_of_its_own(qapp: object) -> None:
    assert sorted(size.width() for size in app_icon().availableSizes()) == list(APP_SIZES)
