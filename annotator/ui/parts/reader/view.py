"""Paints an article's annotations over its text: they never enter the document."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
)
from PySide6.QtWidgets import QWidget

from annotator.domain.annotation import Annotation
from annotator.domain.codebook import Codebook
from annotator.domain.direction import runs_right_to_left
from annotator.domain.furniture import Run
from annotator.domain.lazy_text import Text, lazily
from annotator.domain.span import Span
from annotator.domain.zones import Role, Zone
from annotator.ui.parts.reader.chosen import ChosenLayer
from annotator.ui.parts.reader.column import ArticleColumn
from annotator.ui.parts.reader.drawing import Drawing, name_box
from annotator.ui.parts.reader.focus_line import THICK, FocusLine
from annotator.ui.parts.reader.folding import Folding
from annotator.ui.parts.reader.handles import Handle
from annotator.ui.parts.reader.hits import Hits
from annotator.ui.parts.reader.marks import Mark, Marks
from annotator.ui.parts.reader.measures import STRIP, measure
from annotator.ui.parts.reader.outline import Outline
from annotator.ui.parts.reader.overview import OverviewStrip
from annotator.ui.parts.reader.page import Page
from annotator.ui.parts.reader.stroke_store import StrokeStore
from annotator.ui.parts.reader.strokes import Strokes
from annotator.ui.parts.reader.style import Style
from annotator.ui.theme import CodeColours, Theme

TOP, BOTTOM = 26, 220
MANY = 2000


class ArticleView(ArticleColumn):
    """One article with its annotations, to be read and pointed at.

    All offsets that go in and out are code points of the article's text. Annotations never enter
    the document: adding, hiding or changing one lays nothing out anew and moves nothing.

    Signals:
        fold_turned: somebody folded or unfolded some furniture.
    """

    fold_turned = Signal()

    def __init__(self, theme: Theme, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(theme, style, parent)
        self.meta_line = ""
        self.zones: Sequence[Zone] = ()
        self.marks = Marks()
        self.hits = Hits()
        self.codebook = Codebook(())
        self.folding = Folding()
        self._theme = theme
        self._hidden: frozenset[int] = frozenset()
        self._coder_id: int | None = None
        self._others: Mapping[int, str] = {}
        self._strong: frozenset[int] = frozenset()
        self.layer = ChosenLayer(self)
        self._kept = StrokeStore(self)
        self._colours: dict[int, CodeColours] = {}
        self._mirrored = False
        self._laid_out_for: object = None
        self.pouring.poured.connect(self._poured)
        self._strip = OverviewStrip(self, self)
        self._focus_line = FocusLine(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.set_theme(theme)

    # -- what is shown

    def show_text(
        self,
        text: Text,
        zones: Sequence[Zone],
        annotations: list[Annotation],
        meta_line: str = "",
        folding: Folding | None = None,
    ) -> None:
        """Show an article from its beginning; without ``folding`` all of its furniture."""
        self.lazy_text, self.zones, self.meta_line = lazily(text), zones, meta_line
        self.marks = Marks(annotations, self.lazy_text, mine=self._coder_id)
        self.hits = Hits()
        self.offsets = self.marks.offsets
        self.folding = folding or Folding(zones)
        self._strong = frozenset()
        self.layer = ChosenLayer(self)
        self._mirror(runs_right_to_left(self.lazy_text.to(0)))
        self._outline(self.pouring.first(self.lazy_text))
        self.pouring.begin(self.lazy_text, self._page.outline)
        self._lay_out()
        self.place_caret(self._story())
        self._leave_hidden_lines()
        self._spare_the_collector()

    def _story(self) -> int:
        """Where the headline begins; 0 where there is none in what has come."""
        come = takewhile(lambda zone: zone.start < self.pouring.end, self.zones)
        return next((zone.start for zone in come if zone.role is Role.HEADLINE), 0)

    def show_annotations(self, annotations: list[Annotation]) -> None:
        """Show these annotations of the article instead of those before; the text stays."""
        self.marks = Marks(annotations, self.lazy_text, mine=self._coder_id, offsets=self.offsets)
        self._strong &= frozenset(mark.id for mark in self.marks)
        self.redraw()
        self._spare_the_collector()

    def take_annotations(self, annotations: list[Annotation]) -> None:
        """Draw more annotations, that were not read yet when the article was shown."""
        new = self.marks.take(annotations)
        if not new:
            return
        top = self.verticalScrollBar().value()
        first, last = self.blocks_of(min(mark.start for mark in new), max(mark.end for mark in new))
        self._kept.forget(first, last)
        bottom = top + self.viewport().height()
        if first <= self._layout.block_at(bottom) and last >= self._layout.block_at(top):
            self.viewport().update()
        self._strip.refresh_soon()

    def show_zones(self, zones: Sequence[Zone]) -> None:
        """Show the article with other zones: some were corrected."""
        self.zones = zones
        self.fold(Folding(zones, folded=self.folding.folded, exceptions=self.folding.exceptions))

    def show_meta_line(self, line: str) -> None:
        """Show another line about outlet, author and date below the headline."""
        if line != self.meta_line:
            self.meta_line = line
            self.viewport().update()

    def _spare_the_collector(self) -> None:
        """The marks live as long as the article: the cycle collector need not walk them."""
        if len(self.marks) > MANY:
            gc.unfreeze()
            gc.freeze()

    def set_theme(self, theme: Theme) -> None:
        """Show everything in the colours of that theme."""
        self._theme = theme
        self._focus_line.set_colour(theme.accent)
        palette = _palette(self.palette(), theme)
        self.setPalette(palette)
        # A style sheet gives the viewport a palette of its own, which would stay as it was.
        self.viewport().setPalette(palette)
        self._lay_out_again(self._page.style)

    def set_style(self, style: Style) -> None:
        """Show the text that way, the first visible line staying where it is."""
        before = self._page.style
        if style.type != before.type:
            self._lay_out_again(style)
        elif style != before:
            self._page.style = style
            self._kept.clear()
            self.redraw()

    def _lay_out_again(self, style: Style) -> None:
        first, out_of_sight = self.scrolled() if self.has_text else (0, 0)
        self._page = Page(self._theme, style, self._page.outline)
        if self.has_text:
            self._lay_out()
            if self.verticalScrollBar().value():
                self.scroll_to(self.offsets.to_utf16(first), out_of_sight)
        self.redraw()

    @property
    def page(self) -> Page:
        """The formats of the article."""
        return self._page

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self._theme

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
        self._strip.refresh_soon()

    def drop_annotation(self, annotation_id: int) -> None:
        """Draw an annotation no more."""
        mark = self.marks.discard(annotation_id)
        self._strong -= {annotation_id}
        if mark is not None:
            self._forget(mark)
        self._strip.refresh_soon()

    def set_strong(self, annotation_ids: frozenset[int]) -> None:
        """Draw these annotations over their whole extent: the chosen and the pointed-at ones."""
        changed, self._strong = self._strong ^ annotation_ids, annotation_ids
        for annotation_id in changed:
            if annotation_id in self.marks:
                self._forget(self.marks[annotation_id])

    def set_chosen(self, annotation_id: int | None, *, movable: bool = True) -> None:
        """Draw the links of that annotation and, if its ends may be moved, handles at both."""
        before = {self.layer.chosen, *self.layer.relations}
        if self.layer.set(annotation_id, movable=movable):
            self._forget_all({*before, annotation_id, *self.layer.relations})

    def set_links(self, links: Iterable[tuple[int, int, str]]) -> None:
        """Draw these links (from, to, relation) when either end is chosen."""
        before = {*self.layer.relations}
        self.layer.set_links(links)
        self._forget_all({*before, *self.layer.relations})

    def set_hits(self, hits: Hits) -> None:
        """Mark what was found in the text; nothing moves."""
        self.hits = hits
        self.viewport().update()
        self._strip.refresh_soon()

    def redraw(self) -> None:
        """Draw all annotations anew (colours, names or visibility changed)."""
        self._kept.clear()
        self._colours.clear()
        self._strip.refresh_soon()
        self.viewport().update()
        self._strip.refresh_soon()

    def is_shown(self, mark: Mark | Annotation) -> bool:
        """Whether neither the mark's code nor its coder is hidden."""
        seen = mark.coder_id == self._coder_id or mark.coder_id in self._others
        return seen and mark.code_id not in self._hidden and mark.code_id in self.codebook

    @property
    def others(self) -> Mapping[int, str]:
        """The initials of the other coders whose annotations are shown, by their ids."""
        return self._others

    @property
    def strong(self) -> frozenset[int]:
        """The annotations that are drawn over their whole extent."""
        return self._strong

    def is_others(self, mark: Mark | Annotation) -> bool:
        """Whether the mark is not the work of the coder at work."""
        return mark.coder_id != self._coder_id

    def colours(self, code_id: int) -> CodeColours:
        """The colours of a code in the theme in force."""
        found = self._colours.get(code_id)
        if found is None:
            found = self._theme.code(self.codebook.colour(code_id))
            self._colours[code_id] = found
        return found

    # -- furniture

    def fold(self, folding: Folding) -> None:
        """Show furniture folded as ``folding`` says, the first visible line staying in place."""
        anchor, scrolled = self.first_visible(), self.verticalScrollBar().value()
        self.folding = folding
        self._outline(self.pouring.end)
        self.pouring.use(self._page.outline)
        self._lay_out()
        if scrolled:
            self.scroll_to(anchor)
        self._leave_hidden_lines()
        self.redraw()

    def fold_at(self, point: QPointF) -> Run | None:
        """The folded furniture whose line is under a point of the viewport."""
        for block, place in self.visible_blocks(point.y(), point.y()):
            run = self._page.folds.get(block.blockNumber())
            if run is not None and self._fold_box(place).contains(point):
                return run
        return None

    def unfold_at(self, point: QPointF) -> bool:
        """Unfold the furniture whose line is under a point; whether there is any."""
        run = self.fold_at(point)
        if run is not None:
            self.folding.turn(run)
            self.fold(self.folding)
            self.fold_turned.emit()
        return run is not None

    def is_folded_away(self, mark: Mark) -> bool:
        """Whether an annotation begins in furniture that is folded."""
        start = self.offsets.from_utf16(mark.start)
        return self.folding.folded_at(start, start + 1) is not None

    def show_span(self, span: Span, *, leaves: bool = True) -> None:
        """Scroll so that the span is seen; furniture that hides it is unfolded."""
        if self.folding.uncover(span):
            self.fold(self.folding)
        super().show_span(span, leaves=leaves)

    def _leave_hidden_lines(self) -> None:
        """The caret does not stay where nothing is shown."""
        cursor = self.textCursor()
        if self.has_text and not cursor.hasSelection() and self.is_blank_line(cursor.block()):
            self.place_caret(self._nearest_shown(cursor.block()))

    def _fold_box(self, place: QPointF) -> QRectF:
        return QRectF(self.measures.text, place.y(), self.measures.column, self._page.fold_height)

    def _fold_line(self, run: Run) -> str:
        to_utf16 = self.offsets.to_utf16
        start, end = to_utf16(run.start), to_utf16(run.end)
        hidden = [m for m in self.marks.within(start, end) if m.start >= start and m.end <= end]
        count = sum(map(self.is_shown, hidden))
        one, many = self.tr("1 line of page furniture"), self.tr("{n} lines of page furniture")
        text = (one if run.lines == 1 else many).format(n=run.lines)
        one, many = self.tr("1 annotation"), self.tr("{n} annotations")
        said = (one if count == 1 else many).format(n=count)
        arrow = "◂" if self._mirrored else "▸"
        return f"{arrow} {text} · {said}" if count else f"{arrow} {text}"

    # -- what is where

    def is_beside(self, point: QPointF) -> bool:
        """Whether a point of the viewport is in the margin with brackets and names."""
        return self.measures.is_beside(point)

    def marks_at(self, point: QPointF) -> list[Mark]:
        """The visible marks under a point, shortest first; in the margin, what stands there.

        Of equally short ones the coder's own come first.
        """
        if self.is_beside(point):
            return self._marks_beside(point)
        position = self.position_at(point)
        if position is None:
            return []
        found = self.marks.at(self.offsets.to_utf16(position))
        shown = [mark for mark in found if self.is_shown(mark)]
        return sorted(shown, key=lambda mark: (mark.length, self.is_others(mark)))

    def paragraph_numbers(self) -> dict[int, int]:
        """The numbers in the left margin, with the numbers of their blocks."""
        self.pouring.finish()
        return {number: block for block, number in self._page.outline.numbers.items()}

    def _marks_beside(self, point: QPointF) -> list[Mark]:
        """The marks of the bracket or the name at a point of the margin."""
        for block, place in self.visible_blocks(point.y(), point.y()):
            strokes, down = self._strokes(block), QPointF(0, place.y())
            boxes = [
                (self.measures.beside(bracket.extent).adjusted(-2, 0, 2, 0), bracket.ids)
                for bracket in strokes.brackets
            ] + [(name_box(name, self.measures), name.ids) for name in strokes.names]
            for box, ids in boxes:
                if box.translated(down).contains(point):
                    return [self.marks[mark_id] for mark_id in ids]
        return []

    def handle_at(self, point: QPointF) -> Handle | None:
        """The handle of the chosen annotation that a press at that point takes hold of."""
        return self.layer.handle_at(point)

    # -- layout

    def _mirror(self, mirrored: bool) -> None:
        """Articles written from right to left have everything the other way round."""
        self._mirrored = mirrored
        way = Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
        self.setLayoutDirection(way)

    def _outline(self, upto: int) -> None:
        """Find out what each paragraph before the break there is, and which of them are folded."""
        outline = Outline(self.lazy_text, self.zones, self.folding, upto=upto)
        self._page = Page(self._theme, self._page.style, outline)

    def _lay_out(self) -> None:
        self.document().setDefaultFont(self._page.font)
        self._kept.clear()
        self._laid_out_for = None
        self._fit()

    def _fit(self) -> None:
        """Centre the column.

        The document has a fixed width, so a wider or narrower window costs no new layout until
        the column itself must shrink.
        """
        bar = self.verticalScrollBar().sizeHint().width()
        found = measure(
            self.width() - bar - STRIP,
            self._page.column,
            self._page.names_width,
            self._page.gutter,
            self._page.count_width,
            mirrored=self._mirrored,
        )
        if found != self.measures:
            self.measures = found
            self._kept.clear()
        self.setViewportMargins(found.left, THICK, found.right, 0)
        if self._laid_out_for != (found.text, found.column, self._page):
            self._laid_out_for = (found.text, found.column, self._page)
            self._layout.set_page(
                self._page, width=found.column, left=found.text, above=TOP - THICK, below=BOTTOM
            )
            self._kept.clear()
            self.viewport().update()
        self._strip.place(bar if self._mirrored else self.width() - bar - STRIP)
        self._focus_line.place(self.width())

    def _poured(self, last: int) -> None:
        """More has come below a paragraph, which ends where that begins."""
        self._kept.forget(last, last)
        bottom = self.verticalScrollBar().value() + self.viewport().height()
        if last <= self._layout.block_at(bottom):
            self.viewport().update()

    @property
    def is_narrowed(self) -> bool:
        """Whether the column is narrower than the style wants, for want of room."""
        return self.measures.column < self._page.column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first visible line where it is when the column changes."""
        super().resizeEvent(event)
        if not self.has_text:
            self._fit()
        elif event.oldSize().width() != event.size().width():
            anchor, before = self.first_visible(), self._laid_out_for
            self._fit()
            if self._laid_out_for != before and self.verticalScrollBar().value():
                self.scroll_to(anchor)
        else:
            self._strip.place(self._strip.x())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that what is typed goes here."""
        super().focusInEvent(event)
        self._focus_line.show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it doesn't."""
        super().focusOutEvent(event)
        self._focus_line.hide()

    # -- painting

    def _scrolled(self) -> None:
        """Arcs reach over the edges of the viewport: what is left of them can't just be moved."""
        if self.layer.linked:
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tints and underlines first, then Qt's text, then brackets, names and numbers."""
        clip = QRectF(event.rect())
        self.lay_out_view()
        shown = []
        if self.has_text:
            for block, place in self.visible_blocks(clip.top(), clip.bottom()):
                shown.append((block, place, self._strokes(block)))
        painter = QPainter(self.viewport())
        drawing = Drawing(painter, self.measures, self._theme, self._page.meta_font)
        for _, place, strokes in shown:
            drawing.below(strokes, place)
        for block, place, _ in shown:
            self._paint_hits(painter, block, place)
            self.paint_under(painter, block, place)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        drawing = Drawing(painter, self.measures, self._theme, self._page.meta_font)
        for block, place, strokes in shown:
            drawing.beside(strokes, place)
            self._paint_lines_beside(drawing, block, place)
        self.layer.paint(painter, self._page.meta_font, self._theme)
        painter.end()

    def _paint_hits(self, painter: QPainter, block: QTextBlock, place: QPointF) -> None:
        if self.is_blank_line(block):
            return
        colours = (self._theme.text_selection, self._theme.accent)
        mixed, layout = self.is_mixed(block), self._laid_out_for
        self.hits.paint(painter, block, place, colours, layout, mixed=mixed)

    def paint_under(self, painter: QPainter, block: QTextBlock, place: QPointF) -> None:
        """Paint what else lies under the words of a paragraph that stands at ``place``."""

    def is_mixed(self, block: QTextBlock) -> bool:
        """Whether a paragraph mixes writing directions."""
        return block.blockNumber() in self._page.outline.mixed

    def _paint_lines_beside(self, drawing: Drawing, block: QTextBlock, place: QPointF) -> None:
        """The number of a paragraph, the line below the headline, the line for furniture."""
        number, layout = block.blockNumber(), block.layout()
        shown = self._page.outline.numbers.get(number)
        if shown is not None and layout.lineCount():
            line = layout.lineAt(0)
            drawing.number(shown, place.y() + line.y(), line.height())
        if number == self._page.outline.headline:
            bottom = place.y() + layout.boundingRect().bottom()
            height = QFontMetricsF(self._page.meta_font).height() * 1.5
            box = QRectF(self.measures.text, bottom + 2, self.measures.column, height)
            drawing.line(self.meta_line, box)
        if number in self._page.folds:
            drawing.line(self._fold_line(self._page.folds[number]), self._fold_box(place))

    def _strokes(self, block: QTextBlock) -> Strokes:
        return self._kept.of(block)

    def _forget_all(self, annotation_ids: Iterable[int | None]) -> None:
        for mark in (self.marks.get(one) for one in annotation_ids if one is not None):
            if mark is not None:
                self._forget(mark)
        self.viewport().update()

    def _forget(self, mark: Mark) -> None:
        self._kept.forget(*self.blocks_of(mark.start, max(mark.start, mark.end - 1)))
        self.viewport().update()


def _palette(palette: QPalette, theme: Theme) -> QPalette:
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
        palette.setColor(role, theme.paper)
    palette.setColor(QPalette.ColorRole.Text, theme.ink)
    chosen = QColor(theme.text_selection)
    chosen.setAlpha(185)
    palette.setColor(QPalette.ColorRole.Highlight, chosen)
    palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink)
    return palette
