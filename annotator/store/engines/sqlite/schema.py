"""Whose file it is, and of which version: told from its first bytes, kept up to date by steps.

The file's header is read before SQLite opens the file, so that a newer, foreign or damaged file
is never touched. New files are made from the tables; older ones climb the ladder, one step for
each version, each in a transaction of its own.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from annotator.domain.errors import DamagedError, UserError
from annotator.store import failures
from annotator.store.engines.sqlite import leftovers
from annotator.store.engines.sqlite.files import connect
from annotator.store.engines.sqlite.migrations import FIRST_VERSION, LADDER, Step
from annotator.store.tables import Row

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x416E6E31
"""“Ann1”, at byte 68 of every project file."""

_HEADER_BYTES = 100


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of a project file say.

    Attributes:
        version: number of the schema.
        wal: whether the file was last written through a ``-wal`` file and not closed since.
    """

    version: int
    wal: bool


def latest(ladder: Sequence[Step] = LADDER) -> int:
    """The version that this program writes."""
    return FIRST_VERSION + len(ladder)


def read_header(path: Path, ladder: Sequence[Step] = LADDER) -> Header:
    """What a file says of itself, without opening it as a database.

    Raises:
        UserError: it is missing, no project, damaged, from a newer program or cannot be read.
    """
    head = _first_bytes(path)
    _check_is_database(path, head)
    version, application = struct.unpack(">I", head[60:64])[0], struct.unpack(">I", head[68:72])[0]
    if (application ^ APPLICATION_ID).bit_count() == 1:
        raise failures.damaged(path)
    if application != APPLICATION_ID:
        raise _not_ours(path, "it is a database of another program")
    header = Header(_known(path, version, ladder), wal=leftovers.is_in_wal_mode(head))
    _check_is_whole(path, head)
    try:
        leftovers.check(path, head)
    except OSError as error:
        raise cannot_read(path, error) from error
    return header


def is_of_older_version(path: Path) -> bool:
    """Whether a file that is not open would have to climb the ladder.

    Raises:
        UserError: it is missing, no project, damaged, from a newer program or cannot be read.
    """
    return read_header(path).version < latest()


def project_uid(path: Path) -> UUID | None:
    """Whose file it is, as far as that can be read; it is not open here, and may be damaged."""
    try:
        with closing(connect(path, "ro&immutable=1")) as raw:
            (uid,) = raw.execute("SELECT uid FROM project LIMIT 1").fetchone()
        return UUID(bytes=uid)
    except (sqlite3.Error, TypeError, ValueError):
        return None


def refuse_log(path: Path) -> None:
    """Nothing is put in the place of a file whose last work is in a log beside it.

    Raises:
        UserError: there is one.
    """
    if leftovers.is_filled(path.with_name(f"{path.name}-wal")):
        raise UserError(
            "The last work on “{path}” is still in “{log}” beside it.",
            "Nothing was changed. Open the project once and close it, then try again.",
            path=path,
            log=f"{path.name}-wal",
        )


def cannot_read(path: Path, error: OSError) -> UserError:
    """The system does not let the file be read."""
    if isinstance(error, FileNotFoundError):
        return UserError(
            "There is no project file “{path}”.",
            "Check the name and the folder; was it moved or renamed?",
            path=path,
        )
    if path.is_dir():
        return _not_ours(path, "it is a folder")
    return UserError(
        "“{path}” cannot be read ({reason}).",
        "Nothing was changed. Check that you may read the file and that its disk is there.",
        path=path,
        reason=error.strerror,
    )


def create(raw: sqlite3.Connection, ladder: Sequence[Step] = LADDER) -> None:
    """Makes all tables of the latest version in an empty file, in one transaction.

    Raises:
        sqlite3.Error: it could not be written.
    """
    engine = sa.create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            Row.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {latest(ladder)}")
            connection.commit()
    except sa.exc.DBAPIError as error:
        raise error.orig or error from error


def migrate(raw: sqlite3.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> None:
    """Takes an older file up the ladder; a step that fails leaves the version before it.

    Raises:
        UserError: the file is newer than the ladder.
    """
    version = _version(raw, path, ladder)
    for number, step in enumerate(ladder[version - FIRST_VERSION :], start=version + 1):
        raw.execute("BEGIN IMMEDIATE")
        try:
            step(raw)
            raw.execute(f"PRAGMA user_version = {number}")
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise


def is_older(raw: sqlite3.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> bool:
    """Whether there are steps for the file to take.

    Raises:
        UserError: the file is newer than the ladder.
    """
    return _version(raw, path, ladder) < latest(ladder)


def refuse_older(raw: sqlite3.Connection, path: Path, ladder: Sequence[Step] = LADDER) -> None:
    """Where nothing can be written, a file must have the latest version already.

    Raises:
        UserError: the file is older or newer than the ladder.
    """
    if is_older(raw, path, ladder):
        raise failures.older(path)


def _version(raw: sqlite3.Connection, path: Path, ladder: Sequence[Step]) -> int:
    # Asked again: what the file's first bytes say may be older than what its log says.
    version: int = raw.execute("PRAGMA user_version").fetchone()[0]
    return _known(path, version, ladder)


def _known(path: Path, version: int, ladder: Sequence[Step]) -> int:
    if version > latest(ladder):
        raise failures.newer(path, version, latest(ladder))
    if version < FIRST_VERSION:
        raise failures.damaged(path)
    return version


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError as error:
        raise cannot_read(path, error) from error


def _check_is_database(path: Path, head: bytes) -> None:
    if not head:
        raise _not_ours(path, "it is empty")
    if _was_overwritten(head):
        raise failures.damaged(path)
    if not head.startswith(leftovers.MAGIC[: len(head)]):
        raise _not_ours(path, "it is a file of another kind")
    if len(head) < _HEADER_BYTES:
        raise _cut_short(path)


def _was_overwritten(head: bytes) -> bool:
    """Whether it is no other kind of file, but one whose beginning is gone, or a bit of it."""
    if len(head) < _HEADER_BYTES:
        return False
    strange = sum(
        (one ^ other).bit_count() for one, other in zip(head, leftovers.MAGIC, strict=False)
    )
    return not any(head) or strange == 1


def _check_is_whole(path: Path, head: bytes) -> None:
    # With a log of unfinished writes beside it, the file alone may be short: SQLite mends it.
    beside = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    if any(leftovers.is_filled(file) for file in beside):
        return
    page_size = struct.unpack(">H", head[16:18])[0]
    page_size = 65536 if page_size == 1 else page_size
    pages, changed, counted_at = (struct.unpack(">I", head[at : at + 4])[0] for at in (28, 24, 92))
    if changed == counted_at and path.stat().st_size < pages * page_size:
        raise _cut_short(path)


def _not_ours(path: Path, why: str) -> UserError:
    return UserError(
        "“{path}” is not an Annotator project: {why}.",
        "Nothing was changed. To read it as an article, create or open a project and import it.",
        path=path,
        why=why,
    )


def _cut_short(path: Path) -> DamagedError:
    return DamagedError(
        "“{path}” is damaged: its end is missing, as after a copy or download that broke off.",
        "Nothing was changed. Copy it again from where it came from, or open a backup.",
        path=path,
    )
