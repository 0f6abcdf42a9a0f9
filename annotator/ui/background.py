"""Quiet work for the open project on a thread of its own, unseen but for its results."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from PySide6.QtCore import QObject, Qt, Signal

from annotator.domain.errors import UserError

GoesOn = Callable[[], bool]
"""Asked every few milliseconds by quiet work; False means: stop, nobody wants it any more."""

_BEFORE, _BETWEEN = 0.05, 0.002
"""Seconds for which quiet work waits: before it begins, and whenever it asks whether to go on."""


class Background(QObject):
    """Does one thing after another; what is to happen then happens in the window's thread.

    Signals:
        failed: the ``UserError`` that ended something.
    """

    failed = Signal(object)
    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="annotator-quiet")
        self._stop = Event()
        self._under_way: dict[Future[None], Callable[[bool], None]] = {}
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def do(self, work: Callable[[GoesOn], None], then: Callable[[bool], None]) -> None:
        """Run ``work(goes_on)``, then ``then(whether it did not fail)`` if it was not dropped."""
        stop = self._stop

        def quietly() -> None:
            # Python runs one thread at a time: pauses let the window paint and save undisturbed.
            if not stop.wait(_BEFORE):
                work(lambda: not stop.wait(_BETWEEN))

        future = self._threads.submit(quietly)
        self._under_way[future] = then
        future.add_done_callback(lambda done: self._done.emit(done, stop))

    def drop(self) -> None:
        """Stop everything and wait until it has stopped: the project is about to be closed."""
        self._stop.set()
        self._stop = Event()
        for future in self._under_way:
            if not future.cancel():
                # What went wrong with what nobody wants any more is nobody's business.
                future.exception()
        self._under_way.clear()

    def shut_down(self) -> None:
        """No more work is done."""
        self.drop()
        self._threads.shutdown(wait=True)

    def _finish(self, future: Future[None], stop: Event) -> None:
        then = self._under_way.pop(future, None)
        if then is None or stop.is_set():
            return
        try:
            future.result()
        except UserError as error:
            self.failed.emit(error)
            then(False)
        else:
            then(True)
