"""A list of passages: what was coded, where it stands and who coded it.

The list knows ids alone; what stands in a row is fetched when somebody looks at it, a window of
rows at a time, so that a list of a hundred thousand opens as fast as one of ten.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.domain.annotation import Annotation
from annotator.domain.article import Article
from annotator.domain.errors import UserError
from annotator.domain.text import OffsetMap
from annotator.domain.zones import paragraph_number
from annotator.ui.session import Session
from annotator.ui.theme import serif_font, ui_font
from annotator.ui.widgets.dates import shown_date
from annotator.ui.widgets.empty_hint import EmptyHint

WINDOW = 32
"""Rows that are fetched together."""
WINDOWS_KEPT = 64
MARGIN = 18
"""Left and right of the rows, in pixels."""
BAR = 12
"""Width of the scroll bar, kept free so that rows look the same with it and without."""
TOLD = 600
"""Characters of a quote that a tooltip shows."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Passage:
    """One row. ``paragraph`` counts from 1 and is None outside the article's own text."""

    annotation_id: int
    code_id: int
    quote: str
    headline: str
    outlet: str
    published: str
    paragraph: int | None
    coder: str
    unsure: bool

    @property
    def where(self) -> str:
        """Outlet, date and paragraph, as far as they are known."""
        paragraph = f"¶{self.paragraph}" if self.paragraph else ""
        parts = (self.outlet or self.headline, shown_date(self.published), paragraph)
        return " · ".join(part for part in parts if part)


class PassageModel(QAbstractListModel):
    """Annotations as rows, in the order of the ids given."""

    PASSAGE = Qt.ItemDataRole.UserRole

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids: tuple[int, ...] = ()
        self._windows: dict[int, tuple[Passage | None, ...]] = {}

    @property
    def ids(self) -> tuple[int, ...]:
        """The annotations listed."""
        return self._ids

    def show(self, ids: Sequence[int]) -> None:
        """List these annotations; what was known of any is forgotten."""
        self.beginResetModel()
        self._ids = tuple(ids)
        self._windows = {}
        self.endResetModel()

    def passage(self, row: int) -> Passage | None:
        """What stands in a row, None when its annotation is gone."""
        window = row // WINDOW
        if window not in self._windows:
            if len(self._windows) >= WINDOWS_KEPT:
                self._windows.pop(next(iter(self._windows)))
            first = window * WINDOW
            self._windows[window] = self._fetched(self._ids[first : first + WINDOW])
        return self._windows[window][row % WINDOW]

    def rowCount(self, parent: Index | None = None) -> int:
        """All of them."""
        return 0 if parent and parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The quote; for screen readers the place and the coder with it."""
        passage = self.passage(index.row()) if index.isValid() else None
        if passage is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return passage.quote
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(passage)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{passage.quote}, {passage.where}, {passage.coder}"
        return passage if role == self.PASSAGE else None

    def _fetched(self, ids: Sequence[int]) -> tuple[Passage | None, ...]:
        try:
            return self._read(ids)
        except UserError as error:
            # Rows are asked for while the list is painted: the message has to wait for that.
            QTimer.singleShot(0, self, partial(self._session.failed.emit, error))
            return (None,) * len(ids)

    def _read(self, ids: Sequence[int]) -> tuple[Passage | None, ...]:
        queries = self._session.project.queries
        found = {one.id: one for one in queries.annotations_by_id(ids)}
        wanted = sorted({one.article_id for one in found.values()})
        articles = {article.id: article for article in queries.articles(wanted)}
        zones = {article_id: queries.zones(article_id) for article_id in articles}
        coders = {coder.id: coder.name for coder in queries.coders()}

        def passage(annotation_id: int) -> Passage | None:
            one = found.get(annotation_id)
            if one is None or one.article_id not in articles:
                return None
            paragraph = paragraph_number(zones[one.article_id], one.span.start)
            return self._passage(one, articles[one.article_id], paragraph, coders[one.coder_id])

        return tuple(passage(one) for one in ids)

    def _passage(
        self, one: Annotation, article: Article, paragraph: int | None, coder: str
    ) -> Passage:
        whole = not one.span.ranges
        quote = " ".join(one.anchor.quote.split())
        return Passage(
            annotation_id=one.id,
            code_id=one.code_id,
            quote=self.tr("The article as a whole") if whole else quote,
            headline=article.headline,
            outlet=article.outlet,
            published=article.published,
            paragraph=None if whole else paragraph,
            coder=coder,
            unsure=one.unsure,
        )


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
        """List these annotations; one that was chosen stays so if it is still there.

        ``when_empty`` is what an empty list says.
        """
        chosen, top = self.chosen_id, self.verticalScrollBar().value()
        same = tuple(ids) == self._passages.ids
        self._passages.show(ids)
        self._hint.say("" if ids else when_empty)
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
        """Have a row chosen, so that the keyboard has somewhere to start."""
        super().focusInEvent(event)
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
        lines = _lines(passage.quote[:TOLD], self._quote, inner.width(), self.LINES)
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


def _lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The text in at most so many lines, the last one cut with an ellipsis."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    offsets = OffsetMap(text)
    layout.beginLayout()
    for number in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 1.0))
        start, end = line.textStart(), line.textStart() + line.textLength()
        first, last = offsets.from_utf16(start), offsets.from_utf16(end)
        rest = text[first:] if number == most - 1 else text[first:last].rstrip()
        lines.append(QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))
    layout.endLayout()
    return lines


def _tip(passage: Passage) -> str:
    quote = passage.quote if len(passage.quote) <= TOLD else f"{passage.quote[:TOLD]}…"
    return f"<qt><p>{html.escape(quote)}</p><p>{html.escape(passage.headline)}</p></qt>"
