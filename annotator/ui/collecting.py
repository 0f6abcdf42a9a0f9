"""Objects that hold one another are let go in the window's thread, and in no other."""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200
_BETWEEN_ALL = 20.0
"""Seconds between two looks at everything, which takes a moment in a large project."""


class Collector(QObject):
    """Does in the window's thread what Python's cycle collector does wherever it happens to be.

    Widgets are often held in cycles, by the closures that they call. Collected on the thread of
    some work they would be destroyed there, while Qt still sends them events in the window's.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        gc.disable()

    def _look(self) -> None:
        young, older, oldest = (
            count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if oldest and time.monotonic() - self._all > _BETWEEN_ALL:
            gc.collect()
            self._all = time.monotonic()
        elif older or young:
            gc.collect(1 if older else 0)
