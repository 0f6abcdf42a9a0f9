"""The sheet of keys."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.ui.widgets.filter_field import FilterField

Section = tuple[str, list[tuple[str, str]]]
"""A heading, and what its keys do, with the keys."""


class KeysSheet(QDialog):
    """All keys, under headings; what is typed narrows them down."""

    def __init__(self, sections: Iterable[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(560, 620)
        self._rows: list[tuple[QLabel, list[tuple[str, QLabel, QLabel]]]] = []
        self.filter = FilterField(self.tr("What are you looking for?"), self.tr("Find a key"), self)
        self.nothing = QLabel(self.tr("No key does that. Esc shows all."))
        self.nothing.setProperty("look", "quiet")
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("Keys"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self._page(sections))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(self.filter)
        head.addWidget(self.nothing)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        self.filter.textChanged.connect(self._narrow)
        self.filter.escaped.connect(self.reject)
        self.filter.left.connect(lambda _entered: scroll.setFocus())
        self._narrow("")
        self.filter.setFocus()

    def shown(self) -> list[tuple[str, str]]:
        """What is listed now, with its keys."""
        return [
            (name.text(), keys.text())
            for _, rows in self._rows
            for _, name, keys in rows
            if not name.isHidden()
        ]

    def _page(self, sections: Iterable[Section]) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(24, 8, 24, 18)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(6)
        row = 0
        for title, entries in sections:
            heading = QLabel(title)
            heading.setProperty("look", "heading")
            grid.addWidget(heading, row, 0, 1, 2)
            row += 1
            rows = []
            for name, keys in entries:
                named, keyed = QLabel(name), QLabel(keys)
                keyed.setProperty("look", "quiet")
                grid.addWidget(named, row, 0)
                grid.addWidget(keyed, row, 1)
                rows.append((f"{title} {name} {keys}".casefold(), named, keyed))
                row += 1
            self._rows.append((heading, rows))
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(row, 1)
        page = QWidget()
        page.setProperty("look", "paper")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        page.setLayout(grid)
        return page

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        found = False
        for heading, rows in self._rows:
            fitting = [all(word in heap for word in words) for heap, _, _ in rows]
            for fits, (_, name, keys) in zip(fitting, rows, strict=True):
                name.setVisible(fits)
                keys.setVisible(fits)
            heading.setVisible(any(fitting))
            found |= any(fitting)
        self.nothing.setVisible(not found)
