"""The tables of a project on a server, and of which version they are: told by a table of one row.

New projects are made from the tables; older ones climb a ladder of their own, as the statements
that change tables are not the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, LiteralString

import psycopg
import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.store import failures
from annotator.store.engines.postgres import errors
from annotator.store.engines.postgres.statements import DIALECT
from annotator.store.tables import COVERING, Row

if TYPE_CHECKING:
    from pathlib import Path

FIRST_VERSION = 2
"""The version of the first projects on servers; versions count alike for files and servers."""

Step = Callable[[psycopg.Connection], None]

_TO_3 = (
    "ALTER TABLE annotation ADD COLUMN unsure_reason TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE code ADD COLUMN keywords TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE link (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    from_id INTEGER NOT NULL, to_id INTEGER NOT NULL, relation TEXT NOT NULL,
    CONSTRAINT pk_link PRIMARY KEY (id),
    CONSTRAINT ck_link_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_link_uid UNIQUE (uid),
    CONSTRAINT fk_link_from_id FOREIGN KEY(from_id) REFERENCES annotation (id),
    CONSTRAINT fk_link_to_id FOREIGN KEY(to_id) REFERENCES annotation (id))""",
    "CREATE INDEX ix_link_from_id_deleted ON link (from_id, deleted)",
    "CREATE INDEX ix_link_to_id_deleted ON link (to_id, deleted)",
    """CREATE TABLE progress (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    article_id INTEGER NOT NULL, coder_id INTEGER NOT NULL, round_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_progress PRIMARY KEY (id),
    CONSTRAINT ck_progress_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_progress_uid UNIQUE (uid),
    CONSTRAINT fk_progress_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_progress_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_progress_round_id FOREIGN KEY(round_id) REFERENCES round (id))""",
    "CREATE INDEX ix_progress_article_id ON progress (article_id)",
    """CREATE INDEX ix_progress_coder_id_round_id_deleted_state_article_id
    ON progress (coder_id, round_id, deleted, state, article_id)""",
)
"""Why somebody is unsure, links, and how far coders are with articles."""


