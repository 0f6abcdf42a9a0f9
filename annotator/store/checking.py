"""A full check: SQLite's pages carry no checksums, so texts and quotes are checked by ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.errors import UserError
from annotator.store.fields import ANCHOR_COLUMNS, anchor_in
from annotator.store.rows import columns
from annotator.store.statements import Encoded, among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.store.engine import Database

Progress = Callable[[int, int], None]
"""Called with the number of articles checked and of all."""

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_TEXT = TABLES["article_text"]

_PORTION = 100
_MOST = 20
"""Finds of one kind in the structure that are told; the rest says nothing new."""

_ARTICLES = sa.select(_ARTICLE.c.id).order_by(_ARTICLE.c.id)
# As bytes: damaged letters must not keep the rest from being read.
_TEXTS = (
    sa.select(
        _ARTICLE.c.id,
        _ARTICLE.c.headline,
        sa.func.coalesce(_TEXT.c.sha256, _ARTICLE.c.text_sha256),
        Encoded(_TEXT.c.text),
    )
    .join_from(_ARTICLE, _TEXT, isouter=True)
    .where(among(_ARTICLE.c.id, "ids"))
    .order_by(_ARTICLE.c.id)
)
_ANNOTATIONS = (
    sa.select(*columns("annotation", "article_id", "uid", *ANCHOR_COLUMNS))
    .where(among(_ANNOTATION.c.article_id, "ids"), _ANNOTATION.c.deleted == LIVE)
    .order_by(_ANNOTATION.c.start)
)


def check(database: Database, progress: Progress | None = None) -> list[str]:
    """Looks for damage in the whole file; a sentence for each find.

    Other threads get their turn between portions of articles.
    """
    finds = _safely(_structure, database)
    try:
        articles = database.column(_ARTICLES)
    except UserError as error:
        return [*finds, str(error)]
    for done in range(0, len(articles), _PORTION):
        some = articles[done : done + _PORTION]
        finds += _safely(_portion, database, some)
        if progress is not None:
            progress(done + len(some), len(articles))
    return finds


def _safely(look: Callable[..., Iterator[str]], database: Database, *more: Any) -> list[str]:
    try:
        with database.together():
            return list(look(database, *more))
    except UserError as error:
        return [str(error)]


def _structure(database: Database) -> Iterator[str]:
    return database.structure(_MOST)


def _portion(database: Database, articles: list[int]) -> Iterator[str]:
    annotations: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for article_id, *row in database.read(_ANNOTATIONS, ids=listed(articles)):
        annotations[article_id].append(row)
    for article_id, headline, expected, text in database.read(_TEXTS, ids=listed(articles)):
        if text is None:
            yield f"The text of “{headline}” is missing."
            continue
        if sha256(text).digest() != expected:
            yield f"The text of “{headline}” is not the text that was imported."
        for uid, *anchor in annotations[article_id]:
            if anchor[-1] == expected:
                yield from _quote(headline, uid, anchor, text.decode("utf-8", "replace"))


def _quote(headline: str, uid: bytes, columns_of_anchor: list[Any], text: str) -> Iterator[str]:
    name = f"Annotation {UUID(bytes=uid)} in “{headline}”"
    try:
        anchor = anchor_in(*columns_of_anchor)
    except (ValueError, TypeError):
        yield f"{name} has a place that cannot be read."
        return
    if not anchor.holds_in(text):
        span, there = anchor.span, " […] ".join(anchor.span.quotes(text))
        yield (
            f"{name} quotes “{anchor.quote}”, but from {span.start} to {span.end} the text says "
            f"“{there}”."
        )
