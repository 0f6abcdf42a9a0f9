"""Selecting in an article: clicks, drags that snap to words, and growing outward."""

from __future__ import annotations

from PySide6.QtCore import QBasicTimer, QEvent, QPointF, Qt, QTimer, QTimerEvent
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QApplication, QWidget

from annotator.domain import segments, sentence_steps
from annotator.domain.span import Range, Span
from annotator.ui.parts.reader.pieces import Pieces, paint_pieces
from annotator.ui.parts.reader.style import Style
from annotator.ui.parts.reader.unspaced import unspaced_word_at
from annotator.ui.parts.reader.view import ArticleView
from annotator.ui.theme import Theme

_SCROLL_MS = 40
_FAR = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
"""Keys that lead as far as there are words."""


class SelectableArticle(ArticleView):
    """An article whose words can be selected as people mean them."""

    def __init__(self, theme: Theme, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(theme, style, parent)
        self.pointer = QPointF()
        self._exact = False
        self.pieces = Pieces()
        self.aimed = Span()
        """What a code would tag that is dragged over the article."""
        self._grown: list[tuple[Range, bool]] = []
        self._press: Range | None = None
        self._pressed_at = QPointF()
        self._dragged = False
        self._clicks = 0
        self._click_timer = QTimer(self)
        self._click_timer.setSingleShot(True)
        self._scroll_timer = QBasicTimer()

    # -- what a reader built on this decides

    def snaps(self) -> bool:
        """Whether selections snap to whole words."""
        return True

    def clicked(self, point: QPointF) -> None:
        """The mouse was clicked, without a drag, at that point of the viewport."""
        self.place_caret(self.caret_at(point))

    def clicked_too(self, point: QPointF) -> None:
        """The same beside the text with Ctrl held: what is there is meant as well."""
        self.clicked(point)

    def pointed(self, point: QPointF) -> None:
        """The mouse moved there with no button held."""

    def held(self) -> None:
        """The pieces that are held are others than before."""

    def selecting(self) -> None:
        """A new selection begins: what was chosen before is meant no more."""

    # -- what is selected

    @property
    def is_dragging(self) -> bool:
        """Whether the mouse button is held on the text."""
        return self._press is not None

    def wanted_range(self) -> Range | None:
        """The selected range as it would be tagged: whole words unless characters were asked for.

        None when nothing is selected.
        """
        start, end = self.selected_range()
        if start == end:
            return None
        if self._exact or not self.snaps():
            start, end = segments.trim(self.text, start, end)
        else:
            start, end = segments.snap_to_words(self.text, start, end)
        return (start, end) if start < end else None

    def selected_span(self) -> Span | None:
        """What is selected as it would be tagged, with the pieces that are held."""
        return self.pieces.together_with(self.wanted_range())

    def grow(self) -> None:
        """Grow the selection outward: word, sentence, quotation, paragraph."""
        start, end = self.selected_range()
        known = unspaced_word_at(self.text, start) if start == end else None
        grown = segments.grow(self.text, start, end, known)
        if grown != (start, end):
            self._grown.append(((start, end), self._exact))
            self._exact = True
            self.select(*grown)

    def shrink(self) -> None:
        """Take back the last growth of the selection."""
        if self._grown:
            before, self._exact = self._grown.pop()
            self.select(*before)

    def hold(self) -> bool:
        """Hold what is selected as a piece and go on; on a held piece, take it up again.

        Returns:
            Whether there was anything to hold or to take up.
        """
        selected = self.wanted_range()
        if selected is not None:
            self.pieces.hold(selected)
            self.place_caret(selected[1])
        else:
            selected = self.pieces.take(self.selected_range()[1])
            if selected is not None:
                self.select(*selected)
        self.forget_selection()
        self.viewport().update()
        return selected is not None

    def drop_pieces(self) -> None:
        """Hold no pieces any more."""
        if self.pieces:
            self.pieces.drop()
            self.viewport().update()

    def copy_selection(self) -> None:
        """Put the selected words on the clipboard, with those of the pieces that are held."""
        span = self.selected_span()
        if not self.pieces or span is None:
            super().copy_selection()
        else:
            QGuiApplication.clipboard().setText(" […] ".join(span.quotes(self.text)))

    def paint_under(self, painter: QPainter, block: QTextBlock, place: QPointF) -> None:
        """Paint the pieces that are held, and what is aimed at."""
        to_utf16, found = self.offsets.to_utf16, (*self.pieces.span.ranges, *self.aimed.ranges)
        ranges = tuple((to_utf16(start), to_utf16(end)) for start, end in found)
        colours = (self.palette().highlight().color(), self._theme.accent)
        paint_pieces(painter, block, place, ranges, colours, mixed=self.is_mixed(block))

    def forget_selection(self) -> None:
        """The selection is no longer one that was grown, or made by characters."""
        self._grown.clear()
        self._exact = False

    # -- keyboard

    def step_by_sentence(self, event: QKeyEvent) -> bool:
        """Shift+Down after whole sentences adds the next one, Shift+Up takes it back."""
        start, end = self.selected_range()
        arrows = (Qt.Key.Key_Down, Qt.Key.Key_Up)
        if event.key() not in arrows or event.modifiers() != Qt.KeyboardModifier.ShiftModifier:
            return False
        if not sentence_steps.holds_sentences(self.text, start, end):
            return False
        backwards = self.textCursor().position() < self.textCursor().anchor()
        down = event.key() == Qt.Key.Key_Down
        stepped = sentence_steps.step(self.text, start, end, down=down, backwards=backwards)
        if stepped is not None:
            self._exact = True
            self.select(*stepped[:2], backwards=stepped[2])
        return True

    def step_over_blank_lines(self, event: QKeyEvent, before: int) -> None:
        """The caret doesn't rest on a blank line, which is one pixel high."""
        cursor = self.textCursor()
        if not self.is_blank_line(cursor.block()) or cursor.position() == before:
            return
        forward = cursor.position() > before
        block = self._shown_from(cursor.block(), forward=forward)
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        mode = QTextCursor.MoveMode.KeepAnchor if keep else QTextCursor.MoveMode.MoveAnchor
        if not block.isValid() and event.key() in _FAR:
            # Files begin and end in blank lines and furniture: the first and last words are meant.
            forward = not forward
            block = self._shown_from(cursor.block(), forward=forward)
        beside = block.position() + (0 if forward else block.length() - 1)
        cursor.setPosition(beside if block.isValid() else before, mode)
        self.setTextCursor(cursor)

    def _shown_from(self, block: QTextBlock, *, forward: bool) -> QTextBlock:
        """That paragraph, or the next one that way which is no blank line."""
        while block.isValid() and self.is_blank_line(block):
            block = block.next() if forward else block.previous()
        return block

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a selection: by characters, words, sentences or paragraphs with each click."""
        if event.button() != Qt.MouseButton.LeftButton or not self.has_text:
            super().mousePressEvent(event)
            return
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.unfold_at(event.position()):
            return
        if self.is_beside(event.position()):
            (self.clicked_too if adds else self.clicked)(event.position())
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        double = event.type() == QEvent.Type.MouseButtonDblClick
        self._count_click(event.position(), again=double)
        reaches = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._clicks == 1 and not reaches:
            self._begin(adds=adds)
        position = self.caret_at(event.position())
        if reaches and self._clicks == 1:
            self._press = (self._anchor(), self._anchor())
            self._dragged = True
            self._extend_to(event.position(), exact=False)
            return
        self._press = self._unit_at(position)
        self._dragged = self._clicks > 1
        if self._clicks > 1:
            self.selecting()
            self._grown.clear()
            self._exact = True
            self.select(*self._press)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second and the fourth click of a quick series."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is held, else say what is under the pointer."""
        self.pointer = event.position()
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if self._dragged or self._is_far(event.position()):
                self._dragged = True
                exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._extend_to(event.position(), exact=exact)
                self._scroll_while_dragging(event.position())
            return
        self.pointed(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without a drag is a click: it chooses the shortest annotation there."""
        self._scroll_timer.stop()
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            super().mouseReleaseEvent(event)
            return
        if not self._dragged and self._is_far(event.position()):
            # The moves between may have been swallowed while the window was busy.
            self._dragged = True
            exact = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._extend_to(event.position(), exact=exact)
        dragged, self._press = self._dragged, None
        if not dragged and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._take_away(self.caret_at(event.position()))
        elif not dragged:
            self.clicked(event.position())

    def _begin(self, *, adds: bool) -> None:
        """A selection begins: it ``adds`` to what is selected now, or takes its place."""
        if adds and self.wanted_range() is not None:
            self.hold()
            self.held()
        elif not adds and self.pieces and not self.pieces.asked:
            self.drop_pieces()
            self.held()

    def _take_away(self, position: int) -> None:
        """Ctrl and a click: the piece there is held no more."""
        self.pieces.take(position)
        self.place_caret(position)
        self.forget_selection()
        self.viewport().update()
        self.held()

    def _is_far(self, point: QPointF) -> bool:
        """Whether a move from the press to there is meant as a drag."""
        far = (point - self._pressed_at).manhattanLength()
        return far >= QApplication.startDragDistance() // 2

    def _count_click(self, point: QPointF, *, again: bool) -> None:
        """Qt tells of a second click only; a third goes on from there when it is quick and near."""
        near = (point - self._pressed_at).manhattanLength() < QApplication.startDragDistance()
        goes_on = near and self._click_timer.isActive() and self._clicks > 1
        if again or goes_on:
            self._clicks = min(4, max(2, self._clicks + 1))
        else:
            self._clicks = 1
        self._pressed_at = point
        self._click_timer.start(QApplication.doubleClickInterval())

    def _unit_at(self, position: int) -> Range:
        units = {
            2: _word_at,
            3: segments.sentence_at,
            4: segments.paragraph_at,
        }
        unit = units.get(self._clicks)
        return unit(self.text, position) if unit else (position, position)

    def _anchor(self) -> int:
        return self.offsets.from_utf16(self.textCursor().anchor())

    def _extend_to(self, point: QPointF, *, exact: bool) -> None:
        if self._press is None:
            return
        position = self.caret_at(point)
        first, last = self._press
        start, end = min(first, position), max(last, position)
        backwards = position < first
        if self._clicks > 1:
            unit = self._unit_at(position)
            start, end = min(first, unit[0]), max(last, unit[1])
        elif not exact and self.snaps() and start < end:
            start, end = segments.snap_to_words(self.text, start, end)
        self.selecting()
        self._grown.clear()
        self._exact = exact or self._clicks > 1
        self.select(start, end, backwards=backwards)

    def _scroll_while_dragging(self, point: QPointF) -> None:
        if 0 <= point.y() <= self.viewport().height():
            self._scroll_timer.stop()
        elif not self._scroll_timer.isActive():
            self._scroll_timer.start(_SCROLL_MS, self)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Scroll on while the pointer is held above or below the text."""
        if event.timerId() != self._scroll_timer.timerId():
            super().timerEvent(event)
            return
        height = self.viewport().height()
        y = self.pointer.y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round((y if y < 0 else y - height) / 2))
        self._extend_to(QPointF(self.pointer.x(), min(max(y, 0.0), height)), exact=self._exact)


def _word_at(text: str, position: int) -> Range:
    return unspaced_word_at(text, position) or segments.word_at(text, position)
