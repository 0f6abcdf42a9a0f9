"""Zones: what each line of an article is, so that page furniture can be set apart and not counted.

Nothing is ever deleted: a zone says what a line is, and annotations may lie anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.lines import read_lines
from annotator.domain.roles import COUNTED_BY_DEFAULT, FURNITURE_ROLES, Role
from annotator.domain.segments import count_words
from annotator.domain.zone_rules import assign_roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = [
    "COUNTED_BY_DEFAULT",
    "FURNITURE_ROLES",
    "Role",
    "Zone",
    "counted_words",
    "find_zones",
    "paragraph_number",
]

_PARAGRAPHS = frozenset({Role.HEADING, Role.BODY, Role.QUOTATION, Role.LIST})


@dataclass(frozen=True, slots=True)
class Zone:
    """One line of an article: the half-open range ``[start, end)`` in code points, and its role."""

    start: int
    end: int
    role: Role


def find_zones(text: str) -> tuple[Zone, ...]:
    """One zone for each line that is not blank, in order, without the white space around it."""
    lines = read_lines(text)
    return tuple(
        Zone(start, end, role)
        for line, role in zip(lines, assign_roles(lines), strict=True)
        for start, end in line.parts
    )


def counted_words(
    text: str, zones: Iterable[Zone], counted: Collection[Role] = COUNTED_BY_DEFAULT
) -> int:
    """The number of words in the zones whose role is in ``counted``."""
    return sum(count_words(text[zone.start : zone.end]) for zone in zones if zone.role in counted)


def paragraph_number(zones: Iterable[Zone], position: int) -> int | None:
    """Which paragraph of the article's own text a position lies in, counted from 1.

    Headings, body, quotations and list items count; ``None`` where the position is in none.
    """
    number = 0
    for zone in zones:
        if zone.role in _PARAGRAPHS:
            number += 1
            if zone.start <= position < zone.end:
                return number
    return None
