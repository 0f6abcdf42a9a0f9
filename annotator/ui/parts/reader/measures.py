"""Where things stand from left to right: the numbers, the column, the brackets and the names."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
NAMES = 200
NAMES_LEAST = 114
BESIDE_STRIP = 8
"""Pixels kept free between the names and the overview."""
SPARE_LANES = 2
"""Lanes kept free when an article opens, so that tagging moves no name."""
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
        mirrored: whether brackets and names stand at the left, the numbers at the right.
    """

    left: int = 0
    right: int = STRIP
    text: int = GUTTER
    column: int = 0
    gutter: int = GUTTER
    names_at: int = 0
    name_room: float = 0.0
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

    def with_lanes(self, lanes: int) -> Measures:
        """The same where that many lanes have brackets: names only ever move outward."""
        names_at = max(self.names_at, margin(lanes, 0))
        room = self.name_room - (names_at - self.names_at)
        return replace(self, names_at=names_at, name_room=room)


def measure(
    room: int, wanted: int, lanes: int, gutter: int, count: int, *, mirrored: bool
) -> Measures:
    """Share out the room beside the scroll bar and the overview.

    Args:
        room: pixels there are.
        wanted: how wide the column would be.
        lanes: how many lanes have brackets.
        gutter: what the numbers need.
        count: what "+2" needs, where there is no room for names.
        mirrored: whether the text runs from right to left.
    """
    beside, least = margin(lanes, SPARE_LANES), NAMES_LEAST
    if room < _NARROW:
        gutter, least = 2 * LANE, count + BESIDE_STRIP
    column = min(wanted, max(_LEAST_COLUMN, room - gutter - beside - least))
    names = min(NAMES, max(0, room - gutter - column - beside))
    spare = max(0, (room - gutter - column - beside - names) // 2)
    if mirrored:
        return Measures(
            left=STRIP + spare,
            right=spare,
            text=names + beside,
            column=column,
            gutter=gutter,
            names_at=beside,
            name_room=float(names - BESIDE_STRIP),
            mirrored=True,
        )
    return Measures(
        left=spare,
        text=gutter,
        column=column,
        gutter=gutter,
        names_at=beside,
        name_room=float(room - spare - gutter - column - beside - BESIDE_STRIP),
    )


def margin(lanes: int, spare: int) -> int:
    """How far from the column the names stand beside that many lanes."""
    return MARGIN + LANE * min(LANES_SHOWN + 1, max(3, lanes) + spare) + LANE
