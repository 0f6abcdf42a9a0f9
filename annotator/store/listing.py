"""The list of articles: filtered and sorted ids, quick enough for every key that is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from annotator.store.connection import Database, in_sql
from annotator.store.staging import filter_key
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

Sort = Literal["imported", "headline", "outlet", "published", "words"]
"""What a list of articles can be sorted by."""

_ARTICLE = TABLES["article"]
_NOT_FOUND = sa.literal_column("0", sa.Integer)

_KEYS: dict[str, tuple[sa.Column[Any], Callable[[Any], Any]]] = {
    "headline": (_ARTICLE.c.headline, str.casefold),
    "outlet": (_ARTICLE.c.outlet, str.casefold),
    "published": (_ARTICLE.c.published, str),
    "words": (_ARTICLE.c.words, int),
}


class ArticleList:
    """Ids of articles by filter and order.

    The filter is found in an index that holds nothing else. Sorted orders are kept until an
    article changes: sorting anew at every key would take longer than finding.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._orders: dict[str, list[int]] = {}

    def forget(self) -> None:
        """Articles have changed."""
        self._orders.clear()

    def ids(self, wanted: str, sort: Sort, *, descending: bool) -> list[int]:
        """The ids of live articles that have every word of ``wanted``, in order.

        Raises:
            UserError: the file cannot be read.
            ValueError: there is no such order.
        """
        with self._database.reading():
            found = self._matching(filter_key(wanted).split())
            if sort == "imported":
                found.sort()
            else:
                kept = set(found)
                found = [one for one in self._order(sort) if one in kept]
        if descending:
            found.reverse()
        return found

    def _matching(self, words: list[str]) -> list[int]:
        statement = sa.select(_ARTICLE.c.id).where(_ARTICLE.c.deleted == LIVE)
        for n in range(len(words)):
            part: sa.BindParameter[str] = sa.bindparam(f"word{n}")
            statement = statement.where(sa.func.instr(_ARTICLE.c.filter_key, part) > _NOT_FOUND)
        values = {f"word{n}": word for n, word in enumerate(words)}
        return [one for (one,) in self._database.raw.execute(in_sql(statement), values)]

    def _order(self, sort: Sort) -> list[int]:
        if sort not in _KEYS:
            raise ValueError(f"articles cannot be sorted by {sort}")
        if sort not in self._orders:
            column, key = _KEYS[sort]
            statement = sa.select(column, _ARTICLE.c.id).where(_ARTICLE.c.deleted == LIVE)
            found = self._database.raw.execute(in_sql(statement)).fetchall()
            found.sort(key=lambda row: (key(row[0]), row[1]))
            self._orders[sort] = [one for _, one in found]
        return self._orders[sort]
