"""What must hold when a transaction ends; checked on what it touched, before it is made durable."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.errors import UserError
from annotator.store.connection import in_chunks
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.domain.anchor import Anchor
    from annotator.store.staging import Staging

_CODE = TABLES["code"]
_ANNOTATION = TABLES["annotation"]
_TEXT = TABLES["article_text"]

_REFERENCES = {
    Kind.CODE: {"parent_id": Kind.CODE},
    Kind.ANNOTATION: {
        "article_id": Kind.ARTICLE,
        "coder_id": Kind.CODER,
        "round_id": Kind.ROUND,
        "code_id": Kind.CODE,
    },
}
"""Which columns of a live record must name a live record of which kind."""

_DELETED = {
    Kind.CODE: "The code “{name}” has been deleted.",
    Kind.ARTICLE: "The article “{name}” has been removed.",
    Kind.CODER: "The coder “{name}” has been removed.",
    Kind.ROUND: "The round “{name}” has been removed.",
}
_IN_USE = {
    Kind.CODE: "The code “{name}” is used by {n} annotations.",
    Kind.ARTICLE: "The article “{name}” has {n} annotations.",
    Kind.CODER: "The coder “{name}” has made {n} annotations.",
    Kind.ROUND: "The round “{name}” holds {n} annotations.",
}
_FEW_TEXTS = 64


class RefusedError(UserError):
    """A rule stands in the way of what was asked."""


def check(connection: sa.Connection, staging: Staging) -> None:
    """Checks what a flushed transaction touched.

    Raises:
        RefusedError: something live refers to something removed, or codes would form a ring.
        ValueError: an annotation does not quote its text.
    """
    _check_anchors(connection, staging)
    _check_references(connection, staging)
    _check_unused(connection, staging)
    _check_tree(connection, staging)


def _check_anchors(connection: sa.Connection, staging: Staging) -> None:
    waiting: defaultdict[int, list[Anchor]] = defaultdict(list)
    for article_id, anchor in staging.anchors:
        waiting[article_id].append(anchor)
    for article_id, sha256, text in _texts(connection, staging, waiting):
        left = []
        for anchor in waiting[article_id]:
            if anchor.text_sha256 != sha256.hex():
                left.append(anchor)
            elif not anchor.holds_in(text):
                raise ValueError(f"article {article_id} does not say {anchor.quotes} there")
        waiting[article_id] = left
    for article_id, unmatched in waiting.items():
        if unmatched:
            raise ValueError(f"article {article_id} has no text {unmatched[0].text_sha256}")


def _texts(
    connection: sa.Connection, staging: Staging, articles: Iterable[int]
) -> Iterator[tuple[int, bytes, str]]:
    known = staging.texts
    for article_id in known.keys() & set(articles):
        row = staging[Kind.ARTICLE, article_id].row
        yield article_id, row["text_sha256"], known[article_id]
    columns = sa.select(_TEXT.c.article_id, _TEXT.c.sha256, _TEXT.c.text)
    for some in in_chunks((one for one in articles if one not in known), _FEW_TEXTS):
        yield from map(tuple, connection.execute(columns.where(_TEXT.c.article_id.in_(some))))


def _check_references(connection: sa.Connection, staging: Staging) -> None:
    named: defaultdict[Kind, set[int]] = defaultdict(set)
    for record in staging:
        if not record.is_live:
            continue
        for column, kind in _REFERENCES.get(record.kind, {}).items():
            new = not record.was_live or column in record.after
            if new and record.row[column] is not None:
                named[kind].add(record.row[column])
    for kind, ids in named.items():
        table = TABLES[kind]
        for some in in_chunks(ids):
            dead = sa.select(table.c.id).where(table.c.id.in_(some), table.c.deleted != LIVE)
            for record_id in connection.scalars(dead.limit(1)):
                raise RefusedError(
                    _DELETED[kind],
                    "Nothing was changed. Choose another one.",
                    name=_name(connection, kind, record_id),
                )


def _check_unused(connection: sa.Connection, staging: Staging) -> None:
    gone: defaultdict[Kind, set[int]] = defaultdict(set)
    for record in staging:
        if record.was_live and not record.is_live:
            gone[record.kind].add(record.id)
    for kind in gone.keys() & _IN_USE.keys():
        column = _ANNOTATION.c[f"{kind.value}_id"]
        for some in in_chunks(gone[kind]):
            _refuse_if_annotated(connection, kind, column, some)
    for some in in_chunks(gone[Kind.CODE]):
        _refuse_if_parent(connection, some)


def _refuse_if_annotated(
    connection: sa.Connection, kind: Kind, column: sa.ColumnElement[int], ids: list[int]
) -> None:
    used = sa.select(column, sa.func.count()).where(column.in_(ids), _ANNOTATION.c.deleted == LIVE)
    for record_id, count in connection.execute(used.group_by(column).limit(1)):
        raise RefusedError(
            _IN_USE[kind],
            "Nothing was changed. Remove or move these annotations first.",
            name=_name(connection, kind, record_id),
            n=count,
        )


def _refuse_if_parent(connection: sa.Connection, ids: list[int]) -> None:
    child = sa.select(_CODE.c.parent_id, _CODE.c.name)
    for parent, name in connection.execute(
        child.where(_CODE.c.parent_id.in_(ids), _CODE.c.deleted == LIVE).limit(1)
    ):
        raise RefusedError(
            "The code “{name}” has other codes under it, “{child}” for one.",
            "Nothing was changed. Move or delete the codes under it first.",
            name=_name(connection, Kind.CODE, parent),
            child=name,
        )


def _check_tree(connection: sa.Connection, staging: Staging) -> None:
    for record in staging:
        if record.kind is not Kind.CODE or "parent_id" not in record.after:
            continue
        seen, above = {record.id}, record.row["parent_id"]
        while above is not None:
            if above in seen:
                raise RefusedError(
                    "The code “{name}” cannot be moved under itself or a code under it.",
                    "Nothing was changed. Choose another place.",
                    name=record.row["name"],
                )
            seen.add(above)
            above = connection.scalar(sa.select(_CODE.c.parent_id).where(_CODE.c.id == above))


def _name(connection: sa.Connection, kind: Kind, record_id: int) -> str:
    table = TABLES[kind]
    column = table.c.headline if kind is Kind.ARTICLE else table.c.name
    return connection.scalar(sa.select(column).where(table.c.id == record_id)) or ""
