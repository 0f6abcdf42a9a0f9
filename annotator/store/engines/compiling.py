"""Statements as text: SQLAlchemy writes them from the tables, once; the driver runs the text.

Running them through SQLAlchemy as well costs 0.1 to 0.2 ms a statement (five times what the
driver takes), which saving an annotation would pay ten times over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from annotator.store.statements import given

Written = tuple[str, Mapping[str, Any]]
"""A text for the driver, and the constants in it by name."""


class Compiler:
    """Writes statements for one engine, and keeps the texts.

    Texts are kept by statement, so statements are made once: as constants of their module.
    """

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        self._written: dict[sa.ClauseElement, Written] = {}
        self._insertions: dict[tuple[sa.Table, tuple[str, ...]], str] = {}
        self._alterations: dict[tuple[sa.Table, tuple[str, ...]], str] = {}

    def written(self, statement: sa.ClauseElement) -> Written:
        """A statement as text, and the constants in it."""
        if statement not in self._written:
            made = self._compiled(statement)
            constants = {name: one for name, one in made.params.items() if one is not None}
            self._written[statement] = str(made), constants
        return self._written[statement]

    def insertion(self, table: sa.Table, columns: tuple[str, ...]) -> str:
        """The text that adds a row with these columns."""
        if (table, columns) not in self._insertions:
            values: dict[str, Any] = {name: sa.bindparam(name) for name in columns}
            text = str(self._compiled(sa.insert(table).values(values)))
            self._insertions[table, columns] = text
        return self._insertions[table, columns]

    def alteration(self, table: sa.Table, columns: tuple[str, ...]) -> str:
        """The text that changes these columns of the row with the parameter ``id``."""
        if (table, columns) not in self._alterations:
            changed: dict[str, Any] = {name: sa.bindparam(name) for name in columns if name != "id"}
            # SQLAlchemy keeps the plain names of columns for the values that are set.
            made = self._compiled(
                sa.update(table).where(table.c.id == given("which")).values(changed)
            )
            which, own = (made.bindtemplate % {"name": name} for name in ("which", "id"))
            self._alterations[table, columns] = str(made).replace(which, own)
        return self._alterations[table, columns]

    def _compiled(self, statement: sa.ClauseElement) -> Any:
        return statement.compile(dialect=self._dialect)
