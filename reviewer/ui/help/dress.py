"""Dresses a page of help: the type and colours of the look; a link keeps its address only where it
leads to another page of ours."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from reviewer.commands.help_pages import target_of
from reviewer.ui.looks.fonts import READING, Step
from reviewer.ui.looks.look import Look

HEADINGS = {1: Step(20, 28, 600), 2: Step(16, 24, 600), 3: Step(14, 21, 600)}
CODE = Step(13, 21, mono=True)
WIDEST = 760
"""Px of the longest line at 100 %."""
PAD = 24
NARROW = 500
AT_LEAST = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
Span = tuple[int, int, str]
"""First and last place of a link, and where it leads."""


def dress(document: QTextDocument, look: Look, name: str) -> list[Span]:
    """Dress the page of this name; its links, in their order."""
    links: list[Span] = []
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for block in list(blocks(document)):
        _dress_block(cursor, block, look)
        for start, length, before in list(_fragments(block)):
            form = _format(block, before, look, name)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(form)
            if form.isAnchor():
                _add_link(links, (start, start + length, form.anchorHref()))
    for table in _tables(document.rootFrame()):
        _dress_table(table, look)
    cursor.endEditBlock()
    return links


def fit(document: QTextDocument, look: Look, width: int) -> None:
    """Air at the sides, and no line longer than one can follow; ``width`` px there are."""
    frame = document.rootFrame()
    form = frame.frameFormat()
    pad = look.px(PAD) if width > NARROW else 12
    form.setLeftMargin(pad)
    form.setRightMargin(max(pad, width - look.px(WIDEST) - pad))
    form.setTopMargin(pad // 2)
    form.setBottomMargin(pad)
    frame.setFrameFormat(form)


def blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    """Every block of a document, cells of tables too."""
    block = document.firstBlock()
    while block.isValid():
        yield block
        block = block.next()


def _add_link(links: list[Span], link: Span) -> None:
    """A link of several pieces, such as words and code, is one link."""
    last = links[-1] if links else None
    if last is not None and last[1] == link[0] and last[2] == link[2]:
        links[-1] = (last[0], link[1], link[2])
    else:
        links.append(link)


def _dress_block(cursor: QTextCursor, block: QTextBlock, look: Look) -> None:
    form = block.blockFormat()
    level, code = form.headingLevel(), _is_code(block)
    cursor.setPosition(block.position())
    in_cell = cursor.currentTable() is not None
    listed = block.textList() is not None
    step = CODE if code else HEADINGS.get(level, READING)
    form.setTopMargin(look.px(18) if level > 1 else 0)
    below = 0 if in_cell or code else 4 if listed or level else 10
    form.setBottomMargin(look.px(below))
    form.setLineHeight(look.line(step), AT_LEAST)
    form.setNonBreakableLines(False)
    if code:
        form.setBackground(look.colour("s2"))
    cursor.setBlockFormat(form)


def _format(block: QTextBlock, before: QTextCharFormat, look: Look, name: str) -> QTextCharFormat:
    level = block.blockFormat().headingLevel()
    step = HEADINGS.get(level, READING)
    code = before.fontFixedPitch() or _is_code(block)
    if code and not level:
        step = CODE
    if before.fontWeight() > 500:
        step = step.strong
    form = QTextCharFormat()
    form.setFont(look.font(step))
    form.setForeground(look.colour("t1"))
    if code and not _is_code(block):
        form.setBackground(look.colour("s2"))
    if before.isAnchor() and target_of(before.anchorHref(), name) is not None:
        form.setAnchor(True)
        form.setAnchorHref(before.anchorHref())
        form.setForeground(look.colour("accent"))
        form.setFontUnderline(True)
    return form


def _dress_table(table: QTextTable, look: Look) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(look.colour("line"))
    form.setBorderCollapse(True)
    form.setCellSpacing(0)
    form.setCellPadding(look.px(5))
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setTopMargin(look.px(8))
    form.setBottomMargin(look.px(12))
    table.setFormat(form)


def _fragments(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat]]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.length(), fragment.charFormat()
        at += 1


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            yield child
        yield from _tables(child)


def _is_code(block: QTextBlock) -> bool:
    form = block.blockFormat()
    fenced = form.hasProperty(QTextFormat.Property.BlockCodeFence)
    return fenced or form.hasProperty(QTextFormat.Property.BlockCodeLanguage)
