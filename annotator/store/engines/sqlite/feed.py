"""Who is told of what has been saved: only this program has the file, so a list will do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Heard = Callable[[int], None]


class Feed:
    """Numbers of entries of the history, kept back until they are durable."""

    def __init__(self) -> None:
        self._listeners: list[Heard] = []
        self._pending: list[int] = []

    def tell(self, txn: int) -> None:
        """Notes an entry, inside ``transaction``."""
        self._pending.append(txn)

    @contextmanager
    def listen(self, heard: Heard) -> Iterator[None]:
        """Calls ``heard`` on the thread that has saved, while the block runs."""
        self._listeners.append(heard)
        try:
            yield
        finally:
            self._listeners.remove(heard)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Tells what was noted in the block when it ends well, and forgets it when it fails."""
        self._pending.clear()
        yield
        for txn in self._pending:
            for heard in tuple(self._listeners):
                heard(txn)
