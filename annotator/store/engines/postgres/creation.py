"""Making a new project: complete in a schema of another name first, then renamed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

import psycopg

from annotator.store.engines.postgres import errors, schema
from annotator.store.engines.postgres.connection import ServerProject
from annotator.store.engines.postgres.server import Address, connect, in_schema


def create(address: Address, fill: Callable[[ServerProject], None]) -> None:
    """Makes a project.

    Args:
        address: no schema of that name is there yet.
        fill: makes the first records.

    Raises:
        UserError: there is one, or nothing may be made there, or the server cannot be reached.
    """
    part = replace(address, schema=f"{address.schema}.part")
    try:
        with closing(connect(part)) as raw:
            try:
                _make_tables(raw, part.schema)
                with closing(ServerProject(part)) as database:
                    fill(database)
                raw.execute(in_schema("ALTER SCHEMA {} RENAME TO {}", part.schema, address.schema))
            finally:
                # Nothing is left of a project that could not be finished.
                with suppress(psycopg.Error):
                    _remove(raw, part.schema)
    except psycopg.errors.DuplicateSchema as error:
        raise errors.exists(address.path) from error
    except psycopg.Error as error:
        told = errors.in_words(error, address.path, None)
        if told is error:
            raise
        raise told from error


def _make_tables(raw: psycopg.Connection, name: str) -> None:
    _remove(raw, name)
    with raw.transaction():
        raw.execute(in_schema("CREATE SCHEMA {}", name))
        schema.create(raw)


def _remove(raw: psycopg.Connection, name: str) -> None:
    raw.execute(in_schema("DROP SCHEMA IF EXISTS {} CASCADE", name))
