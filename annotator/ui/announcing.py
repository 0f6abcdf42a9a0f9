"""What is said to a screen reader about what no widget says by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


class Announcer(QObject):
    """Says things in the name of a window. Everything that is announced goes through here.

    Signals:
        announced: carries what was said.
    """

    announced = Signal(str)

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._window = window

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Have a screen reader say ``text``; what is ``urgent`` interrupts what it is saying."""
        if not text:
            return
        event = QAccessibleAnnouncementEvent(self._window, text)
        manners = QAccessible.AnnouncementPoliteness
        event.setPoliteness(manners.Assertive if urgent else manners.Polite)
        QAccessible.updateAccessibility(event)
        self.announced.emit(text)
