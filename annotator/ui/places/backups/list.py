"""The list of backups: when, why, how large, and how much each differs once that is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

if TYPE_CHECKING:
    from annotator.store.backups import Backup

_Index = QModelIndex | QPersistentModelIndex
WHEN, WHY, SIZE, DIFFERS = range(4)


class BackupsModel(QAbstractTableModel):
    """A row for each backup, newest first."""

    def __init__(
        self, backups: Sequence[Backup], whens: Sequence[str], whys: Sequence[str]
    ) -> None:
        """Makes the list.

        Args:
            backups: newest first.
            whens: what each row says of when it was made.
            whys: and why.
        """
        super().__init__()
        self.backups = list(backups)
        self._whens, self._whys = list(whens), list(whys)
        self._differs: dict[int, str] = {}
        self._titles = [
            QCoreApplication.translate("backups", title)
            for title in ("When", "Why", "Size", "Restoring would mean")
        ]

    def tell(self, row: int, differs: str) -> None:
        """How much that backup differs."""
        self._differs[row] = differs
        index = self.index(row, DIFFERS)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """As many as there are backups."""
        return 0 if parent.isValid() else len(self.backups)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """When, why, size, what differs."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell says."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(self._text(index.row(), column) for column in range(len(self._titles)))
        return None

    def _text(self, row: int, column: int) -> str:
        if column == WHEN:
            return self._whens[row]
        if column == WHY:
            return self._whys[row]
        if column == SIZE:
            locale = QLocale(QLocale.Language.English)
            return locale.formattedDataSize(
                self.backups[row].size, 1, QLocale.DataSizeFormat.DataSizeSIFormat
            )
        return self._differs.get(row, "…")

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column == SIZE else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
