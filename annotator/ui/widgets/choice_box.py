"""Boxes to choose one of several, with a chevron that says so: the stylesheet alone draws none."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QFontComboBox, QWidget

CHEVRON = 3.5
"""Half of its width, in pixels."""
FROM_RIGHT = 14


class PlainBox(QComboBox):
    """A combo box, to be filled."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chevron over the box."""
        super().paintEvent(event)
        _paint_chevron(self)


class FontBox(QFontComboBox):
    """A choice of the fonts of this computer."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chevron over the box."""
        super().paintEvent(event)
        _paint_chevron(self)


class ChoiceBox(PlainBox):
    """A box of a few choices, as wide as the longest."""

    def __init__(
        self, name: str, choices: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        for value, text in choices.items():
            self.addItem(text, str(value))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.currentData())

    def set_value(self, value: str) -> None:
        """Choose it; the first choice where there is no such value."""
        self.setCurrentIndex(max(0, self.findData(value)))


def _paint_chevron(box: QComboBox) -> None:
    painter = QPainter(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = box.palette().color(QPalette.ColorRole.PlaceholderText)
    painter.setPen(QPen(colour, 1.4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    middle = QPointF(box.width() - FROM_RIGHT, box.height() / 2)
    tip = middle + QPointF(0, CHEVRON / 2)
    painter.drawPolyline([tip + QPointF(-CHEVRON, -CHEVRON), tip, tip + QPointF(CHEVRON, -CHEVRON)])
