"""Words, sentences, quotations and paragraphs at a place, and what a drag over them means.

Every answer looks only at the neighbourhood or the paragraph, whatever the article's length.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from annotator.domain.span import Range

_REACH = 200
"""No word is longer than this many characters; a longer run is cut there."""

_JOINER = "['\u2019\u00ad\\-\u2010\u2011.&/@_\u200d\u200c]"
_LETTER = r"[^\W_]"
_WORD = re.compile(
    rf"{_LETTER}[\w\u0300-\u036f\u0483-\u0489\u0591-\u05bd]*(?:{_JOINER}{_LETTER}[\w\u0300-\u036f]*)*"
)

_CLOSERS = "\"'”’»“›)]}"
_STOPS = ".!?…。！？"
_SENTENCE_END = re.compile(rf"[{_STOPS}]+[{re.escape(_CLOSERS)}]*(?=\s|$)")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "maj",
        "capt",
        "lt",
        "sgt",
        "hon",
        "rev",
        "jr",
        "sr",
        "vs",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "no",
        "nos",
        "vol",
        "dept",
        "est",
        "approx",
        "fig",
        "cf",
        "al",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mt",
        "ft",
        "ave",
        "blvd",
        "bros",
        "messrs",
    ]
)
_PAIRS = {'"': '"', "“": "”", "„": "“”", "«": "»", "‘": "’", "‹": "›"}
_LINE_ENDS = "\n\u2029\ufdd0\ufdd1"


def count_words(text: str) -> int:
    """How many words there are; bare numbers are not words.

    A word is a run of letters and digits, joined inside by hyphens, apostrophes and the like.
    """
    return sum(1 for match in _WORD.finditer(text) if not match.group().isdigit())


def word_at(text: str, position: int) -> Range:
    """The word that the position is in or ends; empty at ``position`` where there is none."""
    first, last = max(0, position - _REACH), min(len(text), position + _REACH)
    best = (position, position)
    for match in _WORD.finditer(text, first, last):
        if match.start() > position:
            break
        if match.end() >= position:
            best = match.span()
    return best


def paragraph_at(text: str, position: int) -> Range:
    """The line that holds the position, without the white space around it."""
    start, end = _line(text, position)
    return trim(text, start, end) if text[start:end].strip() else (position, position)


def sentence_at(text: str, position: int) -> Range:
    """The sentence that holds the position, within its paragraph; empty on a blank line."""
    start, end = paragraph_at(text, position)
    if start == end:
        return (position, position)
    found = sentences(text, start, end)
    for one in found:
        if position < one[1]:
            return one
    return found[-1]


def sentences(text: str, start: int, end: int) -> list[Range]:
    """The sentences of ``text[start:end]``, each without the white space around it."""
    found: list[Range] = []
    begin = start
    for line_end in [*_line_ends(text, start, end), end]:
        line_start = begin
        for match in _SENTENCE_END.finditer(text, line_start, line_end):
            if _ends_sentence(text, match.start(), match.end(), line_end):
                _append(found, text, begin, match.end())
                begin = match.end()
        _append(found, text, begin, line_end)
        begin = line_end
    return found


def quotation_at(text: str, position: int) -> Range | None:
    """The innermost quotation that holds the position, with its marks, in the same paragraph."""
    start, end = _line(text, position)
    holding = [
        (start + a, start + b)
        for a, b in _quotations(text[start:end])
        if start + a <= position < start + b or position == start + b
    ]
    return min(holding, key=lambda one: one[1] - one[0], default=None)


def trim(text: str, start: int, end: int) -> Range:
    """The range without white space at its ends; empty at ``start`` if there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def snap_to_words(text: str, start: int, end: int) -> Range:
    """Whole words for a drag over parts of them.

    Trailing white space and commas, and a closing quotation mark whose opening one is outside, are
    left out. Nothing but white space gives an empty range.
    """
    start, end = trim(text, start, end)
    if start == end:
        return start, end
    first, last = word_at(text, start), word_at(text, end)
    if first[0] < start < first[1]:
        start = first[0]
    if last[0] < end < last[1]:
        end = last[1]
    start, end = cluster_start(text, start), cluster_end(text, end)
    return _without_loose_ends(text, start, end)


