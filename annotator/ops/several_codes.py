"""Several codes changed alike in one step of the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind, Update
from annotator.domain.codebook import Status, Unit
from annotator.domain.errors import UserError
from annotator.ops.code_previews import Held, family, held_by
from annotator.ops.codebook import move_edits, refuse_if_locked, valid_colour
from annotator.ops.revising import meaning_of, revision_edit

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.codebook import Codebook
    from annotator.store.project import Project


def colour_codes(
    project: Project, code_ids: Collection[int], colour: str, *, coder_id: int | None
) -> Changes:
    """Give codes a hue, a ``#rrggbb``, or with ``""`` their parents' colours.

    Raises:
        UserError: the colour is none, or the coding scheme is locked.
    """
    label = f"Change the colour of {_named(project, code_ids)}"
    return _set(project, code_ids, "colour", valid_colour(colour), label, coder_id)


def set_status(
    project: Project, code_ids: Collection[int], status: Status, *, coder_id: int | None
) -> Changes:
    """Propose codes, make them active, or retire them: their annotations stay as they are.

    Raises:
        UserError: the coding scheme is locked.
    """
    verb = {Status.PROPOSED: "Propose", Status.ACTIVE: "Make active", Status.RETIRED: "Retire"}
    label = f"{verb[status]}: {_named(project, code_ids)}"
    return _set(project, code_ids, "status", status.value, label, coder_id)


def set_unit(
    project: Project, code_ids: Collection[int], unit: Unit, *, coder_id: int | None
) -> Changes:
    """Say what codes are applied to; this raises their revisions.

    Raises:
        UserError: the coding scheme is locked.
    """
    label = f"Apply to a {unit.value}: {_named(project, code_ids)}"
    return _set(project, code_ids, "unit", unit.value, label, coder_id)


def add_keywords(
    project: Project, code_ids: Collection[int], keywords: Collection[str], *, coder_id: int | None
) -> Changes:
    """Add keywords to codes, where they are not among theirs yet.

    Raises:
        UserError: there are none, or the coding scheme is locked.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    added = tuple(dict.fromkeys(" ".join(one.split()) for one in keywords if one.strip()))
    if not added:
        raise UserError("There is no keyword.", "Nothing was changed. Write at least one word.")
    edits = []
    for one in code_ids:
        own = codebook[one].keywords
        known = {word.casefold() for word in own}
        more = tuple(word for word in added if word.casefold() not in known)
        edits += [Update(Kind.CODE, one, {"keywords": (*own, *more)})] if more else []
    label = f"Add keywords to {_named(project, code_ids)}"
    return project.apply(label, edits, coder_id=coder_id)


def move_codes(
    project: Project, code_ids: Collection[int], parent_id: int | None, *, coder_id: int | None
) -> Changes:
    """Put codes under a parent, after those there; one under another that moves stays under it.

    Raises:
        UserError: the parent is one of them or under one, has a child of such a name, or the
            coding scheme is locked.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    tops = _tops(codebook, code_ids)
    edits = _move_edits(codebook, tops, parent_id)
    return project.apply(f"Move {_named(project, tops)}", edits, coder_id=coder_id)


def preview_move(project: Project, code_ids: Collection[int], parent_id: int | None) -> Held:
    """What comes along when codes are put under a parent.

    Raises:
        UserError: as ``move_codes``.
    """
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    _move_edits(codebook, _tops(codebook, code_ids), parent_id)
    return held_by(project, family(codebook, code_ids))


def _tops(codebook: Codebook, code_ids: Collection[int]) -> list[int]:
    """Those of the codes that are under none of the others, in the order of the tree."""
    chosen = set(code_ids)
    return [
        code.id
        for code in codebook
        if code.id in chosen
        and chosen.isdisjoint(above.id for above in codebook.ancestry(code.id)[:-1])
    ]


def _move_edits(codebook: Codebook, tops: Sequence[int], parent_id: int | None) -> list[Edit]:
    names: set[str] = set()
    edits: list[Edit] = []
    position = max((one.position for one in codebook.children(parent_id)), default=-1) + 1
    for one in tops:
        name = codebook[one].name
        if name.casefold() in names:
            raise UserError(
                "Several of the codes are called “{name}”.",
                "Nothing was changed. Rename one of them, or move them apart.",
                name=name,
            )
        names.add(name.casefold())
        edits += move_edits(codebook, one, parent_id, position)[-1:]
        edits.append(Update(Kind.CODE, one, {"position": position}))
        position += 1
    return edits


def _set(
    project: Project,
    code_ids: Collection[int],
    field: str,
    value: Any,
    label: str,
    coder_id: int | None,
) -> Changes:
    refuse_if_locked(project)
    codebook = project.queries.codebook()
    edits: list[Edit] = []
    for one in code_ids:
        if getattr(codebook[one], field) == value:
            continue
        edits.append(Update(Kind.CODE, one, {field: value}))
        if field == "unit":
            earlier = meaning_of(project, one)
            meaning = {**earlier, field: value}
            edits.append(revision_edit(project, one, earlier, meaning, "", coder_id))
    return project.apply(label, edits, coder_id=coder_id)


def _named(project: Project, code_ids: Collection[int]) -> str:
    if len(code_ids) != 1:
        return f"{len(code_ids)} codes"
    (one,) = code_ids
    return f"“{project.queries.codebook()[one].name}”"
