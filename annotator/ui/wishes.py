"""What a person wants done to the project: done at once, or kept in order until the disk allows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, Signal

from annotator.domain.changes import Changes
from annotator.domain.errors import StorageError, UserError
from annotator.ui.unsaved import Refusal, Wish


class Wishes(QObject):
    """Has verbs run, and keeps those that could not be written.

    Attributes:
        refusal: what waits, and what stands in its way; None where nothing does.

    Signals:
        changed: something could not be written, or could be after all.
        failed: a ``UserError`` to be shown.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, fulfil: Callable[[Wish], Changes], parent: QObject | None = None) -> None:
        """``fulfil`` does what is wished, or raises a ``UserError``."""
        super().__init__(parent)
        self.refusal: Refusal | None = None
        self._fulfil = fulfil
        self._given_up: list[Wish] = []
        self._count = 0

    @property
    def were_given_up(self) -> bool:
        """Whether something was given up that could be wished again."""
        return bool(self._given_up)

    def new(self, verb: Callable[..., Changes], *args: object, **kwargs: object) -> Wish:
        """A wish that is still to be tried."""
        self._count += 1
        return Wish(verb, args, kwargs, self._count)

    def attempt(self, wish: Wish) -> Changes | None:
        """Do it, or keep it where the disk is in the way; None where it was not done."""
        # Later things may build on earlier ones: while something waits, all that follows does.
        if not self.retry():
            self._wait(wish)
            return None
        try:
            return self._fulfil(wish)
        except StorageError as error:
            self._wait(wish, error)
        except UserError as error:
            self.failed.emit(error)
        return None

    def attempt_now(self, wish: Wish) -> Changes | None:
        """Do it now or not at all; None where it was not done."""
        if self.retry():
            try:
                return self._fulfil(wish)
            except UserError as error:
                self.failed.emit(error)
        return None

    def retry(self) -> bool:
        """Try again, in order, what could not be written; whether nothing waits any more."""
        waiting = list(self.refusal.wishes) if self.refusal else []
        while waiting:
            try:
                self._fulfil(waiting[0])
            except StorageError as error:
                self._keep(waiting, error)
                return False
            except UserError as error:
                self.failed.emit(error)
            waiting.pop(0)
        if self.refusal is not None:
            self._keep([], None)
        return True

    def give_up(self, numbers: Collection[int]) -> bool:
        """Wish no longer what has these numbers; whether anything waited."""
        if self.refusal is None:
            return False
        wishes, error = self.refusal.wishes, self.refusal.error
        self._given_up += [wish for wish in wishes if wish.number in numbers]
        self._keep([wish for wish in wishes if wish.number not in numbers], error)
        return True

    def wish_again(self) -> None:
        """Try again what was given up last."""
        self.attempt(self._given_up.pop())

    def forget_given_up(self) -> None:
        """Something else was done: what was given up is wished no more."""
        self._given_up.clear()

    def drop(self) -> None:
        """Forget everything: the project is closed."""
        self.refusal = None
        self._given_up.clear()

    def _wait(self, wish: Wish, error: StorageError | None = None) -> None:
        before = self.refusal.wishes if self.refusal else ()
        self._keep([*before, wish], error or (self.refusal.error if self.refusal else None))

    def _keep(self, wishes: Sequence[Wish], error: StorageError | None) -> None:
        self.refusal = Refusal(tuple(wishes), error) if wishes and error else None
        self.changed.emit()
