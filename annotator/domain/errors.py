"""The errors that people are meant to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.changes import Changes

INNER_QUOTES = str.maketrans("“”", "‘’")
"""For what is put in quotation marks and has some already."""


class UserError(Exception):
    """Something a person can understand and act on: shown as a calm message, never as a crash.

    Attributes:
        template: what happened, naming the file and the place, with ``{name}`` fields.
        advice: what was not changed and what to do now, with the same fields.
        details: the values of the fields.
    """

    def __init__(self, template: str, advice: str = "", **details: object) -> None:
        self.template = template
        self.advice = advice
        self.details = details
        super().__init__(template, advice, details)

    @property
    def what(self) -> str:
        """What happened, in English."""
        return self.template.format(**self.details)

    @property
    def way_out(self) -> str:
        """What was not changed and what to do, in English."""
        return self.advice.format(**self.details)

    def __str__(self) -> str:
        return f"{self.what} {self.way_out}".strip()


class StepRefusedError(UserError):
    """A step of the history can't be taken back, or done again, as things are; others may be.

    Attributes:
        step: its number in the history; 0 where it is several.
        can_pass_over: whether it was to be undone in its turn, so that the one before it can be.
    """

    def __init__(
        self,
        template: str,
        advice: str = "",
        *,
        step: int = 0,
        can_pass_over: bool = False,
        **details: object,
    ) -> None:
        super().__init__(template, advice, **details)
        self.step = step
        self.can_pass_over = can_pass_over


class CancelledError(UserError):
    """Whoever asked for something long wanted it no longer; nothing of it was done.

    Attributes:
        brought_back: what others may have seen gone meanwhile, and is there again.
    """

    brought_back: Changes | None = None

    def __init__(self, label: str) -> None:
        super().__init__("{label}: this was cancelled.", "Nothing was changed.", label=label)


class StorageError(UserError):
    """The disk, not what was asked, stands in the way: the same can be tried again later."""


class DamagedError(UserError):
    """A project's file makes no sense any more in places; what can be read can be recovered."""


class GoneError(UserError):
    """What was to be changed has been removed; ``kind`` is what it was."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            "The {kind} that was to be changed has been removed.",
            "Nothing was changed. Undo what removed it, or see in the history who did.",
            kind=kind,
        )
