"""Reading rows also where letters were damaged: one flipped bit must not hide all the others.

The driver refuses a whole answer because of one text that is no UTF-8. Then it is asked once more,
and what is no letter is shown as U+FFFD.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

Place = tuple[str, str, Any]
"""A table, a column, and the key of the row."""

_PORTION = 1000


def rows(raw: sqlite3.Connection, statement: str, values: Mapping[str, Any]) -> list[Any]:
    """The rows that a statement finds."""
    try:
        return raw.execute(statement, values).fetchall()
    except sqlite3.OperationalError as error:
        if "Could not decode to UTF-8" not in str(error):
            raise
        raw.text_factory = _with_replacements
        try:
            return raw.execute(statement, values).fetchall()
        finally:
            raw.text_factory = str


def portions(raw: sqlite3.Connection, table: sa.Table) -> Iterator[range]:
    """The keys of a table's rows in small portions, so that others get their turn between them."""
    (last,) = raw.execute(f'SELECT max("{_key(table)}") FROM "{table.name}"').fetchone()
    for low in range(0, (last or 0) + 1, _PORTION):
        yield range(low, low + _PORTION)


def unreadable(raw: sqlite3.Connection, table: sa.Table, keys: range) -> Iterator[Place]:
    """Where rows with these keys hold text that is none."""
    key = _key(table)
    texts = [column.name for column in table.columns if isinstance(column.type, sa.Text)]
    names = ", ".join(f'"{name}"' for name in (key, *texts))
    statement = f'SELECT {names} FROM "{table.name}" WHERE "{key}" BETWEEN ? AND ?'
    asked = (keys.start, keys.stop - 1)
    try:
        raw.execute(statement, asked).fetchall()
    except sqlite3.OperationalError as error:
        if "Could not decode to UTF-8" not in str(error):
            raise
        raw.text_factory = bytes
        try:
            found = raw.execute(statement, asked).fetchall()
        finally:
            raw.text_factory = str
        for row in found:
            for name, value in zip(texts, row[1:], strict=True):
                if isinstance(value, bytes) and not _is_text(value):
                    yield table.name, name, row[0]


def _key(table: sa.Table) -> str:
    return str(next(iter(table.primary_key)).name)


def _with_replacements(letters: bytes) -> str:
    return letters.decode("utf-8", "replace")


def _is_text(letters: bytes) -> bool:
    try:
        letters.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
