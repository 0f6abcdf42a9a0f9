"""Which way a text runs."""

from __future__ import annotations

import re
from unicodedata import bidirectional

_LOOKED_AT = 4_000
"""Characters that decide: what follows is nearly always written the same way."""
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def runs_right_to_left(text: str) -> bool:
    """Whether most of the letters at the beginning of a text run from right to left."""
    if text.isascii():
        return False
    balance = 0
    for character in text[:_LOOKED_AT]:
        way = bidirectional(character)
        if way in ("R", "AL"):
            balance += 1
        elif way == "L":
            balance -= 1
    return balance > 0


def isolated(words: str) -> str:
    """Words of an article to stand in a sentence of the program, which keeps its order.

    Those with letters that run from right to left stand between U+2068 and U+2069: what is around
    them, quotation marks and dots among it, stays where it belongs.
    """
    return f"\u2068{words}\u2069" if holds_right_to_left(words) else words


def holds_right_to_left(text: str) -> bool:
    """Whether any character of a text runs from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None
