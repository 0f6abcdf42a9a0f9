"""A meaning of Escape for as long as something goes on, beside what Escape means where one is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from annotator.ui.widgets.filter_field import FilterField
from annotator.ui.widgets.foot_bar import FootBar
from annotator.ui.widgets.overlay import Overlay

_KEEP_IT = (FootBar, Overlay)
"""What is open for a moment, and is closed by Escape."""


class EscapeToLeave(QObject):
    """Hears Escape wherever the keyboard is in a window; what is open in front comes first.

    Signals:
        pressed: Escape was pressed where nothing nearer has a use for it.
    """

    pressed = Signal()

    def __init__(self, window: QWidget, is_busy: Callable[[], bool]) -> None:
        """Listens until it is deleted.

        Args:
            window: the window.
            is_busy: whether something is begun that Escape would end first.
        """
        super().__init__(window)
        self._is_busy = is_busy
        self._shortcut = QShortcut(Qt.Key.Key_Escape, window)
        self._shortcut.activated.connect(self._heard)

    def stop(self) -> None:
        """Listen no more: Escape means what it always does."""
        self._shortcut.deleteLater()
        self._shortcut.setEnabled(False)
        self.deleteLater()

    def _heard(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and (self._is_busy() or _keeps_escape(focused)):
            self._pass_on(focused)
        else:
            self.pressed.emit()

    def _pass_on(self, focused: QWidget) -> None:
        """Let the one that has the keyboard have the key as if nobody listened."""
        self._shortcut.setEnabled(False)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            if isValid(focused):
                QApplication.sendEvent(focused, key)
        if isValid(self._shortcut):
            self._shortcut.setEnabled(True)


def _keeps_escape(focused: QWidget) -> bool:
    """Whether something is being typed, or is open for a moment, that Escape ends."""
    if isinstance(focused, FilterField):
        return bool(focused.text())
    if isinstance(focused, QLineEdit | QTextEdit | QPlainTextEdit) and not focused.isReadOnly():
        return True
    around: QWidget | None = focused
    while around is not None and not isinstance(around, _KEEP_IT):
        around = around.parentWidget()
    return around is not None
