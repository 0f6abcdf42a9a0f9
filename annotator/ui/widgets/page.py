"""A page that is visited, and left again: its title at the top, and a way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_MARGINS = (28, 20, 28, 20)
_BETWEEN, _BESIDE = 12, 8


class Page(QWidget):
    """Whoever makes one lays it out, with ``column`` or from ``head`` on.

    Signals:
        closed: the person is done with it.
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)

    def head(self) -> QHBoxLayout:
        """The first row: the title, and ``close_button``, to which Tab comes last of all so far."""
        caption = QLabel(self.accessibleName(), self)
        caption.setProperty("look", "title")
        self.close_button = self.button(self.tr("Close"), self.leave)
        head = QHBoxLayout()
        head.setSpacing(_BETWEEN)
        head.addWidget(caption, 1)
        head.addWidget(self.close_button)
        return head

    def button(self, text: str, deed: Callable[[], object]) -> QPushButton:
        """A button that does something on this page."""
        button = QPushButton(text, self)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def column(self, buttons: Iterable[QPushButton]) -> QVBoxLayout:
        """The page laid out, but for what comes below its title and a row of buttons."""
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.setSpacing(_BETWEEN)
        column.addLayout(self.head())
        row = QHBoxLayout()
        row.setSpacing(_BESIDE)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return column

    def context(self) -> set[str]:
        """What is there, for the actions: nothing that those of reading and coding work on."""
        return set()

    def leave(self) -> None:
        """Go back to where the person was."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
