"""Finding a name by some of its letters, as in the code picker: which names fit, and how well."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LETTER = 1
_WORD_START = 6
_CONSECUTIVE = 8
_BEGINNING = 8
_WHOLE = 4
_OWN_NAME = 9
"""A letter that follows the one before is worth more than one that starts a word, so that the
beginning of a name always beats letters scattered over it, however many words these start."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits what was typed.

    ``positions`` are the places of the letters found, in code points, ascending.
    """

    score: int
    positions: tuple[int, ...]


def match(pattern: str, name: str) -> Match | None:
    """Find the letters of every word of ``pattern`` in ``name``, each word's in their order.

    Upper and lower case, and letters with and without marks, are the same. Nothing typed fits
    everything.

    Returns:
        The best way to find them, or None when a word is not there.
    """
    folded = _fold(name)
    score, positions = 0, set[int]()
    for word in pattern.split():
        found = _best_path(_fold(word), folded)
        if found is None:
            return None
        score += found.score
        positions.update(found.positions)
    if pattern and _fold(" ".join(pattern.split())) == folded:
        score += _WHOLE
    return Match(score, tuple(sorted(positions)))


def match_path(pattern: str, names: Sequence[str], separator: str) -> Match | None:
    """Match a path of names, the last of which is what counts.

    Returns:
        The better of a match in the whole path and one in its last name alone; the positions
        are those in ``separator.join(names)``.
    """
    path = separator.join(names)
    whole = match(pattern, path)
    own = match(pattern, names[-1])
    if own is None or whole is None:
        return whole
    start = len(path) - len(names[-1])
    shifted = Match(own.score + _OWN_NAME, tuple(start + place for place in own.positions))
    return max(shifted, whole, key=lambda one: one.score)


def contains_words(words: str, text: str) -> bool:
    """Whether each of the ``words`` stands somewhere in ``text``, whatever case and marks."""
    folded = _fold(text)
    return all(_fold(word) in folded for word in words.split())


def _best_path(word: str, name: str) -> Match | None:
    """The best places for the letters of ``word``, one after the other in ``name`` (folded).

    Keeps, for each place of the letter at hand, the best way to get there: letters occur only a
    few times in a name, so this looks at little.
    """
    letters = iter(name)
    if not all(letter in letters for letter in word):
        return None
    paths: list[Match] = []
    for number, letter in enumerate(word):
        places = [place for place, other in enumerate(name) if other == letter]
        if number == 0:
            paths = [Match(_worth(name, place), (place,)) for place in places]
        else:
            paths = [
                Match(
                    before.score + _worth(name, place, before.positions[-1]),
                    (*before.positions, place),
                )
                for place in places
                if (before := _best_before(paths, place)) is not None
            ]
    return max(paths, key=lambda one: (one.score, -one.positions[-1]), default=None)


def _best_before(paths: list[Match], place: int) -> Match | None:
    earlier = [one for one in paths if one.positions[-1] < place]

    def worth(one: Match) -> int:
        return one.score + (_CONSECUTIVE if one.positions[-1] == place - 1 else 0)

    return max(earlier, key=worth, default=None)


def _worth(name: str, place: int, before: int | None = None) -> int:
    """What a letter at ``place`` adds when the one before it was found at ``before``."""
    if before is None and place == 0:
        return _LETTER + _BEGINNING
    if before == place - 1:
        return _LETTER + _CONSECUTIVE
    starts_word = name[place].isalnum() and not (place and name[place - 1].isalnum())
    return _LETTER + (_WORD_START if starts_word else 0)


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    """The text without case and marks, character for character (the positions stay true).

    Remembered, because the same names are asked about at every key.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_one(character) for character in text)


def _fold_one(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].casefold()
    return base if len(base) == 1 else character
