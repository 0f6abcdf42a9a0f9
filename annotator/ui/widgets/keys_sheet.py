"""The sheet of keys."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget


class KeysSheet(QDialog):
    """All keys, under the headings of the menus."""

    def __init__(
        self, sections: Iterable[tuple[str, list[tuple[str, str]]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(560, 620)
        grid = QGridLayout()
        grid.setContentsMargins(24, 18, 24, 18)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        row = 0
        for title, rows in sections:
            heading = QLabel(title)
            heading.setProperty("look", "heading")
            grid.addWidget(heading, row, 0, 1, 2)
            grid.setRowMinimumHeight(row, 34)
            row += 1
            for name, keys in rows:
                grid.addWidget(QLabel(name), row, 0)
                key = QLabel(keys)
                key.setProperty("look", "quiet")
                grid.addWidget(key, row, 1)
                row += 1
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(row, 1)
        page = QWidget()
        page.setProperty("look", "paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setLayout(grid)
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("Keys"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
