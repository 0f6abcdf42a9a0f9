"""Writes down every statement that the store really runs, to run it again elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass(frozen=True)
class Opened:
    """A connection was made."""


@dataclass(frozen=True)
class Closed:
    """The connection was closed."""


@dataclass(frozen=True)
class Ran:
    """A statement with all its values in it."""

    sql: str


@dataclass(frozen=True)
class Acknowledged:
    """The store returned from a step, the ``number``-th."""

    number: int


Event = Opened | Closed | Ran | Acknowledged


@dataclass
class Trace:
    """What happened, in order.

    Attributes:
        events: what happened.
        handles: the connections that were made.
    """

    events: list[Event] = field(default_factory=list)
    handles: list[sqlite3.Connection] = field(default_factory=list)

    def add(self, handle: sqlite3.Connection) -> sqlite3.Connection:
        """Listens to a connection from now on."""
        self.handles.append(handle)
        self.events.append(Opened())
        handle.set_trace_callback(lambda sql: self.events.append(Ran(sql)))
        return handle


@contextmanager
def traced() -> Iterator[Trace]:
    """Writes down what all connections do that the driver makes meanwhile."""
    trace, connect = Trace(), sqlite3.connect

    def connected(*args: Any, **more: Any) -> sqlite3.Connection:
        return trace.add(connect(*args, **more))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connected)
        yield trace
