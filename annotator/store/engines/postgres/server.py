"""Where a project lies on a server, and a connection to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Composed, Identifier, Literal

_SETTINGS: dict[LiteralString, str] = {
    "synchronous_commit": "on",
    "client_encoding": "UTF8",
    "lock_timeout": "5s",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a project lies on a server.

    Attributes:
        server: what libpq needs to reach a database: ``host=… dbname=…`` or a URL. Passwords
            belong into libpq's own file for them.
        schema: the project's schema in it.
    """

    server: str
    schema: str

    @property
    def path(self) -> Path:
        """What messages call it: ``//host/database/schema``."""
        given = conninfo_to_dict(self.server)
        host = str(given.get("host") or "localhost").strip("/")
        return Path(f"//{host}/{given.get('dbname') or given.get('user') or ''}/{self.schema}")


def connect(address: Address) -> psycopg.Connection:
    """A connection that sees the project's tables; a transaction begins where one is begun.

    Raises:
        psycopg.Error: the server cannot be reached, or lets nobody of that name in.
    """
    raw = psycopg.connect(address.server, autocommit=True, application_name="Annotator")
    # Sums of whole numbers are whole, whatever they are called here.
    raw.adapters.register_loader("numeric", _Number)
    for name, value in _SETTINGS.items():
        raw.execute(SQL("SET {} TO {}").format(Identifier(name), Literal(value)))
    raw.execute(in_schema("SET search_path TO {}", address.schema))
    return raw


def in_schema(text: LiteralString, *schemas: str) -> Composed:
    """A statement with the names of schemas in it."""
    return SQL(text).format(*(Identifier(schema) for schema in schemas))


class _Number(Loader):
    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)
