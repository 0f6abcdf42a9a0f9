"""Pieces of a selection that are held while more is selected: together they are one span."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from annotator.domain.span import Range, Span
from annotator.ui.parts.reader.extents import boxes


class Pieces:
    """The held pieces of one article, in code points; pieces that touch become one.

    Attributes:
        asked: whether they are held because somebody asked for that by its key or menu: then the
            next selection adds to them, with Ctrl or without.
    """

    def __init__(self) -> None:
        self.span = Span()
        self.asked = False

    def __len__(self) -> int:
        return len(self.span.ranges)

    def hold(self, piece: Range) -> None:
        """Hold one more piece."""
        self.span = Span.of(*self.span.ranges, piece)

    def take(self, position: int) -> Range | None:
        """Let the piece around ``position`` go, or the one that ends there; None if none does."""
        found = [each for each in self.span.ranges if each[0] <= position <= each[1]]
        if not found:
            return None
        piece = found[-1]
        self.span = Span(tuple(each for each in self.span.ranges if each != piece))
        self.asked = self.asked and bool(self)
        return piece

    def drop(self) -> None:
        """Hold nothing any more."""
        self.span, self.asked = Span(), False

    def together_with(self, selected: Range | None) -> Span | None:
        """The span of all pieces and of what is selected; None if that is nothing."""
        ranges = self.span.ranges if selected is None else (*self.span.ranges, selected)
        return Span.of(*ranges) if ranges else None


def paint_pieces(
    painter: QPainter,
    block: QTextBlock,
    place: QPointF,
    ranges: tuple[Range, ...],
    colours: tuple[QColor, QColor],
    *,
    mixed: bool,
) -> None:
    """Paint held pieces under the words of a paragraph, as selected and with an edge.

    Args:
        painter: paints on the viewport.
        block: the paragraph.
        place: of the paragraph on the viewport.
        ranges: the pieces, in UTF-16 positions.
        colours: of the ground and of the edge.
        mixed: whether the paragraph mixes writing directions.
    """
    start, end = block.position(), block.position() + block.length()
    here = tuple(each for each in ranges if each[0] < end and start < each[1])
    ground, edge = colours
    for box in boxes(block, here, mixed=mixed) if here else ():
        on_screen = box.translated(place)
        painter.fillRect(on_screen, ground)
        painter.setPen(QPen(edge, 1))
        painter.drawRect(on_screen.adjusted(0.5, 0.5, -0.5, -0.5))
