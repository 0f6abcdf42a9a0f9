"""The zones of a long article, read from their column as far as somebody asks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import overload

from annotator.domain.zones import Zone
from annotator.store.rows import ROLES

_CHARACTERS = 16_384
"""So much of the column is read at a time: some hundreds of zones."""
_BEGINNING = re.compile(r"\s*\[")
_BETWEEN = re.compile(r"\]\s*,\s*(?=\[)")


class LazyZones(Sequence[Zone]):
    """Zones in the order of the text, as ``Queries.zones`` gives them.

    Where the column makes no sense any more they end, and ``damaged`` is called, once.
    """

    def __init__(
        self, kept: str, damaged: Callable[[], object], portion: int = _CHARACTERS
    ) -> None:
        beginning = _BEGINNING.match(kept)
        self._kept, self._damaged, self._characters = kept, damaged, portion
        self._at = beginning.end() if beginning is not None else 0
        self._zones: list[Zone] = []
        self._length = max(0, kept.count("[") - 1)
        self._is_read = False

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Zone: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Zone]: ...

    def __getitem__(self, index: int | slice) -> Zone | Sequence[Zone]:
        if isinstance(index, slice):
            self._read_to(self._length)
        else:
            self._read_to(index + 1 if index >= 0 else self._length)
        return self._zones[index]

    def __iter__(self) -> Iterator[Zone]:
        zones = self._zones
        for at in count():
            if at == len(zones):
                self._read_to(at + 1)
            if at == len(zones):
                return
            yield zones[at]

    def __eq__(self, other: object) -> bool:
        """Whether both are of the same column: two of them are compared without being read."""
        return isinstance(other, LazyZones) and self._kept == other._kept

    def __hash__(self) -> int:
        """The same for both that are equal."""
        return hash(self._kept)

    def _read_to(self, number: int) -> None:
        while len(self._zones) < number and not self._is_read:
            try:
                self._zones += self._portion()
            except (ValueError, TypeError, KeyError):
                self._is_read = True
                self._length = len(self._zones)
                self._damaged()

    def _portion(self) -> list[Zone]:
        between = _BETWEEN.search(self._kept, self._at + self._characters)
        if between is None:
            part, self._is_read = self._kept[self._at :], True
        else:
            part, self._at = f"{self._kept[self._at : between.start()]}]]", between.end()
        return [Zone(start, end, ROLES[role]) for start, end, role in json.loads(f"[{part}")]
