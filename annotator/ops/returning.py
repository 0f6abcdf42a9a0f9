"""Going back to a point of the history, a backup first where that is a lot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.ops import backups
from annotator.store.backups import Reason

if TYPE_CHECKING:
    from annotator.domain.changes import Changes
    from annotator.store.project import Project


def is_large(project: Project, entry: int, coder_id: int) -> bool:
    """Whether going back there takes long enough to be done beside the window."""
    return project.would_go_back(entry, coder_id).records > backups.MANY


def go_back(
    project: Project,
    entry: int,
    coder_id: int,
    *,
    go_on: Callable[[int, int], bool] | None = None,
) -> Changes:
    """Take back all that a coder did from an entry on, as one step.

    Raises:
        UserError: others have built on it, there is nothing to take back, it or the backup could
            not be saved, or ``go_on`` said stop; nothing was taken back.
    """
    if is_large(project, entry, coder_id):
        backups.before(project, Reason.BULK, go_on)
    return project.go_back(entry, coder_id, go_on=go_on)
