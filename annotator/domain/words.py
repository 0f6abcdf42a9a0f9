"""Words: runs of letters and digits, with what joins them, in all scripts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.span import Range

_LONGEST = 1_000
"""How many characters without a space are looked at on either side of a position."""

# Chinese, Hiragana, Thai, Lao, Burmese and Khmer put no spaces between words.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3041-\u309f\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_THOUSANDS = "\u00a0\u202f"
_SIGNS = "@#$€£¥₴₺₹₽₩"


def word_at(text: str, position: int) -> Range:
    """The word around ``position``, or the one that ends there; else empty, at ``position``.

    Apostrophes, hyphens, full stops, ``&``, ``/`` and the like join letters to one word; the
    sign before a sum and the one after a percentage belong to it, and so does the last full
    stop of "U.S.". In scripts without spaces each character is a word of its own.
    """
    found = (position, position)
    for start, end in _words_near(text, position):
        if start > position:
            break
        if end >= position:
            found = (start, end)
    return found


def whole_words(text: str, start: int, end: int) -> Range:
    """The range, grown to the edges of words that it cuts."""
    first, last = word_at(text, start), word_at(text, end)
    return (first[0] if start < first[1] else start, last[1] if last[0] < end else end)


def count_words(text: str) -> int:
    """The number of words, as ``word_at`` finds them."""
    return len(_pattern().findall(text))


def _words_near(text: str, position: int) -> Iterator[Range]:
    """The words of the run without spaces that ``position`` lies in."""
    start = position
    floor = max(0, position - _LONGEST)
    while start > floor and (not text[start - 1].isspace() or text[start - 1] in _THOUSANDS):
        start -= 1
    for match in _pattern().finditer(text, start, position + _LONGEST):
        yield match.span()


@cache
def _pattern() -> re.Pattern[str]:
    # The look-aheads only spare the engine what cannot match: that is most of its time.
    marks = rf"(?=[^\x00-\u02ff])[{_mark_ranges()}]"
    # No possessive quantifiers: those of Python 3.11.2, which Debian 12 has, match wrongly. None is
    # needed, as no part can give back what another could take.
    run = rf"[^\W_{UNSPACED}]+(?:{marks}[^\W_{UNSPACED}]*)*"
    joiner = (
        r"['’.&/·_@\-\u00ad\u2010\u2011\u2060\u05f3\u05f4]"
        r"|(?<=\d)[,:\u066b\u066c](?=\d)"
        rf"|(?<=\d)[{_THOUSANDS}](?=\d{{3}}(?!\d))"
        r"|(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])"
    )
    initials = r"(?=.\.)[^\W\d_](?:\.[^\W\d_])+\.(?![^\W_])"
    return re.compile(
        rf"(?=[\w{_SIGNS}])(?:"
        rf"{initials}"
        rf"|[{_SIGNS}]?{run}(?:(?:{joiner}){run})*(?:[%‰°](?<=\d.))?"
        rf"|(?=\w)[{UNSPACED}](?:{marks})*)"
    )


def _mark_ranges() -> str:
    """The inside of a character class: combining marks and joiners, which letters leave out.

    All marks that Unicode has, but the variation selectors of plane 14, lie below U+1F000.
    """
    codes = [code for code in range(0x300, 0x1F000) if category(chr(code)).startswith("M")]
    inside = set(codes)
    starts = (code for code in codes if code - 1 not in inside)
    ends = (code for code in codes if code + 1 not in inside)
    ranges = (f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))
    return "".join(ranges) + "\u200c\u200d\U000e0100-\U000e01ef"
