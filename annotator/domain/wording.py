"""What the wording of a single line shows; what its neighbours show is for the rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.domain.lines import key_of
from annotator.domain.wording_tables import (
    PATTERNS,
    PHRASES,
    PICTURE_CREDIT,
    SOFT_NOTICES,
    Saying,
)

if TYPE_CHECKING:
    from annotator.domain.lines import Line

_SAYING_OF_PHRASE = {
    key_of(phrase): saying
    for saying, phrases in reversed(PHRASES.items())
    for phrase in phrases.split("|")
}
_LONGEST_PHRASE = max(map(len, _SAYING_OF_PHRASE)) + len(" 100 000")
_PATTERN = re.compile(
    "|".join(
        f"(?P<{saying.value}>{'|'.join(f'(?:{pattern})' for pattern in patterns)})"
        for saying, patterns in PATTERNS.items()
    ),
    re.IGNORECASE,
)
_SOFT_NOTICE = re.compile("|".join(SOFT_NOTICES), re.IGNORECASE)
_PICTURE_CREDIT = re.compile(PICTURE_CREDIT)
_CLOCKS_ONLY = re.compile(r"[\s\d:.,/|–-]*\d{1,2}:\d{2}[\s\d:.,/|–-]*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")

_STEP = re.compile(r"\s[>›»/→]\s?")
_SENTENCE_MARK = re.compile(r"[.!?]")
_MOST_STEPS = 6
_LONGEST_STEP = 40

_LONGEST = 700
"""Furniture and captions are short; longer lines are not compared with the tables."""
_LONGEST_SCRAP = 200
_LONGEST_CREDIT = 150
_LONGEST_NOTICE = 120


def read_wording(line: Line) -> Saying | None:
    """What the line's wording alone shows; ``None`` for most lines."""
    text = line.text
    if len(text) > _LONGEST:
        return None
    phrase = _SAYING_OF_PHRASE.get(line.key)
    if phrase is not None:
        return phrase
    if _is_position_of_player(line):
        return Saying.PLAYER
    found = _PATTERN.fullmatch(text)
    if found is not None and found.lastgroup is not None:
        return Saying(found.lastgroup)
    phrase = _saying_without_numbers(line.key)
    if phrase is not None:
        return phrase
    if _is_breadcrumb(text):
        return Saying.PERHAPS
    credited = _PICTURE_CREDIT.search(text, max(0, len(text) - _LONGEST_CREDIT))
    return Saying.CAPTION if credited else None


def is_soft_notice(line: Line) -> bool:
    """Whether it has wording of a legal or service notice, which an article may have as well."""
    return line.words <= _LONGEST_NOTICE and _SOFT_NOTICE.search(line.text) is not None


def has_clocks_only(line: Line) -> bool:
    """Whether it holds nothing but times of the day or of a recording."""
    if line.words or len(line.text) > _LONGEST_SCRAP:
        return False
    return _CLOCKS_ONLY.fullmatch(line.text) is not None


def _saying_without_numbers(key: str) -> Saying | None:
    if len(key) > _LONGEST_PHRASE:
        return None
    return _SAYING_OF_PHRASE.get(" ".join(word for word in key.split() if not word.isdigit()))


def _is_breadcrumb(text: str) -> bool:
    """Whether it is a path through a site, such as "Home > World > Harbours"."""
    if len(text) > _LONGEST_SCRAP or _SENTENCE_MARK.search(text):
        return False
    steps = _STEP.split(text)
    return 2 <= len(steps) <= _MOST_STEPS and all(0 < len(step) <= _LONGEST_STEP for step in steps)


def _is_position_of_player(line: Line) -> bool:
    """Elapsed and total time; a single time of the day may head an entry of a live report."""
    return has_clocks_only(line) and (
        line.text.startswith("0") or len(_CLOCK.findall(line.text)) > 1
    )
