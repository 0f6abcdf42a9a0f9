"""A link: a directed, named relation between two annotations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

RELATIONS = ("cue of", "source of", "content of", "contradicts", "supports", "repeats")
"""The relations that are offered; people may write any other."""


@dataclass(frozen=True, slots=True)
class Link:
    """One annotation stands in a relation to another: “cue of”, from the cue to the content."""

    id: int
    uid: UUID
    from_id: int
    to_id: int
    relation: str
    created_at: int
