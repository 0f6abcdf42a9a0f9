"""Paints an article's annotations over its text: they never enter the document."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from annotator.domain.annotation import Annotation
from annotator.domain.codebook import Codebook
from annotator.domain.zones import Role, Zone
from annotator.ui.parts.reader.column import GUTTER, ArticleColumn
from annotator.ui.parts.reader.marks import Mark, Marks
from annotator.ui.parts.reader.overview import OverviewStrip
from annotator.ui.parts.reader.page import Page
from annotator.ui.parts.reader.strokes import (
    LANE_PIXELS,
    LANES_SHOWN,
    NOTHING,
    Brush,
    Name,
    Strokes,
    paragraph_strokes,
)
from annotator.ui.theme import CodeColours, Theme, ui_font

NAMES = 200
NAMES_LEAST = 114
TOP, BOTTOM = 26, 220
STRIP = 10
BESIDE_STRIP = 8
"""Pixels kept free between the names and the strip with the overview."""
DASH, DASH_GAP = 5, 3
WAVE = 3.0
"""Pixels from a crest to a trough of a line under what is not saved."""
_KEPT = 600
MANY = 2000
SPARE_LANES = 2
"""Lanes kept free when an article opens, so that tagging moves no name."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


class ArticleView(ArticleColumn):
    """One article with its annotations, to be read and pointed at.

    All offsets that go in and out are code points of the article's text. Annotations never enter
    the document: adding, hiding or changing one lays nothing out anew and moves nothing.
    """

    def __init__(self, theme: Theme, pixels: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, pixels, parent)
        self.meta_line = ""
        self.zones: tuple[Zone, ...] = ()
        self.marks = Marks()
        self.codebook = Codebook(())
        self._theme = theme
        self._hidden: frozenset[int] = frozenset()
        self._coder_id: int | None = None
        self._others: Mapping[int, str] = {}
        self._strong: frozenset[int] = frozenset()
        self._kept: dict[int, Strokes] = {}
        self._colours: dict[int, CodeColours] = {}
        self._widths: dict[str, float] = {}
        self._mixed: frozenset[int] = frozenset()
        self._laid_out_for: tuple[int, int] | None = None
        self._name_room = 0.0
        self._names_x = GUTTER
        self._strip = OverviewStrip(self, self)
        self.set_theme(theme)

    # -- what is shown

    def show_text(
        self, text: str, zones: tuple[Zone, ...], annotations: list[Annotation], meta_line: str = ""
    ) -> None:
        """Show an article from its beginning."""
        self.text, self.zones, self.meta_line = text, zones, meta_line
        self.marks = Marks(annotations, text, mine=self._coder_id)
        self.offsets = self.marks.offsets
        self._strong = frozenset()
        self._laid_out_for = None
        self._seen_block = 0
        self._mixed = _mixed_lines(text)
        # A new text would take over the caret's format: that of the last article's headline.
        self.setCurrentCharFormat(QTextCharFormat())
        self.setPlainText(text)
        self._format()
        story = (zone for zone in zones if zone.role is Role.HEADLINE)
        self.place_caret(next((zone.start for zone in story), 0))
        self._spare_the_collector()

    def show_annotations(self, annotations: list[Annotation]) -> None:
        """Show these annotations of the article instead of those before; the text stays."""
        self.marks = Marks(annotations, mine=self._coder_id, offsets=self.offsets)
        self._strong &= frozenset(mark.id for mark in self.marks)
        self.redraw()
        self._spare_the_collector()

    def _spare_the_collector(self) -> None:
        """The marks live as long as the article: the cycle collector need not walk them."""
        if len(self.marks) > MANY:
            gc.unfreeze()
            gc.freeze()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in the colours of that theme."""
        self._theme = theme
        palette = self.palette()
        for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
            palette.setColor(role, theme.paper)
        palette.setColor(QPalette.ColorRole.Text, theme.ink)
        chosen = QColor(theme.text_selection)
        chosen.setAlpha(185)
        palette.setColor(QPalette.ColorRole.Highlight, chosen)
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink)
        self.setPalette(palette)
        # A style sheet gives the viewport a palette of its own, which would stay as it was.
        self.viewport().setPalette(palette)
        self._page = Page(theme, self._page.pixels)
        if self.text:
            self._format()
        self.redraw()

    def set_pixels(self, pixels: int) -> None:
        """Show the text at that size, the first visible line staying where it is."""
        anchor = self.first_visible()
        self._page = Page(self._theme, pixels)
        if self.text:
            self._format()
            self.scroll_to(anchor)
        self.redraw()

    @property
    def margin_left(self) -> int:
        """Where the text's column ends and the margin with the brackets begins."""
        return self._margin_x - 6

    @property
    def pixels(self) -> int:
        """The size of the text."""
        return self._page.pixels

    def set_codebook(self, codebook: Codebook, hidden: frozenset[int]) -> None:
        """Draw names and colours from ``codebook``; the ``hidden`` codes leave no trace."""
        self.codebook, self._hidden = codebook, hidden
        self.redraw()

    def set_coders(self, coder_id: int | None, others: Mapping[int, str]) -> None:
        """Draw whose annotations: the coder's own, and those of ``others``, with their initials.

        Others' are drawn apart: dashed, without a tint, with the initials at the code's name.
        """
        if (coder_id, others) != (self._coder_id, self._others):
            self._coder_id, self._others = coder_id, dict(others)
            self.redraw()

    def put_annotation(self, annotation: Annotation) -> None:
        """Draw an annotation that is new or changed."""
        before = self.marks.get(annotation.id)
        after = self.marks.put(annotation)
        for mark in (before, after):
            if mark is not None:
                self._forget(mark)
        self._margin_changed()

    def drop_annotation(self, annotation_id: int) -> None:
        """Draw an annotation no more."""
        mark = self.marks.discard(annotation_id)
        self._strong -= {annotation_id}
        if mark is not None:
            self._forget(mark)
        self._margin_changed()

    def set_strong(self, annotation_ids: frozenset[int]) -> None:
        """Draw these annotations over their whole extent: the chosen and the pointed-at ones."""
        changed, self._strong = self._strong ^ annotation_ids, annotation_ids
        for annotation_id in changed:
            if annotation_id in self.marks:
                self._forget(self.marks[annotation_id])

    def redraw(self) -> None:
        """Draw all annotations anew (colours, names or visibility changed)."""
        self._kept.clear()
        self._colours.clear()
        self._widths.clear()
        self._margin_changed()
        self.viewport().update()
        self._strip.refresh_soon()

    def is_shown(self, mark: Mark) -> bool:
        """Whether neither the mark's code nor its coder is hidden."""
        seen = mark.coder_id == self._coder_id or mark.coder_id in self._others
        return seen and mark.code_id not in self._hidden and mark.code_id in self.codebook

    def is_others(self, mark: Mark) -> bool:
        """Whether the mark is not the work of the coder at work."""
        return mark.coder_id != self._coder_id

    def colours(self, code_id: int) -> CodeColours:
        """The colours of a code in the theme in force."""
        found = self._colours.get(code_id)
        if found is None:
            found = self._theme.code(self.codebook.colour(code_id))
            self._colours[code_id] = found
        return found

    # -- what is where

    def marks_at(self, point: QPointF) -> list[Mark]:
        """The visible marks under a point, shortest first; in the margin, the bracket there.

        Of equally short ones the coder's own come first.
        """
        if point.x() >= self.margin_left:
            return self._brackets_at(point)
        position = self.position_at(point)
        if position is None:
            return []
        found = self.marks.at(self.offsets.to_utf16(position))
        shown = [mark for mark in found if self.is_shown(mark)]
        return sorted(shown, key=lambda mark: (mark.length, self.is_others(mark)))

    def paragraph_numbers(self) -> dict[int, int]:
        """The numbers in the left margin, with the numbers of their blocks."""
        numbered = self._page.paragraphs.items()
        return {one.number: block for block, one in numbered if one.number is not None}

    # -- layout

    def _format(self) -> None:
        self._page.apply(self.document(), self.zones, self.marks.offsets)
        self._kept.clear()
        self._widths.clear()
        self._laid_out_for = None
        self._fit()

    def _fit(self) -> None:
        """Centre the column.

        The document has a fixed width, so a wider or narrower window costs no new layout until
        the column itself must shrink.
        """
        room = self.width() - self.verticalScrollBar().sizeHint().width() - STRIP
        margin = self._margin_width(SPARE_LANES)
        widest = room - GUTTER - margin - NAMES_LEAST
        column = min(self._page.column, max(220, widest))
        names = min(NAMES, max(0, room - GUTTER - column - margin))
        used = GUTTER + column + margin + names
        self.setViewportMargins(max(0, (room - used) // 2), 0, STRIP, 0)
        self._margin_x = GUTTER + column + 14
        self._names_x = GUTTER + column + margin
        if self._laid_out_for != (column, self._page.pixels):
            self._laid_out_for = (column, self._page.pixels)
            frame = self.document().rootFrame().frameFormat()
            frame.setLeftMargin(GUTTER)
            frame.setTopMargin(TOP)
            frame.setBottomMargin(BOTTOM)
            self.document().rootFrame().setFrameFormat(frame)
            self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
            self.setLineWrapColumnOrWidth(GUTTER + column)
            self._kept.clear()
        name_room = float(room - self.viewportMargins().left() - self._names_x - BESIDE_STRIP)
        if name_room != self._name_room:
            self._name_room = name_room
            self._kept.clear()
        self._strip.place(self.width() - self.verticalScrollBar().sizeHint().width() - STRIP)

    def _margin_width(self, spare: int) -> int:
        lanes = max(3, self.marks.lanes) + spare
        return 14 + LANE_PIXELS * min(LANES_SHOWN, lanes) + 6

    def _margin_changed(self) -> None:
        """A new lane may need a wider margin; the text stays where it is."""
        before = self._names_x
        margin = self._margin_width(0)
        self._names_x = max(before, self._margin_x - 14 + margin)
        if self._names_x != before:
            self._name_room -= self._names_x - before
            self._kept.clear()
            self.viewport().update()
        self._strip.refresh_soon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first visible line where it is when the column changes."""
        super().resizeEvent(event)
        if not self.text:
            self._fit()
        elif event.oldSize().width() != event.size().width():
            anchor, before = self.first_visible(), self._laid_out_for
            self._fit()
            if self._laid_out_for != before and self.verticalScrollBar().value():
                self.scroll_to(anchor)
        else:
            self._strip.place(self._strip.x())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tints first, then Qt's text, then lines, brackets, names and paragraph numbers."""
        clip = QRectF(event.rect())
        shown = []
        if self.text:
            for block, place in self.visible_blocks(clip.top(), clip.bottom()):
                shown.append((block, place, self._strokes(block)))
        painter = QPainter(self.viewport())
        for _, place, strokes in shown:
            for rectangle, colour in strokes.fills:
                painter.fillRect(rectangle.translated(place), colour)
        for block, place, _ in shown:
            self.paint_under(painter, block, place)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for block, place, strokes in shown:
            self._paint_around(painter, block, place, strokes)
        painter.end()

    def paint_under(self, painter: QPainter, block: QTextBlock, place: QPointF) -> None:
        """Paint what else lies under the words of a paragraph that stands at ``place``."""

    def is_mixed(self, block: QTextBlock) -> bool:
        """Whether a paragraph mixes writing directions."""
        return block.blockNumber() in self._mixed

    def _paint_around(
        self, painter: QPainter, block: QTextBlock, place: QPointF, strokes: Strokes
    ) -> None:
        for rectangle, colour in strokes.lines:
            painter.fillRect(rectangle.translated(place), colour)
        for rectangle, colour in strokes.waves:
            _wave(painter, rectangle.translated(place), colour)
        for rectangle, colour in strokes.dashes:
            _dash(painter, rectangle.translated(place), colour)
        margin = QPointF(self._margin_x, place.y())
        for bracket in strokes.brackets:
            fill = _dash if bracket.dashed else QPainter.fillRect
            fill(painter, bracket.extent.translated(margin), bracket.colour)
        for x, top, bottom, colour in strokes.joints:
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
            painter.drawLine(margin + QPointF(x, top), margin + QPointF(x, bottom))
        painter.setFont(self._page.meta_font)
        for name in strokes.names:
            self._paint_name(painter, name, place)
        paragraph = self._page.paragraphs.get(block.blockNumber())
        if paragraph is not None and paragraph.number is not None and block.layout().lineCount():
            line = block.layout().lineAt(0)
            box = QRectF(0, place.y() + line.y(), GUTTER - 18, line.height())
            painter.setPen(self._theme.mute)
            painter.drawText(
                box,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(paragraph.number),
            )
        if block.blockNumber() == self._page.headline_block:
            self._paint_meta_line(painter, block, place)

    def _paint_name(self, painter: QPainter, name: Name, place: QPointF) -> None:
        x, y = self._names_x + name.x, place.y() + name.y
        box = QRectF(x, y, self.viewport().width() - x, name.height)
        if name.colour is not None:
            square = QRectF(x, y + name.height / 2 - 3.5, 7, 7)
            painter.fillRect(square, name.colour)
            if name.hollow:
                painter.fillRect(square.adjusted(1.5, 1.5, -1.5, -1.5), self._theme.paper)
            box.adjust(11, 0, 0, 0)
        painter.setPen(self._theme.ink if name.colour else self._theme.mute)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name.text)
        if name.coders:
            box.adjust(name.width + 5, 0, 0, 0)
            painter.setPen(self._theme.warning if name.waits else self._theme.mute)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, name.coders)

    def _paint_meta_line(self, painter: QPainter, block: QTextBlock, place: QPointF) -> None:
        layout = block.layout()
        bottom = place.y() + layout.boundingRect().bottom()
        box = QRectF(place.x(), bottom + 2, self._margin_x - place.x(), self._page.pixels * 1.4)
        painter.setPen(self._theme.mute)
        metrics = QFontMetricsF(self._page.meta_font)
        line = metrics.elidedText(self.meta_line, Qt.TextElideMode.ElideMiddle, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line)

    def _strokes(self, block: QTextBlock) -> Strokes:
        number = block.blockNumber()
        kept = self._kept.get(number)
        if kept is None:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            kept = self._make_strokes(block)
            if block.layout().lineCount():
                self._kept[number] = kept
        return kept

    def _make_strokes(self, block: QTextBlock) -> Strokes:
        start = block.position()
        marks = [m for m in self.marks.spanning(start, start + block.length()) if self.is_shown(m)]
        if not marks:
            return NOTHING
        following = block.next()
        below = block.layout().boundingRect().bottom()
        if following.isValid():
            self.document().documentLayout().blockBoundingRect(following)
            below = following.layout().position().y() - block.layout().position().y()
        mixed = self.is_mixed(block)
        return paragraph_strokes(block, marks, self._brush(), below, mixed=mixed)

    def _brush(self) -> Brush:
        metrics = QFontMetricsF(ui_font(self._page.meta_font.pixelSize()))

        def width(text: str) -> float:
            if text not in self._widths:
                self._widths[text] = metrics.horizontalAdvance(text)
            return self._widths[text]

        return Brush(
            pixels=self._page.pixels,
            leading=self._page.leading,
            quiet=self._theme.mute,
            warning=self._theme.warning,
            not_saved=self.tr("not saved"),
            colours=self.colours,
            code=self.codebook.__getitem__,
            strong=self._strong,
            others=self._others,
            name_room=self._name_room,
            name_width=width,
            elided=lambda text, room: metrics.elidedText(text, Qt.TextElideMode.ElideRight, room),
        )

    def _forget(self, mark: Mark) -> None:
        document = self.document()
        first = document.findBlock(mark.start).blockNumber()
        last = document.findBlock(max(mark.start, mark.end - 1)).blockNumber()
        for number in range(first, last + 1):
            self._kept.pop(number, None)
        self.viewport().update()

    def _brackets_at(self, point: QPointF) -> list[Mark]:
        for block, place in self.visible_blocks(point.y(), point.y()):
            inside = point - QPointF(self._margin_x, place.y())
            for bracket in self._strokes(block).brackets:
                if bracket.extent.adjusted(-2, 0, 2, 0).contains(inside):
                    return [self.marks[bracket.id]]
        return []


def _dash(painter: QPainter, line: QRectF, colour: QColor) -> None:
    """Draw a line broken into dashes along its longer side."""
    across = line.width() > line.height()
    thick, middle = min(line.width(), line.height()), line.center()
    pen = QPen(colour, thick, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([DASH / thick, DASH_GAP / thick])
    painter.setPen(pen)
    if across:
        painter.drawLine(QLineF(line.left(), middle.y(), line.right(), middle.y()))
    else:
        painter.drawLine(QLineF(middle.x(), line.top(), middle.x(), line.bottom()))


def _wave(painter: QPainter, line: QRectF, colour: QColor) -> None:
    """Draw a line that goes up and down."""
    steps = max(1, int(line.width() // WAVE))
    points = [
        QPointF(line.left() + n * WAVE, line.top() if n % 2 else line.bottom())
        for n in range(steps + 1)
    ]
    painter.setPen(QPen(colour, 1.5))
    painter.drawPolyline(points)


def _mixed_lines(text: str) -> frozenset[int]:
    """The numbers of the lines that hold right-to-left characters."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return frozenset()
    lines = re.split("[\n\u2029\ufdd0\ufdd1]", text)
    return frozenset(n for n, line in enumerate(lines) if _RIGHT_TO_LEFT.search(line))
