"""The rows of the code picker: which codes fit what was typed, best first, and how they look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

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

from annotator.domain.codebook import SEPARATOR, Code, Codebook, Status
from annotator.domain.matching import Match, Paths, match
from annotator.ui.parts.code_marks import SQUARE, key_width, paint_key, paint_square
from annotator.ui.parts.found_letters import fitting
from annotator.ui.parts.guide_page import PATH_SEPARATOR
from annotator.ui.session import Session
from annotator.ui.theme import Theme, words_font

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 30
ROW_ROLE = Qt.ItemDataRole.UserRole
_LEFT, _RIGHT = 10, 9
_FIRST_KEY = 1000
_BY_KEYWORD = 60
"""Added for the code whose key is what was typed: it goes before all others."""


class Row(NamedTuple):
    """One row: a code, or (``code_id`` None) the offer to make one of that ``name``.

    The offer is to make it under the code ``under``, or at the top level. ``positions`` are the
    places of the letters found in ``parents + name``; ``ruled`` says that a line is drawn above,
    between the codes used last and the others.
    """

    code_id: int | None
    parents: str
    name: str
    key: str = ""
    colour: str = ""
    positions: tuple[int, ...] = ()
    ruled: bool = False
    under: int | None = None


def rows_for(
    typed: str, codebook: Codebook, recent: Sequence[int], *, locked: bool = False
) -> list[Row]:
    """The rows for what was typed: the best match first, at last the offer to make a new code.

    With nothing typed: the codes used last, newest first, then the others as in the codebook.
    What is typed after the name of a code and a ``/`` is to be found, or made, under that code.
    ``locked``: no code can be made.
    """
    wanted = " ".join(typed.split())
    if not wanted:
        return _all_rows(codebook, recent)
    found = _found(wanted, codebook, recent)
    return found if locked else found + _offers(wanted, codebook)


def _found(wanted: str, codebook: Codebook, recent: Sequence[int]) -> list[Row]:
    places, usable = {code_id: place for place, code_id in enumerate(recent)}, _usable(codebook)
    letters = wanted.replace(SEPARATOR, " ").replace(PATH_SEPARATOR.strip(), " ")
    fits = dict(usable.paths.matching(letters))
    for number, keywords in usable.keywords:
        if number not in fits and (fit := _by_keyword(letters, keywords)) is not None:
            fits[number] = fit
    holder = usable.keys.get(wanted.casefold())
    if holder is not None:
        fit = fits.get(holder, Match(0, ()))
        fits[holder] = Match(fit.score + _FIRST_KEY, fit.positions)
    found, last = [], len(places)
    for number, fit in fits.items():
        row = usable.rows[number]
        order = (-fit.score, places.get(row.code_id or 0, last), len(row.name), number)
        found.append((order, row, fit.positions))
    found.sort(key=_order)
    # Not by ``_replace``, which takes as long as finding them.
    return [Row(*row[:5], positions) for _, row, positions in found]


def _order(found: tuple[tuple[int, ...], Row, tuple[int, ...]]) -> tuple[int, ...]:
    return found[0]


def _by_keyword(letters: str, keywords: Sequence[str]) -> Match | None:
    """How well a keyword of a code fits what was typed; its name need not."""
    fits = [fit for fit in (match(letters, keyword) for keyword in keywords) if fit is not None]
    # What fits the name comes first, however it does.
    return Match(max(fit.score for fit in fits) - _BY_KEYWORD, ()) if fits else None


def _offers(wanted: str, codebook: Codebook) -> list[Row]:
    """The offer to make a code of that name, if there is none where it would be."""
    above, slash, name = wanted.rpartition(SEPARATOR)
    parent = _best(above.strip(), codebook) if slash and above.strip() else None
    if parent is None:
        taken = _usable(codebook).taken
        return [] if wanted.casefold() in taken else [Row(None, "", wanted)]
    name = name.strip()
    siblings = (code.name.casefold() for code in codebook.children(parent.id))
    if not name or name.casefold() in siblings:
        return []
    path = codebook.path(parent.id, PATH_SEPARATOR)
    return [Row(None, f"{path}{PATH_SEPARATOR}", name, under=parent.id)]


def _best(above: str, codebook: Codebook) -> Code | None:
    """The code that is meant by what was typed before a ``/``."""
    found = _found(above, codebook, ())
    return codebook[found[0].code_id] if found and found[0].code_id is not None else None


def _all_rows(codebook: Codebook, recent: Sequence[int]) -> list[Row]:
    rows = {row.code_id: row for row in _usable(codebook).rows}
    last = [rows.pop(code_id) for code_id in recent if code_id in rows]
    rest = list(rows.values())
    if last and rest:
        rest[0] = rest[0]._replace(ruled=True)
    return last + rest


@dataclass(frozen=True, slots=True)
class _Usable:
    """The codes that can be used, made ready to be found at every key.

    ``keywords`` and ``keys`` name them by their numbers in ``rows``; ``taken`` are the names that
    no new code can have at the top level, in lower case.
    """

    rows: tuple[Row, ...]
    paths: Paths
    keywords: tuple[tuple[int, tuple[str, ...]], ...]
    keys: dict[str, int]
    taken: frozenset[str]


@lru_cache(maxsize=1)
def _usable(codebook: Codebook) -> _Usable:
    codes = [code for code in codebook if not code.is_deleted and code.status is not Status.RETIRED]
    rows = tuple(_row(code, codebook) for code in codes)
    keyed = reversed([*enumerate(codes)])
    return _Usable(
        rows,
        Paths((row.parents + row.name, len(row.parents)) for row in rows),
        tuple((number, code.keywords) for number, code in enumerate(codes) if code.keywords),
        {code.key.casefold(): number for number, code in keyed if code.key},
        frozenset(code.name.casefold() for code in codebook if not code.is_deleted),
    )


def _row(code: Code, codebook: Codebook) -> Row:
    parents = "".join(f"{one.name}{PATH_SEPARATOR}" for one in codebook.ancestry(code.id)[:-1])
    return Row(code.id, parents, code.name, code.key, codebook.colour(code.id))


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
            return offer(row) if row.code_id is None else row.parents + row.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.key:
            return self.tr("Key {key}").format(key=row.key)
        return None


def offer(row: Row) -> str:
    """The words that offer to make a code."""
    return QCoreApplication.translate("picker", "+ new code “{name}”").format(
        name=row.parents + row.name
    )


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
    words = QFontMetricsF(font).elidedText(offer(row), Qt.TextElideMode.ElideMiddle, box.width())
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
