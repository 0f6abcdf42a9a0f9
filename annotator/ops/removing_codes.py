"""What goes with codes that are deleted, and where the codes under them come."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind, Remove

if TYPE_CHECKING:
    from annotator.domain.changes import Edit
    from annotator.domain.codebook import Codebook
    from annotator.store.project import Project


def with_what_is_theirs(project: Project, code_ids: Collection[int]) -> Iterator[Edit]:
    """The edits that delete codes, with their attributes and revisions; memos about them stay."""
    questions = project.queries.questions
    codebook = project.queries.codebook()
    revisions = questions.revisions()
    for one in code_ids:
        for attribute in questions.attributes_of(one):
            choices = (choice for choice in attribute.choices if not choice.is_deleted)
            yield from (Remove(Kind.CHOICE, choice.id) for choice in choices)
            yield Remove(Kind.ATTRIBUTE, attribute.id)
        yield from (Remove(Kind.REVISION, revision.id) for revision in revisions.get(one, ()))
    # Those under others go before them.
    for code in reversed(tuple(codebook)):
        if code.id in code_ids:
            yield Remove(Kind.CODE, code.id)


def moved_up(
    codebook: Codebook, gone: Collection[int], *, under: int | None = None
) -> dict[int, dict[str, Any]]:
    """Where the codes under codes that go come: what is changed of each, by id.

    Args:
        codebook: the codebook.
        gone: the codes that go.
        under: the code that they come under; where it is under one of those itself, it comes up
            first. ``None``: each comes under what is left above it, after the others there.

    Returns:
        ``parent_id`` and ``position``, the ``colour`` of those that would lose theirs, and
        another ``name`` where a code there has theirs.
    """
    moving = [code.id for code in codebook if code.parent_id in gone and code.id not in gone]
    parents = {
        one: _next_above(codebook, one, gone) if under is None else under
        for one in moving
        if one != under
    }
    if under is not None and any(code.id in gone for code in codebook.ancestry(under)):
        parents[under] = _above_all(codebook, under, gone)
    names: dict[int | None, set[str]] = {}
    positions: dict[int | None, int] = {}
    for parent in set(parents.values()):
        stay = [
            one
            for one in codebook.children(parent)
            if one.id not in gone and one.id not in parents and not one.is_deleted
        ]
        names[parent] = {one.name.casefold() for one in stay}
        positions[parent] = max((one.position for one in codebook.children(parent)), default=-1)
    moved: dict[int, dict[str, Any]] = {}
    for one, parent in sorted(parents.items(), key=lambda pair: pair[0] != under):
        positions[parent] += 1
        values: dict[str, Any] = {"parent_id": parent, "position": positions[parent]}
        name = _free(codebook, one, names[parent])
        names[parent].add(name.casefold())
        if name != codebook[one].name:
            values["name"] = name
        if parent is None and not codebook[one].colour:
            values["colour"] = codebook.colour(one)
        moved[one] = values
    return moved


def _above_all(codebook: Codebook, code_id: int, gone: Collection[int]) -> int | None:
    """The code above all of its ancestors that go: it goes with none of what comes under it."""
    above = [code.id for code in codebook.ancestry(code_id)[:-1]]
    first = next((at for at, one in enumerate(above) if one in gone), len(above))
    return above[first - 1] if first else None


def _next_above(codebook: Codebook, code_id: int, gone: Collection[int]) -> int | None:
    above = [code.id for code in codebook.ancestry(code_id)[:-1] if code.id not in gone]
    return above[-1] if above else None


def _free(codebook: Codebook, code_id: int, taken: Collection[str]) -> str:
    """The code's name, or one that says under which code it was."""
    name = wanted = codebook[code_id].name
    parent_id = codebook[code_id].parent_id
    if name.casefold() in taken and parent_id is not None:
        name = wanted = f"{name} ({codebook[parent_id].name})"
    number = 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name
