"""A lock that gives way to the window: its thread always goes next, others work in short turns."""

from __future__ import annotations

from threading import Condition, Thread, get_ident, main_thread
from time import perf_counter
from types import TracebackType

LONGEST = 0.012
"""Seconds that work beside the window may keep the window waiting at a time."""


class Turns:
    """Whoever holds it has the project; it may be taken again by the thread that holds it.

    While the window's thread waits nobody else is let in. It cannot take the lock out of another
    thread's hands, so whoever works beside it asks ``is_over`` often, and lets go then.
    """

    def __init__(self, first: Thread | None = None) -> None:
        """Makes a lock that nobody holds.

        Args:
            first: the thread that always goes next; the main thread if not said.
        """
        self._first = (first or main_thread()).ident
        self._free = Condition()
        self._owner: int | None = None
        self._depth = 0
        self._waits = False
        self._since = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether the window's thread is waiting."""
        return self._waits

    @property
    def is_over(self) -> bool:
        """Whether who holds the lock has had it long enough, or the window waits for it."""
        return self._waits or perf_counter() - self._since > LONGEST

    def __enter__(self) -> None:
        me = get_ident()
        if self._owner != me:
            with self._free:
                self._wait(me)
                self._owner = me
            self._since = perf_counter()
        self._depth += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if not self._depth:
            with self._free:
                self._owner = None
                self._free.notify_all()

    def _wait(self, me: int) -> None:
        if me != self._first:
            self._free.wait_for(lambda: self._owner is None and not self._waits)
            return
        self._waits = True
        try:
            self._free.wait_for(lambda: self._owner is None)
        except BaseException:
            # Interrupted, by Ctrl+C say: nobody else would be told that the way is free.
            self._free.notify_all()
            raise
        finally:
            self._waits = False
