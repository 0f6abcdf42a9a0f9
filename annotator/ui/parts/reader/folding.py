"""Which lines of page furniture are folded into one; the text itself stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from annotator.domain.furniture import Furniture, Run
from annotator.domain.span import Span
from annotator.domain.zones import Zone


class Folding:
    """The runs of furniture of one article, folded or not; places are code points.

    Args:
        zones: of the article.
        folded: whether runs are folded unless they are among ``exceptions``.
        exceptions: where runs begin that are the other way round.
    """

    def __init__(
        self, zones: Iterable[Zone] = (), *, folded: bool = False, exceptions: Iterable[int] = ()
    ) -> None:
        self._furniture = Furniture(zones)
        self.folded = folded
        self.exceptions = set(exceptions)

    @property
    def runs(self) -> Sequence[Run]:
        """All runs."""
        return self._furniture.all()

    def to(self, position: int) -> Sequence[Run]:
        """The runs that begin at a place or before it, and perhaps more."""
        return self._furniture.to(position)

    def is_folded(self, run: Run) -> bool:
        """Whether a run is shown as one line."""
        return self.folded != (run.start in self.exceptions)

    def turn(self, run: Run) -> None:
        """Fold a run that is not, unfold one that is."""
        self.exceptions ^= {run.start}

    def folded_at(self, start: int, end: int) -> Run | None:
        """The folded run that shares a character with ``[start, end)``; the first if several."""
        return next(self._hiding(start, max(end, start + 1)), None)

    def uncover(self, span: Span) -> bool:
        """Unfold what hides some of a span; whether anything did."""
        hidden = {run.start: run for each in span.ranges for run in self._hiding(*each)}
        for run in hidden.values():
            self.turn(run)
        return bool(hidden)

    def _hiding(self, start: int, end: int) -> Iterator[Run]:
        runs = self._furniture.to(end)
        first = max(0, bisect_right(runs, start, key=lambda run: run.start) - 1)
        for run in islice(runs, first, None):
            if run.start >= end:
                return
            if run.end > start and self.is_folded(run):
                yield run
