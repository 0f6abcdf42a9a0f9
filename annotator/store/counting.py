"""Counts of annotations by code, coder, outlet and month, and what they are counted against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.tally import Base, Tally
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.tally import Grouping
    from annotator.store.connection import Database

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_CODER = TABLES["coder"]

_N = sa.func.count()
_EVERYTHING: sa.ColumnElement[str] = sa.literal_column("''", sa.Text)
_OUTLET = _ARTICLE.c.outlet
_MONTH = sa.func.substr(_ARTICLE.c.published, 1, len("2025-03"))
_LIVE = _ANNOTATION.c.deleted == LIVE
_LIVE_ARTICLE = _ARTICLE.c.deleted == LIVE

_CODE_AND_CODER = (_ANNOTATION.c.code_id, _ANNOTATION.c.coder_id)
_BY_CODE_AND_CODER = sa.select(*_CODE_AND_CODER, _N).where(_LIVE).group_by(*_CODE_AND_CODER)
_BY_ARTICLE = (
    sa.select(_ANNOTATION.c.article_id, _N)
    .where(_LIVE, _ANNOTATION.c.coder_id == given("coder"), among(_ANNOTATION.c.article_id, "ids"))
    .group_by(_ANNOTATION.c.article_id)
)


def _tallies(group: sa.ColumnElement[str], joined: sa.FromClause) -> sa.Select[Any]:
    articles = sa.func.count(_ANNOTATION.c.article_id.distinct())
    return (
        sa.select(_ANNOTATION.c.code_id, group, _N, articles)
        .select_from(joined)
        .where(_LIVE, among(_ANNOTATION.c.coder_id, "coders"))
        .group_by(_ANNOTATION.c.code_id, group)
    )


def _bases(group: sa.ColumnElement[str]) -> sa.Select[Any]:
    words = sa.func.coalesce(sa.func.sum(_ARTICLE.c.counted_words), 0)
    return sa.select(group, _N, words).select_from(_ARTICLE).where(_LIVE_ARTICLE).group_by(group)


_TALLIES: dict[Grouping, sa.Select[Any]] = {
    "code": _tallies(_EVERYTHING, _ANNOTATION),
    "outlet": _tallies(_OUTLET, _ANNOTATION.join(_ARTICLE)),
    "month": _tallies(_MONTH, _ANNOTATION.join(_ARTICLE)),
    "coder": _tallies(_CODER.c.name, _ANNOTATION.join(_CODER)),
}
_BASES: dict[Grouping, sa.Select[Any]] = {
    "code": _bases(_EVERYTHING),
    "outlet": _bases(_OUTLET),
    "month": _bases(_MONTH),
}
_CODERS = sa.select(_CODER.c.name).where(_CODER.c.deleted == LIVE)


def by_code_and_coder(database: Database) -> dict[tuple[int, int], int]:
    """The number of live annotations by (code id, coder id)."""
    return {(code, coder): count for code, coder, count in database.read(_BY_CODE_AND_CODER)}


def by_article(database: Database, articles: Collection[int], coder_id: int) -> dict[int, int]:
    """The number of a coder's live annotations in each of the articles, 0 included."""
    found = database.read(_BY_ARTICLE, coder=coder_id, ids=listed(articles))
    return dict.fromkeys(articles, 0) | dict(found)


def tallies(database: Database, by: Grouping, coders: Collection[int]) -> list[Tally]:
    """How often each code was used by these coders in each group; unused codes are left out."""
    return [Tally(*row) for row in database.read(_TALLIES[by], coders=listed(coders))]


def bases(database: Database, by: Grouping) -> dict[str, Base]:
    """All live articles of each group, coded or not; by coder every coder has all articles."""
    if by == "coder":
        whole = bases(database, "code")[""]
        return dict.fromkeys(database.column(_CODERS), whole)
    found = {group: Base(articles, words) for group, articles, words in database.read(_BASES[by])}
    return found or ({"": Base(0, 0)} if by == "code" else {})
