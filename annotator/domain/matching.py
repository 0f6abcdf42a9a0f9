"""Finding a name by some of its letters, as in the code picker: which names fit, and how well."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

_OWN_NAME = 5
_WHOLE = 7


class Fit(IntEnum):
    """How the letters of a word are found in a name; what people mean more often counts more."""

    SCATTERED = 10
    INSIDE = 20
    INITIALS = 30
    WORD_START = 40
    BEGINNING = 50


class Match(NamedTuple):
    """How well a name fits what was typed.

    ``positions`` are the places of the letters found, in code points, ascending.
    """

    score: int
    positions: tuple[int, ...]


_GOOD = int(Fit.WORD_START)
"""What is found so well in a name is not looked for in what is above it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is searched: without case and marks, and where its words begin."""

    folded: str
    begins: tuple[int, ...]
    initials: str
    letters: frozenset[str]


def match(pattern: str, name: str) -> Match | None:
    """Find the letters of every word of ``pattern`` in ``name``, each word's in their order.

    Upper and lower case, and letters with and without marks, are the same. Nothing typed fits
    everything.

    Returns:
        The best way to find them, or None when a word is not there.
    """
    return match_path(pattern, name, 0)


def match_path(pattern: str, path: str, own: int) -> Match | None:
    """Match names joined to a path; what is found in the last one alone counts for more.

    Args:
        pattern: what was typed.
        path: the path.
        own: where in it the last name begins.

    Returns:
        The best way to find each word, or None when one is not there.
    """
    return _match(_words(pattern), _read(path[own:]), _read(path), own)


class Paths:
    """Paths made ready to be matched, many at a time, at every key."""

    def __init__(self, paths: Iterable[tuple[str, int]]) -> None:
        """Reads them: each path with the place where its last name begins."""
        self._names = [(_read(path[own:]), _read(path), own) for path, own in paths]

    def matching(self, pattern: str) -> Iterator[tuple[int, Match]]:
        """The numbers of the paths that fit, in order, and how each does (see ``match_path``)."""
        words = _words(pattern)
        letters = frozenset("".join(words))
        for number, (name, whole, own) in enumerate(self._names):
            if letters <= whole.letters:
                found = _match(words, name, whole, own)
                if found is not None:
                    yield number, found


def _match(words: tuple[str, ...], name: _Name, whole: _Name, own: int) -> Match | None:
    score, places = 0, list[int]()
    for word in words:
        in_name = _find(word, name)
        is_good = in_name is not None and in_name[0] >= _GOOD
        in_path = _find(word, whole) if own and not is_good else None
        if in_name is not None and (in_path is None or in_name[0] + _OWN_NAME > in_path[0]):
            score += in_name[0] + _OWN_NAME
            places += [own + place for place in in_name[1]] if own else in_name[1]
        elif in_path is not None:
            score += in_path[0]
            places += in_path[1]
        else:
            return None
    if words and " ".join(words) == name.folded:
        score += _WHOLE
    return Match(score, tuple(places if len(words) == 1 else sorted(set(places))))


def contains_words(words: str, text: str) -> bool:
    """Whether each of the ``words`` stands somewhere in ``text``, whatever case and marks."""
    folded = fold(text)
    return all(fold(word) in folded for word in words.split())


def _find(word: str, name: _Name) -> tuple[Fit, tuple[int, ...]] | None:
    """The best way to find a word (folded) in a name, with the places of its letters."""
    inside = name.folded.find(word)
    if inside == 0:
        return Fit.BEGINNING, tuple(range(len(word)))
    for start in name.begins if inside > 0 else ():
        if name.folded.startswith(word, start):
            return Fit.WORD_START, tuple(range(start, start + len(word)))
    if len(word) == 1:
        return (Fit.INSIDE, (inside,)) if inside > 0 else None
    scattered = _scattered(word)
    found = scattered.match(name.initials)
    if found is not None:
        return Fit.INITIALS, tuple(name.begins[place] for place in _places(found))
    if inside > 0:
        return Fit.INSIDE, tuple(range(inside, inside + len(word)))
    found = scattered.match(name.folded)
    return (Fit.SCATTERED, _places(found)) if found else None


def _places(found: re.Match[str]) -> tuple[int, ...]:
    return tuple(found.start(number) for number in range(1, found.re.groups + 1))


@lru_cache(maxsize=64)
def _scattered(word: str) -> re.Pattern[str]:
    """The letters of a word with anything between them."""
    # Not “.*?”: where a letter is missing that would try all ways to find those before it.
    return re.compile("".join(f"[^{re.escape(letter)}]*({re.escape(letter)})" for letter in word))


@lru_cache(maxsize=64)
def _words(pattern: str) -> tuple[str, ...]:
    return tuple(fold(pattern).split())


@lru_cache(maxsize=16384)
def _read(name: str) -> _Name:
    """Remembered, because the same names are asked about at every key."""
    folded = fold(name)
    begins = tuple(
        place
        for place, letter in enumerate(folded)
        if letter.isalnum() and not (place and folded[place - 1].isalnum())
    )
    initials = "".join(folded[place] for place in begins)
    return _Name(folded, begins, initials, frozenset(folded))


def fold(text: str) -> str:
    """The text without case and marks, character for character (the positions stay true)."""
    if text.isascii():
        return text.lower()
    return text.translate(_FOLDED)


def _fold_one(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].casefold()
    return base if len(base) == 1 else character


class _Folded(dict[int, str]):
    """The characters met so far, each as it is searched."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code))
        return folded


_FOLDED = _Folded()
