"""Quotations: which quotation marks belong together, in any house style, within one paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.paragraphs import line_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.span import Range

_CLOSERS = {
    '"': '"',
    "“": '”"',
    "„": '“”"',
    "”": "”",
    "'": "'",
    "‘": "’'",
    "‚": "‘’",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "「": "」",
    "『": "』",
}
"""What may close the quotation that a mark opens: English, German, French, Danish, Swedish…"""

_SINGLE = frozenset("'‘’‚")
_APOSTROPHES = frozenset("'’")
_MARK = re.compile("[\"“”„'‘’‚«»‹›「」『』]")
_ALWAYS_OPENS = frozenset("“„‚«‹「『")
_ALWAYS_CLOSES = frozenset("”»›」』")
_BEFORE_OPENING = frozenset("([{—–-/¿¡…")
_ELISION = re.compile(r"['‘](?:em|til|cause|n|tis|twas|round|\d\ds?)\b", re.IGNORECASE)


def is_quotation_mark(char: str) -> bool:
    """Whether a character may open or close a quotation; an apostrophe may, too."""
    return _MARK.match(char) is not None


def quotation_at(text: str, position: int) -> Range | None:
    """The innermost quotation around ``position``, with its marks, or the one that ends there.

    None where there is none, and where a quotation is not closed within its paragraph.
    """
    found = quotations_around(text, position)
    around = [each for each in found if position < each[1]]
    return min(around or found, key=lambda each: each[1] - each[0], default=None)


def quotations_around(text: str, position: int) -> list[Range]:
    """All quotations that ``position`` lies in or at the end of, inner before outer."""
    found = quotations(text, *line_at(text, position))
    return [(start, end) for start, end in found if start <= position <= end]


def quotations(text: str, start: int, end: int) -> list[Range]:
    """The quotations of a paragraph, ``[start, end)``, with their marks, inner before outer."""
    return read_marks(text, start, end)[0]


def read_marks(text: str, start: int, end: int) -> tuple[list[Range], list[int]]:
    """Read the quotation marks of a paragraph, ``[start, end)``.

    Returns:
        The quotations with their marks, inner before outer, and where the marks stand that may
        open one but are not closed in the paragraph.
    """
    marks = [_read(text, match.start(), start, end) for match in _MARK.finditer(text, start, end)]
    waiting: list[_Mark] = []
    found: list[Range] = []
    for number, mark in enumerate(marks):
        opener = _opener_of(mark, waiting)
        if opener is None:
            _open(mark, waiting)
        elif not _is_possessive(mark, marks, number):
            del waiting[waiting.index(opener) :]
            found.append((opener.position, mark.position + 1))
    return found, [mark.position for mark in waiting]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A quotation mark and what the characters around it allow it to be."""

    position: int
    char: str
    opens: bool
    closes: bool
    after_s: bool


def _read(text: str, position: int, start: int, end: int) -> _Mark:
    char = text[position]
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    return _Mark(
        position,
        char,
        opens=_may_open(char, before, after) and not _ELISION.match(text, position),
        closes=_may_close(char, before, after),
        after_s=before in "sSxXzZ" and after.isspace(),
    )


def _may_open(char: str, before: str, after: str) -> bool:
    if char in _ALWAYS_OPENS:
        return True
    if char not in _CLOSERS:
        return False
    if after.isspace():
        return char == '"' and before.isspace()
    return before.isspace() or before in _BEFORE_OPENING or is_quotation_mark(before)


def _may_close(char: str, before: str, after: str) -> bool:
    if char in _ALWAYS_CLOSES:
        return True
    if before.isspace():
        return char == '"' and after.isspace()
    if after.isalnum():
        return not (before.isalnum() or before in _BEFORE_OPENING or char in _APOSTROPHES)
    return True


def _opener_of(mark: _Mark, waiting: list[_Mark]) -> _Mark | None:
    """The open mark that ``mark`` closes; single marks leave double ones open."""
    if not mark.closes:
        return None
    for opener in reversed(waiting):
        if mark.char in _CLOSERS[opener.char]:
            return opener
        if mark.char in _SINGLE and opener.char not in _SINGLE:
            return None
    return None


def _open(mark: _Mark, waiting: list[_Mark]) -> None:
    if not mark.opens:
        return
    # Straight marks do not nest in their like: one that is still open was never closed.
    if mark.char == '"':
        unclosed = [number for number, other in enumerate(waiting) if other.char == '"']
        del waiting[unclosed[0] if unclosed else len(waiting) :]
    waiting.append(mark)


def _is_possessive(mark: _Mark, marks: Sequence[_Mark], number: int) -> bool:
    """Whether this is the apostrophe of "the boys’ hats": a better one closes later."""
    if mark.char not in _APOSTROPHES or not mark.after_s:
        return False
    for other in marks[number + 1 :]:
        if other.char in _SINGLE and other.opens and not other.closes:
            return False
        if other.char == mark.char and other.closes:
            return True
    return False
