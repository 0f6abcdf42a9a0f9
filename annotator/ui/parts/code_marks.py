"""What a code looks like in a row: its coloured square, its key, and the eye that hides it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter, QPainterPath, QPen, QPixmap

from annotator.ui.theme import Theme, ui_font

SQUARE = 11.0
_KEY_PIXELS = 11
_KEY_HEIGHT = 17.0
_KEY_PADDING = 5.0


def paint_square(painter: QPainter, x: float, middle: float, colour: QColor) -> None:
    """A code's coloured square with its left edge at ``x``, centred on the line ``middle``."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(x, middle - SQUARE / 2, SQUARE, SQUARE), 3, 3)


def key_width(key: str) -> float:
    """How wide the chip of a key is."""
    return max(_KEY_HEIGHT, _key_metrics().horizontalAdvance(key) + 2 * _KEY_PADDING)


def paint_key(
    painter: QPainter, x: float, middle: float, key: str, theme: Theme, *, waiting: bool = False
) -> None:
    """The chip that shows a code's key; ``waiting`` for one to be pressed, it stands out."""
    chip = QRectF(x + 0.5, middle - _KEY_HEIGHT / 2 + 0.5, key_width(key) - 1, _KEY_HEIGHT - 1)
    painter.setPen(QPen(theme.accent if waiting else theme.hairline, 1))
    painter.setBrush(theme.paper)
    painter.drawRoundedRect(chip, 4, 4)
    painter.setPen(theme.accent if waiting else theme.mute)
    painter.setFont(ui_font(_KEY_PIXELS))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, key)


def paint_eye(painter: QPainter, box: QRectF, colour: QColor, *, closed: bool) -> None:
    """An eye, or an eye with a stroke through it: the code is hidden."""
    middle, half, lid = box.center(), 6.5, 4.6
    eye = QPainterPath(QPointF(middle.x() - half, middle.y()))
    eye.quadTo(
        QPointF(middle.x(), middle.y() - 2 * lid + 0.6), QPointF(middle.x() + half, middle.y())
    )
    eye.quadTo(
        QPointF(middle.x(), middle.y() + 2 * lid - 0.6), QPointF(middle.x() - half, middle.y())
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(eye)
    painter.drawEllipse(middle, 1.9, 1.9)
    if closed:
        painter.drawLine(middle + QPointF(-5.5, 5), middle + QPointF(5.5, -5))


def square_icon(colour: QColor, ring: QColor | None = None, scale: float = 2.0) -> QIcon:
    """The coloured square as an icon of a menu, with a ring round the one that is chosen."""
    side = 16
    pixmap = QPixmap(int(side * scale), int(side * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_square(painter, (side - SQUARE) / 2, side / 2, colour)
    if ring is not None:
        painter.setPen(QPen(ring, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.6, 0.6, side - 1.2, side - 1.2), 5, 5)
    painter.end()
    icon = QIcon(pixmap)
    # Else Qt dyes it where its row is selected.
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def _key_metrics() -> QFontMetricsF:
    return QFontMetricsF(ui_font(_KEY_PIXELS, QFont.Weight.Normal))
