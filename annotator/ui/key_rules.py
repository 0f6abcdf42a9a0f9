"""Which keys an action may have: codes have the letters and digits, texts and lists need some."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from annotator.ui.actions import Scope

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_CARET = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
    }
)
_PAGES = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_IN_FIELDS = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Insert,
    }
)


def refusal(key: str, scope: Scope) -> str:
    """Why no action whose keys count there may have this key, in a sentence; '' if one may."""
    sequence = QKeySequence(key)
    if sequence.count() != 1:
        return _tr("One key, with Ctrl, Alt or Shift, is enough.")
    combination: QKeyCombination = sequence[0]  # type: ignore[index]  # Qt's stubs forget it
    pressed, modifiers = combination.key(), combination.keyboardModifiers()
    plain = not modifiers & ~_SHIFT
    if pressed == Qt.Key.Key_Escape:
        return _tr("Esc lets go, everywhere.")
    if plain and _is_letter_or_digit(pressed):
        return _tr("Plain letters and digits are for the codes.")
    if _moves_caret(pressed, modifiers):
        return _tr("This key moves the caret or selects.")
    if plain and scope == "window" and pressed in _IN_FIELDS:
        return _tr("Lists and fields need this key; only in the article it could be another.")
    if plain and scope != "reader" and _is_sign(pressed):
        return _tr("Plain signs are for typing; only actions of the article can have one.")
    return ""


def _is_letter_or_digit(pressed: Qt.Key) -> bool:
    return pressed.value < _FIRST_SPECIAL and chr(pressed.value).isalnum()


def _is_sign(pressed: Qt.Key) -> bool:
    return pressed.value < _FIRST_SPECIAL and pressed != Qt.Key.Key_Space


def _moves_caret(pressed: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    if pressed == Qt.Key.Key_A and modifiers == _CONTROL:
        return True
    if pressed in _PAGES:
        return not modifiers & ~_SHIFT
    return pressed in _CARET and not modifiers & ~(_SHIFT | _CONTROL)


_FIRST_SPECIAL = 0x01000000
"""Qt's keys below this are characters."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("key_rules", text)
