"""What the place says while there is nothing to draw, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

WIDTH = 420
"""Of the text, in pixels."""


class Nothing(QWidget):
    """A heading, a sentence and the way on."""

    def __init__(
        self,
        go_coding: Callable[[], object],
        count_everybody: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._heading = QLabel()
        self._heading.setProperty("look", "title")
        self._sentence = QLabel()
        for label in (self._heading, self._sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.go = QPushButton(self.tr("Go to the articles"))
        self.go.setToolTip(self.tr("Ctrl+1"))
        self.go.clicked.connect(go_coding)
        self.everybody = QPushButton(self.tr("Count all coders"))
        self.everybody.clicked.connect(count_everybody)
        self._lay_out()

    def say(self, codes: int, coder: str, others: int, *, of_round: bool) -> None:
        """Tell why there is nothing: no codes, no coding, or only that of other coders."""
        self.everybody.setVisible(others > 0)
        if not codes:
            heading = self.tr("There are no codes yet")
            sentence = self.tr(
                "Add codes to the codebook, select words in an article and press a code's key. "
                "Each code that you use gets a bar here."
            )
        elif others:
            heading = self.tr("{coder} has not coded anything yet")
            if of_round:
                heading = self.tr("{coder} has not coded anything in this round yet")
            heading = heading.format(coder=coder)
            sentence = self.tr(
                "Other coders have. Count all of them, or select words in an article and press a "
                "code's key."
            )
        else:
            heading = self.tr("Nothing is coded yet")
            if of_round:
                heading = self.tr("Nothing is coded in this round yet")
            sentence = self.tr(
                "Select words in an article and press a code's key. "
                "Each code that you use gets a bar here."
            )
        self._heading.setText(heading)
        self._sentence.setText(sentence)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.everybody)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(2)
        for label in (self._heading, self._sentence):
            label.setFixedWidth(WIDTH)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(3)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column)
        layout.addStretch(1)
