"""Places where somebody was reading: the way back to them, and the last one in each article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.ui.settings import Settings

MOST_VISITED = 100
MOST_REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody was in an article.

    Attributes:
        article_id: the article.
        caret: where the caret stood, in code points.
        top: where the first visible line begins, in code points.
        offset: how far that line was scrolled out at the top, in pixels; negative for white
            above it.
    """

    article_id: int
    caret: int
    top: int
    offset: int

    def looks_like(self, other: Spot) -> bool:
        """Whether the same part of the same article was seen from both."""
        return (self.article_id, self.top) == (other.article_id, other.top)


class Trail:
    """The spots that were left for others, to go back to and forward again."""

    def __init__(self) -> None:
        self._before: list[Spot] = []
        self._after: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """Somebody goes elsewhere from there; what was ahead is no longer."""
        if not self._before or not self._before[-1].looks_like(spot):
            self._before.append(spot)
            del self._before[:-MOST_VISITED]
        self._after.clear()

    def back(self, here: Spot, is_there: Callable[[int], bool]) -> Spot | None:
        """The spot left last that is not ``here``; None if there is none.

        Args:
            here: where somebody is now; ``forward`` leads to it again.
            is_there: whether an article is still to be had.
        """
        return _go(self._before, self._after, here, is_there)

    def forward(self, here: Spot, is_there: Callable[[int], bool]) -> Spot | None:
        """The spot that ``back`` was last taken from; None if there is none."""
        return _go(self._after, self._before, here, is_there)

    def clear(self) -> None:
        """Forget all of it."""
        self._before.clear()
        self._after.clear()


def _go(
    from_: list[Spot], to: list[Spot], here: Spot, is_there: Callable[[int], bool]
) -> Spot | None:
    while from_:
        spot = from_.pop()
        if not spot.looks_like(here) and is_there(spot.article_id):
            to.append(here)
            return spot
    return None


class LastSpots:
    """The last spot in each article of a project, kept among the settings of this person."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._key = ""
        self._spots: dict[int, Spot] = {}

    def open(self, project_uid: str) -> None:
        """Read what is remembered of a project; what cannot be read is forgotten."""
        self._key = f"{project_uid}/spots"
        found = (_spot(word) for word in self._settings.place(self._key).split())
        self._spots = {spot.article_id: spot for spot in found if spot is not None}

    def find(self, article_id: int) -> Spot | None:
        """Where somebody was last in an article; None if it is not known."""
        return self._spots.get(article_id)

    def keep(self, spot: Spot) -> None:
        """Remember a spot as the last one in its article."""
        if not self._key or self._spots.get(spot.article_id) == spot:
            return
        self._spots.pop(spot.article_id, None)
        self._spots[spot.article_id] = spot
        for oldest in list(self._spots)[:-MOST_REMEMBERED]:
            del self._spots[oldest]
        words = (f"{s.article_id}:{s.caret}:{s.top}:{s.offset}" for s in self._spots.values())
        self._settings.set_place(self._key, " ".join(words))


def _spot(word: str) -> Spot | None:
    try:
        article_id, caret, top, offset = map(int, word.split(":"))
    except ValueError:
        return None
    return Spot(article_id, max(0, caret), max(0, top), offset)
