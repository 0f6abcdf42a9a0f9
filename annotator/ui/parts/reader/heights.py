"""Heights of many things one under the other: where one begins, and which one lies at a place."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

_CHUNK = 512


class Heights:
    """A column of heights; to change one costs nothing, to ask a few hundred additions."""

    def __init__(self, heights: Iterable[float] = ()) -> None:
        self._heights = array("d")
        self._sums: list[float] = []
        self.extend(heights)

    def extend(self, heights: Iterable[float]) -> None:
        """Put more below those there are."""
        whole = len(self._heights) // _CHUNK
        self._heights.extend(heights)
        chunks = range(whole * _CHUNK, len(self._heights), _CHUNK)
        self._sums[whole:] = [sum(self._heights[first : first + _CHUNK]) for first in chunks]

    def __len__(self) -> int:
        return len(self._heights)

    def __iter__(self) -> Iterator[float]:
        return iter(self._heights)

    def __getitem__(self, number: int) -> float:
        return self._heights[number]

    def __setitem__(self, number: int, height: float) -> None:
        self._sums[number // _CHUNK] += height - self._heights[number]
        self._heights[number] = height

    @property
    def total(self) -> float:
        """All of them together."""
        return sum(self._sums)

    def top(self, number: int) -> float:
        """Where one begins: the heights of all before it."""
        chunk = number // _CHUNK
        return sum(self._sums[:chunk]) + sum(self._heights[chunk * _CHUNK : number])

    def at(self, y: float) -> int:
        """The one that covers ``y``; above all the first, below all the last.

        Raises:
            IndexError: there are none.
        """
        if not self._heights:
            raise IndexError("there is nothing at all")
        chunk = 0
        while chunk < len(self._sums) - 1 and y >= self._sums[chunk]:
            y -= self._sums[chunk]
            chunk += 1
        number = chunk * _CHUNK
        last = min(len(self._heights), number + _CHUNK) - 1
        while number < last and y >= self._heights[number]:
            y -= self._heights[number]
            number += 1
        return number
