"""What is known of a project file without checking it, as a table of two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from annotator.ui.widgets import dates

if TYPE_CHECKING:
    from annotator.ops.health import Facts


class FactsTable(QTableWidget):
    """Each row a fact: what it is about, and how it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setAccessibleName(self.tr("What is known of the file"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setMinimumSectionSize(12)
        self.setProperty("look", "facts")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def clear(self) -> None:
        """Nothing is known."""
        self.setRowCount(0)

    def show_facts(self, facts: Facts, last_check: str) -> None:
        """Show what is known; the chosen row stays chosen."""
        rows = self._rows(facts, last_check)
        row = self.currentRow()
        self.setRowCount(len(rows))
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
                self.setItem(number, column, item)
        self.setCurrentCell(max(row, 0), 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Long facts take more lines in a narrow window."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        """As high as its rows, as long as half of the page is left for what was found."""
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        page = self.parentWidget()
        most = page.height() // 2 if page is not None else rows
        self.setFixedHeight(min(rows + 2, max(most, 120)))

    def text(self) -> str:
        """The table as plain text, a line for each row."""
        rows = range(self.rowCount())
        return "\n".join(f"{self._words(row, 0)}: {self._words(row, 1)}" for row in rows)

    def _words(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item is not None else ""

    def _rows(self, facts: Facts, last_check: str) -> list[tuple[str, str]]:
        from annotator.ops import health

        return [
            (self.tr("File"), str(facts.path)),
            (self.tr("Size"), self._size(facts)),
            (self.tr("Place"), self._place(facts)),
            (self.tr("Holds"), health.contents_in_words(facts.contents)),
            (self.tr("Last check"), last_check),
            (self.tr("Backups"), self._backups(facts)),
            (self.tr("To be settled"), "\n".join(find.words for find in facts.loose_ends) or "–"),
            (
                self.tr("Format"),
                self.tr("{version}, kept by {engine}").format(
                    version=facts.version, engine=facts.engine
                ),
            ),
        ]

    def _size(self, facts: Facts) -> str:
        if not facts.log_size:
            return self._amount(facts.size)
        return self.tr("{size}, and {log} of work that is safe in a file beside it").format(
            size=self._amount(facts.size), log=self._amount(facts.log_size)
        )

    def _amount(self, size: int) -> str:
        if size < 1_000_000:
            return self.tr("{n} KB").format(n=-(-size // 1000))
        return self.tr("{n} MB").format(n=f"{size / 1e6:,.1f}")

    def _place(self, facts: Facts) -> str:
        if facts.read_only:
            return self.tr("It can only be read here.")
        if facts.place is None:
            return self.tr("A folder of this machine")
        if facts.place.sort.value == "synced":
            text = self.tr(
                "A folder that {name} copies to other machines: one person at a time, and close "
                "the project before you open it elsewhere"
            )
        else:
            text = self.tr(
                "A network drive ({name}): one person at a time, and as reliable as the network"
            )
        return text.format(name=facts.place.name)

    def _backups(self, facts: Facts) -> str:
        if not facts.backups:
            return self.tr("none yet")
        newest = dates.moment(facts.backups[0].at)
        return self.tr("{n}; the newest of {when}").format(n=len(facts.backups), when=newest)
