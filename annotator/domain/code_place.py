"""Places in the codebook that a code can be moved to, one step after another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.codebook import Codebook


class Way(Enum):
    """Where a step goes: among the siblings, under the one above, beside the parent."""

    UP = auto()
    DOWN = auto()
    IN = auto()
    OUT = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a code.

    Attributes:
        parent_id: the code that it is under; ``None`` for the top level.
        position: how many others stand before it there.
    """

    parent_id: int | None
    position: int


def place_of(codebook: Codebook, code_id: int) -> Place:
    """Where a code stands."""
    parent_id = codebook[code_id].parent_id
    if parent_id is not None and parent_id not in codebook:
        parent_id = None
    siblings = [one.id for one in codebook.children(parent_id)]
    return Place(parent_id, siblings.index(code_id))


def others_at(codebook: Codebook, code_id: int, parent_id: int | None) -> list[int]:
    """The codes under a parent, in their order, without one that is being moved."""
    return [one.id for one in codebook.children(parent_id) if one.id != code_id]


def stepped(codebook: Codebook, code_id: int, place: Place, way: Way) -> Place:
    """The place one step further; the same one where there is nothing further."""
    others = others_at(codebook, code_id, place.parent_id)
    at = min(place.position, len(others))
    if way is Way.UP:
        return Place(place.parent_id, max(0, at - 1))
    if way is Way.DOWN:
        return Place(place.parent_id, min(len(others), at + 1))
    if way is Way.IN:
        if not at:
            return place
        above = others[at - 1]
        return Place(above, len(others_at(codebook, code_id, above)))
    if place.parent_id is None:
        return place
    beside = place_of(codebook, place.parent_id)
    beside_others = others_at(codebook, code_id, beside.parent_id)
    return Place(beside.parent_id, beside_others.index(place.parent_id) + 1)
