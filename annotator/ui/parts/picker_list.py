"""The rows of the code picker: which codes fit what was typed, best first, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.domain.codebook import Code, Codebook
from annotator.domain.matching import match_path
from annotator.ui.parts.code_marks import SQUARE, key_width, paint_key, paint_square
from annotator.ui.parts.found_letters import fitting
from annotator.ui.parts.guide import PATH_SEPARATOR
from annotator.ui.session import Session
from annotator.ui.theme import Theme, words_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 30
ROW_ROLE = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT = 10, 9
_FIRST_KEY = 1000
"""Added for the code whose key is what was typed: it goes before all others."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a code, or (``code_id`` None) the offer to make one of that ``name``.

    ``positions`` are the places of the letters found in ``parents + name``; ``ruled`` says that a
    line is drawn above, between the codes used last and the others.
    """

    code_id: int | None
    parents: str
    name: str
    key: str = ""
    colour: str = ""
    positions: tuple[int, ...] = ()
    ruled: bool = False


def rows_for(typed: str, codebook: Codebook, recent: Sequence[int]) -> list[Row]:
    """The rows for what was typed: the best match first, at last the offer to make a new code.

    With nothing typed: the codes used last, newest first, then the others as in the codebook.
    """
    wanted = " ".join(typed.split())
    if not wanted:
        return _all_rows(codebook, recent)
    places = {code_id: place for place, code_id in enumerate(recent)}
    found: list[tuple[int, int, int, Row]] = []
    for code in _usable(codebook):
        names = [one.name for one in codebook.ancestry(code.id)]
        fit = match_path(wanted, names, PATH_SEPARATOR)
        score = fit.score if fit else 0
        if code.key and code.key == wanted.casefold():
            score += _FIRST_KEY
        if score:
            row = _row(code, codebook, fit.positions if fit else ())
            found.append((-score, places.get(code.id, len(places)), len(row.name), row))
    rows = [row for *_, row in sorted(found, key=lambda one: one[:3])]
    if all(row.name.casefold() != wanted.casefold() for row in rows):
        rows.append(Row(None, "", wanted))
    return rows


def _all_rows(codebook: Codebook, recent: Sequence[int]) -> list[Row]:
    usable = {code.id: code for code in _usable(codebook)}
    last = [_row(usable[code_id], codebook) for code_id in recent if code_id in usable]
    rest = [_row(code, codebook) for code in usable.values() if code.id not in recent]
    if last and rest:
        first = rest[0]
        rest[0] = Row(first.code_id, first.parents, first.name, first.key, first.colour, ruled=True)
    return last + rest


def _usable(codebook: Codebook) -> list[Code]:
    return [code for code in codebook if not code.is_deleted]


def _row(code: Code, codebook: Codebook, positions: tuple[int, ...] = ()) -> Row:
    parents = "".join(f"{one.name}{PATH_SEPARATOR}" for one in codebook.ancestry(code.id)[:-1])
    return Row(code.id, parents, code.name, code.key, codebook.colour(code.id), positions)


class PickerModel(QAbstractListModel):
    """The rows of the picker for Qt's list."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The path of a row in words, or the row itself."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return offer(row.name) if row.code_id is None else row.parents + row.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.key:
            return self.tr("Key {key}").format(key=row.key)
        return None


def offer(name: str) -> str:
    """The words that offer to make a code."""
    return QCoreApplication.translate("picker", "+ new code “{name}”").format(name=name)


class PickerDelegate(QStyledItemDelegate):
    """Paints a row: the code's square, its path with the letters found in bold, its key."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are of one height."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: Row = index.data(ROW_ROLE)
        theme = self._session.look.theme
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.ruled:
            painter.fillRect(QRectF(box.left() + 4, box.top(), box.width() - 8, 1), theme.hairline)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.selected)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
        if row.code_id is None:
            _paint_offer(painter, box.adjusted(_LEFT, 0, -_RIGHT, 0), row, theme)
        else:
            _paint_code(painter, box.adjusted(_LEFT, 0, -_RIGHT, 0), row, theme)
        painter.restore()


def _paint_offer(painter: QPainter, box: QRectF, row: Row, theme: Theme) -> None:
    font = words_font()
    words = QFontMetricsF(font).elidedText(
        offer(row.name), Qt.TextElideMode.ElideMiddle, box.width()
    )
    painter.setFont(font)
    painter.setPen(theme.mute)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


def _paint_code(painter: QPainter, box: QRectF, row: Row, theme: Theme) -> None:
    middle = box.center().y()
    paint_square(painter, box.left(), middle, theme.code(row.colour).line)
    box.setLeft(box.left() + SQUARE + 9)
    if row.key:
        chip = box.right() - key_width(row.key)
        paint_key(painter, chip, middle, row.key, theme)
        box.setRight(chip - 8)
    layout = fitting(row.parents, row.name, row.positions, box.width(), theme)
    painter.setPen(theme.ink)
    layout.draw(painter, QPointF(box.left(), middle - layout.boundingRect().height() / 2))
