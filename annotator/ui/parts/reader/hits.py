"""What was found in the article shown: painted around the words, and in the overview."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QTextBlock

from annotator.domain.span import Range
from annotator.domain.text import OffsetMap
from annotator.ui.parts.reader.extents import boxes

_SHARE = 0.45
"""How much of the colour of a selection the ground of a hit has."""


class Hits:
    """Places in a text, in order, none overlapping another.

    Attributes:
        current: the one that is meant, -1 for none.
    """

    def __init__(self, spans: Sequence[Range] = (), offsets: OffsetMap | None = None) -> None:
        self.spans = spans
        self.current = -1
        agree = not spans or offsets is None or offsets.agree_to(spans[-1][1])
        to_utf16 = int if agree or offsets is None else offsets.to_utf16
        self._starts = array("L", (to_utf16(start) for start, _ in spans))
        self._ends = array("L", (to_utf16(end) for _, end in spans))
        self._boxes: dict[tuple[object, ...], list[tuple[int, QRectF]]] = {}

    def __len__(self) -> int:
        return len(self.spans)

    def after(self, place: int) -> int:
        """The first hit that starts at ``place``, in code points, or later; else the first."""
        found = bisect_left(self.spans, (place, 0))
        return found if found < len(self) else 0

    def before(self, place: int) -> int:
        """The last hit that starts before ``place``; else the last one."""
        return bisect_left(self.spans, (place, 0)) - 1 if self else -1

    def paint(
        self,
        painter: QPainter,
        block: QTextBlock,
        place: QPointF,
        colours: tuple[QColor, QColor],
        layout: object,
        *,
        mixed: bool,
    ) -> None:
        """Paint those in a paragraph under its words, with an edge; the current one's is thick.

        Args:
            painter: paints on the viewport.
            block: the paragraph.
            place: of the paragraph on the viewport.
            colours: of the ground and of the edge.
            layout: another one when the paragraph may have been laid out anew.
            mixed: whether the paragraph mixes writing directions.
        """
        if not self or not block.layout().lineCount():
            return
        key = (block.blockNumber(), layout)
        if key not in self._boxes:
            self._boxes[key] = list(self._found(block, mixed=mixed))
        ground, edge = QColor(colours[0]), colours[1]
        ground.setAlphaF(_SHARE)
        for number, box in self._boxes[key]:
            on_screen = box.translated(place).adjusted(-1, 0, 1, 0)
            painter.fillRect(on_screen, ground)
            painter.setPen(QPen(edge, 2 if number == self.current else 1))
            painter.drawRect(on_screen.adjusted(0.5, 0.5, -0.5, -0.5))

    def _found(self, block: QTextBlock, *, mixed: bool) -> Iterator[tuple[int, QRectF]]:
        start, end = block.position(), block.position() + block.length()
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        for number in range(first, last):
            here = (self._starts[number], self._ends[number])
            for box in boxes(block, (here,), mixed=mixed):
                yield number, box
