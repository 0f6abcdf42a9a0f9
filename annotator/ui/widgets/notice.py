"""Calm messages across a window: what happened, what to do, and details to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.domain.errors import UserError

Offer = tuple[str, Callable[[], object]]
"""The title of a button, and what it does."""

MOST = 3
"""More messages at a time leave too little room for the text."""


class Notice(QWidget):
    """Messages, the newest at the top, each until it is closed.

    They never cover the text. They never take the keyboard away; who goes to them by keyboard is
    given back to where they came from.

    Signals:
        shown: carries the words of a message that has appeared.
    """

    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Messages"))
        self._messages: list[_Message] = []
        self._came_from: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.hide()

    @property
    def text(self) -> str:
        """What the messages say."""
        return "\n".join(message.text for message in self._messages)

    def show_error(self, error: UserError, offers: Sequence[Offer] = (), topic: str = "") -> None:
        """Say what happened and what to do, in the language of the window.

        Args:
            error: what happened.
            offers: buttons beside it, by title; what they do.
            topic: as for ``show_text``.
        """
        self.show_text(self.words(error), offers, topic)

    @staticmethod
    def words(error: UserError) -> str:
        """An error in the language of the window: what happened, then what to do."""
        told = [
            QCoreApplication.translate("errors", template).format(**error.details)
            for template in (error.template, error.advice)
            if template
        ]
        return "\n".join(told)

    def show_text(self, text: str, offers: Sequence[Offer] = (), topic: str = "") -> None:
        """Say something that needs more than the status line.

        Of one topic, and in the same words, there is one message: the newest.
        """
        had = self._has_focus()
        for former in [*self._messages]:
            if former.text == text or (topic and former.topic == topic):
                self._take_away(former)
        for oldest in self._messages[MOST - 1 :]:
            self._take_away(oldest)
        message = _Message(text, offers, topic)
        message.closer.clicked.connect(lambda: self._close(message))
        self._messages.insert(0, message)
        self._layout.insertWidget(0, message)
        self.show()
        self.shown.emit(text)
        if had:
            message.first.setFocus()

    def withdraw(self, topic: str) -> None:
        """Take away what was said of a topic."""
        for message in [*self._messages]:
            if message.topic == topic:
                self._close(message)

    def clear(self) -> None:
        """Take away all messages."""
        for message in [*self._messages]:
            self._close(message)

    def go(self) -> None:
        """Take the keyboard to the newest message's first button."""
        self._came_from = QApplication.focusWidget()
        self._messages[0].first.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, Esc goes back."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self._give_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focused, QPushButton | QToolButton
        ):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _close(self, message: _Message) -> None:
        had = self._has_focus()
        self._take_away(message)
        self.setVisible(bool(self._messages))
        if had and self._messages:
            self._messages[0].first.setFocus()
        elif had:
            self._give_back()

    def _take_away(self, message: _Message) -> None:
        self._messages.remove(message)
        message.hide()
        message.deleteLater()

    def _give_back(self) -> None:
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()


class _Message(QWidget):
    """One message with its buttons; a click on them leaves the keyboard where it is."""

    def __init__(self, text: str, offers: Sequence[Offer], topic: str) -> None:
        super().__init__()
        self.topic = topic
        self.setProperty("look", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Message"))
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = [_button(title, deed) for title, deed in offers]
        copy = _button(self.tr("Copy"), lambda: QGuiApplication.clipboard().setText(text))
        copy.setAccessibleName(self.tr("Copy the message"))
        self.first = [*buttons, copy][0]
        self.closer = QToolButton()
        self.closer.setText("×")
        self.closer.setProperty("look", "quiet")
        self.closer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.closer.setAccessibleName(self.tr("Close the message"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.setSpacing(10)
        layout.addWidget(self._label, 1)
        for button in (*buttons, copy, self.closer):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()


def in_few(sentences: Sequence[str], most: int = 12) -> str:
    """Sentences, one below the other; of many the first, and how many more there are."""
    shown = list(sentences[:most])
    if more := len(sentences) - len(shown):
        told = QCoreApplication.translate("Notice", "And {n} more like these.")
        shown.append(told.format(n=f"{more:,}"))
    return "\n".join(shown)


def _button(title: str, deed: Callable[[], object]) -> QPushButton:
    button = QPushButton(title)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: deed())  # noqa: PLW0108 - not given what Qt says of it
    return button
