"""What a project needs before it can be used, and how far that is."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """What is being done to a project that is about to be opened."""

    KEEPING = "keeping a copy of the file as it was"
    UPDATING = "bringing it up to date"
    TAKING_OUT = "taking out what was not finished"
    BRINGING_IN = "bringing in what was finished"


class Telling(Protocol):
    """Told again and again how far a project is on the way to being opened."""

    def __call__(self, stage: Stage, label: str, done: int, total: int) -> bool:
        """Take note.

        Args:
            stage: what is being done.
            label: the step of the history that it is about, in plain words; may be empty.
            done: how much of it is done.
            total: how much there is; 0 where nobody knows.

        Returns:
            Whether to go on; the project stays closed otherwise.
        """
        ...


def go_on(stage: Stage, label: str, done: int, total: int) -> bool:
    """For whoever does not want to be told."""
    return True
