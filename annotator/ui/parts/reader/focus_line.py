"""A line above the article that says: what is typed goes here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

THICK = 2


class FocusLine(QWidget):
    """Stands above the viewport, so that scrolling need not go round it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = QColor()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_colour(self, colour: QColor) -> None:
        """Be of that colour."""
        self._colour = colour
        self.update()

    def place(self, width: int) -> None:
        """Lie along the top edge."""
        self.setGeometry(0, 0, width, THICK)

    def paintEvent(self, event: QPaintEvent) -> None:
        """One colour, edge to edge."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._colour)
        painter.end()
