"""Rows of the tables as records of the domain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.annotation import Annotation, Coder, CoderKind
from annotator.domain.article import Article
from annotator.domain.changes import Kind
from annotator.domain.codebook import Code
from annotator.domain.link import Link
from annotator.domain.memo import Memo
from annotator.domain.zones import Role, Zone
from annotator.store.fields import ANCHOR_COLUMNS, anchor_in
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa


def columns(table: str, *names: str) -> tuple[sa.Column[Any], ...]:
    """Columns of a table, in the order that the functions here take them."""
    return tuple(TABLES[table].c[name] for name in names)


CODER = columns("coder", "id", "uid", "name", "kind")
CODE = columns(
    "code",
    "id",
    "uid",
    "parent_id",
    "position",
    "name",
    "colour",
    "key",
    "definition",
    "use_when",
    "do_not_use_when",
    "examples",
    "keywords",
    "deleted",
)
ARTICLE = columns(
    "article",
    "id",
    "uid",
    "headline",
    "outlet",
    "author",
    "published",
    "url",
    "language",
    "source_file",
    "text_sha256",
    "length",
    "words",
    "counted_words",
)
ANNOTATION = columns(
    "annotation",
    "id",
    "uid",
    "article_id",
    "coder_id",
    "round_id",
    "code_id",
    "memo",
    "unsure",
    "created_at",
    "unsure_reason",
    *ANCHOR_COLUMNS,
)

LINK = columns("link", "id", "uid", "from_id", "to_id", "relation", "created_at")
MEMO = columns("memo", "id", "uid", "about_kind", "about_uid", "coder_id", "text", "created_at")


def coder(row: Sequence[Any]) -> Coder:
    """A coder from the columns ``CODER``."""
    record_id, uid, name, kind = row
    return Coder(record_id, UUID(bytes=uid), name, CoderKind(kind))


def code(row: Sequence[Any]) -> Code:
    """A code from the columns ``CODE``."""
    examples, keywords = (tuple(json.loads(kept)) for kept in row[-3:-1])
    return Code(*(row[0], UUID(bytes=row[1]), *row[2:-3], examples, keywords, bool(row[-1])))


def article(row: Sequence[Any]) -> Article:
    """An article from the columns ``ARTICLE``."""
    return Article(*(row[0], UUID(bytes=row[1]), *row[2:9], row[9].hex(), *row[10:]))


def zones(kept: str) -> tuple[Zone, ...]:
    """The zones in an article's column."""
    return tuple(Zone(start, end, Role(role)) for start, end, role in json.loads(kept))


def link(row: Sequence[Any]) -> Link:
    """A link from the columns ``LINK``."""
    return Link(row[0], UUID(bytes=row[1]), *row[2:])


def memo(row: Sequence[Any]) -> Memo:
    """A memo from the columns ``MEMO``."""
    record_id, uid, about_kind, about_uid, *rest = row
    return Memo(record_id, UUID(bytes=uid), Kind(about_kind), UUID(bytes=about_uid), *rest)


def annotation(row: Sequence[Any]) -> Annotation:
    """An annotation from the columns ``ANNOTATION``."""
    record_id, uid, article_id, coder_id, round_id, code_id, memo, unsure, at, reason = row[:10]
    return Annotation(
        record_id,
        UUID(bytes=uid),
        article_id,
        coder_id,
        round_id,
        code_id,
        anchor_in(*row[10:]),
        memo,
        bool(unsure),
        at,
        reason,
    )
