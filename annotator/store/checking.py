"""A full check: SQLite's pages carry no checksums, so texts and quotes are checked by ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.finds import Find, Group
from annotator.store import checking_records, checking_texts
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database

GoOn = Callable[[int, int], bool]
"""Called with the number of things checked and of all; false to stop."""

_MOST = 20
"""Finds of one kind in the structure that are told; the rest says nothing new."""

_LABEL = "Check the project"
_HOW_MANY = {
    name: sa.select(sa.func.count()).select_from(TABLES[name])
    for name in (*Kind, "article_text", "txn", "change")
}
_ARTICLES = sa.select(TABLES["article"].c.id).order_by(TABLES["article"].c.id)


def check(database: Database, go_on: GoOn | None = None) -> list[Find]:
    """Looks for damage in the whole project, while others use it.

    Args:
        database: the project.
        go_on: called with the number of records checked and of all; false to stop.

    Returns:
        What is damaged; what cannot be read ends only the part of the check that needs it.

    Raises:
        CancelledError: ``go_on`` said stop.
    """
    progress = _Progress(database, go_on)
    found = list(_safely(database.structure(_MOST, progress.goes_on)))
    found += _safely(_texts(database, progress))
    for part in checking_records.parts(database):
        found += _safely(progress.of(part))
    progress.end()
    return found


def quick_check(database: Database, go_on: GoOn | None = None) -> list[Find]:
    """Looks for damage below the records alone: what a check begins with."""
    wanted = go_on or (lambda _done, _total: True)
    return list(_safely(database.structure(_MOST, lambda: wanted(0, 0))))


def contents(database: Database) -> dict[str, int]:
    """How many rows there are, by table; those that cannot be counted are left out."""
    counts = {}
    for name, asked in _HOW_MANY.items():
        for count in _readable(partial(database.value, asked)):
            counts[str(name)] = count
    return counts


def _readable(read: Callable[[], int]) -> Iterator[int]:
    try:
        yield read()
    except CancelledError:
        raise
    except UserError:
        return


def _safely(finds: Iterable[Find]) -> Iterator[Find]:
    try:
        yield from finds
    except CancelledError:
        raise
    except UserError as error:
        yield Find(Group.STRUCTURE, error.what)


def _texts(database: Database, progress: _Progress) -> Iterator[Find]:
    articles = database.column(_ARTICLES)
    for at in range(0, len(articles), checking_texts.PORTION):
        some = articles[at : at + checking_texts.PORTION]
        yield from _safely(checking_texts.finds(database, some))
        progress.add(len(some))


class _Progress:
    """Counts articles and the rows of all records and changes, each as one."""

    def __init__(self, database: Database, go_on: GoOn | None) -> None:
        self._go_on = go_on or (lambda _done, _total: True)
        self._done = 0
        counts = contents(database)
        self._total = (
            sum(counts.values()) - counts.get("article_text", 0) + counts.get("article", 0)
        )

    def goes_on(self) -> bool:
        """Whether the check is still wanted."""
        return self._go_on(self._done, max(self._total, self._done))

    def add(self, some: int) -> None:
        """So many more were looked at.

        Raises:
            CancelledError: the check is wanted no longer.
        """
        self._done = min(self._done + some, max(self._total - 1, 0))
        if not self.goes_on():
            raise CancelledError(_LABEL)

    def of(self, part: Iterable[tuple[int, list[Find]]]) -> Iterator[Find]:
        """What a part found, portion by portion."""
        for looked_at, finds in part:
            yield from finds
            self.add(looked_at)

    def end(self) -> None:
        """Everything was looked at."""
        self._done = self._total
        self.goes_on()
