"""What an annotation looks like in the list: its code with what is noted, and its words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.domain.annotation import Annotation
from annotator.ui.parts.code_marks import SQUARE, paint_square
from annotator.ui.parts.reader import Reader
from annotator.ui.parts.reader.spoken import is_open_point
from annotator.ui.places.code.annotations_model import ROW_ROLE
from annotator.ui.places.code.row_ground import band, paint_ground
from annotator.ui.theme import serif_font, ui_font, words_font

ROW_HEIGHT = 48
_SIDE = 12.0
_LINE = 19.0
_SMALL = 12


class AnnotationDelegate(QStyledItemDelegate):
    """Paints one annotation in two lines."""

    def __init__(self, reader: Reader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(120, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        painter.save()
        paint_ground(painter, option, self._reader.session.look.theme)
        one: Annotation | None = index.data(ROW_ROLE)
        if one is not None:
            self._paint(painter, QRectF(option.rect).adjusted(_SIDE, 4, -_SIDE, -1), one)
        painter.restore()

    def _paint(self, painter: QPainter, box: QRectF, one: Annotation) -> None:
        session, book = self._reader.session, self._reader.codebook
        theme, elide = session.look.theme, Qt.TextElideMode.ElideRight
        first, second = band(box, box.top(), _LINE), band(box, box.top() + _LINE + 2, _LINE)
        colour = theme.code(book.colour(one.code_id)).line
        paint_square(painter, first.left(), first.center().y(), colour)
        noted = " · ".join(self._noted(one))
        painter.setFont(ui_font(_SMALL))
        painter.setPen(theme.mute)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(first, right, noted)
        taken = QFontMetricsF(painter.font()).horizontalAdvance(noted) + 8 if noted else 0.0
        name = first.adjusted(SQUARE + 7, 0, -taken, 0)
        painter.setFont(words_font())
        painter.setPen(theme.ink)
        path = book.path(one.code_id, " › ") or self.tr("a new code")
        metrics = QFontMetricsF(painter.font())
        fitting = metrics.elidedText(path, Qt.TextElideMode.ElideLeft, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, fitting)
        painter.setFont(serif_font(_SMALL + 1))
        painter.setPen(theme.mute)
        quote = " ".join(one.anchor.quote.split()) or self.tr("the whole article")
        words = QFontMetricsF(painter.font()).elidedText(quote, elide, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignVCenter, words)

    def _noted(self, one: Annotation) -> list[str]:
        session = self._reader.session
        whose = one.coder_id != session.coder_id
        return [
            *([session.others.get(one.coder_id, "?")] if whose else []),
            *([self.tr("not saved")] if one.id < 0 else []),
            *([self.tr("open")] if is_open_point(session, one) else []),
            *([self.tr("unsure")] if one.unsure else []),
            *([self.tr("memo")] if one.memo else []),
            *([self.tr("linked")] if self._reader.links_of(one.id) else []),
        ]
