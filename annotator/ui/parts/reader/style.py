"""How a person wants articles to look: size, font, width, spacing, and which marks are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.ui.settings import Settings
from annotator.ui.theme import SERIF


@dataclass(frozen=True, slots=True)
class Style:
    """What is set for the reader.

    Attributes:
        pixels: the size of the text.
        font: the family of the text.
        measure: characters in a line of the column.
        spacing: from line to line, in per cent of the size.
        underlines: whether lines and tints are drawn under the words.
        brackets: whether brackets and names stand in the margin.
        neutral: whether all codes share one tint.
    """

    pixels: int = 18
    font: str = SERIF
    measure: int = 66
    spacing: int = 180
    underlines: bool = True
    brackets: bool = True
    neutral: bool = False

    @staticmethod
    def of(settings: Settings) -> Style:
        """What a person's settings say."""
        marks = settings.word("reader/marks")
        return Style(
            settings.number("reader/pixels"),
            settings.word("reader/font"),
            settings.number("reader/measure"),
            settings.number("reader/spacing"),
            marks != "brackets",
            marks != "underlines",
            settings.flag("reader/neutral"),
        )

    @property
    def type(self) -> tuple[int, str, int, int]:
        """What the layout of the text depends on."""
        return self.pixels, self.font, self.measure, self.spacing
