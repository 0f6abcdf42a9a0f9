"""The sheet of keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.widgets.filter_field import FilterField

_USUAL = QSize(580, 660)
_SHARE = 0.92
"""Of the screen, at most."""
_NO_KEY = "–"


class Row(NamedTuple):
    """What can be done, with its keys ("" for none), and other words that it is looked for by."""

    name: str
    keys: str
    also: str = ""


class Section(NamedTuple):
    """A heading, and what stands under it."""

    title: str
    rows: list[Row]


class KeysSheet(QDialog):
    """All keys, under headings; what is typed narrows them down."""

    def __init__(
        self, sections: Iterable[Section], foot: str = "", parent: QWidget | None = None
    ) -> None:
        """Fills the sheet.

        Args:
            sections: what it lists.
            foot: a sentence below the list.
            parent: the window that it lies over.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self._rows: list[tuple[QLabel, list[tuple[str, QLabel, QLabel]]]] = []
        self.filter = FilterField(self.tr("What are you looking for?"), self.tr("Find a key"), self)
        self.nothing = QLabel(self.tr("Nothing is called that. Esc shows all."))
        self.nothing.setProperty("look", "quiet")
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(self.tr("Keys"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(self._page(sections))
        self._foot = QLabel(foot)
        self._foot.setProperty("look", "quiet")
        self._foot.setWordWrap(True)
        self._foot.setContentsMargins(24, 8, 24, 10)
        self._foot.setVisible(bool(foot))
        self._lay_out()
        self.filter.textChanged.connect(self._narrow)
        self.filter.escaped.connect(self.reject)
        self.filter.left.connect(lambda _entered: self._scroll.setFocus())
        self._narrow("")
        self.filter.setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(6)
        # The words below the field wrap: the sheet may be as low as the screen asks for.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(self.filter)
        head.addWidget(self.nothing)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self._foot)

    def showEvent(self, event: QShowEvent) -> None:
        """Never larger than the screen it comes to."""
        window = self.parentWidget() or self
        self.resize(_USUAL.boundedTo(window.screen().availableSize() * _SHARE))
        super().showEvent(event)

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
        at = 0
        for section in sections:
            heading = QLabel(section.title)
            heading.setProperty("look", "heading")
            heading.setContentsMargins(0, 8 if at else 0, 0, 0)
            grid.addWidget(heading, at, 0, 1, 2)
            at += 1
            rows = []
            for row in section.rows:
                named, keyed = _name(row.name), QLabel(row.keys or _NO_KEY)
                keyed.setProperty("look", "quiet")
                grid.addWidget(named, at, 0)
                grid.addWidget(keyed, at, 1, Qt.AlignmentFlag.AlignTop)
                heap = f"{section.title} {row.name} {row.keys} {row.also}".casefold()
                rows.append((heap, named, keyed))
                at += 1
            self._rows.append((heading, rows))
        # What is typed hides rows, and must not move the keys of those that stay.
        widths = (keyed.sizeHint().width() for _, rows in self._rows for _, _, keyed in rows)
        grid.setColumnMinimumWidth(1, max(widths, default=0))
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(at, 1)
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


def _name(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # However long a code's path is, its key stays in sight.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
