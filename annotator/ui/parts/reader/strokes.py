"""What is drawn around one paragraph for its annotations: tints, underlines, brackets, names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QTextBlock, QTextLayout, QTextLine

from annotator.domain.codebook import Code
from annotator.domain.span import Range
from annotator.ui.parts.reader.marks import Mark
from annotator.ui.theme import CodeColours

UNDERLINE_LANES = 3
LANES_SHOWN = 12
LANE_PIXELS = 6
BRACKET_PIXELS = 3
MORE = 36
"""Room for "+2" after the names that fit."""
_DOT = 11.0
"""Room for the coloured mark before a name."""
_LEAST_NAME = 44.0
_BESIDE = 5.0
"""Room between a name and the initials of other coders."""


@dataclass(slots=True)
class Name:
    """The name of a code beside the line where its annotation begins; no colour: "+2 more".

    ``coders`` are the initials of the others who have it there, or that it is not
    saved, when it ``waits``; ``hollow`` that nobody else has.
    """

    x: float
    y: float
    height: float
    text: str
    colour: QColor | None
    width: float = 0.0
    coders: str = ""
    hollow: bool = False
    waits: bool = False


@dataclass(slots=True)
class Bracket:
    """A line in the margin beside an annotation; another coder's is ``dashed``."""

    extent: QRectF
    colour: QColor
    id: int
    dashed: bool


@dataclass(slots=True)
class Strokes:
    """Everything for one paragraph, in its own coordinates.

    ``fills``, ``lines``, ``dashes`` (the lines of other coders) and ``waves`` (of what is not
    saved) have x from the text's left edge; ``brackets`` and ``joints`` from that of the margin;
    ``names`` from that of the room for names.
    """

    fills: list[tuple[QRectF, QColor]] = field(default_factory=list)
    lines: list[tuple[QRectF, QColor]] = field(default_factory=list)
    dashes: list[tuple[QRectF, QColor]] = field(default_factory=list)
    waves: list[tuple[QRectF, QColor]] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    joints: list[tuple[float, float, float, QColor]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)


NOTHING = Strokes()


