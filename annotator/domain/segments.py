"""Segments: what a reader means by a click, a drag or "more" in an article's text.

Positions and ranges count code points; a range is half-open. Every function looks only at the
paragraph, or the words, around the places it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.clusters import cluster_end, cluster_start
from annotator.domain.long_quotations import quotation_across
from annotator.domain.paragraphs import line_at, paragraph_at, trim
from annotator.domain.quotations import is_quotation_mark, quotation_at, quotations_around
from annotator.domain.sentences import sentence_at, sentences
from annotator.domain.words import count_words, whole_words, word_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.span import Range

__all__ = [
    "cluster_end",
    "cluster_start",
    "count_words",
    "grow",
    "paragraph_at",
    "quotation_across",
    "quotation_at",
    "sentence_at",
    "sentences",
    "snap_to_words",
    "trim",
    "word_at",
]

_PAUSES = frozenset(",;:،؛、，；：")
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def snap_to_words(text: str, start: int, end: int) -> Range:
    """What a person means who drags from ``start`` to ``end``, in either direction.

    Words and grapheme clusters that the range cuts are taken whole. White space at the ends is
    left out, and so are commas, semicolons, colons, and quotation marks and brackets whose
    other half is not in the range; an opening mark before the first word stays. A full stop
    stays. A range of nothing but such marks is only trimmed; an empty one stays as it is.
    """
    start, end = min(start, end), max(start, end)
    if start == end:
        return (start, end)
    grown = whole_words(text, start, end)
    start, end = trim(text, cluster_start(text, grown[0]), cluster_end(text, grown[1]))
    first, last = start, end
    while first < last and _is_left_out_before(text, first):
        first = trim(text, first + 1, last)[0]
    while first < last and _is_left_out_after(text, first, last):
        last = trim(text, first, last - 1)[1]
    return (first, last) if first < last else (start, end)


def grow(text: str, start: int, end: int, word: Range | None = None) -> Range:
    """The next larger of word, sentence, quotation and paragraph around a range.

    A range that reaches over several words, sentences or paragraphs grows to the edges of the
    outermost ones. What nothing larger surrounds stays as it is.

    Args:
        text: the article's text.
        start: where the range starts.
        end: where it ends; at ``start`` if nothing is selected.
        word: the word there, where it is known better than ``word_at`` does.
    """
    first, last = trim(text, start, end)
    if first == last:
        # In the white space at the end of a line the words beside it are meant.
        line = trim(text, *line_at(text, start))
        first = last = min(max(start, line[0]), line[1])
    around = (
        (min(start, each[0]), max(end, each[1]))
        for each in _surroundings(text, first, last, word)
        if each[0] <= first and last <= each[1]
    )
    larger = (each for each in around if _length(each) > end - start)
    return min(larger, key=_length, default=(start, end))


def _surroundings(text: str, start: int, end: int, word: Range | None) -> Iterator[Range]:
    if word is not None:
        yield word
    elif start == end:
        yield word_at(text, start)
    if start < end:
        yield whole_words(text, start, end)
    across = quotation_across(text, start)
    found = [*quotations_around(text, start), *([across] if across else [])]
    quotations = [each for each in found if each[0] <= start and end <= each[1]]
    yield from quotations
    last = max(start, end - 1)
    for unit in (sentence_at, paragraph_at):
        around = (unit(text, start)[0], unit(text, last)[1])
        yield _inside_quotations(text, around, quotations)


def _inside_quotations(text: str, unit: Range, quotations: list[Range]) -> Range:
    """What of a unit lies in the quotations that begin or end in the middle of it.

    The mark in the middle is left out with what it would be half of.
    """
    first, last = unit
    for start, end in quotations:
        if first < start < last < end:
            first = trim(text, start + 1, last)[0]
        elif start < first < end < last and is_quotation_mark(text[first]):
            last = end
        elif start < first < end < last:
            last = trim(text, first, end - 1)[1]
            while last > first and text[last - 1] in _PAUSES:
                last -= 1
    return (first, last)


def _length(one: Range) -> int:
    return one[1] - one[0]


def _is_left_out_before(text: str, position: int) -> bool:
    """Whether the mark at ``position`` ends what stands before the range that it begins."""
    if cluster_end(text, position + 1) != position + 1:
        return False
    char = text[position]
    if is_quotation_mark(char):
        after = text[position + 1 : position + 2]
        ends_there = any(end == position + 1 for _, end in quotations_around(text, position + 1))
        return ends_there or after.isspace() or after in _PAUSES
    return char in _PAUSES or char in _BRACKETS


def _is_left_out_after(text: str, start: int, end: int) -> bool:
    """Whether the last mark of ``[start, end)`` belongs to something outside of it."""
    if cluster_start(text, end - 1) != end - 1:
        return False
    char = text[end - 1]
    if is_quotation_mark(char):
        return not any(
            start <= first and last == end for first, last in quotations_around(text, end)
        )
    if char in _BRACKETS:
        opening = _BRACKETS[char]
        return text.count(opening, start, end) < text.count(char, start, end)
    return char in _PAUSES or char in _BRACKETS.values()
