"""The field above a list that narrows it down while one types."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


class FilterField(QLineEdit):
    """A line to type a filter into. ``Esc`` empties it; ``Down`` and ``Enter`` leave it.

    Signals:
        left: the person wants to go on to the list; carries True when by ``Enter``.
        escaped: ``Esc`` was pressed though the field was empty.
        entered: the keyboard has come here, so that something may be typed soon.
    """

    left = Signal(bool)
    escaped = Signal()
    entered = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMinimumWidth(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on ``Down`` and ``Enter``, empty on ``Esc``; everything else is typed."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.left.emit(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit(True)
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusInEvent(event)
        self.entered.emit()

    def go(self) -> None:
        """Take the focus, with what stands there selected, so that typing replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def type_on(self, text: str) -> None:
        """Take over a key that was pressed in the list: typing there filters."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.end(False)
        self.insert(text)
