"""What differs between two meanings of a code, word by word, to be seen beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_WORDS = re.compile(r"\s+|[^\s]+")

NOBODY: Mapping[str, str] = {}

Piece = tuple[str, bool]
"""Words, and whether they are only on this side."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of two meanings; ``before`` and ``after`` are its words in pieces."""

    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        """Whether it says something else."""
        return any(alone for _, alone in (*self.before, *self.after))


def compare_meanings(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    order: Sequence[str],
    codes: Mapping[str, str] = NOBODY,
) -> list[FieldChange]:
    """The fields that either meaning has, as revisions keep them, in that order.

    Args:
        before: fields by name: texts, lists of texts or of objects of texts.
        after: the same.
        order: the names of fields.
        codes: what codes are called, by uid; those that are not there are left out.
    """
    names = [name for name in order if name in before or name in after]
    return [
        _compared(name, words_of(before.get(name), codes), words_of(after.get(name), codes))
        for name in names
    ]


def words_of(value: Any, codes: Mapping[str, str] = NOBODY) -> str:
    """What a field says, a line for each thing in a list; a code by its name, where it has one."""
    if isinstance(value, list):
        return "\n".join(words_of(one, codes) for one in value)
    if isinstance(value, Mapping):
        said = [str(one) for name, one in value.items() if name != "use"]
        use = codes.get(str(value.get("use")))
        return " – ".join([*said, f"→ {use}"] if use else said)
    return "" if value is None else str(value)


def _compared(name: str, before: str, after: str) -> FieldChange:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append(("".join(old[a:b]), tag != "equal"))
        if d > c:
            right.append(("".join(new[c:d]), tag != "equal"))
    return FieldChange(name, tuple(left), tuple(right))
