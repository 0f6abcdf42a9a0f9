"""The annotations of the article that is read, by place, as rows for Qt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from annotator.domain.annotation import Annotation
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.spoken import is_open_point, spoken, values_of

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which annotations are listed: those with all of the words, and the flags that are asked for.

    Words are looked for in the code's path, the quote, the coder's name, memo, reason and values.
    """

    words: str = ""
    unsure: bool = False
    memo: bool = False
    open: bool = False


class AnnotationsModel(QAbstractListModel):
    """One row an annotation, in the order of the text; what is painted is listed, all else not."""

    def __init__(self, reader: Reader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._ids: list[int] = []
        self.wanted = Wanted()

    def look(self, wanted: Wanted | None = None) -> None:
        """List what the reader shows now."""
        self.wanted = wanted or self.wanted
        reader = self._reader
        whole = [one.id for one in reader.marks.all_bare() if one.id not in reader.marks]
        marks = (mark.id for mark in reader.marks.in_order() if reader.is_shown(mark))
        ids = [one for one in (*whole, *marks) if self._fits(reader.marks.bare(one))]
        if ids == self._ids:
            if ids:
                self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    @property
    def is_filtered(self) -> bool:
        """Whether not all annotations are wanted."""
        return self.wanted != Wanted()

    def annotation(self, row: int) -> Annotation | None:
        """The annotation of a row, None where it has just gone."""
        if not 0 <= row < len(self._ids):
            return None
        marks = self._reader.marks
        return marks.annotation(self._ids[row]) if marks.knows(self._ids[row]) else None

    def row_of(self, annotation_id: int | None) -> int | None:
        """Where an annotation stands, None when it is not listed."""
        return self._ids.index(annotation_id) if annotation_id in self._ids else None

    def ids_at(self, rows: Iterable[int]) -> list[int]:
        """The ids of the annotations in these rows, in their order."""
        return [self._ids[row] for row in sorted(rows) if row < len(self._ids)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many annotations are listed."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The annotation, and all that is to be said of it."""
        one = self.annotation(index.row())
        if one is None:
            return None
        if role == ROW_ROLE:
            return one
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._told(one)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._reader.codebook.path(one.code_id, " › ")
        return None

    def _told(self, one: Annotation) -> str:
        quote = " ".join(one.anchor.quote.split())
        links = [self._reader.told_link(link, one.id) for link in self._reader.links_of(one.id)]
        told = [spoken(self._reader.session, [one])]
        told += [f"“{quote}”"] if quote else []
        told += [one.unsure_reason] if one.unsure_reason else []
        return "\n".join((*told, *links))

    def _fits(self, one: Annotation) -> bool:
        wanted, session = self.wanted, self._reader.session
        if (wanted.unsure and not one.unsure) or (wanted.memo and not one.memo):
            return False
        if wanted.open and not is_open_point(session, one):
            return False
        if not wanted.words.strip():
            return True
        path = self._reader.codebook.path(one.code_id, " › ")
        name = session.names.get(one.coder_id, "")
        quotes = self._reader.marks.quotes(one.id)
        told = (path, *quotes, name, one.memo, one.unsure_reason)
        heap = " ".join((*told, *values_of(session, one))).casefold()
        return all(word in heap for word in wanted.words.casefold().split())
