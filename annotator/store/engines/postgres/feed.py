"""Hearing of what anybody has saved in a project: NOTIFY, on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from threading import Event, Thread

import psycopg

from annotator.store.engines.postgres.server import Address, connect, in_schema

TELLING = "SELECT pg_notify(%s, %s)"

_PATIENCE = 0.1
"""Seconds after which it is looked whether anybody listens still."""


def channel(number: int) -> str:
    """The name under which a project's entries are told, from the number of its schema."""
    return f"annotator_{number}"


@contextmanager
def listening(address: Address, name: str, heard: Callable[[int], None]) -> Iterator[None]:
    """Calls ``heard``, on a thread of its own, while the block runs.

    Raises:
        psycopg.Error: the server cannot be reached.
    """
    ended = Event()
    with closing(connect(address)) as raw:
        raw.execute(in_schema("LISTEN {}", name))
        thread = Thread(target=_pass_on, args=(raw, heard, ended), name="feed", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def _pass_on(raw: psycopg.Connection, heard: Callable[[int], None], ended: Event) -> None:
    # Where the server goes away there is nothing to hear; whoever uses the project next is told so.
    with suppress(psycopg.OperationalError):
        while not ended.is_set():
            for note in raw.notifies(timeout=_PATIENCE):
                heard(int(note.payload))
