"""The lines of an article with what can be measured of each without knowing any language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

_LINE_ENDS = "\n\u2029\ufdd0\ufdd1"
_LINE = re.compile(f"[^{_LINE_ENDS}]+")
_SPACES = rf"[^\S{_LINE_ENDS}]*"
_REST_AND_NEXT = re.compile(rf"{_SPACES}(?:\Z|[{_LINE_ENDS}]{_SPACES}(?:\Z|[{_LINE_ENDS}]))")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_KEY_WORD = re.compile(r"\w+")
# Chinese, Japanese, Thai, Lao, Burmese and Khmer put no spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
_UNSPACED_LETTERS_A_WORD = 2.5
_SENTENCE_ENDS = ".!?…。！？؟۔।॥။"
_PAUSES = ":;："
_CLOSERS = "\"”’'»)]」』› "
_SENTENCE_INSIDE = re.compile(rf"[{_SENTENCE_ENDS}][{re.escape(_CLOSERS)}]*(\s|$)|[。！？।။]")
_LIST_ITEM = re.compile(r"([•▪‣◦●○■□·*–-]|\(?(\d{1,2}|[a-z])[.)])\s+\w")

WRAP_LIMIT = 100
"""Lines that were broken by a program are no longer than this many characters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the text without the white space around it.

    Mostly one line of the file; where a program broke paragraphs into short lines, all of them.

    Attributes:
        parts: where its lines lie, half-open ranges in code points.
        text: the lines, joined by a space.
        key: its letters and digits only, case folded, to find repetitions.
        words: the number of words, estimated in scripts that do not separate them.
        prose: from 0 (a scrap) to 1 (reads like running text).
        alone: whether blank lines, or the ends of the text, surround it.
        glued: whether it follows the line before it without a blank line.
    """

    parts: tuple[tuple[int, int], ...]
    text: str
    key: str
    words: int
    prose: float
    alone: bool
    glued: bool

    @property
    def capitals(self) -> float:
        """The share of its longer words that start with a capital letter, from 0 to 1."""
        initials = [word[0] for word in _WORD.findall(self.text) if len(word) > 3]
        return sum(map(str.isupper, initials)) / len(initials) if initials else 0.0

    @property
    def ends_sentence(self) -> bool:
        """Whether a full stop, a question mark or the like closes it, quotation marks aside."""
        return self.text.rstrip(_CLOSERS).endswith(tuple(_SENTENCE_ENDS))

    @property
    def has_full_stop(self) -> bool:
        """Whether a single full stop closes it; an ellipsis, as headings use it, is none."""
        bare = self.text.rstrip(_CLOSERS)
        return bare.endswith((".", "。", "।", "۔", "။")) and not bare.endswith("..")

    @property
    def breaks_off(self) -> bool:
        """Whether it ends as no heading does: with a comma, a colon or a semicolon."""
        return self.text.rstrip(_CLOSERS).endswith((*_PAUSES, ",", "،", "、"))

    @property
    def is_list_item(self) -> bool:
        """Whether it starts like an item of a list."""
        return _LIST_ITEM.match(self.text) is not None


def key_of(text: str) -> str:
    """The letters and digits of a text, case folded, one space between words."""
    return " ".join(_KEY_WORD.findall(text.casefold()))


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order."""
    stripped = _stripped_lines(text)
    return tuple(_measure(text, group) for group in _paragraphs(text, stripped))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line's range without white space, and what surrounds it."""

    start: int
    end: int
    glued: bool
    indent: int


def _stripped_lines(text: str) -> list[_Raw]:
    found: list[_Raw] = []
    last_end = -2
    for match in _LINE.finditer(text):
        line = match.group()
        content = line.strip()
        if not content:
            continue
        indent = len(line) - len(line.lstrip())
        start = match.start() + indent
        found.append(_Raw(start, start + len(content), match.start() == last_end + 1, indent))
        last_end = match.end()
    return found


def _paragraphs(text: str, lines: list[_Raw]) -> list[list[_Raw]]:
    """Group the lines of each paragraph if a program broke the paragraphs, else one by one."""
    if not _is_wrapped(text, lines):
        return [[line] for line in lines]
    margin = _margin(lines)
    groups: list[list[_Raw]] = []
    for line in lines:
        if groups and _continues(text, groups[-1][-1], line, margin):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_wrapped(text: str, lines: list[_Raw]) -> bool:
    """Whether most lines that others follow directly are long but not too long, and go on."""
    lengths = sorted(line.end - line.start for line in lines)
    if len(lengths) < 4 or lengths[len(lengths) * 19 // 20] > WRAP_LIMIT:
        return False
    margin = _margin(lines)
    followed = [
        line for line, after in pairwise(lines) if after.glued and after.indent <= margin + 1
    ]
    broken = sum(1 for line in followed if _looks_broken(text, line))
    return len(followed) * 3 >= len(lines) and broken * 5 >= len(followed) * 3


def _margin(lines: list[_Raw]) -> int:
    """The usual indent; a line that is set in further starts a paragraph."""
    return Counter(line.indent for line in lines).most_common(1)[0][0]


def _looks_broken(text: str, line: _Raw) -> bool:
    return line.end - line.start >= WRAP_LIMIT // 2 and text[line.end - 1] not in _SENTENCE_ENDS


def _continues(text: str, before: _Raw, line: _Raw, margin: int) -> bool:
    return (
        line.glued
        and before.end - before.start >= WRAP_LIMIT * 2 // 5
        and line.indent <= margin + 1
        and _LIST_ITEM.match(text, line.start) is None
    )


def _measure(text: str, group: list[_Raw]) -> Line:
    content = " ".join(text[line.start : line.end] for line in group)
    words = _WORD.findall(content)
    number = _number_of_words(content, words)
    after = group[-1].end
    return Line(
        parts=tuple((line.start, line.end) for line in group),
        text=content,
        key=key_of(content),
        words=number,
        prose=_prose(content, words, number),
        alone=not group[0].glued and _blank_follows(text, after),
        glued=group[0].glued,
    )


def _blank_follows(text: str, end: int) -> bool:
    return _REST_AND_NEXT.match(text, end) is not None


def _number_of_words(text: str, words: list[str]) -> int:
    if text.isascii():
        return len(words)
    unspaced = len(_UNSPACED.findall(text))
    return max(len(words), round(unspaced / _UNSPACED_LETTERS_A_WORD))


def _prose(text: str, words: list[str], number: int) -> float:
    if number < 4:
        return 0.0
    score = 0.45 if number >= 12 else 0.2 if number >= 8 else 0.0
    lower = _share_of_lower(words)
    score += 0.3 if lower >= 0.55 else 0.15 if lower >= 0.4 else 0.0
    return score + (0.25 if _SENTENCE_INSIDE.search(text) else 0.0)


def _share_of_lower(words: list[str]) -> float:
    """The share of words that start small; scripts without case count as running text."""
    initials = [word[0] for word in words]
    lower = sum(map(str.islower, initials))
    cased = lower + sum(map(str.isupper, initials))
    return lower / len(words) if cased * 2 > len(words) else 1.0
