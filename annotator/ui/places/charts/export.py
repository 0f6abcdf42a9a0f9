"""The chart as a file: a picture, a drawing, or a table that says what was counted."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QBuffer, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from annotator.ui.places.charts.figure import Figure
from annotator.ui.places.charts.marks import LEFT
from annotator.ui.places.charts.plot import BarPlot
from annotator.ui.theme import LIGHT, ui_font

WIDTH = 960
MARGIN = 32
ABOVE_CHART = 18
SCALE = 2
"""Pixels of the picture for each of the screen's."""
PACKED = 60
"""How loosely a picture is packed, 0 to 100: nothing is lost, and it is written sooner."""
DPI = 96
"""Of the drawing; the generator's own is that of printers."""

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Sheet:
    """A figure on a page: title, what was counted, the whole chart, and a last line.

    It is made for paper: light, whatever the window shows.
    """

    def __init__(self, figure: Figure, last_line: str) -> None:
        self._figure = figure
        self._last_line = last_line
        self._plot = BarPlot(LIGHT)
        self._plot.show_figure(figure)
        self._plot.resize(WIDTH - 2 * MARGIN + LEFT, self._plot.sizeHint().height())
        # A widget that was never shown is laid out when it is asked for its picture.
        self._plot.grab(QRect(0, 0, 1, 1))
        self._parts = self._laid_out()

    @property
    def size(self) -> QSize:
        """Of the page, in pixels of the screen."""
        return QSize(WIDTH, round(self._parts[-1][2].bottom()) + MARGIN)

    def png(self) -> bytes:
        """As a picture."""
        image = QImage(self.size * SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(SCALE)
        image.setText("Title", self._figure.title)
        image.setText("Description", self._figure.sentence)
        self._paint(QPainter(image))
        dots = round(DPI * SCALE / 0.0254)
        image.setDotsPerMeterX(dots)
        image.setDotsPerMeterY(dots)
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG", PACKED)  # type: ignore[call-overload]  # the stubs want bytes here
        return bytes(buffer.data().data())

    def svg(self) -> bytes:
        """As a drawing whose text stays text."""
        buffer = QBuffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size)
        generator.setViewBox(QRect(0, 0, self.size.width(), self.size.height()))
        generator.setResolution(DPI)
        generator.setTitle(self._figure.title)
        generator.setDescription(self._figure.sentence)
        self._paint(QPainter(generator))
        return bytes(buffer.data().data())

    def _laid_out(self) -> list[tuple[str, QFont, QRectF, QColor]]:
        """The texts from top to bottom, with their places; the chart goes before the last one."""
        width = WIDTH - 2 * MARGIN
        top = float(MARGIN)
        parts = []
        for text, font, colour, after in (
            (self._figure.title, ui_font(18, QFont.Weight.DemiBold), LIGHT.ink, 6),
            (
                self._figure.sentence,
                ui_font(12),
                LIGHT.mute,
                ABOVE_CHART + self._plot.height() + 14,
            ),
            (self._last_line, ui_font(11), LIGHT.mute, 0),
        ):
            room = QRectF(0, 0, width, 10_000)
            height = ceil(QFontMetricsF(font).boundingRect(room, int(_WRAPPED), text).height())
            parts.append((text, font, QRectF(MARGIN, top, width, height), colour))
            top += height + after
        return parts

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, self.size.width(), self.size.height()), LIGHT.paper)
        for text, font, box, colour in self._parts:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(box, int(_WRAPPED), text)
        chart = QRectF(self._plot.rect())
        place = chart.translated(MARGIN - LEFT, self._parts[1][2].bottom() + ABOVE_CHART)
        scene = self._plot.scene()
        scene.prepareForPaint()
        scene.render(painter, place, chart)
        painter.end()


def with_heading(table: str, figure: Figure, last_line: str) -> str:
    """A CSV table under lines that say what it is; programs skip them as comments."""
    heading = (figure.title, figure.sentence, last_line)
    return "".join(f"# {line}\n" for line in heading) + table
