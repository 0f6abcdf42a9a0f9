"""What each paragraph of an article is: its role, its number, or a blank line."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from annotator.domain.direction import holds_right_to_left
from annotator.domain.furniture import Run
from annotator.domain.lazy_text import Text, lazily
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

    A long text may be read a part at a time; what is said of its paragraphs is true of those read.

    Attributes:
        roles: what each is; None for a blank line, and for furniture that is folded.
        lengths: how many characters each has.
        numbers: the numbers in the margin of those that have one.
        folds: folded furniture by the first block of each run.
        parted: small print that the story goes on below.
        headings: the levels of headlines (1) and headings (2).
        headline: the first headline; -1 if there is none.
        mixed: those with characters that run from right to left.
    """

    def __init__(
        self,
        text: Text = "",
        zones: Sequence[Zone] = (),
        folding: Folding | None = None,
        *,
        upto: int | None = None,
    ) -> None:
        """Read a text, or only what is before the line break at ``upto``."""
        self.lengths = array("L")
        self.roles: list[Role | None] = []
        self.numbers: dict[int, int] = {}
        self.folds: dict[int, Run] = {}
        self.parted: set[int] = set()
        self.headings: dict[int, int] = {}
        self.headline = -1
        self.mixed: set[int] = set()
        self._text, self._zones = lazily(text), zones
        self._folding = folding or Folding()
        self._runs: list[Run] = []
        self._zones_left = iter(zones)
        self._zone: Zone | None = None
        self._zone_after = next(self._zones_left, None)
        self._next = self._run = 0
        self._small = self._folded = -1
        self.read_to(self._text.length if upto is None else upto)

    @property
    def most(self) -> int:
        """No paragraph has a number above it, not even one that has not been read."""
        return max(len(self._zones), len(self.numbers))

    @property
    def times(self) -> float:
        """How many times as long the whole text is as what has been read."""
        return self._text.length / self.end if self.end > 0 else 1.0

    @property
    def end(self) -> int:
        """Where what has been read ends: at a line break, or with the text."""
        return min(self._text.length, self._next - 1)

    def read_to(self, end: int) -> None:
        """Read on, to the line break at ``end`` or to the end of the text."""
        part, folding = self._text.to(end)[self._next : end], self._folding
        self._runs = [run for run in folding.to(end) if folding.is_folded(run)]
        if part.isascii():
            lines, mixed = part.split("\n"), False
        else:
            exotic = _OTHER_BREAKS.search(part)
            lines = _BREAKS.split(part) if exotic else part.split("\n")
            mixed = holds_right_to_left(part)
        for line in lines:
            self._take(line)
            if mixed and holds_right_to_left(line):
                self.mixed.add(len(self.roles) - 1)

    def _take(self, line: str) -> None:
        """Find out what the next paragraph is."""
        start, block = self._next, len(self.roles)
        end = start + len(line)
        role = None if self._is_folded(start, end, block) else self._role(line, start, end)
        self.roles.append(role)
        self.lengths.append(end - start)
        self._next = end + 1
        if role in NUMBERED_ROLES:
            self.numbers[block] = len(self.numbers) + 1
        if role in _LEVELS:
            self.headings[block] = _LEVELS[role]
            if self.headline < 0 and role is Role.HEADLINE:
                self.headline = block
        if role in SMALL_ROLES:
            self._small = block
        elif role is not None:
            if self._small >= 0:
                self.parted.add(self._small)
            self._small = -1

    def _role(self, line: str, start: int, end: int) -> Role | None:
        if not line:
            return None
        while self._zone_after is not None and self._zone_after.start <= end:
            self._zone, self._zone_after = self._zone_after, next(self._zones_left, None)
        if self._zone is not None and self._zone.end > start:
            return self._zone.role
        return None if line.isspace() else Role.BODY

    def _is_folded(self, start: int, end: int, block: int) -> bool:
        runs = self._runs
        while self._run < len(runs) and runs[self._run].end <= start:
            self._run += 1
        if self._run == len(runs) or runs[self._run].start > end:
            return False
        if self._folded != self._run:
            self.folds[block] = runs[self._run]
            self._folded = self._run
        return True

    def __len__(self) -> int:
        return len(self.roles)
