"""What lies where: an index of ranges for hit tests and painting, and lanes for the margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count

from annotator.domain.span import Range

_SHIFT = 9
"""Buckets of 2**9 = 512 characters: about a paragraph, so a hit test looks at one of them."""

_Entry = tuple[int, int, int]
"""``(start, -end, key)``: sorts by start, longest first."""


class IntervalIndex:
    """Half-open ranges under integer keys, found by place without looking at the others.

    One key may have several ranges (the fragments of a span). Adding and removing cost the
    range's length in buckets, asking costs the buckets asked about and what lies in them.
    """

    def __init__(self) -> None:
        self._buckets: dict[int, set[_Entry]] = {}
        self._ranges: dict[int, tuple[Range, ...]] = {}

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._ranges)

    def __contains__(self, key: int) -> bool:
        return key in self._ranges

    def add(self, key: int, start: int, end: int) -> None:
        """Add a range, in code points; the same one twice under one key counts once.

        Raises:
            ValueError: the range is empty, reversed or before the text.
        """
        if not 0 <= start < end:
            raise ValueError(f"not a range of a text: {start}:{end}")
        ranges = self._ranges.get(key, ())
        if (start, end) in ranges:
            return
        self._ranges[key] = (*ranges, (start, end))
        entry = start, -end, key
        for bucket in _buckets(start, end):
            self._buckets.setdefault(bucket, set()).add(entry)

    def remove(self, key: int) -> None:
        """Remove all ranges of ``key``.

        Raises:
            KeyError: there are none.
        """
        for start, end in self._ranges.pop(key):
            for bucket in _buckets(start, end):
                entries = self._buckets[bucket]
                entries.discard((start, -end, key))
                if not entries:
                    del self._buckets[bucket]

    def at(self, position: int) -> list[int]:
        """The keys at the character ``position``: shortest first, of equals the highest key.

        Short is what has few characters in all its ranges together.
        """
        entries = self._buckets.get(position >> _SHIFT, ())
        found = {
            (self._length(key), -key)
            for start, minus_end, key in entries
            if start <= position < -minus_end
        }
        return [-minus_key for _, minus_key in sorted(found)]

    def _length(self, key: int) -> int:
        return sum(end - start for start, end in self._ranges[key])

    def within(self, start: int, end: int) -> list[int]:
        """The keys that share a character with ``[start, end)``: by start, longest first.

        A key with several ranges there stands where the first of them does.
        """
        if end <= start:
            return []
        found: set[_Entry] = set()
        for bucket in self._occupied(start, end):
            for entry in self._buckets[bucket]:
                if entry[0] < end and -entry[1] > start:
                    found.add(entry)
        return list(dict.fromkeys(key for _, _, key in sorted(found)))

    def _occupied(self, start: int, end: int) -> Iterator[int]:
        asked = _buckets(start, end)
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


def _buckets(start: int, end: int) -> range:
    return range(start >> _SHIFT, (end - 1 >> _SHIFT) + 1)
