"""Reads what can be read of a damaged file: by SQLite as far as it goes, then page by page.

It works on a copy: the damaged file is only read, and never by SQLite, which would write a log
beside it back. Whatever is read may still make no sense; who uses it looks at each row.
"""

from __future__ import annotations

import mmap
import shutil
import sqlite3
import struct
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa

from annotator.domain.errors import CancelledError
from annotator.store.cleaning import Letters
from annotator.store.engines.sqlite import leftovers, schema
from annotator.store.engines.sqlite.files import connect
from annotator.store.engines.sqlite.pages import Pages, Row
from annotator.store.tables import TABLES

Rows = list[dict[str, Any]]
GoOn = Callable[[int, int], bool]
"""Called with the number of pages looked at and of all; false to stop."""

LABEL = "Recover into a copy"
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What the driver raises; the second where SQLite's own message quotes damaged letters."""

_PORTION = 200
_MOST_FAILURES = 4000
"""Bad spots in one table after which the rest is read page by page."""

_PAGE = 4096
_PAGE_SIZES = frozenset(2**n for n in range(9, 17))
_TABLES = tuple(sorted(TABLES.values(), key=lambda table: table.name == "change"))


def rows_in(path: Path, folder: Path, go_on: GoOn) -> Iterator[tuple[str, Rows]]:
    """All rows that can be read, by table, some at a time; none twice.

    Args:
        path: the damaged file; it is not open in this program, and stays as it is.
        folder: an empty one, for a copy of it.
        go_on: called again and again; false to stop.

    Raises:
        CancelledError: ``go_on`` said stop.
        OSError: the file cannot be copied.
    """
    copy = folder / "damaged"
    _copy(path, copy)
    _make_whole(copy)
    asked = copy if _knows_tables(copy) else _give_tables(copy, folder)
    pages = copy.stat().st_size // _page_size(copy)
    seen: dict[str, set[Any]] = {}
    torn: set[str] = set()
    with suppress(*UNREADABLE), closing(connect(asked, "ro&immutable=1")) as raw:
        raw.text_factory = Letters
        for number, table in enumerate(_TABLES):
            _ask(go_on, pages * number // (2 * len(_TABLES)), pages)
            reader = _Reader(raw, table, 2 * pages * _PAGE // 20)
            seen[table.name] = reader.keys
            for rows in reader.portions():
                yield table.name, rows
                _ask(go_on, pages * number // (2 * len(_TABLES)), pages)
            if reader.is_torn:
                torn.add(table.name)
    torn |= {table.name for table in _TABLES} - seen.keys()
    if torn:
        yield from _left(copy, torn, seen, go_on)


def _ask(go_on: GoOn, done: int, total: int) -> None:
    if not go_on(done, total):
        raise CancelledError(LABEL)


class _Reader:
    """Reads one table by ranges of its keys, and halves those in which something is damaged."""

    def __init__(self, raw: sqlite3.Connection, table: sa.Table, highest: int) -> None:
        self._raw = raw
        self._columns = list(table.columns)
        self._names = [column.name for column in table.columns]
        self._key = str(next(iter(table.primary_key)).name)
        self._has_numbers = len(table.primary_key) == 1
        columns = ", ".join(f'"{name}"' for name in self._names)
        self._statement = (
            f'SELECT {columns} FROM "{table.name}" WHERE "{self._key}" BETWEEN ? AND ?'
        )
        self._last = f'SELECT max("{self._key}") FROM "{table.name}"'
        self._highest = highest
        self._failures = 0
        self.keys: set[Any] = set()
        self.is_torn = False

    def portions(self) -> Iterator[Rows]:
        """All rows that SQLite can read."""
        try:
            last = self._raw.execute(self._last).fetchone()[0] or 0
        except UNREADABLE:
            self.is_torn, last = True, self._highest
        for low in range(0, int(last) + 1, _PORTION):
            found = self._between(low, low + _PORTION - 1)
            rows = [dict(zip(self._names, row, strict=True)) for row in found]
            if rows:
                yield rows

    def _between(self, low: int, high: int) -> Iterator[tuple[Any, ...]]:
        if self._failures > _MOST_FAILURES:
            return
        try:
            found = self._raw.execute(self._statement, (low, high)).fetchall()
        except UNREADABLE:
            self.is_torn = True
            self._failures += 1
            if low < high:
                middle = (low + high) // 2
                yield from self._between(low, middle)
                yield from self._between(middle + 1, high)
            return
        for row in found:
            if not all(map(_may_be, self._columns, row)):
                self.is_torn = True
                continue
            key = row[0] if self._has_numbers else row[:2]
            # Damaged branches of the tree may lead to the same row twice.
            if key not in self.keys:
                self.keys.add(key)
                yield row


def _left(
    copy: Path, torn: set[str], seen: dict[str, set[Any]], go_on: GoOn
) -> Iterator[tuple[str, Rows]]:
    """The rows of damaged tables that SQLite did not come to."""
    with copy.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        view = memoryview(content)
        try:
            pages = Pages(view, _page_size(copy))
            for number in range(1, pages.count + 1):
                if number % 500 == 0:
                    _ask(go_on, (pages.count + number) // 2, pages.count)
                found: defaultdict[str, Rows] = defaultdict(list)
                for row in pages.rows(number):
                    name = _table_of(row, torn)
                    if name is None:
                        continue
                    values = _named(name, row)
                    key = row.key if row.key is not None else tuple(row.values[:2])
                    keys = seen.setdefault(name, set())
                    if key not in keys:
                        keys.add(key)
                        found[name].append(values)
                yield from found.items()
        finally:
            view.release()


def _named(name: str, row: Row) -> dict[str, Any]:
    columns, values = list(TABLES[name].columns), list(row.values)
    values += [_absent(column) for column in columns[len(values) :]]
    named = {column.name: value for column, value in zip(columns, values, strict=True)}
    if row.key is not None:
        named["id"] = row.key
    return named


def _table_of(row: Row, torn: set[str]) -> str | None:
    """The table that a row is of, told by the kinds of its values."""
    fits = [table.name for table in _TABLES if _fits(table, row)]
    likely = [name for name in fits if _is_likely(name, row)]
    name = next(iter(likely or fits), None)
    return name if name in torn else None


def _fits(table: sa.Table, row: Row) -> bool:
    has_numbers = len(table.primary_key) == 1
    columns = list(table.columns)
    if (row.key is not None) != has_numbers or len(row.values) > len(columns):
        return False
    # A row from before columns were added is shorter.
    if not all(map(_may_be_absent, columns[len(row.values) :])):
        return False
    values = row.values[1:] if has_numbers else row.values
    return all(map(_may_be, columns[1:] if has_numbers else columns, values))


def _may_be_absent(column: sa.Column[Any]) -> bool:
    return column.server_default is not None or bool(column.nullable)


def _absent(column: sa.Column[Any]) -> Any:
    """What SQLite says of a column that a row is too short for."""
    if column.server_default is None or not isinstance(column.default, sa.ColumnDefault):
        return None
    return column.default.arg


def _may_be(column: sa.Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable) or column.primary_key
    if isinstance(column.type, sa.Text):
        return isinstance(value, Letters)
    if isinstance(column.type, sa.LargeBinary):
        size = 32 if "sha256" in column.name else 16
        return isinstance(value, bytes) and not isinstance(value, Letters) and len(value) == size
    return isinstance(value, int) and abs(value) < 2**63


def _is_likely(name: str, row: Row) -> bool:
    """Tells tables apart whose columns are of the same kinds."""
    last = row.values[-1]
    if name == "setting":
        return isinstance(last, bytes) and last[:1] in _BEGIN_JSON
    if name == "coder":
        return isinstance(last, bytes) and last.isalpha()
    # Rounds and the project look alike, and there are more rounds.
    return name != "project"


_BEGIN_JSON = frozenset(bytes([letter]) for letter in b'"[{-0123456789tfn')


def _copy(path: Path, copy: Path) -> None:
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    head = _head(copy)
    if not leftovers.is_filled(log) or len(head) < _HEAD or not head.startswith(leftovers.MAGIC):
        return
    copied = copy.with_name(f"{copy.name}-wal")
    shutil.copyfile(log, copied)
    # SQLite takes from it what is whole, into the copy; where it cannot, the file is read alone.
    with suppress(*UNREADABLE), closing(connect(copy, "rw")) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copied.unlink(missing_ok=True)


_HEAD = 100


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_HEAD)


def _page_size(file: Path) -> int:
    head = _head(file)
    size = struct.unpack(">H", head[16:18])[0] if len(head) == _HEAD else _PAGE
    size = 65536 if size == 1 else size
    return size if size in _PAGE_SIZES else _PAGE


def _make_whole(copy: Path) -> None:
    """Gives a copy whole pages, as many as its first page says, and no log."""
    size, head = _page_size(copy), _head(copy)
    pages = max(copy.stat().st_size // size, 1)
    told = struct.unpack(">I", head[28:32])[0] if len(head) == _HEAD else 0
    if pages < told < pages * _LARGEST_GAP:
        pages = told
    with copy.open("r+b") as file:
        # What is left of a page that was cut is not to be trusted.
        file.truncate(copy.stat().st_size // size * size)
        file.truncate(pages * size)
        if head.startswith(leftovers.MAGIC):
            _put_counts(file, pages)


_LARGEST_GAP = 64
"""A file that says it was so many times as long as it is does not say the truth."""


def _put_counts(file: BinaryIO, pages: int) -> None:
    for at, kept in ((28, struct.pack(">I", pages)), (18, b"\1\1")):
        file.seek(at)
        file.write(kept)


def _knows_tables(copy: Path) -> bool:
    """Whether SQLite can find the tables in it."""
    try:
        with closing(connect(copy, "ro&immutable=1")) as raw:
            raw.text_factory = Letters
            found = {bytes(name) for (name,) in raw.execute("SELECT name FROM sqlite_schema")}
            for table in TABLES:
                raw.execute(f'SELECT 1 FROM "{table}" WHERE 0')
    except UNREADABLE:
        return False
    return {name.encode() for name in TABLES} <= found


def _give_tables(copy: Path, folder: Path) -> Path:
    """A further copy, in which the tables lie where they do in every new file."""
    pattern, given = folder / "pattern", folder / "given"
    with closing(connect(pattern, "rwc")) as raw:
        schema.create(raw)
        roots = {root for (root,) in raw.execute("SELECT rootpage FROM sqlite_schema")}
    shutil.copyfile(copy, given)
    whole, pages = pattern.read_bytes(), copy.stat().st_size // _PAGE
    with given.open("r+b") as file:
        for number in range(1, len(whole) // _PAGE + 1):
            if number not in roots:
                file.seek((number - 1) * _PAGE)
                file.write(whole[(number - 1) * _PAGE : number * _PAGE])
        file.truncate(max(pages, len(whole) // _PAGE) * _PAGE)
        _put_counts(file, max(pages, len(whole) // _PAGE))
        file.seek(32)
        file.write(bytes(8))  # none of the pages is free
    return given
