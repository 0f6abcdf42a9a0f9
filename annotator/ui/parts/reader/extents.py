"""Where ranges of an article stand on the lines of a laid out paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from annotator.domain.span import Range
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.rows import rows_of


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of one range of a mark that lies on one line."""

    mark: Mark
    line: int
    left: float
    right: float


def boxes(block: QTextBlock, ranges: tuple[Range, ...], *, mixed: bool) -> list[QRectF]:
    """Where the words of ranges (UTF-16 positions) stand in a paragraph, a box for each line."""
    rows = rows_of(block.layout())
    marks = [Mark(0, 0, 0, *each, 0, 0) for each in ranges]
    found = pieces_of(block, marks, mixed=mixed)
    return [
        QRectF(one.left, rows[one.line].top, one.right - one.left, rows[one.line].height)
        for one in found
    ]


def pieces_of(block: QTextBlock, marks: Sequence[Mark], *, mixed: bool) -> list[Piece]:
    """The pieces of marks on the lines of a paragraph; x from the left edge of its text.

    Args:
        block: the paragraph, laid out.
        marks: marks that reach into it.
        mixed: whether it mixes writing directions.
    """
    layout = block.layout()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    origin, length = block.position(), block.length() - 1
    starts = [line.textStart() for line in lines]
    spaces = block.text()
    pieces: list[Piece] = []
    for mark in marks:
        for start, end in mark.ranges:
            first, last = max(0, start - origin), min(length, end - origin)
            number = max(0, bisect_right(starts, first) - 1)
            while first < last and number < len(lines) and starts[number] < last:
                line = lines[number]
                line_end = starts[number] + line.textLength()
                left, right = max(first, starts[number]), min(last, line_end)
                if right == line_end:
                    right = _without_trailing_space(spaces, left, right, len(spaces) == length)
                pieces += [
                    Piece(mark, number, x0, x1) for x0, x1 in _extents(line, left, right, mixed)
                ]
                number += 1
    return pieces


def _without_trailing_space(text: str, left: int, right: int, exact: bool) -> int:
    """A line's last space hangs over its edge; ``exact`` when positions are those of ``text``."""
    while exact and right > left + 1 and text[right - 1] == " ":
        right -= 1
    return right


def _extents(line: QTextLine, left: int, right: int, mixed: bool) -> list[tuple[float, float]]:
    """Where the characters ``[left, right)`` are drawn on the line."""
    if right <= left:
        return []
    if not mixed:
        return [(x_of(line, left), x_of(line, right))]
    # At a change of direction cursorToX may answer with the caret's other place: ask the glyphs.
    found: list[tuple[float, float]] = []
    for run in line.glyphRuns(left, right - left):
        advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        for position, advance in zip(run.positions(), advances, strict=False):
            if advance.x() > 0:
                found.append((position.x(), position.x() + advance.x()))
    return _joined(sorted(found))


def _joined(extents: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for left, right in extents:
        if joined and left <= joined[-1][1] + 0.5:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        else:
            joined.append((left, right))
    return joined


def x_of(line: QTextLine, position: int) -> float:
    """Where a position of the paragraph stands on a line, from the left edge of its text."""
    # Qt answers with the place and the position it found; its typing knows only one of them.
    found: Any = line.cursorToX(position)
    return float(found[0])


def character_at(line: QTextLine, x: float) -> int:
    """The character of the paragraph that is drawn at a place of a line."""
    found = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
    # From right to left Qt takes the second half of a character for the next one.
    for here in (found, found - 1):
        edges = sorted((x_of(line, here), x_of(line, here + 1)))
        if here >= line.textStart() and edges[0] <= x <= edges[1]:
            return here
    return found
