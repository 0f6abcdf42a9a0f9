"""A calm message across a window: what happened, what to do, and details to copy."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from annotator.domain.errors import UserError


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
        self._other = QPushButton()
        self._other.clicked.connect(self._take_other)
        self._way: Callable[[], object] | None = None
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
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What the message says."""
        return self._label.text()

    def show_error(
        self, error: UserError, title: str = "", way: Callable[[], object] | None = None
    ) -> None:
        """Say what happened and what to do, in the language of the window.

        Args:
            error: what happened.
            title: what stands on a button that leads out of it.
            way: what that button does.
        """
        told = [
            QCoreApplication.translate("errors", template).format(**error.details)
            for template in (error.template, error.advice)
            if template
        ]
        self.show_text("\n".join(told))
        if way is not None:
            self._way = way
            self._other.setText(title)
            self._other.show()

    def show_text(self, text: str) -> None:
        """Say something that needs more than the status line."""
        self._label.setText(text)
        self._way = None
        self._other.hide()
        self.show()

    def _take_other(self) -> None:
        way = self._way
        self.hide()
        if way is not None:
            way()
