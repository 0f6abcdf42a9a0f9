"""The article's text in its column: what is selected, and what is where."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from PySide6.QtCore import QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.domain.lazy_text import LazyText
from annotator.domain.span import Range, Span
from annotator.domain.text import OffsetMap
from annotator.ui.parts.reader.extents import character_at
from annotator.ui.parts.reader.lazy_layout import LazyLayout
from annotator.ui.parts.reader.measures import Measures
from annotator.ui.parts.reader.page import Page
from annotator.ui.parts.reader.pouring import Pouring
from annotator.ui.parts.reader.style import Style
from annotator.ui.theme import Theme

_AHEAD = 250
"""So many paragraphs before and after what is on screen are laid out when there is time."""
_MOMENT = 0.006
"""Seconds for which that may keep the window waiting at a time."""
_TRIES = 5
_TO_THE_END = (
    QKeySequence.StandardKey.MoveToEndOfDocument,
    QKeySequence.StandardKey.SelectEndOfDocument,
    QKeySequence.StandardKey.SelectAll,
)
OVERLAP = 60
"""How far tints and brackets may reach out of a paragraph."""


class ArticleColumn(QTextEdit):
    """A text that can be read and selected but not changed; all offsets are its code points.

    Signals:
        leaving: what is on screen is about to make way for what is far from it.
    """

    leaving = Signal()

    def __init__(self, theme: Theme, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lazy_text = LazyText("")
        self.offsets = OffsetMap("")
        self._page = Page(theme, style)
        self._layout = LazyLayout(self.document(), self._page)
        self.pouring = Pouring(self)
        self._follows = False
        self._owed = 0.0
        self.measures = Measures()
        self._set_up()

    def _set_up(self) -> None:
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # The layout has a width of its own, which a window that is resized does not change.
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.document().setDocumentMargin(0)
        self._use(self._layout)
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._lay_out_ahead)
        self.viewport().setMouseTracking(True)

    @property
    def text(self) -> str:
        """All of the text."""
        return self.lazy_text.whole

    @property
    def has_text(self) -> bool:
        """Whether there is any text."""
        return self.lazy_text.length > 0

    def _use(self, layout: LazyLayout) -> None:
        """Lay the text out with ``layout`` from now on; the one before is gone."""
        self._layout = layout
        self.document().setDocumentLayout(layout)
        layout.grew.connect(self._keep_in_place)
        self.setCursorWidth(2)

    # -- selection, in code points

    def selected_range(self) -> Range:
        """The selection as it is on screen; empty at the caret when there is none."""
        cursor = self.textCursor()
        from_utf16 = self.offsets.from_utf16
        return from_utf16(cursor.selectionStart()), from_utf16(cursor.selectionEnd())

    def select(self, start: int, end: int, *, backwards: bool = False) -> None:
        """Select a range; the caret stands at its end, or ``backwards`` at its start."""
        to_utf16 = self.offsets.to_utf16
        first, last = to_utf16(start), to_utf16(end)
        self.pouring.to(max(first, last))
        if backwards:
            first, last = last, first
        cursor = self.textCursor()
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def place_caret(self, position: int) -> None:
        """Put the caret there and select nothing, without scrolling."""
        bar = self.verticalScrollBar()
        scrolled = bar.value()
        self.select(position, position)
        bar.setValue(scrolled)

    def show_span(self, span: Span, *, leaves: bool = True) -> None:
        """Scroll so that the span is seen, a third from the top if it was out of sight.

        Args:
            span: the span.
            leaves: whether this is a jump, that somebody may want to come back from.
        """
        start = self.offsets.to_utf16(span.start)
        rectangle = self._rectangle_at(start)
        end = self._rectangle_at(self.offsets.to_utf16(max(span.start, span.end - 1)))
        view = self.viewport().rect().adjusted(0, 24, 0, -24)
        if not (view.contains(rectangle.center()) and view.contains(end.center())):
            if leaves:
                self.leaving.emit()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rectangle.top() - self.viewport().height() // 3)

    def rectangle_of(self, span: Span) -> QRect:
        """What is seen of the lines of a span, in coordinates of the viewport."""
        to_utf16 = self.offsets.to_utf16
        first, last = (self._rectangle_at(to_utf16(at)) for at in (span.start, span.end))
        lines = first.united(last)
        if first.top() != last.top():
            lines.setLeft(self.measures.text)
            lines.setRight(self.measures.end)
        return lines.intersected(self.viewport().rect())

    def caret_rectangle(self, position: int) -> QRect:
        """Where the caret would stand at a place in the text, in coordinates of the viewport."""
        return self._rectangle_at(self.offsets.to_utf16(position))

    def is_blank_line(self, block: QTextBlock) -> bool:
        """Whether the block is a blank line of the file, one pixel high, or folded furniture."""
        return self._page.is_blank(block.blockNumber())

    # -- laying out what is looked at

    def lay_out_view(self) -> None:
        """Lay out what is on screen, and what is around it when there is time."""
        bar, layout = self.verticalScrollBar(), self._layout
        for _ in range(_TRIES):
            top = bar.value()
            bottom = top + self.viewport().height()
            self.pouring.cover(bottom + OVERLAP)
            number = layout.block_at(top - OVERLAP)
            last = self.document().blockCount() - 1
            while 0 <= number <= last and layout.top(number) < bottom + OVERLAP:
                layout.lay_out(number)
                number += 1
            if bar.value() == top:
                break
        self._ahead.start()

    def _keep_in_place(self, number: int, grown: float) -> None:
        """What was thought lower above what is on screen must not push it down."""
        bar = self.verticalScrollBar()
        if self._layout.top(number) < bar.value():
            self._owed += grown
            step = round(self._owed)
            self._owed -= step
            self._follows = True
            bar.setValue(bar.value() + step)
            self._follows = False

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What comes into sight is laid out before the picture moves."""
        if not self._follows:
            self.lay_out_view()
            super().scrollContentsBy(dx, dy)

    def _lay_out_ahead(self) -> None:
        """Lay out more around what is on screen, for a moment."""
        end = monotonic() + _MOMENT
        if self._layout.is_full:
            self._use(self._layout.successor())
        here = self._layout.block_at(self.verticalScrollBar().value())
        last = self.document().blockCount() - 1
        for distance in range(_AHEAD):
            for number in (here + distance, here - distance):
                if 0 <= number <= last and not self._layout.is_laid_out(number):
                    self._layout.lay_out(number)
                    if monotonic() > end:
                        return
        self._ahead.stop()

    # -- what is where

    def position_at(self, point: QPointF) -> int | None:
        """The index of the character under a point of the viewport, None beside the text."""
        place = point + QPointF(0, self.verticalScrollBar().value())
        found = self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.FuzzyHit)
        if found < 0:
            return None
        block = self.document().findBlock(found)
        if self.is_blank_line(block):
            return None
        layout = block.layout()
        inside = place - layout.position()
        count = layout.lineCount()
        for number in range(count):
            line = layout.lineAt(number)
            below = line.y() + line.height() + self._page.leading
            below = layout.lineAt(number + 1).y() if number + 1 < count else below
            if line.y() <= inside.y() < below:
                words = line.naturalTextRect()
                if not words.left() <= inside.x() <= words.right():
                    return None
                here = character_at(line, inside.x())
                return self.offsets.from_utf16(block.position() + here)
        return None

    def caret_at(self, point: QPointF) -> int:
        """The caret's place nearest to a point of the viewport, never on a blank line."""
        cursor = self.cursorForPosition(point.toPoint())
        block = cursor.block()
        if not self.is_blank_line(block):
            return self.offsets.from_utf16(cursor.position())
        return self._nearest_shown(block)

    def _nearest_shown(self, block: QTextBlock) -> int:
        """The beginning of the first words after a line without any, or the end of the last."""
        after = block
        while after.isValid() and self.is_blank_line(after):
            after = after.next()
        if after.isValid():
            return self.offsets.from_utf16(after.position())
        while block.isValid() and self.is_blank_line(block):
            block = block.previous()
        if not block.isValid():
            return 0
        return self.offsets.from_utf16(block.position() + block.length() - 1)

    def first_visible(self) -> int:
        """The UTF-16 position of the first visible line."""
        place = QPointF(self.measures.text + 1, self.verticalScrollBar().value() + 2)
        return self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.FuzzyHit)

    def scroll_to(self, position: int, out_of_sight: int = 0) -> None:
        """Scroll so that the line of a UTF-16 position is first, so many pixels out of sight."""
        self.verticalScrollBar().setValue(self._top_of_line(position) + out_of_sight)

    def scrolled(self) -> tuple[int, int]:
        """How far the text is scrolled, in a way that another size or width does not change.

        Returns:
            Where the first visible line begins, in code points, and how many of its pixels are
            out of sight.
        """
        first = max(0, self.first_visible())
        out_of_sight = self.verticalScrollBar().value() - self._top_of_line(first)
        return self.offsets.from_utf16(first), out_of_sight

    def go_to(self, caret: int, scrolled: tuple[int, int]) -> None:
        """Put the caret there and scroll to where ``scrolled`` was; nothing is selected then.

        Places beyond the end of the text are passed over.
        """
        if caret <= self.offsets.length >= scrolled[0]:
            self.place_caret(caret)
            first = self.offsets.to_utf16(scrolled[0])
            self.scroll_to(first, scrolled[1])

    def _top_of_line(self, position: int) -> int:
        self.pouring.to(max(0, position))
        block = self.document().findBlock(max(0, position))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(position - block.position())
        return int(top + (line.y() if line.isValid() else 0))

    def copy_selection(self) -> None:
        """Put the selected words on the clipboard as they are stored.

        Qt would change some spaces and line ends, and add formats.
        """
        start, end = self.selected_range()
        if start < end:
            QGuiApplication.clipboard().setText(self.text[start:end])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copying is ours, all else Qt's; it goes to the end of what is there."""
        if any(event.matches(key) for key in _TO_THE_END):
            self.pouring.finish()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
            event.accept()
        else:
            super().keyPressEvent(event)

    def blocks_of(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the blocks with two UTF-16 positions, or of the last that has come."""
        document = self.document()
        last = document.characterCount() - 1
        first, other = (document.findBlock(min(at, last)).blockNumber() for at in (start, end))
        return first, other

    def visible_blocks(self, top: float, bottom: float) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The blocks that touch the viewport's rows ``top`` to ``bottom``, with their place."""
        layout = self._layout
        scrolled = self.verticalScrollBar().value()
        block = self.document().findBlockByNumber(layout.block_at(top + scrolled - OVERLAP))
        while block.isValid():
            rectangle = layout.blockBoundingRect(block)
            if rectangle.top() - scrolled > bottom:
                return
            if rectangle.bottom() - scrolled >= top - OVERLAP:
                yield block, block.layout().position() - QPointF(0, scrolled)
            block = block.next()

    def _rectangle_at(self, position: int) -> QRect:
        self.pouring.to(position)
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        return self.cursorRect(cursor)
