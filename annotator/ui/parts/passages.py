"""A list of passages: what was coded, where it stands and who coded it.

The list knows ids alone; what stands in a row is fetched when somebody looks at it, so that a list
of a hundred thousand opens as fast as one of ten.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.ui.parts.passage_model import TOLD, Index, Passage, PassageModel
from annotator.ui.session import Session
from annotator.ui.theme import serif_font, ui_font
from annotator.ui.widgets.empty_hint import EmptyHint
from annotator.ui.widgets.wrapping import wrapped

MARGIN = 18
"""Left and right of the rows, in pixels."""
BAR = 12
"""Width of the scroll bar, kept free so that rows look the same with it and without."""
_BY_POINTER = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""How the focus comes when somebody may be about to click on a row."""


class PassageList(QListView):
    """The list itself.

    Signals:
        opened: somebody wants to see a passage in its article (the annotation's id).
    """

    opened = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._passages = PassageModel(session, self)
        self._hint = EmptyHint(self)
        self.setModel(self._passages)
        self.setItemDelegate(_PassageDelegate(session, self))
        self.setProperty("look", "paper-list")
        self.setAccessibleName(self.tr("Passages"))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.doubleClicked.connect(self._open)
        session.project_changed.connect(self._forget)
        session.look.changed.connect(self.viewport().update)

    def show_passages(self, ids: Sequence[int], when_empty: str = "") -> None:
        """List these annotations from the first on; the same ones stay where they are.

        One that was chosen stays so if it is still there. ``when_empty`` is what an empty list
        says.
        """
        chosen, top = self.chosen_id, self.verticalScrollBar().value()
        same = tuple(ids) == self._passages.ids
        self._passages.show(ids)
        self._hint.say("" if ids else when_empty)
        self.scrollToTop()
        if chosen in self._passages.ids:
            self.setCurrentIndex(self._passages.index(self._passages.ids.index(chosen)))
        elif self.hasFocus():
            self._start()
        if same:
            self.verticalScrollBar().setValue(top)

    @property
    def chosen_id(self) -> int | None:
        """The annotation that is chosen, if one is."""
        row = self.currentIndex().row()
        return self._passages.ids[row] if row >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """``Enter`` opens; letters are left to others, a search would fetch every row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a row chosen, so that the keyboard has somewhere to start.

        A click chooses for itself: if rows moved now, it would meet another one.
        """
        super().focusInEvent(event)
        if event.reason() not in _BY_POINTER:
            self._start()

    def _start(self) -> None:
        if not self.currentIndex().isValid() and self._passages.rowCount():
            self.setCurrentIndex(self._passages.index(0))

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self._passages.ids[index.row()])

    def _forget(self) -> None:
        self.show_passages(())


class _PassageDelegate(QStyledItemDelegate):
    """The quote in the article's letters, up to two lines of it; under it where and who."""

    LINES = 2
    PADDING = 10
    MARK = 3
    """Width of the line in the code's colour."""
    BEFORE_WHERE = 5

    def __init__(self, session: Session, view: PassageList) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._quote = serif_font(15)
        self._small = ui_font(12)
        self._line = QFontMetricsF(self._quote).lineSpacing()
        self._where = QFontMetricsF(self._small)
        self._height = round(
            2 * self.PADDING
            + self.LINES * self._line
            + self.BEFORE_WHERE
            + self._where.lineSpacing()
        )

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The same for all rows."""
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one passage."""
        passage = index.data(PassageModel.PASSAGE)
        painter.save()
        box = QRectF(option.rect)
        self._ground(painter, box, option.state)
        if passage is not None:
            self._passage(painter, box, passage)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        theme = self._session.look.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.panel)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.hairline)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height() - 1), theme.accent)

    def _passage(self, painter: QPainter, box: QRectF, passage: Passage) -> None:
        theme = self._session.look.theme
        right = self._view.width() - MARGIN - BAR
        inner = box.adjusted(MARGIN + self.MARK + 9, self.PADDING, 0, -self.PADDING - 1)
        inner.setRight(right)
        lines = wrapped(passage.quote[:TOLD], self._quote, inner.width(), self.LINES)
        used = len(lines) * self._line
        top = inner.top() + (self.LINES * self._line - used) / 2
        colour = theme.code(self._session.codebook.colour(passage.code_id)).line
        mark = QRectF(box.left() + MARGIN, top + 3, self.MARK, used - 5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(mark, 1.5, 1.5)
        painter.setPen(theme.ink)
        painter.setFont(self._quote)
        ascent = QFontMetricsF(self._quote).ascent()
        for number, line in enumerate(lines):
            painter.drawText(QPointF(inner.left(), top + number * self._line + ascent), line)
        self._meta(painter, inner, top + used + self.BEFORE_WHERE, passage)

    def _meta(self, painter: QPainter, inner: QRectF, top: float, passage: Passage) -> None:
        who = self.tr("{coder} · unsure") if passage.unsure else "{coder}"
        who = who.format(coder=passage.coder)
        painter.setPen(self._session.look.theme.mute)
        painter.setFont(self._small)
        line = QRectF(inner.left(), top, inner.width(), self._where.lineSpacing())
        who = self._where.elidedText(who, Qt.TextElideMode.ElideRight, inner.width() * 0.5)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, who)
        room = inner.width() - self._where.horizontalAdvance(who) - 12
        where = self._where.elidedText(passage.where, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, where)
