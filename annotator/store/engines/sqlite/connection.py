"""One file, one connection: opened, set up, locked, and left as one plain file.

SQLite's exclusive lock, and one of ours beside it (``holding``), refuse a second program at once
and end with the program that holds them.
Writes go to a log (WAL) and are synced before they count as saved; the main file changes only at
checkpoints, which are made here, so that a copy made meanwhile by another program is whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.errors import StorageError, UserError
from annotator.domain.finds import Find
from annotator.store import failures, presence
from annotator.store.engine import Database, WordIndex
from annotator.store.engines.sqlite import copying, errors, reading, schema, soundness
from annotator.store.engines.sqlite.feed import Feed
from annotator.store.engines.sqlite.files import connect, shared_index
from annotator.store.engines.sqlite.holding import Hold, held, identity
from annotator.store.engines.sqlite.statements import STATEMENTS
from annotator.store.engines.sqlite.words import open_words
from annotator.store.turns import Turns

_LOG_LIMIT = 16 * 2**20
"""Bytes of log after which it is written back into the file."""

_SHORT_LOG = 2**20
"""The same for long work: the window waits while the log is written back."""

_OPERATIONS = 20_000
"""Steps of SQLite between two questions whether something long is still wanted."""

_SETTINGS = (
    "foreign_keys = 1",
    "cell_size_check = 1",
    "trusted_schema = 0",
    "temp_store = MEMORY",
    "cache_size = -16384",
)

_SAFETY = (
    "synchronous = FULL",
    "fullfsync = 1",
    "checkpoint_fullfsync = 1",
    "wal_autocheckpoint = 0",
)
"""For writing: what is saved is on the disk, and the file changes only at our checkpoints."""


class ProjectFile(Database):
    """The open file."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Opens an existing file.

        Raises:
            UserError: it is no project, damaged, newer, open elsewhere, or cannot be written.
        """
        self.path = path
        self.read_only = read_only
        self.turns = Turns()
        self._announced = False
        self._is_looked_at = False
        self._feed = Feed()
        self._log = path.with_name(f"{path.name}-wal")
        self.ended_badly = self._log_size() > 0
        self.engine, self.version = f"SQLite {sqlite3.sqlite_version}", schema.latest()
        self._is_alone = not read_only or _was_left(path)
        self._hold = Hold(path, read_only=not self._is_alone)
        try:
            schema.read_header(path)
            if not read_only and not _may_write(path):
                raise failures.not_writable(path)
            with self._told(None):
                self._raw = connect(path, "rw" if self._is_alone else "ro")
            self.is_open = True
        except BaseException:
            self._hold.release()
            raise
        try:
            with self._told(None):
                self._set_up()
        except BaseException:
            self._drop()
            raise
        self._log_identity = identity(self._log)
        self._announced = not read_only
        if self._announced:
            presence.announce(path)

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
        """Takes an older file up the ladder of versions, when it has been kept as it was."""
        with self._used(None):
            if self.read_only:
                schema.refuse_older(self._raw, self.path)
            elif schema.is_older(self._raw, self.path):
                if keep is not None:
                    keep()
                with _interrupted(self._raw, go_on):
                    schema.migrate(self._raw, self.path)

    def read(self, statement: sa.ClauseElement, **values: Any) -> list[Any]:
        """The rows that a statement finds."""
        text, constants = STATEMENTS.written(statement)
        with self._used(None):
            return reading.rows(self._raw, text, {**constants, **values})

    def mapping(self, statement: sa.ClauseElement, **values: Any) -> dict[Any, Any]:
        """The second column of each row by the first."""
        text, constants = STATEMENTS.written(statement)
        with self._used(None):
            return dict(reading.rows(self._raw, text, {**constants, **values}))

    @contextmanager
    def writing(self, action: str, *, durable: bool = True) -> Iterator[None]:
        """A transaction, in the log when the block ends, and on the disk if it is to be durable."""
        if self.read_only:
            raise failures.read_only(self.path, action)
        with self.turns:
            self._check_open(action)
            self._check_in_place(action)
            synced = nullcontext() if durable else self._unsynced()
            with self._told(action), self._feed.transaction(), synced:
                self._raw.execute("BEGIN IMMEDIATE")
                try:
                    self._mark_new_log()
                    yield
                    self._raw.execute("COMMIT")
                except BaseException:
                    # SQLite itself has rolled back already after some errors, a full disk say.
                    if self._raw.in_transaction:
                        self._raw.execute("ROLLBACK")
                    raise
            if self._log_size() > (_LOG_LIMIT if durable else _SHORT_LOG):
                self._write_back()

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Adds rows in one statement."""
        if rows:
            self._raw.executemany(STATEMENTS.insertion(table, tuple(rows[0])), rows)

    def update(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes rows by their ``id``."""
        if rows:
            self._raw.executemany(STATEMENTS.alteration(table, tuple(rows[0])), rows)

    def tell(self, txn: int) -> None:
        """Lets those who listen know of an entry."""
        self._feed.tell(txn)

    def listen(self, heard: Callable[[int], None]) -> AbstractContextManager[None]:
        """Calls ``heard`` on the thread that has saved."""
        return self._feed.listen(heard)

    def run(self, statement: sa.ClauseElement, **values: Any) -> None:
        """Runs a statement that changes rows."""
        text, constants = STATEMENTS.written(statement)
        self._raw.execute(text, {**constants, **values})

    def structure(self, most: int, go_on: Callable[[], bool]) -> Iterator[Find]:
        """What SQLite finds: pages that make no sense, and keys that point nowhere."""
        with self._beside() as (raw, turn), _interrupted(raw, go_on):
            yield from soundness.finds(raw, turn, most)

    def copy(self, target: Path, go_on: Callable[[int, int], bool] | None = None) -> None:
        """Copies pages in small steps, beside what goes on."""
        asked = go_on or (lambda _done, _total: True)
        copying.copy(self._raw, self.path, target, self._turn, asked)

    def words(self, project: UUID, *, make: bool) -> WordIndex | None:
        """A file in the cache folder."""
        return open_words(project, self.path, make=make)

    def checkpoint(self) -> None:
        """Writes the log back into the file, if there is anything in it."""
        with self.turns:
            if self.is_open and not self.read_only and self._log_size() and self._is_in_place():
                self._write_back()

    def close(self) -> None:
        """Leaves one plain file and gives up the lock. May be called again.

        Raises:
            UserError: the log could not be written back; all that was saved is in it still.
        """
        with self.turns:
            if not self.is_open:
                return
            try:
                if self._is_alone:
                    # Who only reads has nothing to lose: what was left stays for the next one.
                    with suppress(UserError) if self.read_only else nullcontext():
                        self._check_in_place(None)
                        self._make_plain()
            finally:
                self._drop()

    def _set_up(self) -> None:
        if self._is_alone:
            # Before anything is read: then the log needs no second file that others could share,
            # for which there may be no room.
            self._raw.execute("PRAGMA locking_mode = EXCLUSIVE")
        for setting in _SETTINGS:
            self._raw.execute(f"PRAGMA {setting}")
        if self._is_alone:
            # First, for already the way into the log writes to the file.
            for setting in _SAFETY:
                self._raw.execute(f"PRAGMA {setting}")
        if self.read_only:
            self._raw.execute("PRAGMA query_only = 1")
            self._raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        else:
            self._set_up_writing()

    def _set_up_writing(self) -> None:
        # Some network folders refuse the log; a truncated journal is as safe there, and slower.
        self._has_log = self._raw.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
        if not self._has_log:
            self._raw.execute("PRAGMA journal_mode = TRUNCATE")
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute("COMMIT")

    @contextmanager
    def _unsynced(self) -> Iterator[None]:
        # Without a log, a transaction that is not synced could damage the file.
        if not self._has_log:
            yield
            return
        self._raw.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            self._raw.execute("PRAGMA synchronous = FULL")

    def _check_open(self, action: str | None) -> None:
        if not self.is_open:
            raise failures.closed(self.path, action)

    def _is_in_place(self) -> bool:
        return self._hold.is_at(self.path) and identity(self._log) == self._log_identity

    def _check_in_place(self, action: str | None) -> None:
        # Else the system would go on writing into files that nobody can find any more.
        if not self._hold.is_at(self.path):
            raise failures.gone(self.path, action)
        log = identity(self._log)
        # What is in a log that was only deleted still gets into the file on closing.
        if log != self._log_identity and (action is not None or log is not None):
            raise failures.log_gone(self.path, action)

    def _mark_new_log(self) -> None:
        # So that each log holds the file's first page, and ``leftovers`` can tell whose log it is.
        if not self._log_size():
            self._raw.execute(f"PRAGMA user_version = {schema.latest()}")

    def _log_size(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    @contextmanager
    def _beside(self) -> Iterator[tuple[sqlite3.Connection, soundness.Turn]]:
        """The file as it lies on the disk, to be read for long while work on it goes on.

        It does not change meanwhile: what is saved stays in the log. Where that cannot be had, it
        is the one connection that is used, and others wait.
        """
        with self.turns:
            self._check_open(None)
            self.checkpoint()
            stays = not self._log_size() and (self.read_only or self._has_log)
            self._is_looked_at = stays
        try:
            if not stays:
                yield self._raw, lambda: self._used(None)
                return
            with self._told(None):
                beside = connect(self.path, "ro&immutable=1")
            with closing(beside):
                yield beside, self._undisturbed
        finally:
            self._is_looked_at = False

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        with self._told(None):
            yield
        self._check_open(None)

    def _write_back(self) -> None:
        if self._is_looked_at:
            return
        # What was saved is safe in the log: what is wrong, a full disk say, is told when it is in
        # the way of something, at the next save or on closing.
        with suppress(sqlite3.Error):
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _make_plain(self) -> None:
        try:
            self._raw.execute("PRAGMA query_only = 0")
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._raw.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.Error as error:
            raise StorageError(
                "“{path}” could not be closed properly ({reason}).",
                "What was saved is safe, a part of it in “{log}”: keep the two files together and "
                "open the project once more when the disk has room and the folder can be written.",
                path=self.path,
                reason=error,
                log=self._log.name,
            ) from error
        # From who read the file together with others: without a log nobody needs it.
        with suppress(OSError):
            shared_index(self.path).unlink(missing_ok=True)

    def _drop(self) -> None:
        self.is_open = False
        try:
            self._raw.close()
        finally:
            self._hold.release()
        # Where opening failed, the note is that of the program that has the project open.
        if self._announced:
            presence.withdraw(self.path)

    @contextmanager
    def _turn(self) -> Iterator[Turns]:
        with self.turns:
            self._check_open(None)
            yield self.turns

    @contextmanager
    def _used(self, action: str | None) -> Iterator[None]:
        with self.turns:
            self._check_open(action)
            with self._told(action):
                yield

    @contextmanager
    def _told(self, action: str | None) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = errors.in_words(error, self.path, action)
            if told is error:
                raise
            raise told from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            # The second where SQLite's own message quotes damaged letters.
            raise failures.damaged(self.path, action) from error


@contextmanager
def _interrupted(raw: sqlite3.Connection, go_on: Callable[[], bool]) -> Iterator[None]:
    """Lets go of what SQLite is doing as soon as it is wanted no longer."""
    raw.set_progress_handler(lambda: not go_on(), _OPERATIONS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, _OPERATIONS)


def _may_write(path: Path) -> bool:
    # SQLite would quietly open the file for reading and fail at the exclusive lock.
    as_oneself = os.access in os.supports_effective_ids
    return os.access(path, os.W_OK, effective_ids=as_oneself)


def _was_left(path: Path) -> bool:
    """Whether something was left beside a file, or in it, that can be tidied up.

    Read together with others, it would stay for ever, and need one more file.
    """
    if not (path.is_file() and _may_write(path) and _may_write(path.parent)):
        return False
    with held(path):
        return schema.read_header(path).wal or shared_index(path).exists()
