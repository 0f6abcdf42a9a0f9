"""The list of articles: filtered and sorted ids, quick enough for every key that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from annotator.store.staging import filter_key
from annotator.store.statements import among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.store.connection import Database

Sort = Literal["imported", "headline", "outlet", "published", "words"]
"""What a list of articles can be sorted by."""

_ARTICLE = TABLES["article"]


def _each(column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(_ARTICLE.c.id, column).where(_ARTICLE.c.deleted == LIVE)


_SORTS: dict[str, tuple[sa.Select[Any], Callable[[Any], Any]]] = {
    "imported": (_each(_ARTICLE.c.id), int),
    "headline": (_each(_ARTICLE.c.headline), str.casefold),
    "outlet": (_each(_ARTICLE.c.outlet), str.casefold),
    "published": (_each(_ARTICLE.c.published), str),
    "words": (_each(_ARTICLE.c.words), int),
}
_FILTER_KEYS = _each(_ARTICLE.c.filter_key)
_FILTER_KEYS_OF = _FILTER_KEYS.where(among(_ARTICLE.c.id, "ids"))


class ArticleList:
    """Ids of articles by filter and order.

    What the filter compares is kept in memory (some 15 MB for 100,000 articles), and so are the
    orders that were asked for, until an article changes: a key press then costs no reading.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys: dict[int, str] | None = None
        self._stale: set[int] = set()
        self._orders: dict[str, list[int]] = {}

    def forget(self, articles: Iterable[int]) -> None:
        """These articles were made, changed or removed."""
        self._stale.update(articles)
        self._orders.clear()

    def ids(self, wanted: str, sort: Sort, *, descending: bool) -> list[int]:
        """The ids of live articles that have every word of ``wanted``, in order.

        Raises:
            UserError: the file cannot be read.
            ValueError: there is no such order.
        """
        with self._database.together():
            found = list(self._order(sort))
            words = filter_key(wanted).split()
            if words:
                matching = self._matching(words)
                found = [one for one in found if one in matching]
        if descending:
            found.reverse()
        return found

    def _matching(self, words: list[str]) -> set[int]:
        keys = self._fresh_keys()
        # The longest word leaves the fewest; and going through all keys in the order in which they
        # lie in memory is three times as fast as looking each one up.
        first, *others = sorted(words, key=len, reverse=True)
        found = {one for one, key in keys.items() if first in key}
        for word in others:
            found = {one for one in found if word in keys[one]}
        return found

    def _fresh_keys(self) -> dict[int, str]:
        if self._keys is None:
            self._keys = dict(self._database.read(_FILTER_KEYS))
        elif self._stale:
            for one in self._stale:
                self._keys.pop(one, None)
            self._keys.update(self._database.read(_FILTER_KEYS_OF, ids=listed(self._stale)))
        self._stale.clear()
        return self._keys

    def _order(self, sort: Sort) -> list[int]:
        if sort not in _SORTS:
            raise ValueError(f"articles cannot be sorted by {sort}")
        if sort not in self._orders:
            statement, key = _SORTS[sort]
            found = sorted((key(value), one) for one, value in self._database.read(statement))
            self._orders[sort] = [one for _, one in found]
        return self._orders[sort]
