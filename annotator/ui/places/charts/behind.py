"""The passages behind a bar, under a line that says how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.ui.parts.passages import BAR, MARGIN, PassageList
from annotator.ui.places.charts.figure import Row, number
from annotator.ui.session import Session
from annotator.ui.widgets.elided_label import ElidedLabel

HEAD = 30
"""Height of the head; that of the table beside it is the same."""


class Behind(QWidget):
    """The list of passages with its head."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passages = PassageList(session)
        self._head = ElidedLabel()
        self._head.setProperty("look", "caption")
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._hint = QLabel(self.tr("Enter opens the text"))
        self._hint.setProperty("look", "quiet")
        head = QWidget()
        head.setProperty("look", "panel")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(head)
        line.setContentsMargins(MARGIN, 0, MARGIN + BAR, 0)
        line.setSpacing(12)
        line.addWidget(self._head, 1)
        line.addWidget(self._hint)
        head.setFixedHeight(HEAD - 1)
        rule = QWidget()
        rule.setAutoFillBackground(True)
        rule.setBackgroundRole(QPalette.ColorRole.Mid)
        rule.setFixedHeight(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(rule)
        layout.addWidget(self.passages, 1)
        self.show_nothing()

    def show_row(self, row: Row, ids: Sequence[int]) -> None:
        """List what is behind a row of the figure."""
        count = (
            self.tr("1 passage")
            if len(ids) == 1
            else self.tr("{n} passages").format(n=number(len(ids)))
        )
        self._head.set_text(f"{count} · {row.path}")
        self._hint.setVisible(bool(ids))
        gone = row.code_id is None
        self.passages.show_passages(
            ids,
            self.tr("The code was deleted, so its passages can't be listed by code.")
            if gone
            else self.tr("“{code}” has not been used yet.").format(code=row.names[-1]),
        )

    def show_nothing(self) -> None:
        """No row is chosen."""
        self._head.set_text(self.tr("Passages"))
        self._hint.hide()
        self.passages.show_passages(
            (), self.tr("Click a bar or a row of the table to read the passages behind it.")
        )
