"""One page of help: our own Markdown in the type and colours of the program.

The one place beside the printed sheet that reads markup, and of our own text alone. No resource is
ever loaded, and no link leads out: those that do were made text before, and lose their address
here once more.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget

from reviewer.commands.help_pages import anchor_of, page_text
from reviewer.ui.help.dress import Span, blocks, dress, fit
from reviewer.ui.looks.fonts import READING
from reviewer.ui.looks.look import Look

FOLLOWS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class HelpPage(QTextEdit):
    """Shows a page; ``followed`` carries where a link leads."""

    followed = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.name = ""
        self.links: list[Span] = []
        self._at = -1
        self._pressed = QPoint()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setAccessibleName("Page of help")
        self.viewport().setMouseTracking(True)

    # -- showing --------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show a page of ours from its top."""
        self.name = name
        self._at = -1
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        features |= QTextDocument.MarkdownFeature.MarkdownNoHTML
        document = self.document()
        document.setDefaultFont(self._look.font(READING))
        document.setMarkdown(page_text(name), features)
        self.links = dress(document, self._look, name)
        self._fit()
        self._mark()
        self.verticalScrollBar().setValue(0)

    def relook(self) -> None:
        """Other colours or sizes: the same page, at about the same place."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        if self.name:
            self.show_page(self.name)
            bar.setValue(round(share * bar.maximum()))

    def _fit(self) -> None:
        fit(self.document(), self._look, self.viewport().width())

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Lines as long as the new width wants."""
        super().resizeEvent(event)
        if self.name:
            self._fit()

    # -- headings -------------------------------------------------------------------------

    def headings(self) -> list[tuple[int, str, int]]:
        """(level, words, number of the block) of each heading."""
        return [
            (block.blockFormat().headingLevel(), block.text(), block.blockNumber())
            for block in blocks(self.document())
            if block.blockFormat().headingLevel()
        ]

    def to_block(self, number: int) -> None:
        """Bring a block to the top."""
        block = self.document().findBlockByNumber(number)
        box = self.document().documentLayout().blockBoundingRect(block)
        self.verticalScrollBar().setValue(round(box.y()) - self._look.px(8))

    def to_heading(self, anchor: str) -> None:
        """Bring the heading that a link names to the top."""
        for _, words, number in self.headings():
            if anchor_of(words) == anchor:
                self.to_block(number)
                return

    # -- finding --------------------------------------------------------------------------

    def find_next(self, words: str, *, back: bool = False) -> bool:
        """Select the next place that holds these words, round the end; False where none does."""
        flags = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        found = self.document().find(words, self.textCursor(), flags)
        if found.isNull():
            edge = QTextCursor(self.document())
            if back:
                edge.movePosition(QTextCursor.MoveOperation.End)
            found = self.document().find(words, edge, flags)
        if found.isNull():
            self.setTextCursor(QTextCursor(self.document()))
            return False
        self.setTextCursor(found)
        self.ensureCursorVisible()
        return True

    # -- links ----------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab goes from link to link, then on."""
        at = self._at + (1 if forward else -1)
        if not forward and self._at < 0:
            return super().focusNextPrevChild(forward)
        if 0 <= at < len(self.links):
            self._at = at
            self._mark()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.links[at][0])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            return True
        self._at = -1
        self._mark()
        return super().focusNextPrevChild(forward) if at >= len(self.links) else True

    def _mark(self) -> None:
        """Show which link Return follows; say it."""
        marks = []
        if 0 <= self._at < len(self.links):
            start, end, _ = self.links[self._at]
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.setAccessibleDescription(f"link: {cursor.selectedText()}")
            form = QTextCharFormat()
            form.setBackground(self._look.colour("focus"))
            form.setForeground(self._look.colour("s0"))
            mark.cursor, mark.format = cursor, form
            marks.append(mark)
        self.setExtraSelections(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return follows the link; with a modifier a key is the viewer's."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        copies = event.key() in (Qt.Key.Key_C, Qt.Key.Key_A)
        if event.key() in FOLLOWS:
            if 0 <= self._at < len(self.links):
                self.followed.emit(self.links[self._at][2])
            event.accept()
        elif plain or copies:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A hand over a link."""
        super().mouseMoveEvent(event)
        over = bool(self.anchorAt(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Note where a click began."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click follows a link; a drag selects."""
        place = event.position().toPoint()
        super().mouseReleaseEvent(event)
        href = self.anchorAt(place)
        still = (place - self._pressed).manhattanLength() < QApplication.startDragDistance()
        if href and still and event.button() == Qt.MouseButton.LeftButton:
            self.followed.emit(href)

    # -- nothing from outside -------------------------------------------------------------

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """No file and no address is ever read."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Copies are plain text."""
        data = QMimeData()
        data.setText(self.textCursor().selection().toPlainText())
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Nothing is ever put in."""
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """No menu."""
        event.accept()
