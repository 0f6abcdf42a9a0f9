"""Long work beside the window: one job at a time, with progress, that can be stopped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from annotator.domain.errors import CancelledError, UserError


class Progress(Protocol):
    """Called by long work with what is done and what there is; False means: stop."""

    def __call__(self, done: int, total: int) -> bool:
        """Tell how far the work is."""
        ...


_TELLINGS = 0.1
"""Seconds between two tellings of how far work is."""

_SHORT_STEPS = 0.0001
"""Seconds after which Python gives the window its turn while there is work; 0.005 as a rule."""


def _let_go(_result: object) -> None:
    """What nobody wants is let go."""


@dataclass(eq=False)
class _Job:
    then: Callable[[Any], None]
    unwanted: Callable[[Any], object]
    stop: Event = field(default_factory=Event)
    future: Future[Any] | None = None
    told: float = 0.0


class Work(QObject):
    """Runs a job on a thread of its own; all signals and results come in the window's thread.

    Attributes:
        doing: what the job begun last does, in words; "" where people are not to see it.

    Signals:
        started: a job is under way; carries what it does, in words.
        named: it does something else now; carries what, in words.
        progressed: how many are done, and how many there are.
        failed: the ``UserError`` that ended the job.
        ended: the job is over, however it ended.
    """

    started = Signal(str)
    named = Signal(str)
    progressed = Signal(int, int)
    failed = Signal(object)
    ended = Signal()
    _told = Signal(object, int, int)
    _renamed = Signal(object, str)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="annotator-work")
        self._job: _Job | None = None
        self.doing = ""
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._renamed.connect(self._name, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(
        self,
        work: Callable[[Progress], Any],
        then: Callable[[Any], None],
        doing: str = "",
        *,
        unwanted: Callable[[Any], object] = _let_go,
    ) -> None:
        """Run ``work(progress)``, then ``then(result)`` if it did not fail.

        ``doing`` names it where people are to see how far it is. ``unwanted(result)`` is called
        instead where the job was dropped and came to its end all the same.

        A ``UserError`` is told by ``failed``; any other exception is raised in the window's
        thread.

        Raises:
            RuntimeError: another job is under way; ask ``is_busy`` first.
        """
        if self._job is not None:
            raise RuntimeError("there is work under way already")
        job = self._job = _Job(then, unwanted)
        self.doing = doing

        def progress(done: int, total: int) -> bool:
            now = monotonic()
            if done == total or now - job.told > _TELLINGS:
                job.told = now
                self._told.emit(job, done, total)
            return not job.stop.is_set()

        if doing:
            self.started.emit(doing)
        job.future = self._threads.submit(_in_short_steps, work, progress)
        job.future.add_done_callback(lambda _future: self._done.emit(job))

    def rename(self, doing: str) -> None:
        """From the job's own thread: this is what it does now, in words."""
        self._renamed.emit(self._job, doing)

    def cancel(self) -> None:
        """Ask the job to stop; it leaves nothing half done."""
        if self._job is not None:
            self._job.stop.set()

    def drop(self) -> None:
        """Stop the job and wait for it; nobody wants its result any more.

        That it was stopped is no news to whoever did this; anything else that went wrong is.
        """
        job, self._job = self._job, None
        if job is None or job.future is None:
            return
        job.stop.set()
        error = job.future.exception()
        self.ended.emit()
        if error is None:
            job.unwanted(job.future.result())
        elif isinstance(error, UserError) and not isinstance(error, CancelledError):
            self.failed.emit(error)

    def shut_down(self) -> None:
        """No more work is done."""
        self.drop()
        self._threads.shutdown(wait=True)

    def _tell(self, job: _Job, done: int, total: int) -> None:
        if job is self._job:
            self.progressed.emit(done, total)

    def _name(self, job: _Job, doing: str) -> None:
        if job is self._job:
            self.doing = doing
            self.named.emit(doing)

    def _finish(self, job: _Job) -> None:
        if job is not self._job or job.future is None:
            return
        self._job = None
        self.ended.emit()
        try:
            result = job.future.result()
        except UserError as error:
            self.failed.emit(error)
            return
        job.then(result)


def _in_short_steps(work: Callable[[Progress], Any], progress: Progress) -> Any:
    # The window gives Python's lock up with each statement that it runs, and waits to get it back.
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SHORT_STEPS)
    try:
        return work(progress)
    finally:
        sys.setswitchinterval(usual)
