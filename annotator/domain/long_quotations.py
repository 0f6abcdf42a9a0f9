"""Quotations that go on over several paragraphs, each of which repeats the opening mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.paragraphs import line_at, trim
from annotator.domain.quotations import read_marks

if TYPE_CHECKING:
    from annotator.domain.span import Range

_MOST = 40
"""Paragraphs that are looked at in either direction."""

_REPEATED = {"«": "«»", "»": "»«"}
"""What a paragraph may repeat, where that is not only the mark that opened the quotation."""


def quotation_across(text: str, position: int) -> Range | None:
    """The quotation over several paragraphs that ``position`` lies in, with its outer marks.

    All but its last paragraph leave it open, and all but its first begin by opening it again, as
    newspapers print what somebody says at length. None where there is no such quotation.
    """
    first = trim(text, *line_at(text, position))
    for _ in range(_MOST):
        before = _paragraph_before(text, first)
        if before is None or _left_open(text, before, text[first[0] : first[0] + 1]) is None:
            break
        first = before
    opened = _left_open(text, first)
    end = _end_of(text, first, text[opened]) if opened is not None else None
    if opened is None or end is None or not opened <= position <= end:
        return None
    return (opened, end)


def _end_of(text: str, first: Range, mark: str) -> int | None:
    """Where the quotation ends that is left open in the paragraph ``first``."""
    paragraph = _paragraph_after(text, first)
    for _ in range(_MOST):
        if paragraph is None or not _repeats(mark, text[paragraph[0]]):
            return None
        closed, still_open = read_marks(text, *paragraph)
        ends = [end for start, end in closed if start == paragraph[0]]
        if ends:
            return ends[0]
        if paragraph[0] not in still_open:
            return None
        paragraph = _paragraph_after(text, paragraph)
    return None


def _left_open(text: str, paragraph: Range, repeated: str | None = None) -> int | None:
    """Where a mark stands in the paragraph that the next one, with ``repeated``, opens again."""
    _, still_open = read_marks(text, *paragraph)
    for position in still_open:
        if repeated is None or _repeats(text[position], repeated):
            return position
    return None


def _repeats(mark: str, again: str) -> bool:
    return again != "" and again in _REPEATED.get(mark, mark)


def _paragraph_before(text: str, paragraph: Range) -> Range | None:
    start = line_at(text, paragraph[0])[0]
    while start > 0:
        line = line_at(text, start - 1)
        found = trim(text, *line)
        if found[0] < found[1]:
            return found
        start = line[0]
    return None


def _paragraph_after(text: str, paragraph: Range) -> Range | None:
    end = line_at(text, paragraph[1])[1]
    while end < len(text):
        line = line_at(text, end + 1)
        found = trim(text, *line)
        if found[0] < found[1]:
            return found
        end = line[1]
    return None
