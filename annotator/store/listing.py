"""The list of articles: filtered and sorted ids, quick enough for every key that is typed."""

from __future__ import annotations

import heapq
from array import array
from dataclasses import dataclass, field
from itertools import compress, islice
from threading import RLock
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from annotator.store.staging import filter_key
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotator.store.engine import Database

Sort = Literal["imported", "headline", "outlet", "published", "words"]
"""What a list of articles can be sorted by."""

SLICE = 2000
"""Articles that are read at a time."""

FEW = 2000
"""Of so many articles the list is made within a moment."""

_RUN = 8192
"""Articles that are sorted at a time: other threads stand still meanwhile."""

_ARTICLE = TABLES["article"]


_ANNOTATION = TABLES["annotation"]

IS_SHOWN = sa.or_(
    _ARTICLE.c.deleted == LIVE,
    sa.select(_ANNOTATION.c.id)
    .where(_ANNOTATION.c.article_id == _ARTICLE.c.id, _ANNOTATION.c.deleted == LIVE)
    .exists(),
)
"""That an article lives, or was removed while somebody else annotated it: a merge brings that."""


def _each(column: sa.Column[Any]) -> sa.Select[Any]:
    return (
        sa.select(_ARTICLE.c.id, column)
        .where(IS_SHOWN, _ARTICLE.c.id > given("after"))
        .order_by(_ARTICLE.c.id)
        .limit(SLICE)
    )


_SORTS: dict[str, tuple[sa.Select[Any], Callable[[Any], Any]]] = {
    "headline": (_each(_ARTICLE.c.headline), str.casefold),
    "outlet": (_each(_ARTICLE.c.outlet), str.casefold),
    "published": (_each(_ARTICLE.c.published), str),
    "words": (_each(_ARTICLE.c.words), int),
}
_FILTER_KEYS = _each(_ARTICLE.c.filter_key)
_FILTER_KEYS_OF = sa.select(_ARTICLE.c.id, _ARTICLE.c.filter_key).where(
    IS_SHOWN, among(_ARTICLE.c.id, "ids")
)
_REMOVED = sa.select(_ARTICLE.c.id).where(_ARTICLE.c.deleted != LIVE)
_REMOVED_OF = _REMOVED.where(among(_ARTICLE.c.id, "ids"))
_LIVE_IDS = sa.select(_ARTICLE.c.id).where(IS_SHOWN).limit(given("most"))
_FIRST = _LIVE_IDS.order_by(_ARTICLE.c.id)
_LAST = _LIVE_IDS.order_by(_ARTICLE.c.id.desc())
_HIGHEST = sa.select(sa.func.max(_ARTICLE.c.id))


@dataclass(slots=True)
class _Listed:
    """All live articles at one time: ids, what the filter compares, and places by order.

    Places are gone through in the order in which the keys lie in memory: following pointers to
    and fro takes five times as long as comparing.
    """

    ids: array[int]
    keys: list[str]
    orders: dict[Sort, array[int]] = field(default_factory=dict)