_TO_4 = (
    "ALTER TABLE code ADD COLUMN unit TEXT NOT NULL DEFAULT 'span'",
    "ALTER TABLE code ADD COLUMN boundary TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE code ADD COLUMN counter_examples TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE code ADD COLUMN instead TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE code ADD COLUMN status TEXT NOT NULL DEFAULT 'active'",
    "ALTER TABLE code ADD COLUMN citation TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE code ADD COLUMN exclusive TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE revision (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    code_id INTEGER NOT NULL, coder_id INTEGER, number INTEGER NOT NULL,
    earlier TEXT NOT NULL, meaning TEXT NOT NULL, why TEXT NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (id),
    CONSTRAINT ck_revision_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_revision_uid UNIQUE (uid),
    CONSTRAINT fk_revision_code_id FOREIGN KEY(code_id) REFERENCES code (id),
    CONSTRAINT fk_revision_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id))""",
    """CREATE INDEX ix_revision_code_id ON revision (code_id)""",
    """CREATE TABLE attribute (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    code_id INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
    question TEXT NOT NULL, low TEXT NOT NULL, high TEXT NOT NULL, required INTEGER NOT NULL,
    preset TEXT NOT NULL, condition TEXT NOT NULL,
    CONSTRAINT pk_attribute PRIMARY KEY (id),
    CONSTRAINT ck_attribute_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_attribute_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_attribute_uid UNIQUE (uid),
    CONSTRAINT fk_attribute_code_id FOREIGN KEY(code_id) REFERENCES code (id))""",
    """CREATE INDEX ix_attribute_code_id ON attribute (code_id)""",
    """CREATE TABLE variable (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    position INTEGER NOT NULL, key TEXT NOT NULL, scale TEXT NOT NULL, title TEXT NOT NULL,
    section TEXT NOT NULL, question TEXT NOT NULL, rule TEXT NOT NULL, several INTEGER NOT NULL,
    low TEXT NOT NULL, high TEXT NOT NULL, missing TEXT NOT NULL, required INTEGER NOT NULL,
    condition TEXT NOT NULL, mean_of TEXT NOT NULL, needs INTEGER NOT NULL,
    CONSTRAINT pk_variable PRIMARY KEY (id),
    CONSTRAINT ck_variable_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT ck_variable_several CHECK (several IN (0, 1)),
    CONSTRAINT ck_variable_required CHECK (required IN (0, 1)),
    CONSTRAINT uq_variable_uid UNIQUE (uid))""",
    """CREATE TABLE choice (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    of_uid BYTEA NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    definition TEXT NOT NULL,
    CONSTRAINT pk_choice PRIMARY KEY (id),
    CONSTRAINT ck_choice_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_choice_uid UNIQUE (uid))""",
    """CREATE INDEX ix_choice_of_uid ON choice (of_uid)""",
    """CREATE TABLE answer (
    id SERIAL NOT NULL, uid BYTEA NOT NULL, rev INTEGER NOT NULL, replica TEXT NOT NULL,
    stamps TEXT, deleted INTEGER NOT NULL, created_at BIGINT NOT NULL,
    article_id INTEGER NOT NULL, variable_id INTEGER NOT NULL, coder_id INTEGER NOT NULL,
    round_id INTEGER NOT NULL, value TEXT NOT NULL,
    CONSTRAINT pk_answer PRIMARY KEY (id),
    CONSTRAINT ck_answer_deleted CHECK (deleted IN (0, 1)),
    CONSTRAINT uq_answer_uid UNIQUE (uid),
    CONSTRAINT fk_answer_article_id FOREIGN KEY(article_id) REFERENCES article (id),
    CONSTRAINT fk_answer_variable_id FOREIGN KEY(variable_id) REFERENCES variable (id),
    CONSTRAINT fk_answer_coder_id FOREIGN KEY(coder_id) REFERENCES coder (id),
    CONSTRAINT fk_answer_round_id FOREIGN KEY(round_id) REFERENCES round (id))""",
    """CREATE INDEX ix_answer_article_id_coder_id ON answer (article_id, coder_id)""",
    """CREATE INDEX ix_answer_variable_id ON answer (variable_id)""",
    """CREATE INDEX ix_answer_coder_id_round_id_deleted_article_id_variable_id
    ON answer (coder_id, round_id, deleted, article_id, variable_id)""",
    """ALTER TABLE annotation ADD COLUMN revision_id INTEGER
    CONSTRAINT fk_annotation_revision_id REFERENCES revision (id)""",
)
"""All that a code says, its attributes and revisions, and questions about whole articles."""


def _running(statements: tuple[LiteralString, ...]) -> Step:
    def step(raw: psycopg.Connection) -> None:
        for statement in statements:
            raw.execute(statement)

    return step


LADDER: tuple[Step, ...] = (_running(_TO_3), _running(_TO_4))
"""What brings a project from version n to n + 1, for n from ``FIRST_VERSION`` on."""


def latest(ladder: Sequence[Step] = LADDER) -> int:
    """The version that this program writes."""
    return FIRST_VERSION + len(ladder)


def create(raw: psycopg.Connection) -> None:
    """Makes all tables of the latest version in an empty schema, inside a transaction."""
    for table in Row.metadata.sorted_tables:
        _make(raw, CreateTable(table))
        for index in table.indexes:
            # PostgreSQL refuses long values in an index: it does without what only saves reading.
            if not index.info.get(COVERING):
                # Said once, for files: to say it for servers as well would load their dialect.
                where = index.dialect_options["sqlite"]["where"]
                index.dialect_options["postgresql"]["where"] = where
                _make(raw, CreateIndex(index))
    raw.execute("CREATE TABLE annotator (version INTEGER NOT NULL)")
    raw.execute("INSERT INTO annotator VALUES (%s)", (latest(),))


def migrate(raw: psycopg.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> None:
    """Takes an older project up the ladder; a step that fails leaves the version before it.

    Raises:
        UserError: it is newer than the ladder, or none of ours.
    """
    version = _version(raw, path, ladder)
    for number, step in enumerate(ladder[version - FIRST_VERSION :], start=version + 1):
        with raw.transaction():
            step(raw)
            raw.execute("UPDATE annotator SET version = %s", (number,))


def is_older(raw: psycopg.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> bool:
    """Whether there are steps for the project to take.

    Raises:
        UserError: it is newer than the ladder, or none of ours.
    """
    return _version(raw, path, ladder) < latest(ladder)


def refuse_older(raw: psycopg.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> None:
    """Where nothing can be written, a project must have the latest version already.

    Raises:
        UserError: it is older or newer than the ladder, or none of ours.
    """
    if is_older(raw, path, ladder):
        raise failures.older(path)


def _version(raw: psycopg.Connection, path: Path, ladder: Sequence[Step]) -> int:
    try:
        found = raw.execute("SELECT version FROM annotator").fetchone()
    except psycopg.errors.UndefinedTable as error:
        raise errors.missing(path) from error
    version = int(found[0]) if found else 0
    if version > latest(ladder):
        raise failures.newer(path, version, latest(ladder))
    if version < FIRST_VERSION:
        raise failures.damaged(path)
    return version


def _make(raw: psycopg.Connection, element: sa.DDLElement) -> None:
    raw.execute(str(element.compile(dialect=DIALECT)).encode())
