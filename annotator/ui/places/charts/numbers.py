"""The figure as a table of numbers: what stands in its cells, sorted and copied."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.analysis.frequencies import Frequency
from annotator.ui.places.charts.figure import VALUES, Measure, Row, shown

MEASURES = (Measure.ANNOTATIONS, Measure.ARTICLES, Measure.SHARE, Measure.PER_1000)
"""The columns after the first, which is the code."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class FrequencyModel(QAbstractTableModel):
    """The rows of a figure in an order of its own; each knows its place in the figure."""

    ROW = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._order: list[int] = []

    def show(self, rows: tuple[Row, ...]) -> None:
        """Have these rows, in this order."""
        self.beginResetModel()
        self._rows = rows
        self._order = list(range(len(rows)))
        self.endResetModel()

    def place(self, row: int) -> int:
        """Where a row stands in the figure."""
        return self._order[row]

    def row_of(self, place: int) -> int:
        """In which row something of the figure stands; -1 for none."""
        return self._order.index(place) if place in self._order else -1

    def headers(self) -> list[str]:
        """The names of the columns."""
        return [
            self.tr("code"),
            self.tr("annotations"),
            self.tr("articles"),
            self.tr("% of articles"),
            self.tr("per 1,000 words"),
        ]

    def tab_separated(self, rows: Iterable[int]) -> str:
        """Rows under the header, for spreadsheets: no signs between thousands."""
        lines = [self.headers()]
        for row in rows:
            one = self._rows[self._order[row]]
            numbers = [_plain(measure, one.frequency) for measure in MEASURES]
            lines.append([one.path, *numbers])
        return "".join("\t".join(line) + "\n" for line in lines)

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each code."""
        return 0 if parent and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """The code and its numbers."""
        return 0 if parent and parent.isValid() else 1 + len(MEASURES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The path of the code, and numbers as the chart shows them."""
        row = self._rows[self._order[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            column = index.column()
            return shown(MEASURES[column - 1], row.frequency) if column else row.path
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() else LEFT
        if role == Qt.ItemDataRole.ToolTipRole and not index.column():
            return f"<qt>{html.escape(row.path)}</qt>"
        return row if role == self.ROW else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The names of the columns; numbers are sorted from the largest on first."""
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.headers()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section else LEFT
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if section else Qt.SortOrder.AscendingOrder
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows stay as in the figure. Column -1 is the figure's order."""
        self.layoutAboutToBeChanged.emit()
        before = self._order
        backwards = order is Qt.SortOrder.DescendingOrder
        places = list(range(len(self._rows)))
        if column == 0:
            places.sort(key=lambda place: self._rows[place].path.casefold(), reverse=backwards)
        elif column > 0:
            value = VALUES[MEASURES[column - 1]]
            places.sort(key=lambda place: value(self._rows[place].frequency), reverse=backwards)
        self._order = places
        after = {place: row for row, place in enumerate(places)}
        old = self.persistentIndexList()
        new = [self.index(after[before[one.row()]], one.column()) for one in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()


def _plain(measure: Measure, found: Frequency) -> str:
    """A number as spreadsheets read it."""
    text = shown(measure, found)
    return f"{VALUES[measure](found):.2g}" if text.startswith("<") else text.replace(",", "")
