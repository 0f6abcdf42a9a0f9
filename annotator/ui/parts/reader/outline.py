"""What each paragraph of an article is: its role, its number, or a blank line."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from annotator.domain.furniture import Run
from annotator.domain.zones import FURNITURE_ROLES, Role, Zone
from annotator.ui.parts.reader.folding import Folding

SMALL_ROLES = FURNITURE_ROLES | {Role.CAPTION, Role.BYLINE}
NUMBERED_ROLES = frozenset({Role.HEADING, Role.BODY, Role.QUOTATION, Role.LIST})
"""Paragraphs that have a number in the margin."""
_LEVELS: dict[Role | None, int] = {Role.HEADLINE: 1, Role.HEADING: 2}

# Where Qt begins a new block.
_OTHER_BREAKS = re.compile("[\u2029\ufdd0\ufdd1]")
_BREAKS = re.compile("[\n\u2029\ufdd0\ufdd1]")


class Outline:
    """The paragraphs of a text by the number of their block in Qt's document.

    Attributes:
        roles: what each is; None for a blank line, and for furniture that is folded.
        lengths: how many characters each has.
        numbers: the numbers in the margin of those that have one.
        folds: folded furniture by the first block of each run.
        parted: small print that the story goes on below.
        headings: the levels of headlines (1) and headings (2).
        headline: the first headline; -1 if there is none.
    """

    def __init__(
        self, text: str = "", zones: Sequence[Zone] = (), folding: Folding | None = None
    ) -> None:
        self.lengths = array("L")
        self.roles: list[Role | None] = []
        self.numbers: dict[int, int] = {}
        self.folds: dict[int, Run] = {}
        self.parted: set[int] = set()
        self.headings: dict[int, int] = {}
        self.headline = -1
        self._read(text, zones)
        if folding is not None:
            self._fold([run for run in folding.runs if folding.is_folded(run)])
        self._number()

    def _read(self, text: str, zones: Sequence[Zone]) -> None:
        exotic = not text.isascii() and _OTHER_BREAKS.search(text)
        start, known, last = 0, -1, len(zones) - 1
        for line in _BREAKS.split(text) if exotic else text.split("\n"):
            end = start + len(line)
            while known < last and zones[known + 1].start <= end:
                known += 1
            if not line:
                role = None
            elif known >= 0 and zones[known].end > start:
                role = zones[known].role
            else:
                role = None if line.isspace() else Role.BODY
            self.roles.append(role)
            self.lengths.append(end - start)
            start = end + 1

    def _fold(self, runs: Sequence[Run]) -> None:
        start = known = 0
        for block, length in enumerate(self.lengths):
            end = start + length
            while known < len(runs) and runs[known].end <= start:
                known += 1
            if known < len(runs) and runs[known].start <= end:
                self.roles[block] = None
                if runs[known] not in self.folds.values():
                    self.folds[block] = runs[known]
            start = end + 1

    def _number(self) -> None:
        number, small = 0, -1
        for block, role in enumerate(self.roles):
            if role in NUMBERED_ROLES:
                number += 1
                self.numbers[block] = number
            if role in _LEVELS:
                self.headings[block] = _LEVELS[role]
            if role in SMALL_ROLES:
                small = block
            elif role is not None:
                if small >= 0:
                    self.parted.add(small)
                small = -1
        headlines = (block for block, level in self.headings.items() if level == 1)
        self.headline = next(headlines, -1)

    def __len__(self) -> int:
        return len(self.roles)
