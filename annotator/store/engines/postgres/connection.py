"""One schema, one connection: locked for as long as it is open.

An advisory lock on the project belongs to the connection: it refuses a second program at once, and
ends with the program that holds it or with its connection. Who only reads shares it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from psycopg.sql import SQL, Composed, Identifier

from annotator.domain.errors import CancelledError
from annotator.domain.finds import Find, Group
from annotator.store import failures
from annotator.store.engine import Database, WordIndex
from annotator.store.engines import sqlite
from annotator.store.engines.postgres import copying, errors, feed, schema
from annotator.store.engines.postgres.server import Address, connect
from annotator.store.engines.postgres.statements import STATEMENTS
from annotator.store.tables import TABLES
from annotator.store.turns import Turns

_OURS = 0x416E6E31
"""“Ann1”, the upper half of the number that is locked; the lower one is the schema's own."""

_NUMBER = "SELECT to_regnamespace(quote_ident(%s))::oid::bigint"
_TAKE = "SELECT pg_try_advisory_lock(%s)"
_SHARE = "SELECT pg_try_advisory_lock_shared(%s)"
_GIVE_UP = "SELECT pg_advisory_unlock_all()"
_MAY_WRITE = "SELECT has_table_privilege('txn', 'INSERT')"
_HOLDER = """
SELECT usename, extract(epoch FROM backend_start) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = %s
ORDER BY backend_start LIMIT 1
"""

_MANY = 20
"""Rows from which on a COPY is quicker than an INSERT for each."""


