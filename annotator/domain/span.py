"""Spans: where in an article's text an annotation lies."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

Range = tuple[int, int]
"""Half-open ``(start, end)``, in code points."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One or more ranges of an article's text; several are the *fragments* of one span.

    The ranges are sorted, not empty and do not touch, so that equal places are equal spans. No
    ranges at all mean the article as a whole: such a span lies at no place in the text, and so
    covers, overlaps and contains nothing.

    Raises:
        ValueError: a range is empty, reversed or before the text, or they are not in that form
            (``Span.of`` brings them into it).
    """

    ranges: tuple[Range, ...] = ()

    def __post_init__(self) -> None:
        for each in self.ranges:
            _check(each)
        for (_, end), (start, _) in pairwise(self.ranges):
            if start <= end:
                raise ValueError(f"ranges are not sorted and apart: {self.ranges}")

    @classmethod
    def of(cls, *ranges: Range) -> Span:
        """The span of these ranges in any order, joined where they touch or overlap.

        Raises:
            ValueError: a range is empty, reversed or before the text.
        """
        joined: list[Range] = []
        for start, end in sorted(ranges):
            _check((start, end))
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return cls(tuple(joined))

    @property
    def start(self) -> int:
        """Where the first range starts; 0 for the whole article."""
        return self.ranges[0][0] if self.ranges else 0

    @property
    def end(self) -> int:
        """Where the last range ends; 0 for the whole article."""
        return self.ranges[-1][1] if self.ranges else 0

    @property
    def length(self) -> int:
        """Characters in the ranges, without the gaps between them."""
        return sum(end - start for start, end in self.ranges)

    def quotes(self, text: str) -> tuple[str, ...]:
        """What each range holds of ``text``."""
        return tuple(text[start:end] for start, end in self.ranges)

    def covers(self, position: int) -> bool:
        """Whether the character at ``position`` is in one of the ranges."""
        found = bisect_right(self.ranges, position, key=_start) - 1
        return found >= 0 and position < self.ranges[found][1]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return any(
            start < other_end and other_start < end
            for start, end in self.ranges
            for other_start, other_end in other.ranges
        )

    def contains(self, other: Span) -> bool:
        """Whether all characters of ``other`` are in this span too."""
        return bool(other.ranges) and all(
            any(start <= other_start and other_end <= end for start, end in self.ranges)
            for other_start, other_end in other.ranges
        )


def _start(one: Range) -> int:
    return one[0]


def _check(one: Range) -> None:
    start, end = one
    if not 0 <= start < end:
        raise ValueError(f"not a range of a text: {start}:{end}")
