"""The lines of a laid out paragraph."""

from __future__ import annotations

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
