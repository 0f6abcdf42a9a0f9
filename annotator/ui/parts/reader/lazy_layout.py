"""Lays out the paragraphs of a text only when somebody looks at them.

Qt's own layout goes through the whole text before it can say where its end is: a third of a second
for each million characters, at each new size. Here a paragraph that nobody has seen has the height
that its length lets expect; when it is laid out, what is below it moves.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFrame,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from annotator.ui.parts.reader.heights import Heights
from annotator.ui.parts.reader.page import Page

_FULLER = 1.08
"""A line holds so many more characters than the alphabet's mean width says: spaces are narrow."""
_AT_ONCE = 30_000
"""A text of so many characters is laid out whole: it takes no longer than a frame."""
_MOST = 1_000
"""So many paragraphs stay laid out."""


class LazyLayout(QAbstractTextDocumentLayout):
    """Paragraphs one under the other, as a page says.

    Signals:
        grew: a paragraph turned out to be higher than was thought; its block's number, the pixels.
    """

    grew = Signal(int, float)

    def __init__(self, document: QTextDocument, page: Page) -> None:
        super().__init__(document)
        self._page = page
        self._width = 0.0
        self._left = self._above = self._below = 0.0
        self._heights = Heights()
        self._laid_out: set[int] = set()

    # -- what is to be laid out

    def set_page(
        self, page: Page, *, width: float, left: float, above: float, below: float
    ) -> None:
        """Lay out anew: in a column of that width, with so much white at its left and its ends."""
        before = self._page, self._width
        self._page, self._width, self._left = page, width, left
        self._above, self._below = above, below
        self._laid_out.clear()
        if len(self._heights) == len(page.outline) and before[0].outline is page.outline:
            # The same text: as much higher as its lines are higher and hold less.
            scale = (
                page.line * page.letter * before[1] / (before[0].line * before[0].letter * width)
            )
            self._heights = Heights([height * scale for height in self._heights])
        else:
            self._heights = Heights(self._expected(0))
        if sum(page.outline.lengths) <= _AT_ONCE:
            for number in range(len(self._heights)):
                self._lay_out(number)
        self.documentSizeChanged.emit(self.documentSize())

    def forget(self) -> None:
        """Another text is about to come."""
        self._heights = Heights()
        self._laid_out.clear()

    def go_on(self) -> None:
        """The page knows of more paragraphs, which are about to come below those there are."""
        self._heights.extend(self._expected(len(self._heights)))

    def _expected(self, first: int) -> list[float]:
        page, outline = self._page, self._page.outline
        in_line = max(1.0, self._width / page.letter * _FULLER)
        gap = self._page.gap
        return [
            1.0 if role is None else gap + page.line * math.ceil(length / in_line)
            for role, length in zip(outline.roles[first:], outline.lengths[first:], strict=True)
        ]

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        """Qt says that characters or formats changed."""
        document = self.document()
        if document.blockCount() != len(self._heights) or added >= document.characterCount() - 1:
            self._laid_out.clear()
            return
        first = document.findBlock(start).blockNumber()
        last = document.findBlock(start + added).blockNumber()
        self._laid_out.difference_update(range(first, last + 1))

    # -- where things are

    def is_laid_out(self, number: int) -> bool:
        """Whether a block is laid out now."""
        return number in self._laid_out

    def block_at(self, y: float) -> int:
        """The number of the block that covers ``y``, or of the one nearest; -1 without text."""
        return self._heights.at(y - self._above) if len(self._heights) else -1

    @property
    def bottom(self) -> float:
        """Where the last of the paragraphs that are there ends."""
        return self._above + self._heights.total

    def top(self, number: int) -> float:
        """Where a block and the white above it begin."""
        return self._above + self._heights.top(number)

    def lay_out(self, number: int) -> None:
        """Lay out a block unless it is."""
        grown = self._lay_out(number) if number not in self._laid_out else 0.0
        if grown:
            self.documentSizeChanged.emit(self.documentSize())
            self.grew.emit(number, grown)

    def _lay_out(self, number: int) -> float:
        """Lay out a block; how much higher it is than was thought."""
        block = self.document().findBlockByNumber(number)
        height = self._gap(number) + self._set(block, number) if block.isVisible() else 0.0
        before, self._heights[number] = self._heights[number], height
        self._laid_out.add(number)
        return height - before

    @property
    def is_full(self) -> bool:
        """Whether so many paragraphs are laid out that another one should take its place."""
        return len(self._laid_out) > _MOST

    def successor(self) -> LazyLayout:
        """One that knows the same heights and has nothing laid out.

        Of each paragraph Qt keeps what it needed to break it into lines, some 50 bytes for each
        character, until the document has another layout.
        """
        made = LazyLayout(self.document(), self._page)
        made._width, made._left, made._heights = self._width, self._left, self._heights
        made._above, made._below = self._above, self._below
        return made

    def _gap(self, number: int) -> float:
        if not number:
            return 0.0
        before, here = self._page.form(number - 1).block, self._page.form(number).block
        return max(before.bottomMargin(), here.topMargin())

    def _set(self, block: QTextBlock, number: int) -> float:
        """Break a paragraph into lines; its height."""
        form, layout = self._page.form(number), block.layout()
        option = QTextOption(self.document().defaultTextOption())
        direction = block.textDirection()
        option.setTextDirection(direction)
        if direction is Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        if form.block.nonBreakableLines():
            option.setWrapMode(QTextOption.WrapMode.ManualWrap)
        layout.setTextOption(option)
        layout.setFormats(_whole(block, form.chars))
        width = self._width - form.block.leftMargin() - form.block.rightMargin()
        y = bottom = 0.0
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(width)
            natural = math.ceil(line.ascent() + line.descent() + line.leading())
            line.setPosition(QPointF(form.block.leftMargin(), y))
            bottom = y + form.block.lineHeight(line.height(), 1.0)
            y += form.block.lineHeight(natural, 1.0)
            line = layout.createLine()
        layout.endLayout()
        return max(y, bottom)

    # -- what Qt asks

    def documentSize(self) -> QSizeF:
        """All of the text, with the white around it; what is still to come counts as well."""
        height = self._above + self._heights.total * self._page.outline.times + self._below
        return QSizeF(self._left + self._width, height)

    def pageCount(self) -> int:
        """A screen has one page."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        """There is one frame: the text."""
        return QRectF(QPointF(0.0, 0.0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """Where a block is; it is laid out and has its place then."""
        number = block.blockNumber()
        if not 0 <= number < len(self._heights):
            return QRectF()
        self.lay_out(number)
        gap = self._gap(number) if block.isVisible() else 0.0
        top, layout = self.top(number) + gap, block.layout()
        layout.setPosition(QPointF(self._left, top))
        if self._page.is_blank(number):
            return QRectF(self._left, top, self._width, self._heights[number] - gap)
        return layout.boundingRect().translated(layout.position())

    def hitTest(  # type: ignore[override]  # Qt always asks about a QPointF
        self, point: QPointF, accuracy: Qt.HitTestAccuracy
    ) -> int:
        """The position at a point; -1 where nothing is exactly there and that was asked."""
        number = self.block_at(point.y())
        if number < 0:
            return -1
        self.lay_out(number)
        number = self.block_at(point.y())
        block = self.document().findBlockByNumber(number)
        self.blockBoundingRect(block)
        layout = block.layout()
        inside = point - layout.position()
        exact = accuracy == Qt.HitTestAccuracy.ExactHit
        for at in range(layout.lineCount()):
            line = layout.lineAt(at)
            room = line.naturalTextRect()
            # The air below a line is its own: there its underlines are.
            if at < layout.lineCount() - 1 and inside.y() >= layout.lineAt(at + 1).y():
                continue
            if exact and not room.contains(inside):
                return -1
            if inside.y() < room.top() and not at:
                return block.position() + line.textStart()
            return block.position() + _in_line(line, inside.x(), on_character=exact)
        return -1 if exact else block.position()

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Paint the paragraphs in ``context.clip``, what is selected, and the caret."""
        painter.setPen(context.palette.color(QPalette.ColorRole.Text))
        clip, number = context.clip, self.block_at(context.clip.top())
        block = self.document().findBlockByNumber(max(0, number))
        while block.isValid() and 0 <= block.blockNumber() < len(self._heights):
            if self.blockBoundingRect(block).top() > clip.bottom():
                return
            if block.isVisible() and not self._page.is_blank(block.blockNumber()):
                self._draw_block(painter, context, block)
            block = block.next()

    def _draw_block(
        self,
        painter: QPainter,
        context: QAbstractTextDocumentLayout.PaintContext,
        block: QTextBlock,
    ) -> None:
        chosen = []
        for one in context.selections:
            start = max(0, one.cursor.selectionStart() - block.position())
            end = min(block.length(), one.cursor.selectionEnd() - block.position())
            if start < end:
                chosen.append(_range(start, end, one.format))
        origin = QPointF(0.0, 0.0)
        block.layout().draw(painter, origin, chosen, context.clip)
        caret = context.cursorPosition - block.position()
        if 0 <= caret < block.length():
            block.layout().drawCursor(painter, origin, caret, self.property("cursorWidth") or 1)


def _whole(block: QTextBlock, chars: QTextCharFormat) -> list[QTextLayout.FormatRange]:
    """The format for all of a block, where it has one of its own."""
    return [] if chars.isEmpty() else [_range(0, block.length(), chars)]


def _range(start: int, end: int, chars: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, end - start, chars
    return found


def _in_line(line: QTextLine, x: float, *, on_character: bool) -> int:
    kinds = QTextLine.CursorPosition
    kind = kinds.CursorOnCharacter if on_character else kinds.CursorBetweenCharacters
    # Qt answers with the position alone; its typing knows a pair as well.
    return int(line.xToCursor(x, kind))
