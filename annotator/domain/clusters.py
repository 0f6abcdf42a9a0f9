"""Grapheme clusters: what a reader sees as one character, which no selection may cut.

Follows Unicode's UAX #29 except for Hangul written in single Jamo.
"""

from __future__ import annotations

import re
from unicodedata import category

ZERO_WIDTH_JOINER = "\u200d"
_EXTENDING_CATEGORIES = frozenset({"Mn", "Mc", "Me"})
_BREAKING_CATEGORIES = frozenset({"Cc", "Cf", "Zl", "Zp"})
# Zero-width (non-)joiner, halfwidth voicing marks, Thai and Lao AM, skin tones, flag tags.
_EXTENDS_TOO = re.compile(
    "[\u200c\u200d\uff9e\uff9f\u0e33\u0eb3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
# Arabic, Syriac and Kaithi signs that stand before the number they belong to.
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_REGIONAL_INDICATOR = re.compile("[\U0001f1e6-\U0001f1ff]")
_PICTOGRAPH = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa\u231a\u231b\u2328\u23cf"
    "\u23e9-\u23f3\u23f8-\u23fa\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf\u2934"
    "\u2935\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5"
    "\U0001f201-\U0001f3fa\U0001f400-\U0001faff\U0001fc00-\U0001fffd]"
)
# Viramas of the scripts in which they tie the next consonant to the one before.
_LINKERS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")


def cluster_start(text: str, position: int) -> int:
    """The nearest edge of a grapheme cluster at or before ``position``, in code points."""
    while not _is_edge(text, position):
        position -= 1
    return position


def cluster_end(text: str, position: int) -> int:
    """The nearest edge of a grapheme cluster at or after ``position``, in code points."""
    while not _is_edge(text, position):
        position += 1
    return position


def _is_edge(text: str, position: int) -> bool:
    if not 0 < position < len(text):
        return True
    before, after = text[position - 1], text[position]
    if before < "\u0300" and after < "\u0300":
        return before != "\r" or after != "\n"
    if _breaks(before) or _breaks(after):
        return True
    return not (
        _extends(after)
        or before in _PREPENDED
        or _is_inside_flag(text, position)
        or _is_inside_emoji(text, position)
        or _is_inside_conjunct(text, position)
    )


def _breaks(char: str) -> bool:
    return (
        category(char) in _BREAKING_CATEGORIES
        and not _EXTENDS_TOO.match(char)
        and char not in _PREPENDED
    )


def _extends(char: str) -> bool:
    return category(char) in _EXTENDING_CATEGORIES or _EXTENDS_TOO.match(char) is not None


def _is_inside_flag(text: str, position: int) -> bool:
    """Whether the two regional indicators around ``position`` are the halves of one flag."""
    if not _REGIONAL_INDICATOR.match(text, position):
        return False
    start = position
    while start and _REGIONAL_INDICATOR.match(text, start - 1):
        start -= 1
    return (position - start) % 2 == 1


def _is_inside_emoji(text: str, position: int) -> bool:
    """Whether a zero-width joiner ties the pictographs around ``position`` to one emoji."""
    if text[position - 1] != ZERO_WIDTH_JOINER or not _PICTOGRAPH.match(text, position):
        return False
    base = position - 2
    while base > 0 and text[base] != ZERO_WIDTH_JOINER and _extends(text[base]):
        base -= 1
    return base >= 0 and _PICTOGRAPH.match(text, base) is not None


def _is_inside_conjunct(text: str, position: int) -> bool:
    """Whether a virama ties the Indic consonants around ``position`` to one conjunct."""
    if not _is_indic_letter(text[position]):
        return False
    base, linked = position - 1, False
    while base >= 0 and (text[base] == ZERO_WIDTH_JOINER or category(text[base]) == "Mn"):
        linked = linked or text[base] in _LINKERS
        base -= 1
    return linked and base >= 0 and _is_indic_letter(text[base])


def _is_indic_letter(char: str) -> bool:
    return "\u0900" <= char <= "\u0d7f" and category(char) == "Lo"
