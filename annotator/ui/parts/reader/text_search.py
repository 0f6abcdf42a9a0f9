"""Looking through the article shown, so that the window never waits for it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from PySide6.QtCore import QObject, Qt, Signal

from annotator.domain.errors import UserError
from annotator.domain.finding import Finder, Wanted
from annotator.domain.span import Range

MOST = 100_000
"""So many places are shown at most."""

_AT_ONCE = 300_000
"""Characters in which words are found within a moment; patterns may always take longer."""


class TextSearch(QObject):
    """Finds one thing after another; only the last that was asked for is told.

    Signals:
        found: carries the spans, one more than ``MOST`` at most.
        failed: carries the ``UserError``.
    """

    found = Signal(list)
    failed = Signal(object)
    _done = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Two: a pattern that nobody wants any more may run to the end of its time.
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="annotator-find")
        self._asked = 0
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self.destroyed.connect(self._threads.shutdown)

    def look(self, wanted: Wanted, text: str) -> bool:
        """Look for something in a text; whether it was told already."""
        from annotator.ops import finding

        self._asked += 1
        asked = self._asked
        try:
            finder = finding.finder(wanted)
            if not wanted.regex and len(text) <= _AT_ONCE:
                self.found.emit(_spans(finder, text))
                return True
        except UserError as error:
            self.failed.emit(error)
            return True
        future = self._threads.submit(_spans, finder, text)
        future.add_done_callback(lambda done: self._done.emit(asked, done))
        return False

    def stop(self) -> None:
        """Nobody wants to know any more."""
        self._asked += 1

    def _finish(self, asked: int, future: Future[list[Range]]) -> None:
        if asked != self._asked:
            return
        try:
            self.found.emit(future.result())
        except UserError as error:
            self.failed.emit(error)


def _spans(finder: Finder, text: str) -> list[Range]:
    return list(islice(finder.spans(text), MOST + 1))
