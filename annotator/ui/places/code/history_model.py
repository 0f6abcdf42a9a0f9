"""The history for Qt's list: entries under their days, read when somebody comes to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.domain.history import Action, HistoryEntry, Sought
from annotator.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole
PAGE = 100
_MOST_KEPT = 2_000
"""So many entries are read anew when something happens; older ones when somebody goes to them."""


class HistoryModel(QAbstractListModel):
    """One column; a row is a day or an entry. Older entries are read when somebody comes to them.

    Signals:
        searched: a page was read; carries whether it was the last one.
    """

    searched = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sought = Sought()
        self._rows: list[HistoryEntry | date] = []
        self._older: int | None = None
        self._on = QTimer(self)
        self._on.setSingleShot(True)
        self._on.setInterval(0)
        self._on.timeout.connect(self._search)

    def show_sought(self, sought: Sought) -> None:
        """List these entries from now on, from the newest."""
        self._sought = sought
        self._load(PAGE)

    def refresh(self) -> None:
        """Read anew what is listed, with what has come to it."""
        self._load(min(_MOST_KEPT, max(PAGE, len(self._rows))))

    def clear(self) -> None:
        """Forget everything: another project is shown, or none."""
        self.beginResetModel()
        self._rows, self._older = [], None
        self._on.stop()
        self.endResetModel()

    def entry_at(self, row: int) -> HistoryEntry | None:
        """The entry in a row, None for a day and beyond the ends."""
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, HistoryEntry) else None

    def row_of(self, number: int) -> int | None:
        """Where an entry stands, None when it is not listed."""
        for row, one in enumerate(self._rows):
            if isinstance(one, HistoryEntry) and one.id == number:
                return row
        return None

    @property
    def is_searching(self) -> bool:
        """Whether it is still being looked for more to show."""
        return self._on.isActive()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Days and entries read so far."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there may be older entries."""
        return not parent.isValid() and self._older is not None and not self.is_searching

    def fetchMore(self, parent: Index) -> None:
        """Read older entries."""
        if self.canFetchMore(parent):
            self._search()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days are only read; entries can be chosen."""
        if self.entry_at(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sentence or the day, the entry itself, or what is said of it aloud."""
        row = self._rows[index.row()] if index.isValid() else None
        if row is None:
            return None
        if role == ENTRY_ROLE:
            return row if isinstance(row, HistoryEntry) else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if not isinstance(row, HistoryEntry):
            return self._day(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.sentence(row)
        return ", ".join(filter(None, (self.sentence(row), self.about(row), self.state(row))))

    def sentence(self, entry: HistoryEntry) -> str:
        """What an entry did."""
        said = {
            Action.UNDO: self.tr("Undone: {step}"),
            Action.REDO: self.tr("Done again: {step}"),
        }.get(entry.action, "{step}")
        return said.format(step=entry.label)

    def about(self, entry: HistoryEntry) -> str:
        """When on that day, who, and to how many records."""
        parts = [moment(entry).strftime("%H:%M"), entry.coder, self._records(entry)]
        return " · ".join(part for part in parts if part)

    def state(self, entry: HistoryEntry) -> str:
        """What became of it, '' where it stands."""
        if entry.stands:
            return ""
        if entry.action is Action.UNDO:
            # Its being done again may have been taken back as well: then it is as it says.
            return self.tr("done again") if entry.can_undo else ""
        return self.tr("undone, done again") if entry.can_undo else self.tr("undone")

    def _records(self, entry: HistoryEntry) -> str:
        count = sum(entry.records.values())
        return "" if count <= 1 else self.tr("{n} records").format(n=f"{count:,}")

    def _day(self, day: date) -> str:
        today = date.today()
        if day == today:
            return self.tr("Today")
        if day == today - timedelta(days=1):
            return self.tr("Yesterday")
        english = QLocale(QLocale.Language.English)
        return english.toString(QDate(day.year, day.month, day.day), "dddd, d MMMM yyyy")

    def _load(self, wanted: int) -> None:
        self.beginResetModel()
        self._rows, self._older = [], None
        self._on.stop()
        if self._session.is_open:
            self._read(None, wanted)
        self.endResetModel()
        self._told()

    def _search(self) -> None:
        """Read on; where nothing was found yet, go on when what is happening has been painted."""
        if self._older is None or not self._session.is_open:
            return
        before = len(self._rows)
        rows, self._rows = self._rows, list(self._rows)
        self._read(self._older, PAGE)
        added, self._rows = self._rows[before:], rows
        if added:
            self.beginInsertRows(QModelIndex(), before, before + len(added) - 1)
            self._rows.extend(added)
            self.endInsertRows()
        self._told(found=bool(added))

    def _told(self, *, found: bool = False) -> None:
        if self._older is not None and not found and len(self._rows) < PAGE:
            self._on.start()
        self.searched.emit(self._older is None)

    def _read(self, below: int | None, wanted: int) -> None:
        try:
            page = self._session.project.histories.page(self._sought, below, wanted)
        except UserError as error:
            self._older = None
            # Rows are asked for while the list is painted: the message has to wait for that.
            QTimer.singleShot(0, self, partial(self._session.failed.emit, error))
            return
        self._older = page.older
        self._rows.extend(self._with_days(page.entries))

    def _with_days(self, entries: Iterable[HistoryEntry]) -> list[HistoryEntry | date]:
        last = next((one for one in reversed(self._rows) if isinstance(one, HistoryEntry)), None)
        day = moment(last).date() if last else None
        rows: list[HistoryEntry | date] = []
        for entry in entries:
            if moment(entry).date() != day:
                day = moment(entry).date()
                rows.append(day)
            rows.append(entry)
        return rows


def moment(entry: HistoryEntry) -> datetime:
    """When an entry was made, by the clock of this machine."""
    return datetime.fromtimestamp(entry.at / 1000)


KINDS = (
    Kind.ANNOTATION,
    Kind.LINK,
    Kind.CODE,
    Kind.REVISION,
    Kind.ATTRIBUTE,
    Kind.VARIABLE,
    Kind.ARTICLE,
    Kind.ANSWER,
    Kind.PROGRESS,
    Kind.MEMO,
    Kind.CODER,
    Kind.SETTING,
)
"""The kinds of record that one can look for."""
