"""What the statements of the store cost: rows that are asked for by id are found by their keys."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from store_making import new_project

from annotator.domain.changes import Kind
from annotator.store import staging
from annotator.store.engines.sqlite.statements import STATEMENTS
from annotator.store.statements import listed


@pytest.mark.parametrize("kind", list(Kind))
def test_rows_that_are_asked_for_by_id_are_found_without_reading_the_table(
    path: Path, kind: Kind
) -> None:
    new_project(path).close()
    text, constants = STATEMENTS.written(staging._ROWS[kind])
    with closing(sqlite3.connect(path)) as raw:
        values = {**constants, "ids": listed([1, 5])}
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {text}", values)]
    assert plan[0] == f"SEARCH {kind} USING INTEGER PRIMARY KEY (rowid=?)"
