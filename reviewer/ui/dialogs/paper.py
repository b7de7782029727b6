"""Paper: our own HTML as a file, or as a PDF. Nothing from outside may come here."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)

from reviewer.domain.errors import Refused
from reviewer.ui.looks.fonts import BODY, make_font

SUFFIXES = (".html", ".pdf")
MARGIN_MM = 12
DOTS = 300
"""Dots per inch of a PDF: how finely letters are placed."""
LETTERS = 8.5
"""Size of letters in points, where the page says nothing else."""


def write_sheet(path: Path, html: str, title: str) -> None:
    """Write a page of ours, A4 across; the suffix says whether as HTML or as PDF.

    Raises:
        Refused: ``suffix`` (neither .html nor .pdf), ``write`` (the place cannot be written).
    """
    if path.suffix.lower() not in SUFFIXES:
        raise Refused(
            "A key sheet is written as .html or as .pdf.",
            code="suffix",
            file=str(path),
            next_step="Give the file one of these endings.",
        )
    part = path.with_name(f".{path.name}.part")
    try:
        if path.suffix.lower() == ".html":
            part.write_text(html, encoding="utf-8", newline="\n")
        else:
            _write_pdf(part, html, title)
        os.replace(part, path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Refused(
            f"The sheet cannot be written: {error.strerror}.",
            code="write",
            file=str(path),
            next_step="Choose another folder.",
        ) from error


def _write_pdf(path: Path, html: str, title: str) -> None:
    """Set our own page in the fonts of the program and print it."""
    path.write_bytes(b"")  # a place that cannot be written is refused here: Qt only logs it
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setCreator("Reviewer")
    writer.setResolution(DOTS)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    landscape = QPageLayout.Orientation.Landscape
    writer.setPageLayout(QPageLayout(size, landscape, margins, QPageLayout.Unit.Millimeter))
    document = QTextDocument()
    font = make_font(BODY)
    font.setPointSizeF(LETTERS)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(font)
    document.setUseDesignMetrics(True)
    document.setDocumentMargin(0)
    document.setHtml(html)
    scale = QGuiApplication.primaryScreen().logicalDotsPerInch() / DOTS
    document.setPageSize(QSizeF(writer.width() * scale, writer.height() * scale))
    document.print_(writer)
