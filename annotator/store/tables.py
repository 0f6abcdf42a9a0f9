"""The tables of a project file: these SQLModel classes are the schema.

A record has a whole number as its key inside the file and a ``uid`` that is the same in every
file. ``rev`` and ``replica`` are the smallest stamp of its fields; ``stamps`` is a JSON object of
the fields written later: ``{"memo": [5, "1f00ba42"]}``. Rows are never deleted: ``deleted`` is 1.

Only types that SQLite's STRICT tables and PostgreSQL both have are used, so that rows need no
conversion on their way in and out. JSON is kept as text.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

Milliseconds = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Since 1970, UTC. STRICT tables know 64-bit numbers only by the name INTEGER."""

COVERING = "covering"
"""Marks an index that finds nothing: it is there to be read in place of the rows."""

_STRICT = {"sqlite_strict": True}
UNFINISHED = sa.text("done = 0 OR applied = 0")
"""What holds of the entry of a long job until all that it does is to be seen: an index's words."""
_GOES_BACK = sa.text("back_to IS NOT NULL")


def _is_flag(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=column)


class Row(SQLModel):
    """What all tables share: one collection of tables, named after their classes."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    @sa.orm.declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it on the class
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def text(default: str | None = "", **more: Any) -> Any:
    """A column of text; without a default it must be given."""
    return Field(default=... if default is None else default, sa_type=sa.Text, **more)


class RecordRow(Row):
    """What every record has."""

    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    rev: int
    replica: str = text(None)
    stamps: str | None = Field(default=None, sa_type=sa.Text)
    deleted: int = 0
    created_at: int = Field(sa_type=Milliseconds)


class ProjectRow(RecordRow, table=True):
    """The project itself: one row."""

    __table_args__ = (_is_flag("deleted"), _STRICT)
    name: str = text()


class CoderRow(RecordRow, table=True):
    """Somebody who annotates."""

    __table_args__ = (_is_flag("deleted"), _STRICT)
    name: str = text()
    kind: str = text("human")


class RoundRow(RecordRow, table=True):
    """A named stretch of coding."""

    __table_args__ = (_is_flag("deleted"), _STRICT)
    name: str = text()


class ArticleRow(RecordRow, table=True):
    """An article without its text.

    ``filter_key`` is derived from headline, outlet, author and date for the filter; ``zones`` is
    JSON ``[[start, end, role], …]`` and comes last because lists of articles never read it.
    """

    __table_args__ = (
        _is_flag("deleted"),
        sa.Index(None, "filter_key", "deleted", info={COVERING: True}),
        sa.Index(None, "text_sha256"),
        _STRICT,
    )
    headline: str = text()
    outlet: str = text()
    author: str = text()
    published: str = text()
    url: str = text()
    language: str = text()
    source_file: str = text()
    text_sha256: bytes
    length: int
    words: int = 0
    counted_words: int = 0
    filter_key: str = text()
    zones: str = text("[]")


class ArticleTextRow(Row, table=True):
    """One version of an article's text, apart from the article so that lists never touch it.

    The article's ``text_sha256`` says which version is its text now.
    """

    __table_args__ = (sa.UniqueConstraint("article_id", "sha256"), _STRICT)
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    sha256: bytes
    text: str = text()


class CodeRow(RecordRow, table=True):
    """One entry of the codebook.

    ``examples`` and ``counter_examples`` are JSON lists of texts or of ``{text, from, why}``;
    ``instead`` is one of ``{when, use}``, with the uid of a code; ``keywords`` and ``exclusive``
    are lists of texts.
    """

    __table_args__ = (_is_flag("deleted"), _STRICT)
    parent_id: int | None = Field(default=None, foreign_key="code.id", index=True)
    position: int = 0
    name: str = text()
    colour: str = text()
    key: str = text()
    definition: str = text()
    use_when: str = text()
    do_not_use_when: str = text()
    examples: str = text("[]")
    keywords: str = text("[]", sa_column_kwargs={"server_default": "[]"})
    unit: str = text("span", sa_column_kwargs={"server_default": "span"})
    boundary: str = text(sa_column_kwargs={"server_default": ""})
    counter_examples: str = text("[]", sa_column_kwargs={"server_default": "[]"})
    instead: str = text("[]", sa_column_kwargs={"server_default": "[]"})
    status: str = text("active", sa_column_kwargs={"server_default": "active"})
    citation: str = text(sa_column_kwargs={"server_default": ""})
    exclusive: str = text("[]", sa_column_kwargs={"server_default": "[]"})


class RevisionRow(RecordRow, table=True):
    """A change of what a code means: all of it before and after, as JSON objects by field."""

    __table_args__ = (_is_flag("deleted"), sa.Index(None, "code_id"), _STRICT)
    code_id: int = Field(foreign_key="code.id")
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    number: int
    earlier: str = text(None)
    meaning: str = text(None)
    why: str = text()


class AttributeRow(RecordRow, table=True):
    """What each annotation of a code is asked.

    ``low`` and ``high`` are JSON ``[value, label]`` or null; ``preset`` is any JSON value.
    """

    __table_args__ = (
        _is_flag("deleted"),
        _is_flag("required"),
        sa.Index(None, "code_id"),
        _STRICT,
    )
    code_id: int = Field(foreign_key="code.id")
    position: int = 0
    name: str = text(None)
    kind: str = text(None)
    question: str = text()
    low: str = text("null")
    high: str = text("null")
    required: int = 0
    preset: str = text("null")
    condition: str = text()


class VariableRow(RecordRow, table=True):
    """What is asked of an article as a whole.

    ``low`` and ``high`` as those of an attribute; ``missing`` and ``mean_of`` are JSON lists, of
    words and of the uids of variables.
    """

    __table_args__ = (_is_flag("deleted"), _is_flag("several"), _is_flag("required"), _STRICT)
    position: int = 0
    key: str = text(None)
    scale: str = text(None)
    title: str = text()
    section: str = text()
    question: str = text()
    rule: str = text()
    several: int = 0
    low: str = text("null")
    high: str = text("null")
    missing: str = text("[]")
    required: int = 0
    condition: str = text()
    mean_of: str = text("[]")
    needs: int = 0


class ChoiceRow(RecordRow, table=True):
    """One of the answers to an attribute or variable; ``value`` is a JSON number or null."""

    __table_args__ = (_is_flag("deleted"), sa.Index(None, "of_uid"), _STRICT)
    of_uid: bytes
    position: int = 0
    name: str = text(None)
    value: str = text("null")
    definition: str = text()


class AnswerRow(RecordRow, table=True):
    """What a coder answered about an article in a round; its uid is made of these and the variable.

    ``value`` is JSON. The last index answers what is complete without the rows.
    """

    __table_args__ = (
        _is_flag("deleted"),
        sa.Index(None, "article_id", "coder_id"),
        sa.Index(None, "variable_id"),
        sa.Index(None, "coder_id", "round_id", "deleted", "article_id", "variable_id"),
        _STRICT,
    )
    article_id: int = Field(foreign_key="article.id")
    variable_id: int = Field(foreign_key="variable.id")
    coder_id: int = Field(foreign_key="coder.id")
    round_id: int = Field(foreign_key="round.id")
    value: str = text("null")


class AnnotationRow(RecordRow, table=True):
    """A coder applied a code to a span of an article, in a round; these three never change.

    ``start`` and ``end`` are the outer edges of the span. ``ranges`` is JSON
    ``[[start, end], …]`` where it isn't just the one range between them: several, or none for
    the article as a whole. ``quotes`` is a JSON list, one string a range. ``attributes`` is a JSON
    object: the value of each attribute that ever had one by its uid. The indexes answer
    counts by article, and by code and coder, without the rows; none begins with ``deleted``, which
    SQLite would take for a good way to find a row.
    """

    __table_args__ = (
        _is_flag("deleted"),
        _is_flag("unsure"),
        sa.CheckConstraint('start >= 0 AND "end" >= start', name="span"),
        sa.Index(None, "article_id", "deleted", "coder_id", "start"),
        sa.Index(None, "code_id", "coder_id", "deleted", "article_id", "start"),
        _STRICT,
    )
    article_id: int = Field(foreign_key="article.id")
    coder_id: int = Field(foreign_key="coder.id")
    round_id: int = Field(foreign_key="round.id")
    code_id: int = Field(foreign_key="code.id")
    start: int
    end: int
    ranges: str | None = Field(default=None, sa_type=sa.Text)
    unsure: int = 0
    text_sha256: bytes
    quotes: str = text(None)
    prefix: str = text()
    suffix: str = text()
    memo: str = text()
    attributes: str = text("{}", sa_column_kwargs={"server_default": "{}"})
    unsure_reason: str = text(sa_column_kwargs={"server_default": ""})
    revision_id: int | None = Field(default=None, foreign_key="revision.id")


class LinkRow(RecordRow, table=True):
    """A directed relation between two annotations; which, and what relation, never changes."""

    __table_args__ = (
        _is_flag("deleted"),
        sa.Index(None, "from_id", "deleted"),
        sa.Index(None, "to_id", "deleted"),
        _STRICT,
    )
    from_id: int = Field(foreign_key="annotation.id")
    to_id: int = Field(foreign_key="annotation.id")
    relation: str = text(None)


class ProgressRow(RecordRow, table=True):
    """How far a coder is with an article in a round; its uid is made of these three.

    The index answers which articles have which state without the rows.
    """

    __table_args__ = (
        _is_flag("deleted"),
        sa.Index(None, "article_id"),
        sa.Index(None, "coder_id", "round_id", "deleted", "state", "article_id"),
        _STRICT,
    )
    article_id: int = Field(foreign_key="article.id")
    coder_id: int = Field(foreign_key="coder.id")
    round_id: int = Field(foreign_key="round.id")
    state: str = text(None)


class MemoRow(RecordRow, table=True):
    """What a coder wrote about a record: the project, an article, a code or a coder."""

    __table_args__ = (_is_flag("deleted"), sa.Index(None, "about_uid"), _STRICT)
    about_kind: str = text(None)
    about_uid: bytes
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    text: str = text()


class SettingRow(RecordRow, table=True):
    """A setting of the study, the same for all its coders; ``value`` is JSON."""

    __table_args__ = (_is_flag("deleted"), _STRICT)
    key: str = text(None)
    value: str = text(None)


class TxnRow(Row, table=True):
    """One action of a person: one transaction, one entry of the history.

    ``action`` is ``start`` for the first one, which cannot be undone, else ``do``, ``undo`` or
    ``redo``; ``undoes`` is the transaction that an undo or redo takes back. A long job is one
    entry too: ``done`` is 0 until all it will do is in the file, ``applied`` until all of that is
    to be seen. ``origin`` is JSON about the files that it took things from, or says of which series
    of entries, undone as one, it is. An entry that goes back to a point takes back its coder's
    entries from ``back_to`` on, all that are before itself; an undo of a series takes back that
    from its first entry, ``back_to``, to ``undoes``, its last.
    """

    __table_args__ = (
        sa.CheckConstraint("action IN ('start', 'do', 'undo', 'redo')", name="action"),
        _is_flag("done"),
        _is_flag("applied"),
        sa.Index(None, "coder_id", "action"),
        sa.Index("ix_txn_unfinished", "done", "applied", sqlite_where=UNFINISHED),
        sa.Index("ix_txn_back_to", "back_to", sqlite_where=_GOES_BACK),
        _STRICT,
    )
    id: int | None = Field(default=None, primary_key=True)
    uid: bytes = Field(unique=True)
    at: int = Field(sa_type=Milliseconds)
    rev: int
    replica: str = text(None)
    coder_id: int | None = Field(default=None, foreign_key="coder.id")
    action: str = text(None)
    label: str = text(None)
    undoes: int | None = Field(default=None, foreign_key="txn.id", index=True)
    done: int = 1
    origin: str | None = Field(default=None, sa_type=sa.Text)
    back_to: int | None = None
    applied: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class ChangeRow(Row, table=True):
    """What a transaction did to one record. Never changed.

    ``before`` and ``after`` are JSON objects of the changed fields; both are NULL where the
    record was made: what it was born with is in the record and the later changes. ``stamps`` is
    kept by changes that came from another file, which set stamps of their own.
    """

    __table_args__ = (
        sa.Index(None, "kind", "record_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )
    txn_id: int = Field(primary_key=True, foreign_key="txn.id")
    position: int = Field(primary_key=True)
    kind: str = text(None)
    record_id: int
    before: str | None = Field(default=None, sa_type=sa.Text)
    after: str | None = Field(default=None, sa_type=sa.Text)
    stamps: str | None = Field(default=None, sa_type=sa.Text)


class KnowRow(Row, table=True):
    """The highest ``rev`` of each replica whose changes are all in this file."""

    __table_args__ = (_STRICT,)
    id: int | None = Field(default=None, primary_key=True)
    replica: str = text(None, unique=True)
    rev: int


LIVE = sa.literal_column("0", sa.Integer)
"""What ``deleted`` is where a record lives, written into statements as it stands."""

DONE = sa.literal_column("1", sa.Integer)
"""What ``done`` is of an entry that is no job under way."""

TABLES = Row.metadata.tables
"""The tables by name, for statements: the names are those of ``Kind`` and a few more."""
