"""Counts of annotations by code, coder, outlet and month, and what they are counted against.

They are counted in columns (``columns``), which are filled once and then follow every change.
Until then the few counts that SQL finds quickly come from there.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.tally import Tally, distinct_names
from annotator.store.snapshots import Snapshots
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path
    from uuid import UUID

    from annotator.domain.changes import Changes
    from annotator.domain.tally import Base, Grouping
    from annotator.store.columns import Columns
    from annotator.store.engine import Database

T = TypeVar("T")

_ANNOTATION = TABLES["annotation"]
_ARTICLE = TABLES["article"]
_CODER = TABLES["coder"]

_N = sa.func.count()
_LIVE = _ANNOTATION.c.deleted == LIVE

_CODE_AND_CODER = (_ANNOTATION.c.code_id, _ANNOTATION.c.coder_id)
_BY_CODE_AND_CODER = sa.select(*_CODE_AND_CODER, _N).where(_LIVE).group_by(*_CODE_AND_CODER)
_IN_ROUND = _ANNOTATION.c.round_id == given("round")
_BY_CODE_AND_CODER_IN = _BY_CODE_AND_CODER.where(_IN_ROUND)
_BY_ARTICLE = (
    sa.select(_ANNOTATION.c.article_id, _N)
    .where(
        _LIVE,
        _ANNOTATION.c.coder_id == given("coder"),
        _IN_ROUND,
        among(_ANNOTATION.c.article_id, "ids"),
    )
    .group_by(_ANNOTATION.c.article_id)
)
_WITH_ANY = sa.select(_ARTICLE.c.id).where(
    among(_ARTICLE.c.id, "ids"),
    sa.select(_ANNOTATION.c.id)
    .where(
        _LIVE,
        _ANNOTATION.c.article_id == _ARTICLE.c.id,
        _ANNOTATION.c.coder_id == given("coder"),
        _IN_ROUND,
    )
    .exists(),
)
_PASSAGES = (
    sa.select(_ANNOTATION.c.id)
    .where(_LIVE, _ANNOTATION.c.code_id == given("code"), among(_ANNOTATION.c.coder_id, "coders"))
    .order_by(_ANNOTATION.c.article_id, _ANNOTATION.c.start, _ANNOTATION.c.id)
)
_PASSAGES_IN = _PASSAGES.where(_IN_ROUND)
_ARTICLES = sa.select(sa.func.count(_ANNOTATION.c.article_id.distinct())).where(
    _LIVE, among(_ANNOTATION.c.code_id, "codes")
)
_CODERS = (
    sa.select(_CODER.c.id, _CODER.c.name).where(_CODER.c.deleted == LIVE).order_by(_CODER.c.id)
)

_FEW = 500
"""Changed records that are read at once when somebody asks, within a moment."""

_MANY = 2000
"""Changed records after which it is worth while to keep columns again."""


class Counting:
    """The columns of an open project, and what is counted in them: in a round, or in all.

    Any thread may ask; one at a time fills. All methods raise ``UserError`` where the file cannot
    be read.
    """

    def __init__(self, database: Database, project: UUID, path: Path) -> None:
        self._database = database
        self._snapshots = Snapshots(project, path)
        self._filling = RLock()
        self._columns: Columns | None = None
        self._complete = False
        self._changed: dict[Kind, set[int]] = {Kind.ARTICLE: set(), Kind.ANNOTATION: set()}
        self._since_kept = 0

    @property
    def is_ready(self) -> bool:
        """Whether counting takes a moment only: the columns are full, and few records changed."""
        return self._complete and sum(map(len, self._changed.values())) <= _FEW

    def forget(self, changes: Changes) -> None:
        """These records were made, changed or removed; told while nobody else reads."""
        if self._columns is None:
            return
        for kind, ids in self._changed.items():
            for some in (changes.created, changes.updated, changes.removed):
                ids |= some.get(kind, frozenset())

    def fill(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Brings the columns up to date, from the snapshot or from nothing.

        Args:
            goes_on: asked after each slice; when it says no, what is not full is given up.
        """
        with self._filling:
            try:
                if not self._complete:
                    self._begin(goes_on)
                while self._complete and self._catch_up() and goes_on():
                    pass
            finally:
                if not self._complete:
                    self._columns = None

    def keep(self) -> None:
        """Keeps the columns for the next opening, if much has changed since they were kept."""
        if self.is_ready and self._since_kept > _MANY:
            self.fill()
            self._keep()

    # -- what is counted

    def by_code_and_coder(self, round_id: int | None = None) -> Counter[tuple[int, int]]:
        """The number of live annotations by (code id, coder id)."""
        if self.is_ready:
            return self._filled(lambda columns: columns.counts(round_id))
        found = (
            self._database.read(_BY_CODE_AND_CODER)
            if round_id is None
            else self._database.read(_BY_CODE_AND_CODER_IN, round=round_id)
        )
        return Counter({(code, coder): count for code, coder, count in found})

    def by_article(self, articles: Collection[int], coder_id: int, round_id: int) -> dict[int, int]:
        """The number of a coder's live annotations in each of the articles, 0 included."""
        if self.is_ready:
            return self._filled(lambda columns: columns.by_article(articles, coder_id, round_id))
        asked = {"coder": coder_id, "round": round_id, "ids": listed(articles)}
        found = self._database.mapping(_BY_ARTICLE, **asked)
        return dict.fromkeys(articles, 0) | found

    def with_any(self, articles: Collection[int], coder_id: int, round_id: int) -> set[int]:
        """Those of the articles in which a coder has any live annotation; none is counted."""
        asked = {"coder": coder_id, "round": round_id, "ids": listed(articles)}
        return set(self._database.column(_WITH_ANY, **asked))

    def passages(
        self, code_id: int, coders: Collection[int], round_id: int | None = None
    ) -> list[int]:
        """Ids of a code's annotations by these coders, by article and start."""
        if self.is_ready:
            return self._filled(lambda columns: columns.passages(code_id, coders, round_id))
        asked = {"code": code_id, "coders": listed(coders)}
        if round_id is None:
            return self._database.column(_PASSAGES, **asked)
        return self._database.column(_PASSAGES_IN, **asked, round=round_id)

    def articles_with(self, codes: Collection[int]) -> int:
        """In how many articles any of these codes is."""
        if self.is_ready:
            return self._filled(lambda columns: columns.articles_with(codes))
        (number,) = self._database.column(_ARTICLES, codes=listed(codes))
        return int(number)

    def tallies(
        self, by: Grouping, coders: Collection[int], round_id: int | None = None
    ) -> list[Tally]:
        """How often each code was used by these coders in each group; unused ones are left out."""
        found = self._filled(lambda columns: columns.tallies(by, coders, round_id))
        names = self._coder_names() if by == "coder" else {}
        return [
            Tally(code, names[group] if isinstance(group, int) else group, n, articles)
            for code, group, n, articles in found
        ]

    def bases(self, by: Grouping, coders: Collection[int] | None = None) -> dict[str, Base]:
        """All live articles of each group, coded or not; by coder each of them has all articles."""
        found = self._filled(lambda columns: columns.bases(by))
        if by != "coder":
            return found
        names = self._coder_names()
        return {name: found[""] for one, name in names.items() if coders is None or one in coders}

    # -- inside

    def _filled(self, ask: Callable[[Columns], T]) -> T:
        if not self._complete:
            self.fill()
        while self._catch_up():
            pass
        with self._database.together():
            assert self._columns is not None
            return ask(self._columns)

    def _begin(self, goes_on: Callable[[], bool]) -> None:
        from annotator.store import filling
        from annotator.store.columns import Columns

        kept = self._snapshots.read()
        with self._database.together():
            for ids in self._changed.values():
                ids.clear()
            is_ours = kept is not None and filling.has(self._database, kept[0])
            # From here on changes are noted, also of what has not been read yet.
            self._columns = kept[1] if kept is not None and is_ours else Columns()
        self._since_kept = 0
        steps = (
            self._replay(kept[0].txn)
            if kept is not None and is_ours
            else filling.put_all(self._database, self._columns)
        )
        for _ in steps:
            if not goes_on():
                return
        self._complete = True
        if not is_ours:
            while self._catch_up():
                pass
            self._keep()

    def _replay(self, txn: int) -> Iterator[None]:
        from annotator.store import filling

        for found in filling.changed_since(self._database, txn):
            with self._database.together():
                for kind, ids in found.items():
                    self._changed[kind] |= ids
            yield

    def _catch_up(self) -> bool:
        """Reads some of what has changed; whether there was anything."""
        from annotator.store import filling

        with self._database.together():
            for kind, changed in self._changed.items():
                some = set(islice(changed, filling.SLICE))
                if some:
                    assert self._columns is not None
                    filling.put_these(self._database, self._columns, kind, some)
                    changed -= some
                    self._since_kept += len(some)
                    return True
        return False

    def _keep(self) -> None:
        from annotator.store import filling

        with self._database.together():
            stamp = filling.last_stamp(self._database)
            if stamp is None or any(self._changed.values()) or self._columns is None:
                return
            # Writing takes longer than others should wait.
            kept = self._columns.copy()
            self._since_kept = 0
        self._snapshots.write(stamp, kept)

    def _coder_names(self) -> dict[int, str]:
        return distinct_names(self._database.mapping(_CODERS))
