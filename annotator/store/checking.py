"""A full check: SQLite's pages carry no checksums, so texts and quotes are checked by ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.anchor import anchor
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
_HEADLINES = (
    sa.select(_ARTICLE.c.id, _ARTICLE.c.headline, _ARTICLE.c.text_sha256)
    .where(among(_ARTICLE.c.id, "ids"))
    .order_by(_ARTICLE.c.id)
)
# As bytes: damaged letters must not keep the rest from being read.
_TEXTS = sa.select(_TEXT.c.article_id, _TEXT.c.sha256, Encoded(_TEXT.c.text)).where(
    among(_TEXT.c.article_id, "ids")
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
    ids = listed(articles)
    texts: defaultdict[int, dict[bytes, str]] = defaultdict(dict)
    spoilt = set()
    for article_id, expected, text in database.read(_TEXTS, ids=ids):
        texts[article_id][expected] = text.decode("utf-8", "replace")
        if sha256(text).digest() != expected:
            spoilt.add(article_id)
    headlines = {}
    for article_id, headline, current in database.read(_HEADLINES, ids=ids):
        headlines[article_id] = headline
        if current not in texts[article_id]:
            yield f"The text of “{headline}” is missing."
        if article_id in spoilt:
            yield f"The text of “{headline}” is not the text that was imported."
    for article_id, uid, *kept in database.read(_ANNOTATIONS, ids=ids):
        name = f"Annotation {_uid(uid)} in “{headlines.get(article_id, '?')}”"
        yield from (f"{name} {find}." for find in _place(kept, texts[article_id]))


def _uid(kept: Any) -> str:
    try:
        return str(UUID(bytes=kept))
    except (ValueError, TypeError):
        return "?"


def _place(columns_of_anchor: list[Any], texts: dict[bytes, str]) -> Iterator[str]:
    try:
        kept = anchor_in(*columns_of_anchor)
    except (ValueError, TypeError):
        yield "has a place that cannot be read"
        return
    text, span = texts.get(columns_of_anchor[-1]), kept.span
    if text is None:
        # Where the article's only text is missing, that has been said.
        if texts:
            yield "belongs to a text that the article does not have"
    elif not kept.holds_in(text):
        there = " […] ".join(span.quotes(text))
        yield (
            f"quotes “{kept.quote}”, but from {span.start} to {span.end} the text says “{there}”"
        )
    elif kept != anchor(text, kept.text_sha256, span):
        yield "has other words around it than the text"
