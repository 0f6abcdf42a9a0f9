"""What SQLite itself, and the letters of a file, say of its soundness."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import islice

from annotator.domain.finds import Find, Group
from annotator.store.engines.sqlite import reading
from annotator.store.tables import TABLES

Turn = Callable[[], AbstractContextManager[None]]
"""Has the file for a moment; others use it in between."""


def finds(raw: sqlite3.Connection, turn: Turn, most: int) -> Iterator[Find]:
    """Looks at pages, keys and letters; at most so many finds of each."""
    with turn():
        broken = raw.execute(f"PRAGMA integrity_check({most})").fetchall()
    for (find,) in broken:
        if find != "ok":
            words = " ".join(str(find).split())
            yield Find(Group.STRUCTURE, f"The file's structure is damaged: {words}.")
    with turn():
        missing = raw.execute("PRAGMA foreign_key_check").fetchall()
    for table, _, other, _ in missing[:most]:
        yield Find(
            Group.KEYS,
            f"An entry of the table “{table}” refers to one of “{other}” that is missing.",
        )
    for table, column, key in islice(_unreadable(raw, turn), most):
        yield Find(
            Group.LETTERS, f"Entry {key} of the table “{table}” has damaged letters in “{column}”."
        )


def _unreadable(raw: sqlite3.Connection, turn: Turn) -> Iterator[reading.Place]:
    for table in TABLES.values():
        if table.name == "article_text":  # compared with its checksums
            continue
        with turn():
            portions = list(reading.portions(raw, table))
        for keys in portions:
            with turn():
                found = list(reading.unreadable(raw, table, keys))
            yield from found
