"""What an article looks like in the list: headline, outlet and date, number of annotations."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.domain.text import OffsetMap
from annotator.ui.places.code.articles_model import ROW_ROLE, ArticleRow
from annotator.ui.session import Session
from annotator.ui.theme import ui_font, words_font

ROW_HEIGHT = 67
_SIDE = 12.0
_LINE = 17.0
_SMALL_PIXELS = 12
_SMALL_LINE = 19.0
_LINES = 2


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
        self._paint_ground(painter, option)
        row: ArticleRow | None = index.data(ROW_ROLE)
        if row is not None:
            self._paint_row(painter, QRectF(option.rect).adjusted(_SIDE, 0, -_SIDE, -1), row)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        theme = self._session.look.theme
        box = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selected)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.chip)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.hairline)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.accent, 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -1.5))

    def _paint_row(self, painter: QPainter, box: QRectF, row: ArticleRow) -> None:
        theme = self._session.look.theme
        font = words_font(weight=QFont.Weight.DemiBold)
        lines = wrapped(row.headline, font, box.width(), _LINES)
        top = box.top() + (box.height() - len(lines) * _LINE - _SMALL_LINE) / 2
        painter.setFont(font)
        painter.setPen(theme.ink)
        for line in lines:
            painter.drawText(_band(box, top, _LINE), Qt.AlignmentFlag.AlignVCenter, line)
            top += _LINE
        self._paint_about(painter, _band(box, top, _SMALL_LINE), row)

    def _paint_about(self, painter: QPainter, box: QRectF, row: ArticleRow) -> None:
        count = f"{row.annotations:,}" if row.annotations else "–"
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(self._session.look.theme.mute)
        painter.setFont(ui_font(_SMALL_PIXELS))
        painter.drawText(box, right, count)
        room = box.width() - painter.fontMetrics().horizontalAdvance(count) - 10
        painter.setFont(words_font(_SMALL_PIXELS))
        origin = painter.fontMetrics().elidedText(
            row.origin, Qt.TextElideMode.ElideMiddle, int(room)
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, origin)


def wrapped(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The text in at most ``most`` lines of that width; the last ends in an ellipsis if it must."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    places = OffsetMap(text)
    starts: list[int] = []
    layout.beginLayout()
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(places.from_utf16(line.textStart()))
    layout.endLayout()
    ends = [*starts[1:most], len(text)]
    lines = [text[start:end].strip() for start, end in zip(starts[:most], ends, strict=True)]
    if lines:
        elide = Qt.TextElideMode.ElideRight
        lines[-1] = QFontMetricsF(font).elidedText(lines[-1], elide, width)
    return lines


def _band(box: QRectF, top: float, height: float) -> QRectF:
    return QRectF(QPointF(box.left(), top), QPointF(box.right(), top + height))
