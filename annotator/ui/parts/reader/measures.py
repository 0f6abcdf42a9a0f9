"""Where things stand from left to right: the numbers, the column, the brackets and the names."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

STRIP = 10
"""Pixels of the overview beside the scroll bar."""
GUTTER = 54
"""Pixels beside the column for the numbers of the paragraphs."""
MARGIN = 14
"""Pixels between the column and the first bracket."""
LANE = 6
"""Pixels from bracket to bracket."""
LANES_SHOWN = 12
"""Lanes that have a bracket of their own; what lies further out shares one more."""
NAMES_AT = MARGIN + 6 * LANE
"""How far from the column names stand; nearer or further where they or the brackets need it."""
BESIDE_STRIP = 8
"""Pixels kept free between the names and the overview."""
_NARROW = 420
"""In less room the numbers and most of the names make way for the words."""
_LEAST_COLUMN = 90


@dataclass(frozen=True, slots=True)
class Measures:
    """Pixels of the viewport; where a text runs from right to left all is ``mirrored``.

    Attributes:
        left: what the viewport leaves free at its left, so that the column stands in the middle.
        right: what it leaves free at its right.
        text: the column's left edge.
        column: its width.
        gutter: the room for the numbers beside its first characters.
        names_at: how far from the column the names stand.
        name_room: how much room they have.
        lanes: how many lanes have a bracket of their own.
        mirrored: whether brackets and names stand at the left, the numbers at the right.
    """

    left: int = 0
    right: int = STRIP
    text: int = GUTTER
    column: int = 0
    gutter: int = GUTTER
    names_at: int = 0
    name_room: float = 0.0
    lanes: int = LANES_SHOWN
    mirrored: bool = False

    @property
    def end(self) -> int:
        """The column's right edge."""
        return self.text + self.column

    def is_beside(self, point: QPointF) -> bool:
        """Whether a point is in the margin with the brackets and the names."""
        if self.mirrored:
            return point.x() <= self.text - MARGIN + LANE
        return point.x() >= self.end + MARGIN - LANE

    def beside(self, box: QRectF) -> QRectF:
        """A box whose x is its distance from the column, where it stands in the margin."""
        x = self.text - box.right() if self.mirrored else self.end + box.x()
        return QRectF(x, box.y(), box.width(), box.height())

    def before(self, box: QRectF) -> QRectF:
        """The same on the other side: beside the first characters of the lines."""
        x = self.end + box.x() if self.mirrored else self.text - box.right()
        return QRectF(x, box.y(), box.width(), box.height())


def measure(
    room: int, wanted: int, names: int, gutter: int, count: int, *, mirrored: bool
) -> Measures:
    """Share out the room beside the scroll bar and the overview.

    Nothing of it depends on the annotations: the same window breaks the lines in the same places.

    Args:
        room: pixels there are.
        wanted: how wide the column would be.
        names: what the names need at least.
        gutter: what the numbers need.
        count: what "+2" needs, where there is no room for names.
        mirrored: whether the text runs from right to left.
    """
    most, least = 2 * names, names
    if room < _NARROW:
        gutter, least = 2 * LANE, count
    least += NAMES_AT + BESIDE_STRIP
    column = min(wanted, max(_LEAST_COLUMN, room - gutter - least))
    beside = min(NAMES_AT + most + BESIDE_STRIP, max(0, room - gutter - column))
    spare = max(0, (room - gutter - column - beside) // 2)
    if not mirrored:
        # What is left over in a wide window is at the side of the names.
        end = room - spare - gutter - column - BESIDE_STRIP
        return Measures(
            left=spare,
            text=gutter,
            column=column,
            gutter=gutter,
            names_at=NAMES_AT,
            name_room=float(end - NAMES_AT),
            lanes=_lanes(end - count),
        )
    end = beside - BESIDE_STRIP
    return Measures(
        left=STRIP + spare,
        right=spare,
        text=beside,
        column=column,
        gutter=gutter,
        names_at=NAMES_AT,
        name_room=float(end - NAMES_AT),
        lanes=_lanes(end - count),
        mirrored=True,
    )


def _lanes(room: int) -> int:
    """How many lanes have room, with one more that others share, and the air before a name."""
    return max(1, min(LANES_SHOWN, (room - MARGIN) // LANE - 2))
