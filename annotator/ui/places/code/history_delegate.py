"""What an entry of the history looks like: the sentence, and a quiet line about it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.domain.history import HistoryEntry
from annotator.ui.places.code.history_model import ENTRY_ROLE, HistoryModel
from annotator.ui.places.code.row_ground import band, paint_ground
from annotator.ui.session import Session
from annotator.ui.theme import ui_font, words_font
from annotator.ui.widgets.wrapping import wrapped

_SIDE = 12.0
_LINE = 17.0
_SMALL_PIXELS = 12
_SMALL_LINE = 19.0
_LINES = 2
_ROW = 66
_DAY = 34
_GAP = 10.0


class HistoryDelegate(QStyledItemDelegate):
    """Paints a day as a heading, an entry as a row; what is undone stands back and says so."""

    def __init__(self, session: Session, model: HistoryModel, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All entries are of one height, and all days of another."""
        return QSize(120, _DAY if index.data(ENTRY_ROLE) is None else _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        entry = index.data(ENTRY_ROLE)
        painter.save()
        if entry is None:
            self._paint_day(painter, QRectF(option.rect), index.data())
        else:
            paint_ground(painter, option, self._session.look.theme)
            self._paint_entry(painter, QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, -1), entry)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRectF, day: str) -> None:
        theme = self._session.look.theme
        painter.setPen(theme.mute)
        painter.setFont(words_font(_SMALL_PIXELS, QFont.Weight.DemiBold))
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(_SIDE, 0, -_SIDE, -7), bottom, day)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.hairline)

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: HistoryEntry) -> None:
        theme, state = self._session.look.theme, self._model.state(entry)
        font = words_font()
        lines = wrapped(self._model.sentence(entry), font, box.width(), _LINES)
        top = box.top() + (box.height() - len(lines) * _LINE - _SMALL_LINE) / 2
        painter.setFont(font)
        painter.setPen(theme.mute if state else theme.ink)
        for line in lines:
            painter.drawText(band(box, top, _LINE), Qt.AlignmentFlag.AlignVCenter, line)
            top += _LINE
        self._paint_about(painter, band(box, top, _SMALL_LINE), entry, state)

    def _paint_about(self, painter: QPainter, box: QRectF, entry: HistoryEntry, state: str) -> None:
        painter.setPen(self._session.look.theme.mute)
        painter.setFont(ui_font(_SMALL_PIXELS))
        metrics = QFontMetricsF(painter.font())
        room = box.width()
        if state:
            mark = f"↶ {state}"
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(box, right, mark)
            room -= metrics.horizontalAdvance(mark) + _GAP
        about = metrics.elidedText(self._model.about(entry), Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, about)
