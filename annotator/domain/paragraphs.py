"""Paragraphs: what stands between two line breaks."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.domain.clusters import cluster_end, cluster_start

if TYPE_CHECKING:
    from annotator.domain.span import Range

# Where Qt begins a new block too; a line separator (U+2028) only breaks the line.
_BREAK = re.compile("[\n\u2029\ufdd0\ufdd1]")
_BREAKS = "\n\u2029\ufdd0\ufdd1"


def line_at(text: str, position: int) -> Range:
    """The range between the line breaks around ``position``, with its white space."""
    start = 0
    for char in _BREAKS:
        start = max(start, text.rfind(char, start, position) + 1)
    found = _BREAK.search(text, position)
    return (start, found.start() if found else len(text))


def paragraph_at(text: str, position: int) -> Range:
    """The paragraph around ``position``, without the white space at its ends.

    A position on a line break is at the end of the paragraph before it. Where there is no
    paragraph the range is empty, at ``position``.
    """
    start, end = trim(text, *line_at(text, position))
    return (start, end) if start < end else (position, position)


def paragraphs(text: str, start: int, end: int) -> list[Range]:
    """What lies of each paragraph in ``[start, end)``, without white space at the ends."""
    edges = [start - 1, *(found.start() for found in _BREAK.finditer(text, start, end)), end]
    parts = (trim(text, edge + 1, next_edge) for edge, next_edge in pairwise(edges))
    return [(first, last) for first, last in parts if first < last]


def trim(text: str, start: int, end: int) -> Range:
    """The range without the white space at its ends; empty, at ``start``, if that is all.

    White space that carries a combining mark stays.
    """
    first, last = start, end
    while first < last and text[first].isspace() and cluster_end(text, first + 1) == first + 1:
        first += 1
    while last > first and text[last - 1].isspace() and cluster_start(text, last - 1) == last - 1:
        last -= 1
    return (first, last) if first < last else (start, start)