class ServerProject(Database):
    """The open schema."""

    def __init__(self, address: Address, *, read_only: bool = False) -> None:
        """Opens an existing project.

        Raises:
            UserError: there is none, it is open elsewhere, or its server cannot be reached.
        """
        self._address = address
        self.path = address.path
        self.read_only = read_only
        self.turns = Turns()
        # A server mends itself when it starts.
        self.ended_badly = False
        self.engine, self.version = "PostgreSQL", schema.latest()
        with self._told(None):
            self._raw = connect(address)
        self.is_open = True
        try:
            with self._told(None):
                self._number = self._find()
                self._take((_OURS << 32) + self._number)
        except BaseException:
            self.close()
            raise

    @property
    def is_older(self) -> bool:
        """Whether it has steps of the ladder before it."""
        with self._used(None):
            return schema.is_older(self._raw, self.path)

    def bring_up_to_date(
        self,
        keep: Callable[[], object] | None = None,
        go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """Takes an older project up the ladder of versions; copies are the server's matter."""
        with self._used(None):
            if self.read_only:
                schema.refuse_older(self._raw, self.path)
            else:
                schema.migrate(self._raw, self.path)
                if self._raw.execute(_MAY_WRITE).fetchone() != (True,):
                    raise errors.not_writable(self.path, None)

    def read(self, statement: sa.ClauseElement, **values: Any) -> list[Any]:
        """The rows that a statement finds."""
        text, constants = STATEMENTS.written(statement)
        with self._used(None):
            return self._raw.execute(text.encode(), {**constants, **values}).fetchall()

    @contextmanager
    def writing(self, action: str, *, durable: bool = True) -> Iterator[None]:
        """A transaction, on the server's disk when the block ends if it is to be durable."""
        if self.read_only:
            raise errors.not_writable(self.path, action)
        with self._used(action):
            self._raw.execute("BEGIN")
            try:
                if not durable:
                    self._raw.execute("SET LOCAL synchronous_commit = off")
                yield
            except BaseException:
                # Where the connection has broken, the server has rolled back already.
                with suppress(psycopg.OperationalError):
                    self._raw.execute("ROLLBACK")
                raise
            self._commit(action)

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows; many at once as one stream."""
        if not rows:
            return
        columns = tuple(rows[0])
        if len(rows) < _MANY:
            text = STATEMENTS.insertion(table, columns)
            self._raw.cursor().executemany(text.encode(), rows)
            return
        with self._raw.cursor().copy(_copying(table, columns)) as stream:
            for row in rows:
                stream.write_row([row[name] for name in columns])

    def update(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes rows by their ``id``."""
        if rows:
            text = STATEMENTS.alteration(table, tuple(rows[0]))
            self._raw.cursor().executemany(text.encode(), rows)

    def copy(self, target: Path, go_on: Callable[[int, int], bool] | None = None) -> None:
        """Copies rows, on a connection of their own."""
        with self._told(None):
            copying.copy(self._address, target, go_on or (lambda _done, _total: True))

    def run(self, statement: sa.ClauseElement, **values: Any) -> None:
        """Runs a statement that changes rows."""
        text, constants = STATEMENTS.written(statement)
        self._raw.execute(text.encode(), {**constants, **values})

    def words(self, project: UUID, *, make: bool) -> WordIndex | None:
        """The same as of a file: the server's own index cuts words in another way."""
        return sqlite.open_words(project, self.path, make=make)

    def checkpoint(self) -> None:
        """Nothing: the server does so by itself."""

    def tell(self, txn: int) -> None:
        """Lets those who listen know of an entry, in this program and in others."""
        self._raw.execute(feed.TELLING, (feed.channel(self._number), str(txn)))

    @contextmanager
    def listen(self, heard: Callable[[int], None]) -> Iterator[None]:
        """Calls ``heard`` on a thread of its own."""
        with self._told(None), feed.listening(self._address, feed.channel(self._number), heard):
            yield

    def structure(self, most: int, go_on: Callable[[], bool]) -> Iterator[Find]:
        """Keys that point nowhere; pages are the server's own, and checksums of them too."""
        found = 0
        for table in TABLES.values():
            for key in table.foreign_keys:
                column, other = key.parent, key.column.table.alias("other")
                lost = sa.select(sa.func.count()).where(
                    column.is_not(None), ~sa.exists().where(other.c[key.column.name] == column)
                )
                if not go_on():
                    raise CancelledError("Check the project")
                for _ in range(self.value(lost)):
                    if found == most:
                        return
                    found += 1
                    yield Find(
                        Group.KEYS,
                        f"An entry of the table “{table.name}” refers to one of "
                        f"“{key.column.table.name}” that is missing.",
                    )

    def close(self) -> None:
        """Gives the lock up. May be called again."""
        with self.turns:
            self.is_open = False
            # A server hears of a closed connection later than whoever opens the project next.
            with suppress(psycopg.Error):
                self._raw.execute(_GIVE_UP)
            self._raw.close()

    def _find(self) -> int:
        found = self._raw.execute(_NUMBER, (self._address.schema,)).fetchone()
        if found is None or found[0] is None:
            raise errors.missing(self.path)
        return int(found[0])

    def _take(self, lock: int) -> None:
        taken = self._raw.execute(_SHARE if self.read_only else _TAKE, (lock,)).fetchone()
        if taken != (True,):
            raise errors.in_use(self.path, self._raw.execute(_HOLDER, (lock,)).fetchone())
        if self.read_only:
            self._raw.execute("SET default_transaction_read_only TO on")

    def _commit(self, action: str) -> None:
        # A transaction in which something failed ends in silence, all of it undone.
        if self._raw.info.transaction_status is not TransactionStatus.INTRANS:
            self._raw.execute("ROLLBACK")
            raise psycopg.InternalError("a statement failed and nobody said so")
        try:
            self._raw.execute("COMMIT")
        except psycopg.OperationalError as error:
            if self._raw.broken:
                raise errors.in_doubt(self.path, action, error) from error
            raise

    @contextmanager
    def _used(self, action: str | None) -> Iterator[None]:
        with self.turns:
            if not self.is_open:
                raise failures.closed(self.path, action)
            with self._told(action):
                yield

    @contextmanager
    def _told(self, action: str | None) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            told = errors.in_words(error, self.path, action)
            if told is error:
                raise
            raise told from error
        except json.JSONDecodeError as error:
            raise failures.damaged(self.path, action) from error


def _copying(table: sa.Table, columns: Sequence[str]) -> Composed:
    names = SQL(", ").join(Identifier(name) for name in columns)
    return SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)
