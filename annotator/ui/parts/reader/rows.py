"""The lines of a laid out paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextLayout


@dataclass(frozen=True, slots=True)
class Row:
    """The geometry of one line of a paragraph, in its coordinates."""

    top: float
    baseline: float
    height: float

    @property
    def bottom(self) -> float:
        """Where its letters end."""
        return self.top + self.height


def rows_of(layout: QTextLayout) -> list[Row]:
    """The lines of a paragraph from top to bottom."""
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [Row(n.y(), n.y() + n.ascent(), n.ascent() + n.descent()) for n in lines]


def line_of(layout: QTextLayout, position: int) -> int:
    """The number of the line that holds a position of the paragraph; the last one beyond it."""
    line = layout.lineForTextPosition(max(0, position))
    return line.lineNumber() if line.isValid() else layout.lineCount() - 1


def air_around(rows: Sequence[Row], number: int, below: float) -> tuple[float, float]:
    """How far something beside a line may reach over it, above and below, and meet no other.

    Args:
        rows: the lines of the paragraph.
        number: which of them.
        below: where the next paragraph's text begins, in this one's coordinates.
    """
    row = rows[number]
    after = rows[number + 1].top if number + 1 < len(rows) else below
    beneath = max(0.0, after - row.bottom) / 2
    if number:
        return max(0.0, row.top - rows[number - 1].bottom) / 2, beneath
    # What is above the paragraph is at least as far away as its own lines are from one another.
    return (max(0.0, rows[1].top - row.bottom) / 2 if len(rows) > 1 else 0.0), beneath
