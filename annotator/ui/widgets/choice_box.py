"""A choice of one of a few, with a chevron that says so."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QWidget

CHEVRON = 3.5
"""Half of its width, in pixels."""
FROM_RIGHT = 14


class ChoiceBox(QComboBox):
    """A combo box as wide as its longest choice; the stylesheet alone draws no arrow."""

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chevron over the box."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
        painter.setPen(QPen(colour, 1.4, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        middle = QPointF(self.width() - FROM_RIGHT, self.height() / 2)
        tip = middle + QPointF(0, CHEVRON / 2)
        painter.drawPolyline(
            [tip + QPointF(-CHEVRON, -CHEVRON), tip, tip + QPointF(CHEVRON, -CHEVRON)]
        )
