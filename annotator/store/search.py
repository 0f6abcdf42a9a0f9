"""Finding words in the texts of all articles.

An index of words says which articles are worth looking at; what is found is found in their texts,
and articles that the index does not know for certain are looked at too. So what is found is the
same with a whole index, half of one, or none.
"""

from __future__ import annotations

import heapq
from contextlib import suppress
from itertools import chain, islice
from math import inf
from threading import RLock
from time import perf_counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.finding import hit, tokens
from annotator.store import failures
from annotator.store.engine import IndexLostError
from annotator.store.listing import IS_SHOWN
from annotator.store.statements import among, given, listed
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from uuid import UUID

    from annotator.domain.changes import Changes
    from annotator.domain.finding import Finder, Hit
    from annotator.store.engine import Database, WordIndex

_SLICE = 2000
"""Articles that are compared with the index at a time."""

_SOME = 50
"""Articles that are put into the index at a time."""

_MOST = 500_000
"""Characters that are read at a time."""

_WORTH = 500
"""Up to so many articles that are asked for are looked at without the index."""

_ARTICLE, _TEXT = TABLES["article"], TABLES["article_text"]
_CURRENT = (_TEXT.c.article_id == _ARTICLE.c.id) & (_TEXT.c.sha256 == _ARTICLE.c.text_sha256)
_SHAS = (
    sa.select(_ARTICLE.c.id, _ARTICLE.c.text_sha256)
    .where(_ARTICLE.c.id > given("after"))
    .order_by(_ARTICLE.c.id)
    .limit(_SLICE)
)
_THEIR_SHAS = sa.select(_ARTICLE.c.id, _ARTICLE.c.text_sha256).where(among(_ARTICLE.c.id, "ids"))
_TEXTS = (
    sa.select(_ARTICLE.c.id, _ARTICLE.c.text_sha256, _TEXT.c.text, _ARTICLE.c.headline)
    .join_from(_ARTICLE, _TEXT, _CURRENT, isouter=True)
    .where(among(_ARTICLE.c.id, "ids"))
)
_LENGTHS = sa.select(_ARTICLE.c.id, _ARTICLE.c.length).where(IS_SHOWN, among(_ARTICLE.c.id, "ids"))
_NEXT = (
    sa.select(_ARTICLE.c.id)
    .where(IS_SHOWN, _ARTICLE.c.id > given("after"))
    .order_by(_ARTICLE.c.id)
    .limit(_SLICE)
)


