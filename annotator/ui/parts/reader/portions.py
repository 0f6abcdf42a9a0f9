"""The annotations of a long article, read a portion at a time while the window goes on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.domain.annotation import Annotation
from annotator.domain.errors import UserError
from annotator.domain.span import Range

SHORT = 150_000
"""Annotations of a text of so many characters are read at once."""
_CHARACTERS = 65_536
"""Those that begin in so many characters are one portion."""

Read = Callable[[Collection[int], Range], list[Annotation]]
"""The annotations of these coders that start in a range, in the order of the text."""


class Portions(QObject):
    """What is still to be read of the annotations of one article.

    Signals:
        taken: a list of annotations, those of one coder after another's, in the order of the text.
        done: nothing is missing any more.
        failed: the ``UserError`` that ended it.
    """

    taken = Signal(object)
    done = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._missing: deque[tuple[Collection[int], Range]] = deque()
        self._read: Read | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, read: Read, length: int, whose: Sequence[Collection[int]]) -> list[Annotation]:
        """Read the first portion, and the others when the window has time.

        Args:
            read: reads a portion.
            length: of the text.
            whose: coders whose annotations are read together, one group after the other.

        Raises:
            UserError: the file can't be read.
        """
        self.stop()
        parts = [
            (low, min(low + _CHARACTERS, length + 1)) for low in range(0, length + 1, _CHARACTERS)
        ]
        self._missing.extend((coders, part) for coders in whose if coders for part in parts)
        self._read = read
        if not self._missing:
            return []
        first = read(*self._missing.popleft())
        if self._missing:
            self._timer.start()
        return first

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self._missing

    def finish(self) -> None:
        """Read all that is missing now: somebody needs it."""
        while self._missing:
            self._go_on()

    def stop(self) -> None:
        """Read no more."""
        self._timer.stop()
        self._missing.clear()

    def _go_on(self) -> None:
        if not self._missing or self._read is None:
            return
        try:
            self.taken.emit(self._read(*self._missing.popleft()))
        except UserError as error:
            self.stop()
            self.failed.emit(error)
            return
        if not self._missing:
            self._timer.stop()
            self.done.emit()
