"""The mark of a coder: initials in a disc for the one at work, in a ring for the others."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPen, QPixmap

from annotator.ui.theme import Theme, ui_font

SIZE = 19
_LARGEST = 10


def coder_icon(initials: str, theme: Theme, *, at_work: bool, ratio: float = 2.0) -> QIcon:
    """The mark as an icon."""
    return QIcon(coder_mark(initials, theme, at_work=at_work, ratio=ratio))


def coder_mark(initials: str, theme: Theme, *, at_work: bool, ratio: float = 2.0) -> QPixmap:
    """The mark as a picture, ``SIZE`` points wide and high.

    Args:
        initials: what stands in it.
        theme: its colours.
        at_work: whether it is the mark of the coder at work: a full disc.
        ratio: pixels per point.
    """
    picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    disc = QRectF(0, 0, SIZE, SIZE).adjusted(1, 1, -1, -1)
    ring = QPen(theme.mute, 1.2, Qt.PenStyle.CustomDashLine)
    ring.setDashPattern([2.4, 1.6])
    painter.setPen(Qt.PenStyle.NoPen if at_work else ring)
    painter.setBrush(theme.ink if at_work else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc)
    painter.setFont(_fitting(initials, disc.width() - 3))
    painter.setPen(theme.paper if at_work else theme.ink)
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, initials)
    painter.end()
    return picture


def _fitting(text: str, width: float) -> QFont:
    pixels = _LARGEST
    while pixels > 5:
        font = ui_font(pixels, QFont.Weight.DemiBold)
        if QFontMetricsF(font).horizontalAdvance(text) <= width:
            break
        pixels -= 1
    return font
