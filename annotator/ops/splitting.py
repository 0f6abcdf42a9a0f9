"""A code split: its annotations are walked and dealt out to other codes one by one.

Each is saved when it is dealt, and all of them are one series of the history (``Project.apply``
with ``after``), which begins with the codes that are made for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.errors import UserError
from annotator.ops.codebook import new_codes, refuse_if_locked
from annotator.ops.moving_annotations import Which, articles_of, move_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes
    from annotator.store.project import Project


def make_codes(
    project: Project,
    code_id: int,
    names: Sequence[str],
    *,
    coder_id: int,
    after: int | None = None,
) -> Changes:
    """Make the codes that a split needs and the codebook lacks, beside the code that is split.

    Args:
        project: the project.
        code_id: the code that is split.
        names: of the codes, one or more.
        coder_id: who splits it.
        after: the step with which this begins to be one with others (``Project.apply``).

    Raises:
        UserError: as ``codebook.new_codes``; the coding scheme is locked.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    made = new_codes(codebook, names, parent_id=codebook[code_id].parent_id)
    told = ", ".join(f"“{one.values['name']}”" for one in made)
    what = f"the new code {told}" if len(made) == 1 else f"the new codes {told}"
    label = f"Split “{codebook[code_id].name}”: {what}"
    return project.apply(label, made, coder_id=coder_id, after=after)


def left_to_deal(project: Project, which: Which) -> list[int]:
    """The annotations that have the code still, by article and place."""
    found: list[int] = []
    for article_id in articles_of(project, which):
        there = project.queries.annotations(article_id, code_ids=which.code_ids)
        found += [one.id for one in there if which.has(one)]
    return found


def deal(
    project: Project, one: Annotation, to: int, *, coder_id: int, after: int | None = None
) -> Changes:
    """Give an annotation one of the codes that its own is split into.

    Where its coder has an equal one there, the two are one from then on.

    Args:
        project: the project.
        one: the annotation; whose it is, was said when the split began.
        to: its code from now on.
        coder_id: who deals.
        after: the step with which this begins to be one with others (``Project.apply``).

    Raises:
        UserError: it has the code no longer, or it could not be saved.
    """
    now = project.queries.annotations_by_id([one.id])
    if not now or now[0].code_id != one.code_id:
        raise UserError(
            "This annotation has been changed or removed meanwhile.",
            "Nothing was changed. Go on with the next one.",
        )
    which = Which(frozenset({one.code_id}), ids=frozenset({one.id}))
    codebook = project.queries.codebook()
    label = f"Deal “{codebook[one.code_id].name}” to “{codebook[to].name}”"
    return project.apply(
        label, list(move_edits(project, which, to)), coder_id=coder_id, after=after
    )
