"""Which lines of page furniture are folded into one; the text itself stays as it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from annotator.domain.furniture import Run, runs_of_furniture
from annotator.domain.span import Range, Span
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
        self.runs = runs_of_furniture(zones)
        self.folded = folded
        self._starts = [run.start for run in self.runs]
        self.exceptions = {start for start in exceptions if start in self._starts}

    def is_folded(self, run: Run) -> bool:
        """Whether a run is shown as one line."""
        return self.folded != (run.start in self.exceptions)

    def turn(self, run: Run) -> None:
        """Fold a run that is not, unfold one that is."""
        self.exceptions ^= {run.start}

    def folded_at(self, start: int, end: int) -> Run | None:
        """The folded run that shares a character with ``[start, end)``; the first if several."""
        number = max(0, bisect_right(self._starts, start) - 1)
        for run in self.runs[number:]:
            if run.start >= max(end, start + 1):
                return None
            if run.end > start and self.is_folded(run):
                return run
        return None

    def uncover(self, span: Span) -> bool:
        """Unfold what hides some of a span; whether anything did."""
        hidden = {run.start: run for each in span.ranges for run in self._hiding(each)}
        for run in hidden.values():
            self.turn(run)
        return bool(hidden)

    def _hiding(self, place: Range) -> list[Run]:
        return [
            run
            for run in self.runs
            if run.start < place[1] and run.end > place[0] and self.is_folded(run)
        ]