@dataclass(frozen=True, slots=True)
class Brush:
    """What does not differ from paragraph to paragraph; ``others``: coders' initials by id."""

    pixels: int
    leading: float
    quiet: QColor
    warning: QColor
    not_saved: str
    colours: Callable[[int], CodeColours]
    code: Callable[[int], Code]
    strong: frozenset[int]
    others: Mapping[int, str]
    name_room: float
    name_width: Callable[[str], float]
    elided: Callable[[str, float], str]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of one range of a mark that lies on one line."""

    mark: Mark
    line: int
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Row:
    """The geometry of one line of the paragraph."""

    top: float
    baseline: float
    height: float


def paragraph_strokes(
    block: QTextBlock, marks: Sequence[Mark], brush: Brush, below: float, *, mixed: bool
) -> Strokes:
    """The strokes of one laid out paragraph.

    Args:
        block: the paragraph.
        marks: the marks to draw that reach into it, by start.
        brush: colours and measures.
        below: where the next paragraph's text begins, in this one's coordinates.
        mixed: whether the paragraph mixes writing directions.
    """
    layout = block.layout()
    if not marks or not layout.lineCount():
        return NOTHING
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    rows = [_Row(n.y(), n.y() + n.ascent(), n.ascent() + n.descent()) for n in lines]
    strokes = Strokes()
    pieces = _pieces(block, lines, marks, mixed=mixed)
    _tint(strokes, pieces, rows, brush)
    _underline(
        strokes,
        pieces,
        rows,
        brush,
        _underline_lanes(block, marks, brush.others),
        lines[0].descent(),
    )
    _bracket(strokes, block, layout, marks, rows, brush, below)
    _name(strokes, block, layout, marks, rows, brush)
    return strokes


def boxes(block: QTextBlock, ranges: tuple[Range, ...], *, mixed: bool) -> list[QRectF]:
    """Where the words of ranges (UTF-16 positions) stand in a paragraph, a box for each line."""
    layout = block.layout()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    found = _pieces(block, lines, [Mark(0, 0, 0, ranges, 0, 0)], mixed=mixed)
    heights = [line.ascent() + line.descent() for line in lines]
    return [
        QRectF(one.left, lines[one.line].y(), one.right - one.left, heights[one.line])
        for one in found
    ]


def _pieces(
    block: QTextBlock, lines: Sequence[QTextLine], marks: Sequence[Mark], *, mixed: bool
) -> list[_Piece]:
    origin, length = block.position(), block.length() - 1
    starts = [line.textStart() for line in lines]
    spaces = block.text()
    pieces: list[_Piece] = []
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
                    _Piece(mark, number, x0, x1) for x0, x1 in _extents(line, left, right, mixed)
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
        return [(_x(line, left), _x(line, right))]
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


def _x(line: QTextLine, position: int) -> float:
    # Qt answers with the place and the position it found; its typing knows only one of them.
    found: Any = line.cursorToX(position)
    return float(found[0])


def _tint(strokes: Strokes, pieces: Sequence[_Piece], rows: Sequence[_Row], brush: Brush) -> None:
    """One pure tint per place, that of the shortest mark there; chosen marks win over all.

    Other coders' marks have none unless they are chosen.
    """
    by_line: dict[int, list[_Piece]] = {}
    for piece in pieces:
        if piece.mark.coder_id not in brush.others or piece.mark.id in brush.strong:
            by_line.setdefault(piece.line, []).append(piece)
    for number, on_line in by_line.items():
        row = rows[number]
        for left, right, mark in _winners(on_line, brush.strong):
            colours = brush.colours(mark.code_id)
            colour = colours.strong if mark.id in brush.strong else colours.tint
            strokes.fills.append((QRectF(left, row.top, right - left, row.height), colour))


def _winners(pieces: Sequence[_Piece], strong: frozenset[int]) -> list[tuple[float, float, Mark]]:
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
    pieces: Sequence[_Piece],
    rows: Sequence[_Row],
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


def _bracket(
    strokes: Strokes,
    block: QTextBlock,
    layout: QTextLayout,
    marks: Sequence[Mark],
    rows: Sequence[_Row],
    brush: Brush,
    below: float,
) -> None:
    origin, end = block.position(), block.position() + block.length()
    for mark in marks:
        if mark.lane >= LANES_SHOWN:
            continue
        x = float(mark.lane * LANE_PIXELS)
        colour = brush.warning if mark.id < 0 else brush.colours(mark.code_id).line
        width = BRACKET_PIXELS + (1 if mark.id in brush.strong else 0)
        solid = [(a, b) for a, b in mark.ranges if a < end and b > origin]
        for start, stop in solid:
            top = rows[_line_of(layout, start - origin)].top + 2 if start >= origin else 0.0
            last = rows[_line_of(layout, min(stop, end - 1) - origin - 1)]
            bottom = last.top + last.height - 2 if stop < end else below
            extent = QRectF(x, top, width, max(3.0, bottom - top))
            dashed = mark.coder_id in brush.others
            strokes.brackets.append(Bracket(extent, colour, mark.id, dashed))
        if len(mark.ranges) > 1:
            joint = _joint(mark, origin, end, layout, rows, below)
            if joint:
                strokes.joints.append((x + BRACKET_PIXELS / 2, *joint, colour))


def _joint(
    mark: Mark,
    origin: int,
    end: int,
    layout: QTextLayout,
    rows: Sequence[_Row],
    below: float,
) -> tuple[float, float] | None:
    """From where to where the dotted line between fragments runs in this paragraph."""
    top = rows[_line_of(layout, mark.start - origin)].top if mark.start >= origin else 0.0
    row = rows[_line_of(layout, mark.end - 1 - origin)] if mark.end <= end else None
    bottom = row.top + row.height if row else below
    return (top + 2, bottom - 2) if bottom - top > 4 else None


def _line_of(layout: QTextLayout, position: int) -> int:
    line = layout.lineForTextPosition(max(0, position))
    return line.lineNumber() if line.isValid() else layout.lineCount() - 1


def _name(
    strokes: Strokes,
    block: QTextBlock,
    layout: QTextLayout,
    marks: Sequence[Mark],
    rows: Sequence[_Row],
    brush: Brush,
) -> None:
    """The names of the annotations that begin on a line stand on that line's own row."""
    origin, end = block.position(), block.position() + block.length()
    by_line: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.order)):
        if origin <= mark.start < end:
            by_line.setdefault(_line_of(layout, mark.start - origin), []).append(mark)
    for number, beginning in by_line.items():
        strokes.names += _name_row(beginning, rows[number], brush)


def _name_row(marks: Sequence[Mark], row: _Row, brush: Brush) -> list[Name]:
    room, x = brush.name_room, 0.0
    if room < 40:
        return []
    names: list[Name] = []
    # What is not saved is told before all else.
    waiting = {mark.code_id for mark in marks if mark.id < 0}
    codes = sorted(
        dict.fromkeys(mark.code_id for mark in marks), key=lambda one: one not in waiting
    )
    for place, code_id in enumerate(codes):
        who = {mark.coder_id for mark in marks if mark.code_id == code_id}
        text = brush.code(code_id).name
        more = MORE if len(codes) - place - 1 else 0
        left = room - x - _DOT - more
        coders, after = _coders_beside(who, brush.name_width(text), left, brush)
        if code_id in waiting:
            coders, after = brush.not_saved, _BESIDE + brush.name_width(brush.not_saved)
        if place and brush.name_width(text) + after > left:
            names.append(Name(x, row.top, row.height, f"+{len(codes) - place}", None))
            break
        if brush.name_width(text) > left - after:
            text = brush.elided(text, left - after)
        width, colour = brush.name_width(text), brush.colours(code_id).line
        hollow = all(one in brush.others for one in who)
        waits = code_id in waiting
        names.append(Name(x, row.top, row.height, text, colour, width, coders, hollow, waits))
        x += _DOT + width + after + 12
    return names


def _coders_beside(
    who: Collection[int], name: float, room: float, brush: Brush
) -> tuple[str, float]:
    """What stands after a name of that width for the others who have it, and its room.

    Several are counted where their initials would cut the name; where even that would leave
    hardly any of it, the name is worth more.
    """
    short = [one for coder_id, one in brush.others.items() if coder_id in who]
    if not short:
        return "", 0.0
    coders = " ".join(short)
    if len(short) > 1 and name + _BESIDE + brush.name_width(coders) > room:
        coders = f"×{len(short)}"
    after = _BESIDE + brush.name_width(coders)
    return (coders, after) if room - after >= min(name, _LEAST_NAME) else ("", 0.0)
