"""A calm message across a window: what happened, what to do, and details to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from annotator.domain.errors import UserError

Offer = tuple[str, Callable[[], object]]
"""The title of a button, and what it does."""


class Notice(QWidget):
    """Stays until it is closed; never covers the text, never takes the keyboard away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Message"))
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QPushButton(self.tr("Copy"))
        copy.setAccessibleName(self.tr("Copy the message"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        close = QToolButton()
        close.setText("×")
        close.setProperty("look", "quiet")
        close.setAccessibleName(self.tr("Close the message"))
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 8)
        layout.setSpacing(10)
        layout.addWidget(self._label, 1)
        self._buttons: list[QPushButton] = []
        self._offers = QHBoxLayout()
        self._offers.setSpacing(10)
        layout.addLayout(self._offers)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What the message says."""
        return self._label.text()

    def show_error(self, error: UserError, offers: Sequence[Offer] = ()) -> None:
        """Say what happened and what to do, in the language of the window.

        Args:
            error: what happened.
            offers: buttons beside it, by title; what they do.
        """
        self.show_text(self.words(error), offers)

    @staticmethod
    def words(error: UserError) -> str:
        """An error in the language of the window: what happened, then what to do."""
        told = [
            QCoreApplication.translate("errors", template).format(**error.details)
            for template in (error.template, error.advice)
            if template
        ]
        return "\n".join(told)

    def show_text(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """Say something that needs more than the status line."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for title, deed in offers:
            button = QPushButton(title)
            button.clicked.connect(lambda _checked=False, deed=deed: deed())
            self._offers.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self._buttons.append(button)
        self._label.setText(text)
        self.show()
