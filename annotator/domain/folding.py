"""What counts as the same letter where people look for words: case, accents and typography go.

Each character stands for itself alone, so that a text is folded by folding its characters.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache

_RANGES = (
    (0x00, 0x1200),
    (0x13A0, 0x1400),
    (0x1C80, 0x2070),
    (0x2070, 0x2E80),
    (0xA640, 0xA6A0),
    (0xA720, 0xA800),
    (0xAB30, 0xABC0),
    (0xF900, 0xFAFF),
    (0xFB00, 0x10000),
)
"""Where characters stand that fold to others; all else stays as it is.

None is astral: a pattern with such a one in it takes ten times as long.
"""

_SILENT = frozenset(
    chr(code)
    for first, last in (
        (0x300, 0x36F),  # accents
        (0x591, 0x5BD),  # Hebrew points
        (0x5BF, 0x5BF),
        (0x5C1, 0x5C2),
        (0x5C4, 0x5C5),
        (0x5C7, 0x5C7),
        (0x640, 0x640),  # the stroke that lengthens Arabic words, and its vowels
        (0x64B, 0x65F),
        (0x670, 0x670),
        (0xAD, 0xAD),  # soft hyphen
        (0x200B, 0x200F),  # joiners and directions
        (0x202A, 0x202E),
        (0x2060, 0x2060),
        (0x2066, 0x2069),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(first, last + 1)
)
"""Marks that many texts leave out, though not those that letters of Asia cannot do without."""

_ALIKE = {
    **dict.fromkeys("‘’‚‛ʼ", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
}


def folded(text: str) -> str:
    """The text without what makes no difference to who looks for words."""
    return text.lower() if text.isascii() else text.translate(_folds())


@cache
def unfolded() -> dict[str, str]:
    """All characters that fold to each text other than themselves; under "" those that vanish."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, fold in _folds().items():
        found[fold].append(chr(code))
    return {fold: "".join(characters) for fold, characters in found.items()}


@cache
def _folds() -> dict[int, str]:
    """By code point, for each that folds to something else."""
    found = {}
    for first, last in _RANGES:
        for code in range(first, last):
            character = chr(code)
            if _may_differ(character) and (fold := _fold(character)) != character:
                found[code] = fold
    return found


def _may_differ(character: str) -> bool:
    return (
        character in _SILENT
        or character in _ALIKE
        or character.casefold() != character
        or unicodedata.decomposition(character) != ""
    )


def _fold(character: str) -> str:
    if character in _SILENT:
        return ""
    if character in _ALIKE:
        return _ALIKE[character]
    apart = unicodedata.normalize("NFKD", character).casefold()
    # Once more: what is left of one letter may be several others.
    kept = "".join(one for one in unicodedata.normalize("NFKD", apart) if one not in _SILENT)
    fold = "".join(_ALIKE.get(one, one) for one in unicodedata.normalize("NFC", kept))
    # Accents that stand alone, as ¨ does, are said to be made of a space: they stay.
    return character if " " in fold and not character.isspace() else fold
