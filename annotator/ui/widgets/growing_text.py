"""A field for words that is as high as what is written in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_MOST_LINES = 12


class GrowingText(QPlainTextEdit):
    """As high as what is written in it, within bounds."""

    def __init__(self, fewest: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fewest = fewest
        self.setProperty("look", "field")
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = min(max(self._fewest, round(self.document().size().height())), _MOST_LINES)
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + frame + 10
        if height != self.height():
            self.setFixedHeight(height)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What is shown as a whole is scrolled past."""
        if self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()
