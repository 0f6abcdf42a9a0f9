"""What an article looks like in the list: headline, outlet and date, number of annotations."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.parts.article_states import SIZE, paint_state
from annotator.ui.places.code.articles_model import DOT, ROW_ROLE, ArticleRow
from annotator.ui.places.code.row_ground import band, paint_ground
from annotator.ui.session import Session
from annotator.ui.theme import ui_font, words_font
from annotator.ui.widgets.wrapping import wrapped

ROW_HEIGHT = 67
_SIDE = 12.0
_LINE = 17.0
_SMALL_PIXELS = 12
_SMALL_LINE = 19.0
_LINES = 2
_GAP = 10
"""Between the date and the number of annotations."""
_AFTER_STATE = 6.0
_LEAST_OUTLET = 24.0
"""Less of an outlet than this tells nobody which one it is."""


class ArticleDelegate(QStyledItemDelegate):
    """Paints one article: a headline of up to two lines, and a quiet line about it."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height, so that 100,000 of them need not be measured."""
        return QSize(120, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        painter.save()
        paint_ground(painter, option, self._session.look.theme)
        row: ArticleRow | None = index.data(ROW_ROLE)
        if row is not None:
            self._paint_row(painter, QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, -1), row)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: ArticleRow) -> None:
        theme = self._session.look.theme
        font = words_font(weight=QFont.Weight.DemiBold)
        lines = wrapped(row.headline, font, box.width(), _LINES)
        top = box.top() + (box.height() - len(lines) * _LINE - _SMALL_LINE) / 2
        painter.setFont(font)
        painter.setPen(theme.ink)
        for line in lines:
            painter.drawText(band(box, top, _LINE), Qt.AlignmentFlag.AlignVCenter, line)
            top += _LINE
        self._paint_about(painter, band(box, top, _SMALL_LINE), row)

    def _paint_about(self, painter: QPainter, box: QRectF, row: ArticleRow) -> None:
        count = f"{row.annotations:,}" if row.annotations else "–"
        if row.answered[1]:
            count = f"{row.answered[0]}/{row.answered[1]}{DOT}{count}"
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(self._session.look.theme.mute)
        painter.setFont(ui_font(_SMALL_PIXELS))
        painter.drawText(box, right, count)
        room = box.width() - QFontMetricsF(painter.font()).horizontalAdvance(count) - _GAP
        top = box.top() + (box.height() - SIZE) / 2
        paint_state(painter, QPointF(box.left(), top), row.state, self._session.look.theme)
        painter.setFont(words_font(_SMALL_PIXELS))
        indent = SIZE + _AFTER_STATE
        origin = shown_origin(row.article.outlet, row.date, painter.font(), room - indent)
        painter.drawText(box.adjusted(indent, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, origin)


def shown_origin(outlet: str, date: str, font: QFont, room: float) -> str:
    """Outlet and date in a line of that room; the outlet gives way, the date stays whole.

    Where not even some letters of the outlet fit, the date stands alone. Only a date that is wider
    than the room itself (people write all sorts of things) is cut.
    """
    metrics, elide = QFontMetricsF(font), Qt.TextElideMode.ElideRight
    if not outlet or not date:
        return metrics.elidedText(outlet or date, elide, room)
    left = room - metrics.horizontalAdvance(DOT + date)
    if left < min(metrics.horizontalAdvance(outlet), _LEAST_OUTLET):
        return metrics.elidedText(date, elide, room)
    return metrics.elidedText(outlet, elide, left) + DOT + date
