"""Checks every text against its checksum, and every quote against its place in the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.anchor import anchor
from annotator.domain.finds import Find, Group
from annotator.store.fields import ANCHOR_COLUMNS, anchor_in
from annotator.store.rows import columns
from annotator.store.statements import Encoded, among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from annotator.store.engine import Database

_ARTICLE = TABLES["article"]
_ANNOTATION = TABLES["annotation"]
_TEXT = TABLES["article_text"]

PORTION = 25
"""Articles that are read at a time: with their annotations about as much as a turn allows."""

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


def finds(database: Database, articles: Sequence[int]) -> Iterator[Find]:
    """Looks at some articles, with their texts and annotations.

    Raises:
        UserError: they cannot be read.
    """
    ids = listed(articles)
    with database.together():
        kept = database.read(_TEXTS, ids=ids)
        heads = database.read(_HEADLINES, ids=ids)
        annotations = database.read(_ANNOTATIONS, ids=ids)
    texts: defaultdict[int, dict[bytes, str]] = defaultdict(dict)
    spoilt = set()
    for article_id, expected, text in kept:
        texts[article_id][expected] = text.decode("utf-8", "replace")
        if sha256(text).digest() != expected:
            spoilt.add(article_id)
    headlines = {}
    for article_id, headline, current in heads:
        headlines[article_id] = headline
        if current not in texts[article_id]:
            yield Find(Group.TEXTS, f"The text of “{headline}” is missing.")
        if article_id in spoilt:
            words = f"The text of “{headline}” is not the text that was imported."
            yield Find(Group.TEXTS, words)
    for article_id, uid, *kept in annotations:
        for find in _place(kept, texts[article_id]):
            name = f"Annotation {as_uid(uid)} in “{headlines.get(article_id, '?')}”"
            yield Find(Group.PLACES, f"{name} {find}.")


def as_uid(kept: Any) -> str:
    """The uid in a column, or “?” where there is none in it."""
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
