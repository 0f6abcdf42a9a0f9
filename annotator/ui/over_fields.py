"""Keys that mean their action in text fields too, where a field would take them for editing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from annotator.ui.keys import KeyMap
from annotator.ui.running import application
from annotator.ui.widgets.overlay import Overlay

_EVERYWHERE = ("help.palette",)


class OverFields(QObject):
    """Looks at the keys of the field that has the focus, before the field does.

    Fields of a card that lies over the window keep their keys: the card is for one thing.
    """

    def __init__(self, keys: KeyMap, parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys
        application().focusChanged.connect(self._watch)

    def _watch(self) -> None:
        # Asked, not told: who had the focus may be gone by the time that this is called.
        field = QApplication.focusWidget()
        if field is not None and _is_typed_in(field) and not _lies_over(field):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave to the window the keys that are its own everywhere."""
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and self._means_everywhere(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _means_everywhere(self, event: QKeyEvent) -> bool:
        return self._keys.action_in("window", event) in _EVERYWHERE


def _is_typed_in(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit) and not widget.isReadOnly()


def _lies_over(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, Overlay):
        widget = widget.parentWidget()
    return widget is not None
