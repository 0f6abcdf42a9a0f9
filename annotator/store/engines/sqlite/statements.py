"""How SQLite writes what is not the same everywhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles

from annotator.store.engines.compiling import Compiler
from annotator.store.statements import Among, Encoded

_DIALECT = sqlite.dialect(paramstyle="named")
# Else a condition becomes "condition = 1", for which SQLite reads the whole table.
_DIALECT.supports_native_boolean = True

STATEMENTS = Compiler(_DIALECT)


@compiles(Among, "sqlite")
def _among(element: Among, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(Encoded, "sqlite")
def _encoded(element: Encoded, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"
