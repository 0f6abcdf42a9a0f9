"""How many annotations of a coder each article has: counted once, then corrected by what changes.

Nobody but ``columns`` imports this module: numpy takes long to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.int32]

Whose = tuple[int, ...]
"""What annotations that are counted together have in common, in the order of ``apart_by``."""


class ArticleCounts:
    """The number of annotations in each article, for those who have been asked about.

    Args:
        article: the row of an annotation's article in its columns; 0 where there is none.
        apart_by: the rows that say with which others it is counted; nobody's are 0.
    """

    def __init__(self, article: int, apart_by: Sequence[int]) -> None:
        self._article = article
        self._apart_by = apart_by
        self._kept: dict[Whose, Numbers] = {}

    def of(self, whose: Whose, articles: Collection[int], columns: Numbers) -> dict[int, int]:
        """The number in each of these articles, 0 included.

        Args:
            whose: which annotations.
            articles: their ids.
            columns: all annotations, for those who are asked about the first time.
        """
        if whose not in self._kept:
            self._kept[whose] = np.zeros(1, np.int32)
            self._add(whose, columns, 1)
        kept = self._kept[whose]
        return {one: int(kept[one]) if one < len(kept) else 0 for one in articles}

    def correct(self, before: Numbers, after: Numbers) -> None:
        """Some annotations have changed.

        Args:
            before: their columns as they were.
            after: as they are now.
        """
        for whose in self._kept:
            self._add(whose, before, -1)
            self._add(whose, after, 1)

    def _add(self, whose: Whose, columns: Numbers, change: int) -> None:
        in_articles = columns[self._article]
        are_theirs = in_articles > 0
        for row, one in zip(self._apart_by, whose, strict=True):
            are_theirs &= columns[row] == one
        articles = in_articles[are_theirs]
        kept, highest = self._kept[whose], int(articles.max(initial=0))
        if highest >= len(kept):
            more = np.zeros(highest + highest // 4 + 1 - len(kept), np.int32)
            kept = self._kept[whose] = np.concatenate([kept, more])
        np.add.at(kept, articles, change)
