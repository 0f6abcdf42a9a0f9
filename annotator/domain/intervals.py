"""What lies where: an index of ranges for hit tests and painting, and lanes for the margin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeVar

from annotator.domain.span import Range

_SHIFT = 9
"""Buckets of 2**9 = 512 characters: about a paragraph, so a hit test looks at one of them."""


class Placed(Protocol):
    """Something that lies at ranges of a text."""

    @property
    def id(self) -> int:
        """What tells it from all others."""
        ...

    @property
    def ranges(self) -> Sequence[Range]:
        """Where it lies, as a span says it: sorted, not empty, apart."""
        ...


Thing = TypeVar("Thing", bound=Placed)


class IntervalIndex(Generic[Thing]):
    """Things at half-open ranges, found by place without looking at the others.

    A thing may have several ranges (the fragments of a span). Adding and removing cost the ranges'
    length in buckets, asking costs the buckets asked about and what lies in them. Of each thing
    only where to find it is kept.
    """

    def __init__(self) -> None:
        self._buckets: dict[int, list[Thing]] = {}

    def add(self, thing: Thing) -> None:
        """Add a thing that is not there yet."""
        for bucket in _buckets(thing.ranges):
            self._buckets.setdefault(bucket, []).append(thing)

    def remove(self, thing: Thing) -> None:
        """Remove a thing that is there.

        Raises:
            KeyError, ValueError: it is not.
        """
        for bucket in _buckets(thing.ranges):
            things = self._buckets[bucket]
            things.remove(thing)
            if not things:
                del self._buckets[bucket]

    def at(self, position: int) -> list[Thing]:
        """What lies at the character ``position``: shortest first, of equals the highest id.

        Short is what has few characters in all its ranges together.
        """
        found = [
            thing
            for thing in self._buckets.get(position >> _SHIFT, ())
            if _first(thing, position, position + 1) is not None
        ]
        return sorted(found, key=lambda thing: (_length(thing), -thing.id))

    def within(self, start: int, end: int) -> list[Thing]:
        """What shares a character with ``[start, end)``: by start, longest first.

        A thing with several ranges there stands where the first of them does.
        """
        if end <= start:
            return []
        found: dict[int, tuple[Range, Thing]] = {}
        for bucket in self._occupied(start, end):
            for thing in self._buckets[bucket]:
                first = _first(thing, start, end)
                if first is not None:
                    found[thing.id] = first, thing
        in_order = sorted(found.values(), key=lambda one: (one[0][0], -one[0][1], one[1].id))
        return [thing for _, thing in in_order]

    def _occupied(self, start: int, end: int) -> Iterable[int]:
        asked = range(start >> _SHIFT, (end - 1 >> _SHIFT) + 1)
        if len(asked) > len(self._buckets):
            return (bucket for bucket in self._buckets if bucket in asked)
        return (bucket for bucket in asked if bucket in self._buckets)


class LanePacker:
    """Gives lanes, so that no two extents on one lane meet within ``gap`` characters.

    First fit in order of start, longest first: lane 0 is taken whenever it is free.
    """

    def __init__(self, gap: int) -> None:
        self._gap = gap
        self._busy: list[tuple[int, int]] = []
        self._free: list[int] = []
        self._fresh = count()

    def pack(self, extents: Iterable[tuple[int, int, int]]) -> dict[int, int]:
        """A lane for each ``(key, start, end)``; none starts before one that was packed earlier.

        One extent a key: for fragments, from the first one's start to the last one's end.
        """
        lanes: dict[int, int] = {}
        busy, free = self._busy, self._free
        for key, start, end in sorted(extents, key=lambda one: (one[1], -one[2], one[0])):
            while busy and busy[0][0] <= start:
                heappush(free, heappop(busy)[1])
            lane = heappop(free) if free else next(self._fresh)
            heappush(busy, (end + self._gap, lane))
            lanes[key] = lane
        return lanes


def pack_lanes(extents: Iterable[tuple[int, int, int]], gap: int) -> dict[int, int]:
    """A lane for each ``(key, start, end)`` in any order, as a ``LanePacker`` gives them."""
    return LanePacker(gap).pack(extents)


def lowest_free_lane(taken: Iterable[int]) -> int:
    """The lowest lane, from 0, that is not among those ``taken``."""
    occupied = set(taken)
    return next(lane for lane in count() if lane not in occupied)


def _buckets(ranges: Sequence[Range]) -> set[int]:
    return {
        bucket
        for start, end in ranges
        for bucket in range(start >> _SHIFT, (end - 1 >> _SHIFT) + 1)
    }


def _first(thing: Placed, start: int, end: int) -> Range | None:
    """The first range of a thing that shares a character with ``[start, end)``."""
    for each in thing.ranges:
        if each[0] < end and each[1] > start:
            return each
    return None


def _length(thing: Placed) -> int:
    return sum(end - start for start, end in thing.ranges)
