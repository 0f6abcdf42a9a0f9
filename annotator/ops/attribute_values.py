"""Values of annotations' attributes: set, taken away, and those that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.domain import values as valued
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.questions import ADDED, Attribute, choice_uid
from annotator.domain.view import VALUE_PREFIX
from annotator.ops.coding import named, refuse_others

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

_EXCERPT = 40
"""Characters of a value that the history shows."""


def set_value(
    project: Project,
    ids: Iterable[int],
    attribute: Attribute,
    value: Any,
    *,
    names: Sequence[str] = (),
    coder_id: int,
) -> Changes:
    """Give annotations a value of an attribute of their code, in one step; ``None`` for none.

    Args:
        project: the project.
        ids: the annotations; those with another code than the attribute's are left alone.
        attribute: the attribute.
        value: as ``domain.questions`` says.
        names: those that are new to an open list; they are added to it.
        coder_id: who does it.

    Raises:
        UserError: some annotations are another coder's.
    """
    annotations = [
        one
        for one in project.queries.annotations_by_id(list(ids))
        if one.code_id == attribute.code_id
    ]
    refuse_others(project, annotations, coder_id)
    key = str(attribute.uid)
    edits: list[Edit] = [
        Update(Kind.ANNOTATION, one.id, {f"{VALUE_PREFIX}{key}": value})
        for one in annotations
        if one.values.get(key) != value
    ]
    said = _words(attribute, value, names)
    label = f"Set “{attribute.name}” of {named(project, annotations)} to {said}"
    if value is None:
        label = f"Take “{attribute.name}” from {named(project, annotations)}"
    added = _added(project, attribute.uid, names) if edits else []
    return project.apply(label, [*added, *edits], coder_id=coder_id)


def set_in_words(
    project: Project, ids: Iterable[int], attribute: Attribute, text: str, *, coder_id: int
) -> Changes:
    """Give a value as it is typed; "" takes it away.

    Raises:
        UserError: it is no value of the attribute, or some annotations are another coder's.
    """
    value = valued.from_text(attribute, text)
    names = valued.new_names(attribute, text)
    return set_value(project, ids, attribute, value, names=names, coder_id=coder_id)


def attribute_of(project: Project, annotation: Annotation, name: str) -> Attribute:
    """The attribute of that name that an annotation's code has.

    Raises:
        UserError: it has none.
    """
    asked = project.queries.questions.attributes_of(annotation.code_id)
    for one in asked:
        if one.name.casefold() == name.strip().casefold():
            return one
    raise UserError(
        "The code “{code}” does not ask for “{name}”.",
        "Nothing was changed. It asks for: {known}.",
        code=project.queries.codebook().path(annotation.code_id),
        name=name,
        known=", ".join(one.name for one in asked) or "nothing",
    )


def applying(project: Project, annotation: Annotation) -> list[Attribute]:
    """The attributes that an annotation is asked, given the values that it has."""
    asked = project.queries.questions.attributes_of(annotation.code_id)
    given = {one.uid: annotation.values.get(str(one.uid)) for one in asked}
    return [one for one in valued.applying(asked, given) if isinstance(one, Attribute)]


def open_attributes(project: Project, annotation: Annotation) -> list[Attribute]:
    """The required attributes that an annotation is asked and has no value of."""
    return [
        one
        for one in applying(project, annotation)
        if one.required and annotation.values.get(str(one.uid)) is None
    ]


def open_points(project: Project, annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations that have required attributes without a value, in their order."""
    asking = {one.code_id for one in project.queries.questions.attributes() if one.required}
    return [one for one in annotations if one.code_id in asking and open_attributes(project, one)]


def _words(attribute: Attribute, value: Any, names: Sequence[str]) -> str:
    known = {str(choice_uid(attribute.uid, name)): name for name in names}
    said = valued.in_words(attribute, value)
    for uid, name in known.items():
        said = said.replace(uid, name)
    return said if len(said) <= _EXCERPT else f"{said[:_EXCERPT]}…"


def _added(project: Project, of: UUID, names: Sequence[str]) -> list[Edit]:
    return [
        Create(Kind.CHOICE, {"of_uid": of, "name": name, "position": ADDED}, choice_uid(of, name))
        for name in names
    ]
