"""Statements: SQLAlchemy writes them from the tables, once; the driver runs the text.

Running them through SQLAlchemy as well costs 0.1 to 0.2 ms a statement (five times what the
driver takes), which saving an annotation would pay ten times over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect(paramstyle="named")


@cache
def compiled(statement: sa.ClauseElement) -> tuple[str, Mapping[str, Any]]:
    """A statement as text for the driver, and the constants in it.

    Texts are kept by statement, so statements are made once: as constants of their module.
    """
    made = statement.compile(dialect=_DIALECT)
    return str(made), {name: value for name, value in made.params.items() if value is not None}


@cache
def insertion(table: sa.Table, columns: tuple[str, ...]) -> str:
    """The text that adds a row with these columns."""
    return compiled(sa.insert(table).values({name: sa.bindparam(name) for name in columns}))[0]


@cache
def alteration(table: sa.Table, columns: tuple[str, ...]) -> str:
    """The text that changes these columns of the row with the parameter ``id``."""
    changed: dict[str, Any] = {name: sa.bindparam(name) for name in columns if name != "id"}
    # SQLAlchemy keeps the plain names of columns for the values that are set.
    text, _ = compiled(sa.update(table).where(table.c.id == given("which")).values(changed))
    return text.replace(":which", ":id")


def given(name: str) -> Any:
    """The place of a value in a statement, filled by name when it runs."""
    return sa.bindparam(name)


def among(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """That a column has one of the values that are given under ``name``, as ``listed``.

    However many they are, the statement stays the same, and so it is written once.
    """
    each = sa.func.json_each(sa.bindparam(name)).table_valued("value")
    return column.in_(sa.select(each.c.value))


def listed(ids: Iterable[int]) -> str:
    """Ids as ``among`` takes them."""
    return json.dumps(list(ids))
