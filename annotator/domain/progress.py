"""How far a coder is with an article: not done is something else than nothing found."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.domain.changes import Kind
from annotator.domain.records import derived_uid

if TYPE_CHECKING:
    from uuid import UUID


class State(StrEnum):
    """A coder's state of an article; the values are those in files.

    Where none was set, an article is in work once the coder has annotations in it, else new.
    """

    NEW = "new"
    IN_WORK = "in_work"
    DONE = "done"
    DISCUSS = "discuss"


def progress_uid(article: UUID, coder: UUID, round_: UUID) -> UUID:
    """The identity of a coder's state of an article in a round: the same on all machines."""
    return derived_uid(Kind.PROGRESS, str(article), str(coder), str(round_))
