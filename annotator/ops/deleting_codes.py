"""Codes deleted, with a choice for their annotations and for the codes under them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from annotator.domain.changes import Kind, Update
from annotator.domain.codebook import Status
from annotator.domain.errors import UserError
from annotator.ops.bulk import carry_out
from annotator.ops.codebook import refuse_if_locked
from annotator.ops.moving_annotations import (
    Preview,
    Which,
    move_edits,
    preview_move,
    preview_removal,
    removal_edits,
)
from annotator.ops.removing_codes import moved_up, with_what_is_theirs

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.codebook import Codebook
    from annotator.ops.bulk import Progress
    from annotator.store.project import Project


class Fate(StrEnum):
    """What becomes of the annotations of codes that are deleted."""

    MOVE = "move"
    REMOVE = "remove"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class Deletion:
    """How codes are to be deleted.

    Attributes:
        code_ids: the codes.
        fate: of their annotations; ``RETIRE`` keeps the codes, as retired ones, for them.
        to: the code that the annotations get, with ``MOVE``.
        with_children: whether the codes under them go the same way; else they move up.
    """

    code_ids: frozenset[int]
    fate: Fate = Fate.RETIRE
    to: int | None = None
    with_children: bool = False


@dataclass(frozen=True, slots=True)
class Deleting:
    """What deleting would change.

    Attributes:
        annotations: what happens to those of the codes.
        codes: how many codes go, or are retired.
        moved_up: how many codes move up.
        renamed: new names of those whose name another one there has, by id.
    """

    annotations: Preview
    codes: int
    moved_up: int
    renamed: dict[int, str]


def preview_delete(project: Project, deletion: Deletion) -> Deleting:
    """What would happen.

    Raises:
        UserError: as ``delete_codes``.
    """
    gone = _gone(project, deletion)
    up = _up(project.queries.codebook(), deletion, gone)
    return Deleting(
        _preview(project, deletion, gone),
        len(gone),
        len(up),
        {one: str(values["name"]) for one, values in up.items() if "name" in values},
    )


def delete_codes(
    project: Project,
    deletion: Deletion,
    *,
    coder_id: int | None,
    progress: Progress | None = None,
) -> Changes:
    """Delete codes, or retire them, in one step of the history.

    Raises:
        UserError: the coding scheme is locked, the annotations would get a code that goes as
            well, or it could not be saved.
        CancelledError: ``progress`` said stop; nothing was done.
    """
    gone = _gone(project, deletion)
    codebook = project.queries.codebook()
    (first, *more) = [codebook[one].name for one in deletion.code_ids]
    what = f"{len(gone)} codes" if more else f"the code “{first}”"
    which = Which(gone)
    if deletion.fate is Fate.RETIRE:
        retired = [Update(Kind.CODE, one, {"status": Status.RETIRED.value}) for one in sorted(gone)]
        return project.apply(f"Retire {what}", retired, coder_id=coder_id)
    number = _preview(project, deletion, gone).annotations
    if deletion.fate is Fate.MOVE and deletion.to is not None:
        annotations = move_edits(project, which, deletion.to)
        label = f"Delete {what}, its annotations to “{codebook[deletion.to].name}”"
    else:
        annotations = removal_edits(project, which)
        label = f"Delete {what} with its annotations" if number else f"Delete {what}"
    up = _up(codebook, deletion, gone)
    edits: Iterator[Edit] = chain(
        annotations,
        (Update(Kind.CODE, one, values) for one, values in up.items()),
        with_what_is_theirs(project, gone),
    )
    if more:
        label = label.replace(" its annotations", " their annotations")
    return carry_out(project, label, edits, number, coder_id=coder_id, progress=progress)


def _gone(project: Project, deletion: Deletion) -> frozenset[int]:
    refuse_if_locked(project)
    codebook, gone = project.queries.codebook(), deletion.code_ids
    if deletion.with_children:
        gone = frozenset(one for code_id in gone for one in codebook.subtree(code_id))
    if deletion.fate is Fate.MOVE and (deletion.to is None or deletion.to in gone):
        raise UserError(
            "The annotations need a code that stays.",
            "Nothing was changed. Choose one that is not deleted as well.",
        )
    return gone


def _preview(project: Project, deletion: Deletion, gone: frozenset[int]) -> Preview:
    if deletion.fate is Fate.MOVE and deletion.to is not None:
        return preview_move(project, Which(gone), deletion.to)
    return preview_removal(project, Which(gone))


def _up(
    codebook: Codebook, deletion: Deletion, gone: Collection[int]
) -> dict[int, dict[str, object]]:
    return {} if deletion.fate is Fate.RETIRE else moved_up(codebook, gone)
