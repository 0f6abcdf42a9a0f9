"""The roles that the lines of an article can have."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a line of an article is. A byline is who wrote it and when, below or above the text."""

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