class ArticleList:
    """Ids of articles by filter and order.

    What the filter compares is kept in memory (some 20 MB for 100,000 articles), and so are the
    orders that were asked for, until an article changes: a key press then costs no reading.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._preparing = RLock()
        self._by_id: dict[int, str] | None = None
        self._removed: set[int] = set()
        self._stale: set[int] = set()
        self._listed: _Listed | None = None

    def forget(self, articles: Iterable[int]) -> None:
        """These articles were made, changed or removed; told while nobody else reads."""
        self._stale.update(articles)

    def is_ready(self, sort: Sort) -> bool:
        """Whether ``ids`` in that order takes a moment only.

        Raises:
            UserError: the file cannot be read.
        """
        if self._listed is None or self._stale or sort not in self._listed.orders:
            return (self._database.value(_HIGHEST) or 0) <= FEW
        return True

    def first(self, most: int, *, descending: bool) -> list[int]:
        """The ids of the articles imported first, or last, however many there are.

        Raises:
            UserError: the file cannot be read.
        """
        return self._database.column(_LAST if descending else _FIRST, most=most)

    def look_for(self, articles: Iterable[int]) -> None:
        """What is annotated in these articles has changed: removed ones may come or go with it."""
        known = self._by_id
        if known is not None:
            articles = [one for one in articles if one not in known or one in self._removed]
        # Whoever reads the list for the first time just now looks again at all of them.
        self._stale.update(articles)

    def ids(self, wanted: str, sort: Sort, *, descending: bool) -> list[int]:
        """The ids of live articles that have every word of ``wanted``, in order.

        Raises:
            UserError: the file cannot be read.
            ValueError: there is no such order.
        """
        now = self._listed
        if now is None or self._stale or sort not in now.orders:
            now = self.prepare(sort)
            assert now is not None
        matching = _matching(now.keys, filter_key(wanted).split())
        found = [now.ids[at] for at in now.orders[sort] if matching[at]]
        if descending:
            found.reverse()
        return found

    def prepare(self, sort: Sort, goes_on: Callable[[], bool] = lambda: True) -> _Listed | None:
        """Reads what has changed, or everything, and sorts it: then ``is_ready`` is true.

        Args:
            sort: the order that is wanted; those that were asked for before are dropped when
                something has changed.
            goes_on: asked every few milliseconds; when it says no, nothing comes of it.

        Raises:
            UserError: the file cannot be read.
            ValueError: there is no such order.
        """
        if sort != "imported" and sort not in _SORTS:
            raise ValueError(f"articles cannot be sorted by {sort}")
        with self._preparing:
            while goes_on():
                now = self._read(goes_on)
                if now is not None:
                    order = array("q", self._sorted(now.ids, sort))
                    # Whatever has been changed since is noted, and makes this old at once.
                    now.orders[sort] = order
                    with self._database.together():
                        self._listed = now
                        if not self._stale:
                            return now
        return None

    def _read(self, goes_on: Callable[[], bool]) -> _Listed | None:
        """All articles as they are now; what is kept already if nothing has changed."""
        if self._by_id is None:
            with self._database.together():
                self._stale.clear()
            self._removed = set(self._database.column(_REMOVED))
            self._by_id = self._all(_FILTER_KEYS, goes_on)
            self._listed = None
            if not goes_on():
                self._by_id = None
                return None
        while self._stale:
            self._listed = None
            with self._database.together():
                some = set(islice(self._stale, SLICE))
                found = self._database.mapping(_FILTER_KEYS_OF, ids=listed(some))
                self._removed -= some
                self._removed.update(self._database.column(_REMOVED_OF, ids=listed(some)))
                self._stale -= some
            for one in some:
                self._by_id.pop(one, None)
            self._by_id |= found
        if self._listed is None:
            return _Listed(array("q", self._by_id), list(self._by_id.values()))
        return self._listed

    def _sorted(self, ids: Sequence[int], sort: Sort) -> Iterable[int]:
        keys: Sequence[Any] = ids
        if sort != "imported":
            statement, comparable = _SORTS[sort]
            values = self._all(statement, lambda: True)
            # One that is gone by now makes the list old at once.
            keys = [comparable(values.get(one, 0 if comparable is int else "")) for one in ids]
            # Equal ones stay in the order of import.
            keys = list(zip(keys, ids, strict=True))
        runs = [
            sorted(range(at, min(at + _RUN, len(ids))), key=keys.__getitem__)
            for at in range(0, len(ids), _RUN)
        ]
        return runs[0] if len(runs) == 1 else heapq.merge(*runs, key=keys.__getitem__)

    def _all(self, statement: sa.Select[Any], goes_on: Callable[[], bool]) -> dict[int, Any]:
        found: dict[int, Any] = {}
        after = 0
        while goes_on():
            some = self._database.mapping(statement, after=after)
            if not some:
                break
            found |= some
            after = next(reversed(some))
        return found


def _matching(keys: list[str], words: list[str]) -> bytearray:
    if not words:
        return bytearray(b"\1") * len(keys)
    # The longest word leaves the fewest to look at again.
    first, *others = sorted(words, key=len, reverse=True)
    flags = bytearray([first in key for key in keys])
    for word in others:
        for at in compress(range(len(flags)), flags):
            flags[at] = word in keys[at]
    return flags
