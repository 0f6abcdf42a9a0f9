"""Codes merged into one: what would change, and merging them in one step of the history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import NearMiss
from annotator.domain.decision import with_outcomes, write_decision
from annotator.domain.errors import UserError
from annotator.domain.revisions import MEANING
from annotator.ops.bulk import carry_out
from annotator.ops.codebook import refuse_if_locked
from annotator.ops.moving_annotations import Preview, Which, move_edits, preview_move
from annotator.ops.project_scheme import decision
from annotator.ops.removing_codes import moved_up, with_what_is_theirs
from annotator.ops.revising import meaning_of, revision_edit
from annotator.ops.study import DECISION, setting_edit
from annotator.store.fields import FIELDS

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.changes import Changes, Edit
    from annotator.domain.codebook import Code, Codebook
    from annotator.ops.bulk import Progress
    from annotator.store.project import Project

_JOINED = ("keywords", "examples", "counter_examples")


@dataclass(frozen=True, slots=True)
class Merging:
    """What a merge would change.

    Attributes:
        annotations: what happens to those of the codes that go.
        children: how many codes would come under the one that stays.
        renamed: new names of those whose name another one there has, by id.
        memos: how many memos about the codes that go would be about the one that stays.
        joined: how many keywords and examples would be added to it.
    """

    annotations: Preview
    children: int
    renamed: dict[int, str]
    memos: int
    joined: int


def preview_merge(project: Project, code_ids: Sequence[int], into: int) -> Merging:
    """What would happen if codes were merged into one.

    Raises:
        UserError: there is nothing to merge, or the coding scheme is locked.
    """
    gone = _gone(project, code_ids, into)
    codebook = project.queries.codebook()
    moved = moved_up(codebook, gone, under=into)
    children = [one for one in moved if one != into]
    return Merging(
        preview_move(project, Which(frozenset(gone)), into),
        len(children),
        {one: str(values["name"]) for one, values in moved.items() if "name" in values},
        sum(len(project.queries.memos(codebook[one].uid)) for one in gone),
        sum(
            len(values) - len(getattr(codebook[into], name))
            for name, values in _joined(codebook, gone, into).items()
        ),
    )


def merge_codes(
    project: Project,
    code_ids: Sequence[int],
    into: int,
    *,
    joins: bool = True,
    coder_id: int | None,
    progress: Progress | None = None,
) -> Changes:
    """Merge codes into one, in one step of the history.

    Annotations get the code that stays (``moving_annotations``), codes under the others come
    under it, memos about them are about it, near-misses that named them name it; then the others
    are deleted.

    Args:
        project: the project.
        code_ids: the codes that go.
        into: the code that stays.
        joins: whether it gets their keywords, examples and counter-examples too.
        coder_id: who does it.
        progress: for a long job (``ops.bulk``).

    Raises:
        UserError: there is nothing to merge, the coding scheme is locked, or it could not be
            saved.
        CancelledError: ``progress`` said stop; nothing was done.
    """
    gone = _gone(project, code_ids, into)
    codebook = project.queries.codebook()
    which = Which(frozenset(gone))
    number = preview_move(project, which, into).annotations
    names = ", ".join(f"“{codebook[one].name}”" for one in gone[:3])
    names = names if len(gone) <= 3 else f"{len(gone)} codes"
    edits = chain(
        move_edits(project, which, into),
        _memos(project, codebook, gone, into),
        _codes(project, codebook, gone, into, joins, coder_id),
        with_what_is_theirs(project, gone),
    )
    label = f"Merge {names} into “{codebook[into].name}”"
    return carry_out(project, label, edits, number, coder_id=coder_id, progress=progress)


def _gone(project: Project, code_ids: Sequence[int], into: int) -> list[int]:
    refuse_if_locked(project)
    gone = [one for one in dict.fromkeys(code_ids) if one != into]
    if not gone:
        raise UserError(
            "A code can't be merged with itself.",
            "Nothing was changed. Choose another code that stays.",
        )
    return gone


def _memos(project: Project, codebook: Codebook, gone: Sequence[int], into: int) -> Iterator[Edit]:
    for one in gone:
        for memo in project.queries.memos(codebook[one].uid):
            # What a memo is about never changes: it is written anew.
            yield Create(
                Kind.MEMO,
                {
                    "about_kind": Kind.CODE.value,
                    "about_uid": codebook[into].uid,
                    "coder_id": memo.coder_id,
                    "text": memo.text,
                },
            )
            yield Remove(Kind.MEMO, memo.id)


def _codes(
    project: Project,
    codebook: Codebook,
    gone: Sequence[int],
    into: int,
    joins: bool,
    coder_id: int | None,
) -> Iterator[Edit]:
    for one, values in moved_up(codebook, gone, under=into).items():
        yield Update(Kind.CODE, one, values)
    uids = {codebook[one].uid for one in gone}
    stays = codebook[into]
    for code in codebook:
        if code.id not in gone and any(miss.use in uids for miss in code.instead):
            yield Update(Kind.CODE, code.id, {"instead": _instead(code, stays, uids)})
    yield from _decision(project, stays, uids)
    joined: dict[str, Any] = dict(_joined(codebook, gone, into)) if joins else {}
    if not joined:
        return
    yield Update(Kind.CODE, into, joined)
    earlier = meaning_of(project, into)
    told = {
        name: FIELDS[Kind.CODE][name].to_history(value)
        for name, value in joined.items()
        if name in MEANING
    }
    if told:
        names = ", ".join(f"“{codebook[one].name}”" for one in gone)
        why = f"Merged with {names}"
        yield revision_edit(project, into, earlier, {**earlier, **told}, why, coder_id)


def _decision(project: Project, stays: Code, gone: set[UUID]) -> Iterator[Edit]:
    """Questions that led to a code that goes lead to the one that stays."""
    tree, ends = decision(project), set(map(str, gone))
    if tree is None:
        return
    led = with_outcomes(tree, lambda uid: str(stays.uid) if uid in ends else uid)
    if led != tree:
        yield setting_edit(project, DECISION, write_decision(led).rstrip())


def _instead(code: Code, stays: Code, gone: set[UUID]) -> tuple[NearMiss, ...]:
    renewed = (
        NearMiss(miss.when, stays.uid if miss.use in gone else miss.use) for miss in code.instead
    )
    return tuple(dict.fromkeys(miss for miss in renewed if miss.use != code.uid))


def _joined(codebook: Codebook, gone: Sequence[int], into: int) -> dict[str, tuple[Any, ...]]:
    """What the one that stays has from then on, where that is more than it has."""
    found: dict[str, tuple[Any, ...]] = {}
    for name in _JOINED:
        own = getattr(codebook[into], name)
        more = (each for one in gone for each in getattr(codebook[one], name))
        joined = tuple(dict.fromkeys((*own, *more)))
        if joined != own:
            found[name] = joined
    return found
