"""Rows of the tables as records of the domain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.annotation import Annotation, Coder, CoderKind
from annotator.domain.article import Article
from annotator.domain.changes import Kind
from annotator.domain.codebook import Code, Example, Status, Unit
from annotator.domain.link import Link
from annotator.domain.memo import Memo
from annotator.domain.questions import (
    Answer,
    Attribute,
    AttributeKind,
    Choice,
    End,
    Scale,
    Variable,
)
from annotator.domain.revisions import Revision
from annotator.domain.zones import Role, Zone
from annotator.store.fields import ANCHOR_COLUMNS, anchor_in, examples_in, near_misses_in
from annotator.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa


ROLES = {role.value: role for role in Role}
_NO_LIST, _NO_OBJECT = "[]", "{}"
_NO_VALUES: dict[str, Any] = {}
"""Most columns are empty: then nothing is made for them."""


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
    "unit",
    "boundary",
    "counter_examples",
    "instead",
    "status",
    "citation",
    "exclusive",
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
    "attributes",
    "revision_id",
    *ANCHOR_COLUMNS,
)

REVISION = columns(
    "revision",
    *("id", "uid", "code_id", "coder_id", "number", "earlier", "meaning", "why", "created_at"),
)
ATTRIBUTE = columns(
    "attribute",
    *("id", "uid", "code_id", "position", "name", "kind", "question", "low", "high"),
    *("required", "preset", "condition"),
)
VARIABLE = columns(
    "variable",
    *("id", "uid", "position", "key", "scale", "title", "section", "question", "rule"),
    *("several", "low", "high", "missing", "required", "condition", "mean_of", "needs"),
)
CHOICE = columns(
    "choice", "id", "uid", "of_uid", "position", "name", "value", "definition", "deleted"
)
ANSWER = columns(
    "answer",
    *("id", "uid", "article_id", "variable_id", "coder_id", "round_id", "value", "created_at"),
)
LINK = columns("link", "id", "uid", "from_id", "to_id", "relation", "created_at")
MEMO = columns("memo", "id", "uid", "about_kind", "about_uid", "coder_id", "text", "created_at")


def uid(kept: bytes) -> UUID:
    """The uid in a column.

    Raises:
        ValueError: it is none.
    """
    return UUID(bytes=kept)


def coder(row: Sequence[Any]) -> Coder:
    """A coder from the columns ``CODER``."""
    record_id, uid, name, kind = row
    return Coder(record_id, UUID(bytes=uid), name, CoderKind(kind))


def code(row: Sequence[Any]) -> Code:
    """A code from the columns ``CODE``."""
    record_id, uid, parent_id, position, *words = row[:10]
    examples, keywords, deleted, unit, boundary, counter, instead, status, citation, exclusive = (
        row[10:]
    )
    name, colour, key, definition, use_when, do_not_use_when = words
    return Code(
        record_id,
        UUID(bytes=uid),
        parent_id,
        position,
        name,
        colour,
        key,
        definition,
        use_when,
        do_not_use_when,
        examples=_examples(examples),
        keywords=_words(keywords),
        is_deleted=bool(deleted),
        unit=Unit(unit),
        boundary=boundary,
        counter_examples=_examples(counter),
        instead=() if instead == _NO_LIST else near_misses_in(json.loads(instead)),
        status=Status(status),
        citation=citation,
        exclusive=_words(exclusive),
    )


def _examples(kept: str) -> tuple[Example, ...]:
    return () if kept == _NO_LIST else examples_in(json.loads(kept))


def _words(kept: str) -> tuple[str, ...]:
    return () if kept == _NO_LIST else tuple(json.loads(kept))


def article(row: Sequence[Any]) -> Article:
    """An article from the columns ``ARTICLE``."""
    return Article(*(row[0], UUID(bytes=row[1]), *row[2:9], row[9].hex(), *row[10:]))


def zones(kept: str) -> tuple[Zone, ...]:
    """The zones in an article's column."""
    return tuple(Zone(start, end, ROLES[role]) for start, end, role in json.loads(kept))


def revision(row: Sequence[Any]) -> Revision:
    """A revision from the columns ``REVISION``."""
    record_id, uid, code_id, coder_id, number, earlier, meaning, why, at = row
    return Revision(
        record_id,
        UUID(bytes=uid),
        code_id,
        coder_id,
        number,
        json.loads(earlier),
        json.loads(meaning),
        why,
        at,
    )


def attribute(row: Sequence[Any], choices: tuple[Choice, ...]) -> Attribute:
    """An attribute from the columns ``ATTRIBUTE``."""
    record_id, uid, code_id, position, name, kind, question, low, high, *rest = row
    required, preset, condition = rest
    return Attribute(
        record_id,
        UUID(bytes=uid),
        code_id,
        position,
        name,
        AttributeKind(kind),
        question,
        _end(low),
        _end(high),
        bool(required),
        json.loads(preset),
        condition,
        choices,
    )


def variable(row: Sequence[Any], choices: tuple[Choice, ...]) -> Variable:
    """A variable from the columns ``VARIABLE``."""
    record_id, uid, position, key, scale, title, section, question, rule, *rest = row
    several, low, high, missing, required, condition, mean_of, needs = rest
    return Variable(
        record_id,
        UUID(bytes=uid),
        position,
        key,
        Scale(scale),
        title,
        section,
        question,
        rule,
        bool(several),
        _end(low),
        _end(high),
        _words(missing),
        bool(required),
        condition,
        tuple(UUID(one) for one in _words(mean_of)),
        needs,
        choices,
    )


def choice(row: Sequence[Any]) -> Choice:
    """A choice from the columns ``CHOICE``."""
    record_id, uid, of_uid, position, name, value, definition, deleted = row
    return Choice(
        record_id,
        UUID(bytes=uid),
        UUID(bytes=of_uid),
        position,
        name,
        json.loads(value),
        definition,
        bool(deleted),
    )


def answer(row: Sequence[Any]) -> Answer:
    """An answer from the columns ``ANSWER``."""
    record_id, uid, article_id, variable_id, coder_id, round_id, value, at = row
    return Answer(
        record_id,
        UUID(bytes=uid),
        article_id,
        variable_id,
        coder_id,
        round_id,
        json.loads(value),
        at,
    )


def _end(kept: str) -> End | None:
    found = json.loads(kept)
    return None if found is None else End(*found)


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
    values, revision_id = row[10:12]
    return Annotation(
        record_id,
        UUID(bytes=uid),
        article_id,
        coder_id,
        round_id,
        code_id,
        anchor_in(*row[12:]),
        memo,
        bool(unsure),
        at,
        reason,
        _NO_VALUES if values == _NO_OBJECT else json.loads(values),
        revision_id,
    )
