"""The fields of the code editor: a caption, what is written below it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.widgets.choice_box import ChoiceBox
from annotator.ui.widgets.growing_text import GrowingText

PAUSE_MS = 400


class Entry(QWidget):
    """A field with its caption.

    Signals:
        written: its value is another one than it was, and the typing pauses or the field is left.
    """

    written = Signal()

    def __init__(self, title: str, editor: QWidget) -> None:
        super().__init__()
        self.editor = editor
        self.title = QLabel(title)
        self.title.setProperty("look", "quiet")
        self.title.setBuddy(editor)
        self.wrong = QLabel()
        self.wrong.setProperty("look", "warning")
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.hide()
        editor.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (self.title, editor, self.wrong):
            layout.addWidget(widget)

    def show_wrong(self, words: str) -> None:
        """Say why what is written can't be saved; "" where it can."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        self.editor.setAccessibleDescription(words)

    def flush(self) -> None:
        """Hand on at once what waits for a pause."""

    @property
    def value(self) -> Any:
        """What is written, as the code keeps it."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show what the code keeps; what is being written stays."""
        raise NotImplementedError

    def set_editable(self, editable: bool) -> None:
        """Let it be changed, or only be read."""
        self.editor.setEnabled(editable)


class WordsEntry(Entry):
    """Words, in a line or in as many as they need.

    Signals:
        left: the keyboard has gone elsewhere.
    """

    left = Signal()

    def __init__(self, title: str, hint: str = "", *, lines: int = 1) -> None:
        self.field: QLineEdit | GrowingText = GrowingText(lines) if lines > 1 else QLineEdit()
        super().__init__(title, self.field)
        self.field.setPlaceholderText(hint)
        self._hint = hint
        self._kept = ""
        self._waits = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.field.textChanged.connect(lambda *_: self._typed())
        self.field.installEventFilter(self)

    @property
    def text(self) -> str:
        """What is written."""
        if isinstance(self.field, QLineEdit):
            return self.field.text().strip()
        return self.field.toPlainText().strip()

    @property
    def value(self) -> Any:
        """The words, without space around them."""
        return self.text

    def set_value(self, value: Any) -> None:
        """Show words that are kept; those that are being written stay."""
        self._kept = self.words_of(value)
        if self._waits or self.wrong.isVisibleTo(self) or self.text == self._kept:
            return
        self._put(self._kept)

    def words_of(self, value: Any) -> str:
        """A value as it is written."""
        return str(value)

    def _put(self, words: str) -> None:
        if isinstance(self.field, QLineEdit):
            self.field.setText(words)
            self.field.setCursorPosition(0)
        else:
            self.field.setPlainText(words)
        self._waits = False
        self._pause.stop()

    def _typed(self) -> None:
        self._waits = True
        self._pause.start()

    def flush(self) -> None:
        """Hand on at once what was typed."""
        waits, self._waits = self._waits, False
        self._pause.stop()
        if waits and self.text != self._kept:
            self._kept = self.text
            self.written.emit()
        elif waits:
            self.show_wrong("")

    def set_editable(self, editable: bool) -> None:
        """Words that can't be changed can be copied."""
        self.field.setReadOnly(not editable)
        self.field.setPlaceholderText(self._hint if editable else "–")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is left is saved."""
        if watched is self.field and event.type() == QEvent.Type.FocusOut:
            self.flush()
            self.left.emit()
        return super().eventFilter(watched, event)


class ListEntry(WordsEntry):
    """Words with commas between them."""

    @property
    def value(self) -> Any:
        """The parts, each once."""
        parts = (" ".join(part.split()) for part in self.text.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def words_of(self, value: Any) -> str:
        """The parts as they are written."""
        return ", ".join(value)


class ChoiceEntry(Entry):
    """One of a few."""

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        self.box = CalmBox(title, choices)
        super().__init__(title, self.box)
        self.box.activated.connect(lambda _index: self.written.emit())

    @property
    def value(self) -> Any:
        """What is chosen."""
        return self.box.value

    def set_value(self, value: Any) -> None:
        """Show what is kept."""
        self.box.set_value(str(value))


class CalmBox(ChoiceBox):
    """A choice that the wheel leaves alone while somebody scrolls past it."""

    def __init__(self, name: str, choices: Mapping[str, str]) -> None:
        super().__init__(name, choices)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what it stands in."""
        event.ignore()