class Search:
    """The texts of an open project, to be looked through; any thread may do so."""

    def __init__(self, database: Database, project: UUID) -> None:
        self._database = database
        self._project = project
        self._preparing = RLock()
        self._index: WordIndex | None = None
        self._is_compared = self._is_given_up = False
        self._waiting: set[int] = set()
        self._other: set[int] = set()
        self._torn: set[int] = set()

    @property
    def is_ready(self) -> bool:
        """Whether all articles are in the index."""
        return self._is_compared and not self._waiting

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to prepare: all is ready, or there can't be an index."""
        return self._is_given_up or self.is_ready

    def forget(self, changes: Changes) -> None:
        """These records were made, changed or removed; told while nobody else reads."""
        for some in (changes.created, changes.updated, changes.removed):
            self._waiting.update(some.get(Kind.ARTICLE, ()))

    def prepare(
        self, goes_on: Callable[[], bool], *, make: bool = True, seconds: float = inf
    ) -> None:
        """Brings the index up to date, as far as it may go on.

        Args:
            goes_on: asked after every few articles.
            make: whether an index is begun, and filled, where there is none yet.
            seconds: how long it is filled.

        Raises:
            UserError: the project cannot be read.
        """
        since = perf_counter()
        with self._preparing:
            for _ in range(2):
                with suppress(IndexLostError):
                    self._compare(goes_on, make=make)
                    if len(self._other) <= _WORTH:
                        while make and self._is_compared and self._waiting and goes_on():
                            self._put_in()
                            if perf_counter() - since > seconds:
                                break
                        return
                self._lose()

    def find(
        self,
        finder: Finder,
        article_ids: Sequence[int] | None,
        looked_at: Callable[[int], object] = lambda _number: None,
    ) -> Iterator[Hit]:
        """What is found, by article and place; as it is found.

        Args:
            finder: finds it in a text.
            article_ids: where to look, and in which order; ``None`` for all, by id.
            looked_at: told of the number of articles that were looked at since the last time.

        Raises:
            UserError: the project cannot be read, a text is damaged, or what the finder raises.
        """
        ids = self._worth_looking_at(finder) if article_ids is None else iter(article_ids)
        if article_ids is not None and len(article_ids) > _WORTH:
            found = set(self._worth_looking_at(finder))
            ids = (one for one in article_ids if one in found)
        while some := list(islice(ids, _SOME)):
            for article_id, text in self._texts(some):
                for start, end in finder.spans(text):
                    yield hit(article_id, text, start, end)
            looked_at(len(some))

    def close(self) -> None:
        """Gives the index up."""
        index, self._index, self._is_compared = self._index, None, False
        if index is not None:
            index.close()

    # -- where to look

    def _worth_looking_at(self, finder: Finder) -> Iterator[int]:
        """The articles in which something may be found, by id."""
        clue, index = finder.clue, self._index
        if clue is None or index is None or not self._is_compared:
            return self._all()
        try:
            with self._database.together():
                unsure = sorted(self._waiting | self._other | self._torn)
            found = index.articles(clue)
            if found is None:
                return self._all()
            return self._with_unsure(found, unsure)
        except IndexLostError:
            self._lose()
            return self._all()

    def _with_unsure(self, found: Iterator[list[int]], unsure: list[int]) -> Iterator[int]:
        last = 0
        try:
            for last in _merged(chain.from_iterable(found), unsure):
                yield last
        except IndexLostError:
            self._lose()
            yield from self._all(last)

    def _all(self, after: int = 0) -> Iterator[int]:
        while some := self._database.column(_NEXT, after=after):
            yield from some
            after = some[-1]

    def _texts(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The texts of those articles that are shown, in this order."""
        lengths = self._database.mapping(_LENGTHS, ids=listed(ids))
        portion: list[int] = []
        size = 0
        for one in (one for one in ids if one in lengths):
            if portion and size + lengths[one] > _MOST:
                yield from self._read(portion)
                portion, size = [], 0
            portion.append(one)
            size += lengths[one]
        yield from self._read(portion)

    def _read(self, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        rows = {row[0]: row for row in self._database.read(_TEXTS, ids=listed(ids))}
        for one in ids:
            if one in rows:
                _, _, text, headline = rows[one]
                if text is None:
                    raise failures.text_damaged(self._database.path, headline)
                yield one, str(text)

    # -- the index

    def _compare(self, goes_on: Callable[[], bool], *, make: bool) -> None:
        """Notes which articles the index does not have as they are."""
        if self._is_compared or self._is_given_up:
            return
        if self._index is None:
            self._index = self._database.words(self._project, make=make)
            if self._index is None:
                self._is_given_up = make
                return
        after = 0
        while goes_on():
            with self._database.together():
                rows = self._database.read(_SHAS, after=after)
                if not rows:
                    self._is_compared = True
                    return
                self._sort(self._index, rows)
            after = rows[-1][0]

    def _sort(self, index: WordIndex, rows: Iterable[Sequence[Any]]) -> list[int]:
        """Those of the articles that are to be put in; others may have other texts in it."""
        now = {row[0]: row[1] for row in rows}
        known = index.known(list(now))
        new = [one for one in now if one not in known]
        other = {one for one in known if known[one] != now[one]}
        self._other = (self._other - known.keys()) | other
        self._waiting.update(new)
        self._waiting -= known.keys()
        return new

    def _put_in(self) -> None:
        index = self._index
        if index is None:
            raise IndexLostError("it was lost while somebody looked for words")
        with self._database.together():
            ids = list(islice(self._waiting, _SOME))
            rows = {row[0]: row for row in self._database.read(_TEXTS, ids=listed(ids))}
            self._torn.update(one for one in rows if rows[one][2] is None)
            self._waiting.difference_update(one for one in ids if one not in rows)
            self._waiting -= self._torn
            new = self._sort(index, (row for row in rows.values() if row[0] not in self._torn))
        # Cutting words takes longer than others should wait; a text that was cut is let go.
        index.add([(one, rows[one][1], tokens(rows.pop(one)[2])) for one in new])
        with self._database.together():
            self._sort(index, self._database.read(_THEIR_SHAS, ids=listed(new)))

    def _lose(self) -> None:
        index, self._index, self._is_compared = self._index, None, False
        self._other = set()
        if index is not None:
            index.throw_away()


def _merged(first: Iterator[int], second: Iterable[int]) -> Iterator[int]:
    last = None
    for one in heapq.merge(first, second):
        if one != last:
            yield one
        last = one
