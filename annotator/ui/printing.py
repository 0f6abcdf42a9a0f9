"""Pages as PDF: what is written as HTML, on paper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from annotator.ui.theme import load_fonts

_MARGIN_MM = 20.0
_RESOLUTION = 96
_FOOT = 28.0
"""The height at the foot of a page that its number stands in."""
_CELL_EDGE = 7.0
"""How far the line round a row of a table lies from its words, and a little more."""


def pdf_of(html: bytes, title: str) -> bytes:
    """An HTML page as a PDF document on A4. A program without a window needs no screen for it."""
    # Qt needs one for its fonts; it has to be there as long as anything that uses them.
    application = QGuiApplication.instance() or _without_window()
    load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Annotator")
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        margins,
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(page)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setTextWidth(writer.width())
    document.setHtml(html.decode("utf-8"))
    _draw(document, writer)
    del document, writer
    printed = bytes(buffer.data().data())
    del buffer, application
    return printed


def page_breaks(document: QTextDocument, height: float) -> list[float]:
    """Where each page of a laid out document begins, in pixels of a document without pages.

    None splits a line or a row of a table, unless that is higher than a page. Headings and the
    words before a list stand with what follows them.
    """
    breaks: list[float] = [0.0]
    kept_from: float | None = None
    for top, bottom, keeps_next in _strips(document):
        begin = top if kept_from is None else kept_from
        if bottom - breaks[-1] > height and top > breaks[-1]:
            # What is kept together with more than a page can hold begins where it comes.
            breaks.append(begin if begin > breaks[-1] else top)
        while bottom - breaks[-1] > height:
            breaks.append(breaks[-1] + height)
        kept_from = begin if keeps_next else None
    return breaks


def _strips(document: QTextDocument) -> Iterator[tuple[float, float, bool]]:
    """Top and bottom of each line, and of each row of a table; and whether it keeps the next."""
    seen: set[tuple[int, int]] = set()
    layout, block = document.documentLayout(), document.begin()
    while block.isValid():
        table = cast("QTextTable | None", QTextCursor(block).currentTable())
        if table is None:
            yield from _lines(block, layout.blockBoundingRect(block).top())
        else:
            row = table.cellAt(block.position()).row()
            if (table.firstPosition(), row) not in seen:
                seen.add((table.firstPosition(), row))
                yield *_ends(table, row, layout), row == 0
        block = block.next()


def _lines(block: QTextBlock, top: float) -> Iterator[tuple[float, float, bool]]:
    laid, keeps = block.layout(), _keeps_next(block)
    if not block.text():
        return  # Such as after a table: it may lie between two pages.
    for number in range(laid.lineCount()):
        line = laid.lineAt(number)
        begin = top + line.y() - laid.lineAt(0).y()
        yield begin, begin + line.height(), keeps


def _ends(table: QTextTable, row: int, layout: QAbstractTextDocumentLayout) -> tuple[float, float]:
    cells = [table.cellAt(row, column) for column in range(table.columns())]
    first = [layout.blockBoundingRect(cell.firstCursorPosition().block()) for cell in cells]
    last = [layout.blockBoundingRect(cell.lastCursorPosition().block()) for cell in cells]
    top, bottom = min(box.top() for box in first), max(box.bottom() for box in last)
    return top - _CELL_EDGE, bottom + _CELL_EDGE


def _keeps_next(block: QTextBlock) -> bool:
    if block.blockFormat().headingLevel():
        return True
    after = block.next()
    return block.textList() is None and after.isValid() and after.textList() is not None


def _draw(document: QTextDocument, writer: QPdfWriter) -> None:
    width, height = writer.width(), writer.height() - _FOOT
    begins = page_breaks(document, height)
    painter = QPainter(writer)
    context = QAbstractTextDocumentLayout.PaintContext()
    for number, begin in enumerate(begins, 1):
        if number > 1:
            writer.newPage()
        end = begins[number] if number < len(begins) else document.size().height()
        context.clip = QRectF(0, begin, width, end - begin)
        painter.save()
        painter.translate(0, -begin)
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        foot = QRectF(0, height, width, _FOOT)
        painter.drawText(
            foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{number}"
        )
    painter.end()


def _without_window() -> QGuiApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])
