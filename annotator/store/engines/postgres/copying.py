"""A project on a server as a project file: all rows of one instant, while work on it goes on.

The rows are read on a connection of their own, in a transaction that sees nothing newer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from annotator.store.engines import sqlite
from annotator.store.engines.postgres.server import Address, connect
from annotator.store.failures import CopyCancelledError
from annotator.store.tables import TABLES, Row

GoOn = Callable[[int, int], bool]
"""Called with the rows copied and to copy; false to stop."""

_LABEL = "Copy from the server"
_PORTION = 2_000
_FEW_TEXTS = 64

_Rows = list[dict[str, Any]]


def copy(address: Address, target: Path, go_on: GoOn) -> None:
    """Copies a project into a file that does not exist yet.

    Raises:
        UserError: the file could not be made, or somebody said stop; there is no file then.
        psycopg.Error: the server could not be read.
    """
    with closing(connect(address)) as raw:
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        sqlite.create(target, lambda file: _pour(raw, file, go_on))


def _pour(raw: psycopg.Connection, file: sqlite.ProjectFile, go_on: GoOn) -> None:
    done, total = 0, sum(_count(raw, table) for table in TABLES.values())
    for table in Row.metadata.sorted_tables:
        own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
        postponed: _Rows = []
        for rows in _portions(raw, table):
            postponed += [_only(row, "id", *own) for row in rows if any(row[one] for one in own)]
            with file.writing(_LABEL):
                file.insert(table, [{**row, **dict.fromkeys(own)} for row in rows])
            done += len(rows)
            if not go_on(done, total):
                raise CopyCancelledError
        # A row may refer to one that came after it: a code that was moved under a newer one.
        with file.writing(_LABEL):
            file.update(table, postponed)


def _count(raw: psycopg.Connection, table: sa.Table) -> int:
    found = raw.execute(SQL("SELECT count(*) FROM {}").format(Identifier(table.name))).fetchone()
    return int(found[0]) if found else 0


def _portions(raw: psycopg.Connection, table: sa.Table) -> Iterator[_Rows]:
    keys = SQL(", ").join(Identifier(key.name) for key in table.primary_key)
    with raw.cursor(name="rows", row_factory=dict_row) as cursor:
        cursor.execute(SQL("SELECT * FROM {} ORDER BY {}").format(Identifier(table.name), keys))
        most = _FEW_TEXTS if table is TABLES["article_text"] else _PORTION
        while rows := cursor.fetchmany(most):
            yield rows


def _only(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