def grow(text: str, start: int, end: int) -> Range:
    """The next larger of word, sentence, quotation and paragraph round the range."""
    units = [word_at(text, start), sentence_at(text, start), paragraph_at(text, start)]
    quotation = quotation_at(text, start)
    if quotation is not None:
        units.append(quotation)
    larger = [
        unit
        for unit in units
        if unit[0] <= start and unit[1] >= end and unit[1] - unit[0] > end - start
    ]
    return min(larger, key=lambda unit: unit[1] - unit[0], default=(start, end))


def cluster_start(text: str, position: int) -> int:
    """The start of the grapheme cluster that ``position`` is inside of, or ``position`` itself."""
    while 0 < position < len(text) and _joined(text, position):
        position -= 1
    return position


def cluster_end(text: str, position: int) -> int:
    """The end of the grapheme cluster that ``position`` is inside of, or ``position`` itself."""
    while 0 < position < len(text) and _joined(text, position):
        position += 1
    return position


def _joined(text: str, position: int) -> bool:
    """Whether the characters before and at ``position`` are one cluster."""
    before, here = text[position - 1], text[position]
    if before in _LINE_ENDS or here in _LINE_ENDS:
        return False
    if _extends(here):
        return True
    if before == "\u200d":
        return here > "\u2000"
    if _is_flag_half(before) and _is_flag_half(here):
        first = position - 1
        while first > 0 and _is_flag_half(text[first - 1]):
            first -= 1
        return (position - first) % 2 == 1
    return False


@lru_cache(4096)
def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me")
        or char in "\u200d\u200c"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _line(text: str, position: int) -> Range:
    start = max(text.rfind(end, 0, position) for end in _LINE_ENDS) + 1
    ends = [found for end in _LINE_ENDS if (found := text.find(end, position)) >= 0]
    return start, min(ends, default=len(text))


def _line_ends(text: str, start: int, end: int) -> list[int]:
    return [start + match.start() for match in re.finditer(f"[{_LINE_ENDS}]", text[start:end])]


def _append(found: list[Range], text: str, start: int, end: int) -> None:
    start, end = trim(text, start, end)
    if start < end:
        found.append((start, end))


def _ends_sentence(text: str, stop: int, after: int, line_end: int) -> bool:
    """Whether the stop at ``stop`` (and what closes after it, up to ``after``) ends a sentence."""
    following = text[after:line_end].lstrip()
    if not following:
        return True
    if text[stop] == "." and after == stop + 1 and _is_abbreviation(text, stop):
        return False
    opener = following.lstrip("\"'“‘«„(")[:1]
    return not opener.islower()


def _is_abbreviation(text: str, stop: int) -> bool:
    match = re.search(r"[\w.]+$", text[max(0, stop - 20) : stop])
    word = match.group().casefold() if match else ""
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha())


def _quotations(line: str) -> list[Range]:
    found: list[Range] = []
    for opening, closing in _PAIRS.items():
        for match in re.finditer(re.escape(opening), line):
            at = match.start()
            if at and (line[at - 1].isalnum() or line[at - 1] in closing):
                continue
            if opening == '"' and any(a < at < b and line[a] == '"' for a, b in found):
                continue
            end = _closing(line, at + 1, closing)
            if end:
                found.append((at, end))
    return found


def _closing(line: str, start: int, closing: str) -> int:
    for at in range(start, len(line)):
        inside = at + 1 < len(line) and line[at + 1].isalnum()
        if line[at] in closing and not inside and not line[at - 1].isspace():
            return at + 1
    return 0


def _without_loose_ends(text: str, start: int, end: int) -> Range:
    while end > start:
        last = text[end - 1]
        loose_quote = last in '"”’»›' and not _opened(text[start : end - 1], last)
        if last in ",;" or last.isspace() or (loose_quote and end - 1 > start):
            end -= 1
        else:
            break
    return start, end


def _opened(inside: str, closing: str) -> bool:
    if closing == '"':
        return inside.count('"') % 2 == 1
    openers = {"”": "“„", "’": "‘", "»": "«", "›": "‹"}[closing]
    return sum(inside.count(o) for o in openers) > inside.count(closing)
