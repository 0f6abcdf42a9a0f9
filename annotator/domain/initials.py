"""Initials of people: short enough to stand beside a name in the margin, and never alike."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.domain.clusters import cluster_end


def initials(names: Mapping[int, str]) -> dict[int, str]:
    """Initials for each id: ``AR`` for Ana Ruiz, ``An`` for Ana.

    Of equal ones all but the first get a number.

    Args:
        names: names by id, in the order in which they are numbered.
    """
    given: dict[int, str] = {}
    for one, name in names.items():
        short, number = _short(name), 1
        distinct = short
        while distinct in given.values():
            number += 1
            distinct = f"{short}{number}"
        given[one] = distinct
    return given


def _short(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()] or name.split()
    if not words:
        return "?"
    if len(words) > 1:
        return (_first(words[0]) + _first(words[-1])).upper()
    first = _first(words[0])
    rest = words[0][len(first) :]
    return first.upper() + (_first(rest).lower() if rest else "")


def _first(word: str) -> str:
    return word[: cluster_end(word, 1)]
