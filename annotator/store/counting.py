"""Counts of annotations by code, coder, outlet and month, and what they are counted against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.tally import Base, Tally, distinct_names
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.tally import Grouping
    from annotator.store.engine import Database

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_CODER = TABLES["coder"]

_N = sa.func.count()
_EVERYTHING: sa.ColumnElement[str] = sa.cast(sa.literal_column("''"), sa.Text)
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


_COUNTED = (_LIVE, among(_ANNOTATION.c.coder_id, "coders"))
_DISTINCT = sa.func.count(_ANNOTATION.c.article_id.distinct())
_IN_ARTICLES = (
    sa.select(_ANNOTATION.c.code_id, _ANNOTATION.c.article_id, _N.label("n"))
    .where(*_COUNTED)
    .group_by(_ANNOTATION.c.code_id, _ANNOTATION.c.article_id)
    .subquery()
)


def _by_property(group: sa.ColumnElement[str]) -> sa.Select[Any]:
    # Counted by article first: the article's row is then asked for once, not for each annotation.
    return (
        sa.select(_IN_ARTICLES.c.code_id, group, sa.func.sum(_IN_ARTICLES.c.n), _N)
        .join_from(_IN_ARTICLES, _ARTICLE, _ARTICLE.c.id == _IN_ARTICLES.c.article_id)
        .group_by(_IN_ARTICLES.c.code_id, group)
    )


def _bases(group: sa.ColumnElement[str]) -> sa.Select[Any]:
    words = sa.func.coalesce(sa.func.sum(_ARTICLE.c.counted_words), 0)
    return sa.select(group, _N, words).select_from(_ARTICLE).where(_LIVE_ARTICLE).group_by(group)


_TALLIES: dict[Grouping, sa.Select[Any]] = {
    "code": sa.select(_ANNOTATION.c.code_id, _EVERYTHING, _N, _DISTINCT)
    .where(*_COUNTED)
    .group_by(_ANNOTATION.c.code_id),
    "outlet": _by_property(_ARTICLE.c.outlet),
    "month": _by_property(_MONTH),
    "coder": sa.select(*_CODE_AND_CODER, _N, _DISTINCT).where(*_COUNTED).group_by(*_CODE_AND_CODER),
}
_BASES: dict[Grouping, sa.Select[Any]] = {
    "code": _bases(_EVERYTHING),
    "outlet": _bases(_ARTICLE.c.outlet),
    "month": _bases(_MONTH),
}
_CODERS = (
    sa.select(_CODER.c.id, _CODER.c.name).where(_CODER.c.deleted == LIVE).order_by(_CODER.c.id)
)


def by_code_and_coder(database: Database) -> dict[tuple[int, int], int]:
    """The number of live annotations by (code id, coder id)."""
    return {(code, coder): count for code, coder, count in database.read(_BY_CODE_AND_CODER)}


def by_article(database: Database, articles: Collection[int], coder_id: int) -> dict[int, int]:
    """The number of a coder's live annotations in each of the articles, 0 included."""
    found = database.mapping(_BY_ARTICLE, coder=coder_id, ids=listed(articles))
    return dict.fromkeys(articles, 0) | found


def tallies(database: Database, by: Grouping, coders: Collection[int]) -> list[Tally]:
    """How often each code was used by these coders in each group; unused codes are left out."""
    found = database.read(_TALLIES[by], coders=listed(coders))
    if by == "coder":
        names = _coder_names(database)
        return [Tally(code, names[coder], *counts) for code, coder, *counts in found]
    return [Tally(*row) for row in found]


def bases(
    database: Database, by: Grouping, coders: Collection[int] | None = None
) -> dict[str, Base]:
    """All live articles of each group, coded or not; by coder each of them has all articles."""
    if by == "coder":
        whole = bases(database, "code")[""]
        names = _coder_names(database)
        return {name: whole for one, name in names.items() if coders is None or one in coders}
    found = {group: Base(articles, words) for group, articles, words in database.read(_BASES[by])}
    return found or ({"": Base(0, 0)} if by == "code" else {})


def _coder_names(database: Database) -> dict[int, str]:
    return distinct_names(database.mapping(_CODERS))
