"""A full check: SQLite's pages carry no checksums, so texts and quotes are checked by ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.errors import UserError
from annotator.store.connection import Database, in_chunks
from annotator.store.fields import ANCHOR_COLUMNS, anchor_in
from annotator.store.rows import columns
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

Progress = Callable[[int, int], None]
"""Called with the number of articles checked and of all."""

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_TEXT = TABLES["article_text"]

_PORTION = 100
_MOST = 20
"""Finds of one kind that SQLite lists; the rest says nothing new."""


class _Text(NamedTuple):
    article: int
    headline: str
    current: bytes
    sha256: bytes | None
    text: bytes | None


def check(database: Database, progress: Progress | None = None) -> list[str]:
    """Looks for damage in the whole file; a sentence for each find.

    Other threads get their turn between portions of articles.
    """
    finds = _safely(database, _structure)
    try:
        with database.reading() as connection:
            articles = list(connection.scalars(sa.select(_ARTICLE.c.id).order_by(_ARTICLE.c.id)))
    except UserError as error:
        return [*finds, str(error)]
    done = 0
    for some in in_chunks(articles, _PORTION):
        finds += _safely(database, partial(_portion, articles=some))
        done += len(some)
        if progress is not None:
            progress(done, len(articles))
    return finds


def _safely(database: Database, look: Callable[[sa.Connection], Iterator[str]]) -> list[str]:
    try:
        with database.reading() as connection:
            return list(look(connection))
    except UserError as error:
        return [str(error)]


def _structure(connection: sa.Connection) -> Iterator[str]:
    for (find,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if find != "ok":
            yield f"The file's structure is damaged: {find}."
    for n, (table, _, other, _) in enumerate(
        connection.exec_driver_sql("PRAGMA foreign_key_check")
    ):
        if n < _MOST:
            yield f"An entry of the table “{table}” refers to one of “{other}” that is missing."


def _portion(connection: sa.Connection, articles: list[int]) -> Iterator[str]:
    annotations = _annotations(connection, articles)
    for found in _texts(connection, articles):
        if found.sha256 is None or found.text is None:
            yield f"The text of “{found.headline}” is missing."
            continue
        if sha256(found.text).digest() != found.sha256:
            yield f"The text of “{found.headline}” is not the text that was imported."
        text = found.text.decode("utf-8", "replace")
        for uid, *anchor in annotations[found.article]:
            if anchor[-1] == found.sha256:
                yield from _quote(found.headline, UUID(bytes=uid), anchor, text)


def _quote(headline: str, uid: UUID, columns_of_anchor: list[Any], text: str) -> Iterator[str]:
    try:
        anchor = anchor_in(*columns_of_anchor)
    except (ValueError, TypeError):
        yield f"The place of annotation {uid} in “{headline}” cannot be read."
        return
    if not anchor.holds_in(text):
        there = " […] ".join(anchor.span.quotes(text))
        yield (
            f"Annotation {uid} in “{headline}” quotes “{anchor.quote}”, but at {anchor.span.start}"
            f" to {anchor.span.end} the text says “{there}”."
        )


def _texts(connection: sa.Connection, articles: list[int]) -> Iterator[_Text]:
    # As bytes: damaged letters must not keep the rest from being read.
    text = sa.cast(_TEXT.c.text, sa.LargeBinary)
    query = (
        sa.select(_ARTICLE.c.id, _ARTICLE.c.headline, _ARTICLE.c.text_sha256, _TEXT.c.sha256, text)
        .join_from(_ARTICLE, _TEXT, isouter=True)
        .where(_ARTICLE.c.id.in_(articles))
        .order_by(_ARTICLE.c.id)
    )
    for row in connection.execute(query):
        yield _Text(*row)


def _annotations(connection: sa.Connection, articles: list[int]) -> dict[int, list[list[Any]]]:
    query = sa.select(*columns("annotation", "article_id", "uid", *ANCHOR_COLUMNS)).where(
        _ANNOTATION.c.article_id.in_(articles), _ANNOTATION.c.deleted == LIVE
    )
    found: defaultdict[int, list[list[Any]]] = defaultdict(list)
    for article_id, *row in connection.execute(query.order_by(_ANNOTATION.c.start)):
        found[article_id].append(row)
    return found
