"""Counts of annotations, and what they are counted against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Grouping = Literal["code", "outlet", "month", "coder"]
"""What counts are split by, beside the code: nothing more, outlet, month of publication, coder."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one code was used in one group.

    Attributes:
        code_id: the code.
        group: the outlet, the month as ``2025-03`` (or the year where the month is not known), the
            coder's name (see ``distinct_names``); empty where it is not known and when counting by
            code alone.
        annotations: live annotations.
        articles: articles that have at least one of them.
    """

    code_id: int
    group: str
    annotations: int
    articles: int


@dataclass(frozen=True, slots=True)
class Base:
    """What there is in a group, coded or not: the denominator of shares and rates.

    Attributes:
        articles: articles in the group.
        counted_words: their counted words.
    """

    articles: int
    counted_words: int


def distinct_names(names: Mapping[int, str]) -> dict[int, str]:
    """Names that stay apart: of several that are equal, all but the first get a number.

    Args:
        names: names by id, in the order in which they are numbered.

    Returns:
        A name for each id: ``Ana``, ``Ana (2)``; never one that another id has as its own.
    """
    given: dict[int, str] = {}
    taken: set[str] = set()
    own = set(names.values())
    for one, name in names.items():
        distinct, number = name, 1
        while distinct in taken or (number > 1 and distinct in own):
            number += 1
            distinct = f"{name} ({number})"
        taken.add(distinct)
        given[one] = distinct
    return given
