"""Values of annotations' attributes: set, taken away, and those that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.domain import values as valued
from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.given import asked_of, is_empty, open_of
from annotator.domain.questions import ADDED, Attribute, choice_uid
from annotator.domain.view import VALUE_PREFIX
from annotator.ops.coding import back_up_before, named, refuse_others

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
    back_up_before(project, annotations)
    value = None if is_empty(value) else value
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
    return asked_of(asked, annotation.values)


def open_attributes(project: Project, annotation: Annotation) -> list[Attribute]:
    """The required attributes that an annotation is asked and has no value of."""
    asked = project.queries.questions.attributes_of(annotation.code_id)
    return open_of(asked, annotation.values)


def open_points(project: Project, annotations: Iterable[Annotation]) -> list[Annotation]:
    """The annotations that have required attributes without a value, in their order."""
    asking = {one.code_id for one in project.queries.questions.attributes() if one.required}
    return [one for one in annotations if one.code_id in asking and open_attributes(project, one)]


def open_annotations(project: Project, coder_id: int) -> list[Annotation]:
    """A coder's annotations of the round that are open points, by article and place."""
    required = (one.code_id for one in project.queries.questions.attributes() if one.required)
    codes = sorted(set(required))
    if not codes:
        return []
    found = project.queries.annotations(
        code_ids=codes, coder_ids=[coder_id], round_id=project.round_id
    )
    lacking = open_points(project, found)
    return sorted(lacking, key=lambda one: (one.article_id, one.span.start, one.id))


def names_by_use(project: Project, attribute: Attribute) -> list[str]:
    """The names of an open list, those given most often of late first."""
    used = project.queries.questions.choice_counts(attribute)
    live = [one for one in attribute.choices if not one.is_deleted]
    live.sort(key=lambda one: (-used[str(one.uid)], one.position, one.name.casefold()))
    return [one.name for one in live]


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
