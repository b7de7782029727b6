"""Blocks of untrusted text: direction, Arabic, the counted rest, kept layouts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from reviewer.ui.lettering.text import EVIDENCE_STYLE, READING_STYLE, TextBlocks, paint_text_block
from reviewer.ui.looks.look import Look
from reviewer.ui.looks.theme import apply
from tests.ui.hostile_strings import HOSTILE

WIDTH = 400


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return apply(qapp, "dark")


@pytest.fixture
def blocks(look: Look) -> TextBlocks:
    return TextBlocks(look, keep=8)


def painted(blocks: TextBlocks, look: Look, text: str, **options: object) -> tuple[QImage, int]:
    image = QImage(WIDTH, 200, QImage.Format.Format_RGB32)
    image.fill(look.colour("s1"))
    painter = QPainter(image)
    used = blocks.paint(painter, QRectF(0, 0, WIDTH, 200), text, **options)  # type: ignore[arg-type]
    painter.end()
    return image, used


def ink_columns(image: QImage, look: Look) -> tuple[int, int]:
    """The first and last column that has anything in it."""
    ground = look.colour("s1").rgb()
    columns = [
        x
        for x in range(image.width())
        if any(image.pixel(x, y) != ground for y in range(0, image.height(), 2))
    ]
    return columns[0], columns[-1]


def test_line_heights_follow_the_script(blocks: TextBlocks) -> None:
    assert blocks.block("one line", WIDTH).height == 21
    assert blocks.block("سطر واحد", WIDTH).height == 25
    assert blocks.block("سطر واحد", WIDTH, style=READING_STYLE).height == 28
    assert blocks.block("one\nسطر", WIDTH).height == 46


def test_each_block_aligns_to_its_own_side(blocks: TextBlocks, look: Look) -> None:
    left, _ = painted(blocks, look, "short")
    right, _ = painted(blocks, look, "قصير")
    assert ink_columns(left, look)[0] < 10
    assert ink_columns(right, look)[0] > WIDTH / 2
    assert ink_columns(right, look)[1] > WIDTH - 10


def test_what_does_not_fit_is_counted(blocks: TextBlocks, look: Look) -> None:
    text = "one\ntwo\nthree\nfour\nfive"
    block = blocks.block(text, WIDTH, max_lines=3)
    assert (block.lines, block.hidden, block.more) == (3, 2, "+ 2 lines")
    assert blocks.block(text, WIDTH, max_lines=4).more == "+ 1 line"
    assert blocks.block(text, WIDTH).more == ""
    _, used = painted(blocks, look, text, max_lines=3)
    assert used == 3 * 21 + 16 == blocks.height(text, WIDTH, max_lines=3)


def test_an_endless_text_is_not_laid_out_whole(blocks: TextBlocks) -> None:
    block = blocks.block("word " * 50_000, WIDTH, max_lines=3)
    assert block.lines == 3
    assert block.more.endswith("or more lines")


def test_a_block_is_at_most_720_wide(blocks: TextBlocks) -> None:
    assert blocks.block("word " * 40, 5000) is blocks.block("word " * 40, 720)


def test_layouts_are_kept_and_forgotten(qapp: QApplication, blocks: TextBlocks) -> None:
    first = blocks.block("text", WIDTH)
    assert blocks.block("text", WIDTH) is first
    assert blocks.block("text", WIDTH - 1) is not first
    for number in range(20):
        blocks.block(f"other {number}", WIDTH)
    assert blocks.block("text", WIDTH) is not first
    again = blocks.block("text", WIDTH)
    apply(qapp, "dark", 2.0)
    assert blocks.block("text", WIDTH) is not again
    assert blocks.block("text", WIDTH).height == 42


def test_marks_stand_where_the_source_says(blocks: TextBlocks, look: Look) -> None:
    text = "😀 https://a.example/x found"
    start = text.index("found")
    image, _ = painted(blocks, look, text, marked=((start, start + 5),))
    mark = QColor(look.colour("s3")).rgb()
    columns = [x for x in range(WIDTH) if image.pixel(x, 2) == mark]
    plain, _ = painted(blocks, look, text)
    assert columns and columns[0] > WIDTH / 3
    assert abs(columns[-1] - ink_columns(plain, look)[1]) <= 3


def test_hostile_text_stays_in_its_rectangle(blocks: TextBlocks, look: Look) -> None:
    assert [name for name, text in HOSTILE.items() if _spills(blocks, look, text)] == []


def _spills(blocks: TextBlocks, look: Look, text: str) -> bool:
    image = QImage(300, 120, QImage.Format.Format_RGB32)
    image.fill(look.colour("s1"))
    painter = QPainter(image)
    rect = QRectF(20, 20, 200, 80)
    paint_text_block(painter, rect, text, blocks, style=EVIDENCE_STYLE, max_lines=3)
    painter.end()
    outside = [(x, y) for x in range(300) for y in (0, 10, 19, 101, 119)]
    outside += [(x, y) for x in (0, 10, 19, 221, 299) for y in range(120)]
    ground = look.colour("s1").rgb()
    return any(image.pixel(x, y) != ground for x, y in outside)
