"""The list of articles: filtered and sorted ids, quick enough for every key that is typed."""

from __future__ import annotations

from array import array
from itertools import compress
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from annotator.store.staging import filter_key
from annotator.store.statements import among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from annotator.store.engine import Database

Sort = Literal["imported", "headline", "outlet", "published", "words"]
"""What a list of articles can be sorted by."""

_ARTICLE = TABLES["article"]


def _each(column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(_ARTICLE.c.id, column).where(_ARTICLE.c.deleted == LIVE)


_SORTS: dict[str, tuple[sa.Select[Any], Callable[[Any], Any]]] = {
    "headline": (_each(_ARTICLE.c.headline), str.casefold),
    "outlet": (_each(_ARTICLE.c.outlet), str.casefold),
    "published": (_each(_ARTICLE.c.published), str),
    "words": (_each(_ARTICLE.c.words), int),
}
_FILTER_KEYS = _each(_ARTICLE.c.filter_key)
_FILTER_KEYS_OF = _FILTER_KEYS.where(among(_ARTICLE.c.id, "ids"))


class ArticleList:
    """Ids of articles by filter and order.

    What the filter compares is kept in memory (some 20 MB for 100,000 articles), and so are the
    orders that were asked for, until an article changes: a key press then costs no reading.
    Articles have positions here, and positions are gone through in the order in which the keys
    lie in memory: following pointers to and fro takes five times as long as comparing.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: dict[int, str] | None = None
        self._stale: set[int] = set()
        self._ids = array("q")
        self._keys: list[str] = []
        self._orders: dict[str, array[int]] = {}

    def forget(self, articles: Iterable[int]) -> None:
        """These articles were made, changed or removed."""
        self._stale.update(articles)

    def ids(self, wanted: str, sort: Sort, *, descending: bool) -> list[int]:
        """The ids of live articles that have every word of ``wanted``, in order.

        Raises:
            UserError: the file cannot be read.
            ValueError: there is no such order.
        """
        with self._database.together():
            self._refresh()
            order = self._order(sort)
            matching = self._matching(filter_key(wanted).split())
            found = [self._ids[at] for at in order if matching[at]]
        if descending:
            found.reverse()
        return found

    def _matching(self, words: list[str]) -> bytearray:
        if not words:
            return bytearray(b"\1") * len(self._keys)
        # The longest word leaves the fewest to look at again.
        first, *others = sorted(words, key=len, reverse=True)
        flags = bytearray([first in key for key in self._keys])
        for word in others:
            for at in compress(range(len(flags)), flags):
                flags[at] = word in self._keys[at]
        return flags

    def _order(self, sort: Sort) -> array[int]:
        if sort not in self._orders:
            keys = self._sort_keys(sort)
            self._orders[sort] = array("q", sorted(range(len(keys)), key=keys.__getitem__))
        return self._orders[sort]

    def _sort_keys(self, sort: Sort) -> Sequence[Any]:
        if sort == "imported":
            return self._ids
        if sort not in _SORTS:
            raise ValueError(f"articles cannot be sorted by {sort}")
        statement, comparable = _SORTS[sort]
        values = self._database.mapping(statement)
        return [(comparable(values[one]), one) for one in self._ids]

    def _refresh(self) -> None:
        if self._by_id is None:
            self._by_id = self._database.mapping(_FILTER_KEYS)
        elif self._stale:
            for one in self._stale:
                self._by_id.pop(one, None)
            self._by_id |= self._database.mapping(_FILTER_KEYS_OF, ids=listed(self._stale))
        else:
            return
        self._stale.clear()
        self._orders.clear()
        self._ids = array("q", self._by_id)
        self._keys = list(self._by_id.values())
