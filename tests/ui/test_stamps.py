"""Stamps: painted once, put in place as often as wanted, the same px as painted in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from reviewer.ui.lettering.ink import Ink
from reviewer.ui.lettering.stamps import MOST, Stamps
from reviewer.ui.looks.fonts import BODY
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.theme import apply

PLACES = (QRect(3, 5, 180, 40), QRect(3, 45, 180, 40))


def _draw(ink: Ink, rect: QRect) -> None:
    ink.rule(rect.x(), rect.bottom(), rect.width())
    ink.glyph(rect.x() + 4, rect.y(), rect.height(), "seen", "decided")
    ink.words(rect.x() + 30, rect.y(), rect.height(), "Sand, مد and more", BODY.strong, "t1")


def _sheet(look: Look, dpr: float) -> QImage:
    made = QImage(round(200 * dpr), round(100 * dpr), QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(dpr)
    made.fill(look.colour("s1"))
    return made


def _painted(look: Look, dpr: float, stamps: Stamps | None) -> QImage:
    sheet = _sheet(look, dpr)
    painter = QPainter(sheet)
    ink = Ink(painter, look)
    for place in PLACES:
        if stamps is None:
            _draw(ink, place)
        else:
            stamps.paint(ink, place, "same", _draw)
    painter.end()
    return sheet


@pytest.mark.parametrize("dpr", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
def test_a_stamp_has_the_very_px_of_what_it_stands_for(
    qapp: QApplication, theme: str, dpr: float
) -> None:
    look = apply(qapp, theme)
    stamps = Stamps(look)
    assert _painted(look, dpr, stamps) == _painted(look, dpr, None)
    assert stamps.made == (1 if dpr == int(dpr) else 0)  # one for both places; none in between


def test_another_look_makes_other_stamps(qapp: QApplication) -> None:
    look = apply(qapp, "dark")
    stamps = Stamps(look)
    before = _painted(look, 1.0, stamps)
    look = apply(qapp, "light")
    assert _painted(look, 1.0, stamps) == _painted(look, 1.0, None) != before
    assert stamps.made == 2


def test_a_view_keeps_a_bounded_number_of_stamps(qapp: QApplication) -> None:
    look = apply(qapp, "dark")
    stamps, sheet = Stamps(look), _sheet(look, 1.0)
    painter = QPainter(sheet)
    ink, big = Ink(painter, look), QRect(0, 0, 1000, MOST // 4000 - 1)
    for key in ("one", "two", "two", "one"):
        stamps.paint(ink, big, key, _draw)
    painter.end()
    assert stamps.made == 3  # the second took the place of the first
