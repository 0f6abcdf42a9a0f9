"""What is drawn around one paragraph for its annotations: tints, underlines, brackets, names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTextBlock

from annotator.ui.parts.reader.brackets import (
    Bracket,
    BracketBrush,
    Joint,
    brackets_of,
    taken_beside,
)
from annotator.ui.parts.reader.extents import Piece, pieces_of
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.parts.reader.names import Name, NameBrush, names_of
from annotator.ui.parts.reader.rows import Row, rows_of
from annotator.ui.theme import CodeColours

UNDERLINE_LANES = 3


@dataclass(slots=True)
class Strokes:
    """Everything for one paragraph, in its own coordinates.

    ``fills``, ``lines``, ``dashes`` (the lines of other coders) and ``waves`` (of what is not
    saved) have x from the text's left edge; ``brackets``, ``joints`` and ``names`` from the
    column outward.
    """

    fills: list[tuple[QRectF, QColor]] = field(default_factory=list)
    lines: list[tuple[QRectF, QColor]] = field(default_factory=list)
    dashes: list[tuple[QRectF, QColor]] = field(default_factory=list)
    waves: list[tuple[QRectF, QColor]] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


NOTHING = Strokes()


@dataclass(frozen=True, slots=True)
class Brush:
    """What does not differ from paragraph to paragraph.

    ``others``: coders' initials by their ids; ``neutral``: the tint of all codes, None for their
    own. Without ``underlines`` only what is ``strong`` is drawn under the words; without ``margin``
    there are no brackets and names; ``lanes`` of them have a bracket of their own.
    """

    pixels: int
    leading: float
    quiet: QColor
    warning: QColor
    neutral: QColor | None
    colours: Callable[[int], CodeColours]
    strong: frozenset[int]
    others: Mapping[int, str]
    underlines: bool
    margin: bool
    lanes: int
    names: NameBrush


def paragraph_strokes(
    block: QTextBlock,
    marks: Sequence[Mark],
    brush: Brush,
    below: float,
    *,
    mixed: bool,
    bare: bool = False,
) -> Strokes:
    """The strokes of one laid out paragraph.

    Args:
        block: the paragraph.
        marks: the marks to draw that reach into it, by start.
        brush: colours and measures.
        below: where the next paragraph's text begins, in this one's coordinates.
        mixed: whether the paragraph mixes writing directions.
        bare: whether its words are not shown: then there are only brackets that pass it.
    """
    if not marks or not block.layout().lineCount():
        return NOTHING
    rows = rows_of(block.layout())
    strokes = Strokes()
    if not bare:
        under = marks if brush.underlines else [mark for mark in marks if mark.id in brush.strong]
        pieces = pieces_of(block, under, mixed=mixed)
        _tint(strokes, pieces, rows, brush)
        lanes = _underline_lanes(block, marks, brush.others)
        _underline(strokes, pieces, rows, brush, lanes, block.layout().lineAt(0).descent())
    if brush.margin:
        brackets = BracketBrush(
            brush.lanes, brush.quiet, brush.warning, brush.colours, brush.strong, brush.others
        )
        strokes.brackets, strokes.joints = brackets_of(block, marks, rows, below, brackets)
        if not bare:
            taken = taken_beside(rows, strokes.brackets, strokes.joints)
            strokes.names = names_of(block, marks, rows, taken, below, brush.names)
    return strokes


def _tint(strokes: Strokes, pieces: Sequence[Piece], rows: Sequence[Row], brush: Brush) -> None:
    """One pure tint per place, that of the shortest mark there; chosen marks win over all.

    Other coders' marks have none unless they are chosen.
    """
    by_line: dict[int, list[Piece]] = {}
    for piece in pieces:
        if piece.mark.coder_id not in brush.others or piece.mark.id in brush.strong:
            by_line.setdefault(piece.line, []).append(piece)
    for number, on_line in by_line.items():
        row = rows[number]
        for left, right, mark in _winners(on_line, brush.strong):
            colours = brush.colours(mark.code_id)
            tint = brush.neutral or colours.tint
            colour = colours.strong if mark.id in brush.strong else tint
            strokes.fills.append((QRectF(left, row.top, right - left, row.height), colour))


def _winners(pieces: Sequence[Piece], strong: frozenset[int]) -> list[tuple[float, float, Mark]]:
    edges = sorted({edge for piece in pieces for edge in (piece.left, piece.right)})
    ranked = sorted(pieces, key=lambda p: (p.mark.id not in strong, p.mark.length, -p.mark.order))
    found: list[tuple[float, float, Mark]] = []
    for left, right in pairwise(edges):
        winner = next((p.mark for p in ranked if p.left <= left and p.right >= right), None)
        if winner is None:
            continue
        if found and found[-1][1] == left and found[-1][2] is winner:
            found[-1] = (found[-1][0], right, winner)
        else:
            found.append((left, right, winner))
    return found


def _underline_lanes(
    block: QTextBlock, marks: Sequence[Mark], others: Collection[int]
) -> dict[int, int]:
    """The lowest lane free of earlier marks: a new annotation never moves older underlines.

    One's own come first: however many others have coded there, they keep their colour.
    """
    origin, end = block.position(), block.position() + block.length()
    lanes: dict[int, int] = {}
    placed: list[tuple[int, int, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.coder_id in others, mark.order)):
        here = [(a, b) for a, b in mark.ranges if a < end and b > origin]
        taken = {lane for start, stop, lane in placed for a, b in here if a < stop and b > start}
        lane = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        lanes[mark.id] = lane
        placed += [(a, b, lane) for a, b in here]
    return lanes


def _underline(
    strokes: Strokes,
    pieces: Sequence[Piece],
    rows: Sequence[Row],
    brush: Brush,
    lanes: dict[int, int],
    descent: float,
) -> None:
    thickness = max(2.0, brush.pixels / 9)
    pitch = thickness + max(1.0, brush.pixels / 14)
    offset = brush.pixels * 0.16
    room = int((descent + brush.leading - offset) // pitch)
    room = max(1, min(UNDERLINE_LANES, room))
    for piece in pieces:
        lane = lanes[piece.mark.id]
        y = rows[piece.line].baseline + offset + min(lane, room) * pitch
        width = piece.right - piece.left
        if lane < room:
            colour = brush.colours(piece.mark.code_id).line
            drawn = strokes.dashes if piece.mark.coder_id in brush.others else strokes.lines
            if piece.mark.id < 0:
                drawn, colour = strokes.waves, brush.warning
            drawn.append((QRectF(piece.left, y, width, thickness), colour))
        elif lane == room:
            strokes.lines.append((QRectF(piece.left, y, width, 1), brush.quiet))
