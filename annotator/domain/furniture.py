"""Runs of page furniture: neighbouring lines that belong to the page and not to the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.roles import FURNITURE_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annotator.domain.zones import Zone


@dataclass(frozen=True, slots=True)
class Run:
    """The half-open range ``[start, end)`` in code points of some lines of furniture."""

    start: int
    end: int
    lines: int


class Furniture:
    """The runs of an article in order; any line of another role parts two of them.

    Zones are looked at as far as somebody asks, so that those of a long article may be read late.
    """

    def __init__(self, zones: Iterable[Zone] = ()) -> None:
        self._zones = iter(zones)
        self._next = next(self._zones, None)
        self._runs: list[Run] = []

    def to(self, position: int) -> Sequence[Run]:
        """The runs that begin at a place or before it, and perhaps more."""
        while self._next is not None and self._next.start <= position:
            if self._next.role in FURNITURE_ROLES:
                self._runs.append(self._run(self._next))
            else:
                self._next = next(self._zones, None)
        return self._runs

    def all(self) -> Sequence[Run]:
        """All runs."""
        while self._next is not None:
            self.to(self._next.start)
        return self._runs

    def _run(self, first: Zone) -> Run:
        last, lines = first, 0
        zone: Zone | None = first
        while zone is not None and zone.role in FURNITURE_ROLES:
            last, lines = zone, lines + 1
            zone = next(self._zones, None)
        self._next = zone
        return Run(first.start, last.end, lines)
