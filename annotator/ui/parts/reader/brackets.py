"""The brackets in the margin: which lines each annotation covers, and what joins its fragments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTextBlock, QTextLayout

from annotator.domain.span import Range
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.measures import LANE, MARGIN
from annotator.ui.parts.reader.rows import Row, line_of
from annotator.ui.theme import CodeColours

WIDTH = 3.0
_INSET = 2.0


@dataclass(slots=True)
class Bracket:
    """A line beside an annotation; x is its distance from the column.

    Another coder's is ``dashed``. With several ``ids`` it stands for all those that have no lane
    of their own.
    """

    extent: QRectF
    colour: QColor
    ids: tuple[int, ...]
    dashed: bool


@dataclass(slots=True)
class Joint:
    """The dotted line between the brackets of fragments; x is its distance from the column."""

    extent: QRectF
    colour: QColor


@dataclass(frozen=True, slots=True)
class BracketBrush:
    """What is the same for all brackets; ``lanes``: how many have a bracket of their own."""

    lanes: int
    quiet: QColor
    warning: QColor
    colours: Callable[[int], CodeColours]
    strong: frozenset[int]
    others: Collection[int]


def brackets_of(
    block: QTextBlock,
    marks: Sequence[Mark],
    rows: Sequence[Row],
    below: float,
    brush: BracketBrush,
) -> tuple[list[Bracket], list[Joint]]:
    """The brackets and joints beside one paragraph.

    Args:
        block: the paragraph, laid out.
        marks: the marks to draw that reach into it, by their fragments or the gaps between.
        rows: its lines.
        below: where the next paragraph's text begins, in this one's coordinates.
        brush: colours.
    """
    place = _Paragraph(block, rows, below)
    brackets: list[Bracket] = []
    joints: list[Joint] = []
    crowd: list[tuple[float, float, int]] = []
    for mark in marks:
        extents = [place.extent(*each) for each in mark.ranges if place.holds(*each)]
        alone = mark.lane < brush.lanes
        if not alone:
            crowd += [(top, bottom, mark.id) for top, bottom in extents]
            if mark.id not in brush.strong:
                continue
        x = float(MARGIN + min(mark.lane, brush.lanes) * LANE)
        colour = brush.warning if mark.id < 0 else brush.colours(mark.code_id).line
        width = WIDTH + (1 if mark.id in brush.strong else 0)
        dashed = mark.coder_id in brush.others
        for top, bottom in extents:
            brackets.append(
                Bracket(QRectF(x, top, width, bottom - top), colour, (mark.id,), dashed)
            )
        if mark.fragments and alone:
            top, bottom = place.extent(mark.start, mark.end)
            joint = QRectF(x + WIDTH / 2, top, 0, bottom - top)
            joints.append(Joint(joint, colour))
    return brackets + _shared(crowd, brush), joints


def taken_beside(
    rows: Sequence[Row], brackets: Sequence[Bracket], joints: Sequence[Joint]
) -> list[float]:
    """How far from the column the brackets and joints beside each line reach, with some air."""
    tops = [row.top for row in rows]
    taken = [float(MARGIN)] * len(rows)
    for extent in [each.extent for each in brackets] + [each.extent for each in joints]:
        # Which lane it is in, not how thick it is: the chosen one moves no name.
        edge = MARGIN + (extent.left() - MARGIN) // LANE * LANE + 2 * LANE
        number = max(0, bisect_right(tops, extent.top()) - 1)
        while number < len(rows) and tops[number] < extent.bottom():
            taken[number] = max(taken[number], edge)
            number += 1
    return taken


def _shared(crowd: list[tuple[float, float, int]], brush: BracketBrush) -> list[Bracket]:
    """One thin bracket beside each stretch of lines where marks have no lane of their own."""
    found: list[Bracket] = []
    for top, bottom, mark_id in sorted(crowd):
        if found and top <= found[-1].extent.bottom():
            last = found[-1]
            last.extent.setBottom(max(last.extent.bottom(), bottom))
            last.ids = (*last.ids, mark_id)
        else:
            x = float(MARGIN + brush.lanes * LANE)
            found.append(
                Bracket(QRectF(x, top, 1, bottom - top), brush.quiet, (mark_id,), dashed=False)
            )
    return found


class _Paragraph:
    """From where to where in a paragraph ranges of the article reach."""

    def __init__(self, block: QTextBlock, rows: Sequence[Row], below: float) -> None:
        self._layout: QTextLayout = block.layout()
        self._origin = block.position()
        self._end = block.position() + block.length()
        self._rows = rows
        self._below = below

    def holds(self, start: int, end: int) -> bool:
        """Whether some of a range lies in the paragraph."""
        return start < self._end and end > self._origin

    def extent(self, start: int, end: int) -> Range | tuple[float, float]:
        """The top and bottom of a bracket; one that goes on beyond reaches to the edge."""
        top = self._row(start).top + _INSET if start >= self._origin else 0.0
        bottom = self._row(end - 1).bottom - _INSET if end < self._end else self._below
        return top, max(top + WIDTH, bottom)

    def _row(self, position: int) -> Row:
        return self._rows[line_of(self._layout, position - self._origin)]
