"""One file, one connection: opened, set up, locked, and left as one plain file.

SQLite's exclusive lock refuses a second program at once and ends with the program that holds it.
Writes go to a log (WAL) and are synced before they count as saved; the main file changes only at
checkpoints, which are made here, so that a copy made meanwhile by another program is whole.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import StaticPool

from annotator.domain.errors import UserError
from annotator.store import failures, presence, schema

_LOG_LIMIT = 16 * 2**20
"""Bytes of log after which it is written back into the file."""

_SETTINGS = (
    "foreign_keys = 1",
    "cell_size_check = 1",
    "trusted_schema = 0",
    "temp_store = MEMORY",
    "cache_size = -65536",
)

_Key = TypeVar("_Key", int, bytes)

_held: set[tuple[int, int]] = set()
_held_lock = Lock()


class Database:
    """The open file. All use of it is serialised by one lock, from whichever thread.

    Attributes:
        path: the file.
        read_only: whether nothing can be written.
        raw: the driver's connection, for the hottest reads and for bulk.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens an existing file.

        Raises:
            UserError: it is no project, damaged, newer, open elsewhere, or cannot be written.
        """
        self.path = path
        self.read_only = read_only
        self._lock = RLock()
        self._identity = _hold(path)
        try:
            schema.read_header(path)
            self.raw = connect(path, "ro" if read_only else "rw")
            self._connection = core(self.raw)
        except BaseException:
            _release(self._identity)
            raise
        try:
            with self._told(None):
                self._set_up()
        except BaseException:
            self._drop()
            raise
        if not read_only:
            presence.announce(path)

    def bring_up_to_date(self) -> None:
        """Takes an older file up the ladder of versions.

        Raises:
            UserError: the file is newer, or older and cannot be written.
        """
        with self._lock, self._told(None):
            (schema.refuse_older if self.read_only else schema.migrate)(self.raw, self.path)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """The connection, for reads that must belong together.

        Raises:
            UserError: the file cannot be read.
        """
        with self._lock, self._told(None):
            yield self._connection

    @contextmanager
    def writing(self, action: str) -> Iterator[sa.Connection]:
        """The connection in a transaction: durable when the block ends, undone when it fails.

        Args:
            action: what is being saved, for messages.

        Raises:
            UserError: it could not be saved; nothing has changed.
        """
        if self.read_only:
            raise failures.not_writable(self.path, action)
        with self._lock:
            with self._told(action):
                self.raw.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    self.raw.execute("COMMIT")
                except BaseException:
                    # SQLite itself has rolled back already after some errors, a full disk say.
                    if self.raw.in_transaction:
                        self.raw.execute("ROLLBACK")
                    raise
            self._write_back_long_log()

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows, all with the same columns, in one statement; inside ``writing``."""
        if rows:
            self.raw.executemany(_insertion(table, tuple(rows[0])), rows)

    def update(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes rows by their ``id``, all in the same columns; inside ``writing``."""
        if rows:
            self.raw.executemany(_alteration(table, tuple(rows[0])), rows)

    def close(self) -> None:
        """Leaves one plain file and gives up the lock. May be called again.

        Raises:
            UserError: the log could not be written back; all that was saved is in it still.
        """
        with self._lock:
            if self._identity not in _held:
                return
            try:
                if not self.read_only:
                    self._make_plain()
            finally:
                self._drop()

    def _set_up(self) -> None:
        for setting in _SETTINGS:
            self.raw.execute(f"PRAGMA {setting}")
        if self.read_only:
            self.raw.execute("PRAGMA query_only = 1")
            self.raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            return
        self.raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Some network folders refuse the log; a truncated journal is as safe there, and slower.
        if self.raw.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            self.raw.execute("PRAGMA journal_mode = TRUNCATE")
        self.raw.execute("PRAGMA synchronous = FULL")
        self.raw.execute("PRAGMA fullfsync = 1")
        self.raw.execute("PRAGMA checkpoint_fullfsync = 1")
        self.raw.execute("PRAGMA wal_autocheckpoint = 0")
        self.raw.execute("BEGIN IMMEDIATE")
        self.raw.execute("COMMIT")

    def _write_back_long_log(self) -> None:
        log = self.path.with_name(f"{self.path.name}-wal")
        with suppress(FileNotFoundError):
            if log.stat().st_size > _LOG_LIMIT:
                # What was saved is safe in the log: a full disk is told at the next save.
                with suppress(sqlite3.OperationalError):
                    self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _make_plain(self) -> None:
        try:
            self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.raw.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise UserError(
                "“{path}” could not be closed properly ({reason}).",
                "Everything is saved, a part of it in “{log}”: keep the two files together and "
                "open the project once more when there is room on the disk.",
                path=self.path,
                reason=error,
                log=f"{self.path.name}-wal",
            ) from error

    def _drop(self) -> None:
        self._connection.close()
        self.raw.close()
        _release(self._identity)
        if not self.read_only:
            presence.withdraw(self.path)

    @contextmanager
    def _told(self, action: str | None) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, sa.exc.DBAPIError) as error:
            told = failures.in_words(error, self.path, action)
            if told is error:
                raise
            raise told from error


def _hold(path: Path) -> tuple[int, int]:
    # Opening and closing a file a second time in one program gives up its locks (POSIX), so this
    # is asked before anything else opens it.
    try:
        found = path.stat()
    except OSError as error:
        raise schema.cannot_read(path, error) from error
    identity = (found.st_dev, found.st_ino)
    with _held_lock:
        if identity in _held:
            raise failures.open_elsewhere(path)
        _held.add(identity)
    return identity


def _release(identity: tuple[int, int]) -> None:
    with _held_lock:
        _held.discard(identity)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """The driver's connection to a file.

    Args:
        path: absolute.
        mode: SQLite's ``ro``, ``rw`` or ``rwc``.
    """
    posix = path.as_posix()
    name = quote(os.fsencode(posix if posix.startswith("/") else f"/{posix}"))
    return sqlite3.connect(
        f"file://{name}?mode={mode}",
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,
    )


def core(raw: sqlite3.Connection) -> sa.Connection:
    """SQLAlchemy's connection over the driver's; transactions are begun and ended on the latter."""
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


@cache
def _insertion(table: sa.Table, columns: tuple[str, ...]) -> str:
    # SQLAlchemy writes the statement once; the driver runs it three times as fast as its Core.
    return in_sql(sa.insert(table).values({name: sa.bindparam(name) for name in columns}))


@cache
def _alteration(table: sa.Table, columns: tuple[str, ...]) -> str:
    changed: dict[str, sa.BindParameter[Any]] = {
        name: sa.bindparam(name) for name in columns if name != "id"
    }
    # SQLAlchemy keeps the plain names of columns for the values that are set.
    statement = sa.update(table).where(table.c.id == sa.bindparam("which")).values(changed)
    return in_sql(statement).replace(":which", ":id")


def in_chunks(ids: Iterable[_Key], size: int = 1000) -> Iterator[list[_Key]]:
    """The ids in portions that one statement can name."""
    waiting = iter(ids)
    while some := list(islice(waiting, size)):
        yield some


def in_sql(statement: sa.ClauseElement) -> str:
    """A statement as text for the driver, its parameters as ``:name``."""
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="named")))
