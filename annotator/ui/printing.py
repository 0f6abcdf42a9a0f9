"""Pages as PDF: what is written as HTML, on paper."""

from __future__ import annotations

import os

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from annotator.ui.theme import load_fonts

_MARGIN_MM = 20.0
_RESOLUTION = 96


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
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(html.decode("utf-8"))
    document.print_(writer)
    del writer, document
    printed = bytes(buffer.data().data())
    del buffer, application
    return printed


def _without_window() -> QGuiApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([])
