"""Where the running text of an article lies among the scraps of a page."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from annotator.domain.lines import Line

READS_WELL = 0.7
"""From here on, a line's prose measure means whole sentences."""
READS = 0.45
"""From here on, a line's prose measure means at least a part of a sentence."""

_AHEAD = 25
_LONG = 40
_LONG_PARAGRAPHS = 3
_TEASER = 18
_ENOUGH_TEXT = 400
_SCRAPS_IN_A_ROW = 4


def find_running_text(
    lines: Sequence[Line],
    marked: Sequence[bool],
    ends_article: Callable[[int], bool],
    starts_comments: Callable[[int], bool],
) -> tuple[int, int]:
    """The half-open range of lines that hold the article's text; an empty one if nothing reads.

    Args:
        lines: the lines of the text.
        marked: for each line, whether its wording says that it is not the article's.
        ends_article: whether the line of that number says what often follows an article.
        starts_comments: whether the line of that number heads the readers' comments.
    """
    gains = [_gain(line, mark) for line, mark in zip(lines, marked, strict=True)]
    start, end = _best_run(gains)
    cut = _Cut(lines, marked, start, end)
    for index in range(start, end):
        if cut.is_at(index, ends_article(index), starts_comments(index)):
            end = cut.place
            break
    while end > start and gains[end - 1] <= 0:
        end -= 1
    return start, _with_short_sentences(lines, marked, end) if end > start else end


def _gain(line: Line, mark: bool) -> float:
    """What the line adds to a run: sentences pull a run together, scraps break it."""
    if mark:
        return -2.0
    if line.prose >= READS_WELL:
        return min(line.words, 40) * 0.5
    if line.prose >= READS:
        return min(line.words, 20) * 0.15
    return -2.5 if line.words < 10 else -1.0


def _best_run(gains: Sequence[float]) -> tuple[int, int]:
    """The run with the largest sum."""
    best, best_run = 0.0, (0, 0)
    current, start = 0.0, 0
    for index, gain in enumerate(gains):
        if current <= 0:
            current, start = 0.0, index
        current += gain
        if current > best:
            best, best_run = current, (start, index + 1)
    return best_run


def _with_short_sentences(lines: Sequence[Line], marked: Sequence[bool], end: int) -> int:
    """Take in the short sentences that an article may close with."""
    while end < len(lines) and not marked[end] and lines[end].ends_sentence and lines[end].words:
        end += 1
    return end


class _Cut:
    """Finds where comments and teasers begin in a run that has swallowed them.

    Nothing is cut while as much text follows as precedes: then the lists stand inside the article.
    """

    def __init__(self, lines: Sequence[Line], marked: Sequence[bool], start: int, end: int) -> None:
        self._lines = lines
        self._marked = marked
        self._end = end
        sizes = (
            len(line.text) if line.prose >= READS_WELL and not mark else 0
            for line, mark in zip(lines, marked, strict=True)
        )
        self._sizes = list(accumulate(sizes, initial=0))
        long_ones = (
            line.words >= _LONG and line.prose >= READS_WELL and not mark
            for line, mark in zip(lines, marked, strict=True)
        )
        self._long_ones = list(accumulate(long_ones, initial=0))
        self._start = start
        self._gap = 0
        self.place = end

    def is_at(self, index: int, ends_article: bool, starts_comments: bool) -> bool:
        """Whether the run has to end at that line; ``place`` then says before which."""
        marked = self._marked[index]
        if not marked and self._lines[index].prose >= READS:
            self._gap = 0
            return False
        got = self._sizes[index] - self._sizes[self._start]
        if got < _ENOUGH_TEXT:
            return False
        self.place = index
        if starts_comments:
            return True
        if marked:
            return ends_article and self._little_follows(index) and not self._goes_on(index)
        self._gap += 1
        self.place = index - self._gap + 1
        enough = self._gap >= _SCRAPS_IN_A_ROW
        return enough and self._little_follows(index) and self._density(index) < 0.5

    def _little_follows(self, index: int) -> bool:
        before = self._sizes[index] - self._sizes[self._start]
        after = self._sizes[self._end] - self._sizes[index]
        long_ones = self._long_ones[self._end] - self._long_ones[index]
        return after < before * 0.8 and long_ones < _LONG_PARAGRAPHS

    def _ahead(self, index: int) -> list[Line]:
        stop = min(self._end, index + 1 + _AHEAD)
        return [self._lines[at] for at in range(index + 1, stop) if not self._marked[at]]

    def _density(self, index: int) -> float:
        ahead = self._ahead(index)
        return sum(line.prose >= READS_WELL for line in ahead) / len(ahead) if ahead else 0.0

    def _goes_on(self, index: int) -> bool:
        paragraphs = sum(
            line.prose >= READS_WELL and line.words >= _TEASER for line in self._ahead(index)[:4]
        )
        return paragraphs >= 3 or self._density(index) >= 0.75
