"""Counts of annotations by code, coder, outlet and month, and what they are counted against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from annotator.domain.tally import Base, Tally
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.tally import Grouping

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_CODER = TABLES["coder"]

_ANNOTATIONS = sa.func.count()
_ARTICLES = sa.func.count(_ANNOTATION.c.article_id.distinct())
_NOWHERE: sa.ColumnElement[str] = sa.literal("")
_MONTH = sa.func.substr(_ARTICLE.c.published, 1, len("2025-03"))


def by_code_and_coder(connection: sa.Connection) -> dict[tuple[int, int], int]:
    """The number of live annotations by (code id, coder id)."""
    keys = (_ANNOTATION.c.code_id, _ANNOTATION.c.coder_id)
    counted = sa.select(*keys, _ANNOTATIONS).where(_ANNOTATION.c.deleted == LIVE).group_by(*keys)
    return {(code, coder): count for code, coder, count in connection.execute(counted)}


def by_article(
    connection: sa.Connection, articles: Collection[int], coder_id: int
) -> dict[int, int]:
    """The number of a coder's live annotations in each of the articles that has any."""
    counted = sa.select(_ANNOTATION.c.article_id, _ANNOTATIONS).where(
        _ANNOTATION.c.deleted == LIVE,
        _ANNOTATION.c.coder_id == coder_id,
        _ANNOTATION.c.article_id.in_(articles),
    )
    found = connection.execute(counted.group_by(_ANNOTATION.c.article_id))
    return {row[0]: row[1] for row in found}


def tallies(connection: sa.Connection, by: Grouping, coders: Collection[int]) -> list[Tally]:
    """How often each code was used by these coders in each group; unused codes are left out."""
    group, joined = _grouped(by)
    counted = (
        sa.select(_ANNOTATION.c.code_id, group, _ANNOTATIONS, _ARTICLES)
        .select_from(joined)
        .where(_ANNOTATION.c.deleted == LIVE, _ANNOTATION.c.coder_id.in_(coders))
        .group_by(_ANNOTATION.c.code_id, group)
    )
    return [Tally(*row) for row in connection.execute(counted)]


def bases(connection: sa.Connection, by: Grouping) -> dict[str, Base]:
    """All live articles of each group, coded or not; by coder every coder has all articles."""
    live = _ARTICLE.c.deleted == LIVE
    sums = (_ANNOTATIONS, sa.func.coalesce(sa.func.sum(_ARTICLE.c.counted_words), 0))
    if by in ("outlet", "month"):
        group = _ARTICLE.c.outlet if by == "outlet" else _MONTH
        found = connection.execute(sa.select(group, *sums).where(live).group_by(group))
        return {name: Base(articles, words) for name, articles, words in found}
    whole = Base(*connection.execute(sa.select(*sums).where(live)).one())
    if by == "code":
        return {"": whole}
    names = connection.scalars(sa.select(_CODER.c.name).where(_CODER.c.deleted == LIVE))
    return dict.fromkeys(names, whole)


def _grouped(by: Grouping) -> tuple[sa.ColumnElement[str], Any]:
    if by == "outlet":
        return _ARTICLE.c.outlet, _ANNOTATION.join(_ARTICLE)
    if by == "month":
        return _MONTH, _ANNOTATION.join(_ARTICLE)
    if by == "coder":
        return _CODER.c.name, _ANNOTATION.join(_CODER)
    return _NOWHERE, _ANNOTATION
