"""Edits however many: a few at once, very many as a long job beside others' work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from annotator.domain.errors import CancelledError
from annotator.ops.coding import back_up_before_many

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

Progress = Callable[[int, int], bool]
"""Called with what is done and what there is; false to stop."""


def carry_out(
    project: Project,
    label: str,
    edits: Iterable[Edit],
    number: int,
    *,
    coder_id: int | None,
    progress: Progress | None = None,
) -> Changes:
    """Make edits in one step of the history; with ``progress`` as a long job.

    Args:
        project: the project.
        label: the step in plain words.
        edits: in the order in which they are made.
        number: about how many there are; a backup is made before many.
        coder_id: who does it.
        progress: as ``Progress`` says.

    Raises:
        UserError: it could not be saved, or another job is under way.
        CancelledError: ``progress`` said stop; nothing of it was done.
    """
    back_up_before_many(project, number)
    if progress is None:
        return project.apply(label, edits, coder_id=coder_id)

    def told() -> Iterator[Edit]:
        for done, edit in enumerate(edits):
            if not progress(min(done, number), number):
                raise CancelledError(label)
            yield edit

    with project.begin(label, coder_id=coder_id) as job:
        job.take(told())
        return job.finish()
