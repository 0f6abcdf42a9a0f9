"""Zones: what each line of an article is, so that page furniture can be set apart and not counted.

Nothing is ever deleted: a zone says what a line is, and annotations may lie anywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.segments import count_words


class Role(StrEnum):
    """What a line of an article is."""

    HEADLINE = "headline"
    HEADING = "heading"
    BODY = "body"
    QUOTATION = "quotation"
    LIST = "list"
    CAPTION = "caption"
    BYLINE = "byline"
    FURNITURE = "furniture"
    PLAYER = "player"
    RELATED = "related"
    BIO = "bio"
    NOTICE = "notice"


FURNITURE_ROLES = frozenset({Role.FURNITURE, Role.PLAYER, Role.RELATED, Role.BIO, Role.NOTICE})
"""What belongs to the page and not to the article: shown small and grey."""

COUNTED_BY_DEFAULT = frozenset({Role.HEADLINE, Role.HEADING, Role.BODY, Role.QUOTATION, Role.LIST})
"""The roles whose words are counted when a project says nothing else."""


@dataclass(frozen=True, slots=True)
class Zone:
    """One line of an article: the half-open range ``[start, end)`` in code points, and its role."""

    start: int
    end: int
    role: Role


def find_zones(text: str) -> tuple[Zone, ...]:
    """One zone for each line that is not blank, in order, without the white space around it."""
    raise NotImplementedError


def counted_words(
    text: str, zones: Iterable[Zone], counted: Collection[Role] = COUNTED_BY_DEFAULT
) -> int:
    """The number of words in the zones whose role is in ``counted``."""
    return sum(count_words(text[zone.start : zone.end]) for zone in zones if zone.role in counted)
