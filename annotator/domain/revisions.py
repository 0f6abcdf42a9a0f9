"""Revisions of a code: what its rules were, from when on, and why they were changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

FIRST = 1
"""The number of the meaning that a code was made with; its first revision has the next."""

MEANING = (
    "unit",
    "definition",
    "use_when",
    "do_not_use_when",
    "boundary",
    "examples",
    "counter_examples",
    "instead",
)
"""The fields of a code that say what it means; its attributes do as well."""
_ILLUSTRATING = frozenset({"examples", "counter_examples"})


def rules_in(meaning: Mapping[str, Any]) -> dict[str, Any]:
    """What of a meaning annotations are made under: examples show the rules, and change none."""
    return {name: value for name, value in meaning.items() if name not in _ILLUSTRATING}


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of what a code means.

    Attributes:
        id: its number in the file.
        uid: its identity.
        code_id: the code.
        coder_id: who changed it; ``None`` where nobody is known.
        number: for people: two who revised a code apart may both have made its second one.
        earlier: its meaning before, by field; attributes under ``attributes``, as text.
        meaning: its meaning from then on.
        why: the reason that was given, or "".
        created_at: milliseconds since 1970, UTC.
    """

    id: int
    uid: UUID
    code_id: int
    coder_id: int | None
    number: int
    earlier: Mapping[str, Any]
    meaning: Mapping[str, Any]
    why: str
    created_at: int


def current(revisions: Iterable[Revision]) -> Revision | None:
    """The one of a code's revisions by which it is applied now; ``None`` if it has none."""
    return max(revisions, key=lambda one: (one.number, one.uid), default=None)
