"""A field that takes the next key that is pressed, whatever else that key would do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui.keys import normal

_MODIFIERS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_unknown,
    }
)


class KeyField(QLineEdit):
    """Waits for one key while it has the focus. ``Esc`` leaves it.

    Signals:
        pressed: a key, as Qt writes it everywhere alike.
        left: no key is wanted any more.
    """

    pressed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setPlaceholderText(self.tr("Press the new key…"))
        self.setAccessibleName(self.tr("The new key"))
        self.ensurePolished()
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        self.setMinimumWidth(words + 3 * self.fontMetrics().height())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        """Take every key, Tab as well, before it means something else."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and not modifiers:
            self.left.emit()
            return
        sign = event.text()
        typed = len(sign) == 1 and sign.isprintable() and not sign.isalnum() and not sign.isspace()
        if typed and not modifiers & ~Qt.KeyboardModifier.ShiftModifier:
            self.pressed.emit(normal(sign))
            return
        self.pressed.emit(normal(QKeySequence(QKeyCombination(modifiers, key)).toString()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere wants no key any more."""
        super().focusOutEvent(event)
        self.left.emit()
