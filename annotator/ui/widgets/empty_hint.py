"""What an empty list says: why it is empty and what to do now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLabel

_MARGIN = 16


class EmptyHint(QLabel):
    """A quiet sentence in the middle of the upper part of a list; hidden while it says nothing."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._view = view
        self.setProperty("look", "quiet")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        view.installEventFilter(self)

    def say(self, sentence: str) -> None:
        """Show a sentence; ``""`` shows the list alone."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the list."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = max(0, self._view.width() - 2 * _MARGIN)
        top = min(2 * _MARGIN, self._view.height() // 4)
        self.setGeometry(_MARGIN, top, width, self.heightForWidth(width))
