"""How PostgreSQL writes what is not the same everywhere."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.ext.compiler import compiles

from annotator.store.engines.compiling import Compiler
from annotator.store.statements import Among, Encoded

DIALECT: sa.Dialect = psycopg.dialect()  # type: ignore[no-untyped-call]
STATEMENTS = Compiler(DIALECT)


@compiles(Among, "postgresql")
def _among(element: Among, compiler: Any, **options: Any) -> str:
    column, values = element.clauses
    kind = compiler.dialect.type_compiler_instance.process(column.type)
    given = compiler.process(values, **options)
    # As an array that is made once: then an index finds the rows, however few or many they are.
    listed = f"SELECT CAST(value AS {kind}) FROM json_array_elements_text(CAST({given} AS JSON))"
    return f"{compiler.process(column, **options)} = ANY (ARRAY({listed}))"


@compiles(Encoded, "postgresql")
def _encoded(element: Encoded, compiler: Any, **options: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"
