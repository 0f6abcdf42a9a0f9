"""The note beneath a row of the codebook that says what would change."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from annotator.ui.places.code.foretold import Foretold

_ASIDE, _GAP = 8, 3


class ChangeNote(QLabel):
    """Lies over the rows beneath the one that it is about, or above it where there is no room.

    It takes neither the keyboard nor the mouse.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "note")
        self.setAccessibleName(self.tr("What would change"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, told: Foretold, row: QRect) -> None:
        """Say it of the row that lies there; without words there is no note."""
        look = "note-refused" if told.is_refused else "note"
        if self.property("look") != look:
            self.setProperty("look", look)
            self.style().polish(self)
        self.setText(told.words)
        if not told.words or not row.isValid():
            self.hide()
            return
        room = self._over.rect()
        width = room.width() - 2 * _ASIDE
        height = self.heightForWidth(width)
        top = row.bottom() + 1 + _GAP
        if top + height > room.bottom() and row.top() - _GAP - height >= 0:
            top = row.top() - _GAP - height
        self.setGeometry(_ASIDE, top, width, height)
        self.show()
        self.raise_()
