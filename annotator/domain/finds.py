"""What a check of a project finds, in sentences, by what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What finds are about; in this order they are told."""

    STRUCTURE = "structure"
    KEYS = "keys"
    LETTERS = "letters"
    TEXTS = "texts"
    PLACES = "places"
    STAMPS = "stamps"
    VALUES = "values"
    HISTORY = "history"
    RINGS = "rings"
    LEFT_OUT = "left_out"
    UNFINISHED = "unfinished"

    @property
    def is_damage(self) -> bool:
        """Whether something is broken, and not only waits for somebody to look at it."""
        return self not in LOOSE_ENDS


LOOSE_ENDS = frozenset({Group.RINGS, Group.LEFT_OUT, Group.UNFINISHED})
"""What can come of merging and of breaking off, with nothing broken."""

TITLES = {
    Group.STRUCTURE: "The structure of the file",
    Group.KEYS: "Records that refer to missing ones",
    Group.LETTERS: "Damaged letters",
    Group.TEXTS: "Texts of articles",
    Group.PLACES: "Annotations and their places",
    Group.STAMPS: "Who wrote what, and after what",
    Group.VALUES: "Values that make no sense",
    Group.HISTORY: "The history",
    Group.RINGS: "Codes that lie under each other",
    Group.LEFT_OUT: "In use, though deleted or missing",
    Group.UNFINISHED: "Work that was broken off",
}

_RECOVER = (
    "Recover the project into a copy: what can be read is kept, the rest comes from a backup."
)

ADVICE = {
    Group.STRUCTURE: _RECOVER,
    Group.KEYS: _RECOVER,
    Group.LETTERS: "Correct these by hand, or recover the project into a copy with a backup at "
    "hand.",
    Group.TEXTS: "Recover the project into a copy: a backup may have these texts whole.",
    Group.PLACES: "Look at these annotations, or recover the project into a copy.",
    Group.STAMPS: "Recover the project into a copy before it is merged with others.",
    Group.VALUES: _RECOVER,
    Group.HISTORY: "Everything else can be used; undoing these steps may fail. " + _RECOVER,
    Group.RINGS: "Nothing is broken. Move one of these codes to where it belongs.",
    Group.LEFT_OUT: "Nothing is broken. They are shown all the same; give them another code, or "
    "remove them.",
    Group.UNFINISHED: "Nothing is broken. It is settled when the project is opened the next time.",
}


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that a check found.

    Attributes:
        group: what it is about.
        words: what is wrong, and where, as a sentence.
    """

    group: Group
    words: str

    def __str__(self) -> str:
        return self.words


def grouped(finds: Iterable[Find]) -> dict[Group, list[Find]]:
    """Finds by group, in the order of the groups; no group is empty."""
    found: dict[Group, list[Find]] = {group: [] for group in Group}
    for find in finds:
        found[find.group].append(find)
    return {group: some for group, some in found.items() if some}
