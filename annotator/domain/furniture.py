"""Runs of page furniture: neighbouring lines that belong to the page and not to the article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from annotator.domain.roles import FURNITURE_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class Run:
    """The half-open range ``[start, end)`` in code points of some lines of furniture."""

    start: int
    end: int
    lines: int


def runs_of_furniture(zones: Iterable[Zone]) -> tuple[Run, ...]:
    """The runs of an article in order; any line of another role parts two of them."""
    found = []
    for is_furniture, group in groupby(zones, lambda zone: zone.role in FURNITURE_ROLES):
        lines = tuple(group)
        if is_furniture:
            found.append(Run(lines[0].start, lines[-1].end, len(lines)))
    return tuple(found)
