"""What a code says is changed: where that changes its meaning, its revision is raised as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.revisions import FIRST, MEANING, rules_in
from annotator.domain.values import in_words
from annotator.ops.codebook import refuse_if_locked
from annotator.store.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.questions import Attribute
    from annotator.store.project import Project

ATTRIBUTES = "attributes"
"""The part of a meaning that says what annotations of the code are asked, one line each."""


def change_code(
    project: Project,
    code_id: int,
    values: Mapping[str, Any],
    *,
    why: str = "",
    coder_id: int | None,
) -> Changes:
    """Give fields of a code new values; a change of its rules raises its revision.

    Name, key, place and colour have rules of their own (``ops.codebook``) and are not given here.

    Args:
        project: the project.
        code_id: the code.
        values: by field, as ``domain.codebook.Code`` has them.
        why: the reason, for those who recheck their annotations.
        coder_id: who does it.

    Raises:
        UserError: the coding scheme is locked.
    """
    refuse_if_locked(project)
    code = project.queries.codebook()[code_id]
    changed = {name: value for name, value in values.items() if getattr(code, name) != value}
    edits: list[Edit] = [Update(Kind.CODE, code_id, changed)] if changed else []
    told = {
        name: FIELDS[Kind.CODE][name].to_history(value)
        for name, value in changed.items()
        if name in MEANING
    }
    if rules_in(told):
        earlier = meaning_of(project, code_id)
        edits.append(revision_edit(project, code_id, earlier, {**earlier, **told}, why, coder_id))
    return project.apply(f"Change the rules of “{code.name}”", edits, coder_id=coder_id)


def meaning_of(project: Project, code_id: int) -> dict[str, Any]:
    """What a code means now, as a revision keeps it: JSON by field, empty ones left out."""
    code = project.queries.codebook()[code_id]
    said = {name: FIELDS[Kind.CODE][name].to_history(getattr(code, name)) for name in MEANING}
    asked = attribute_lines(project.queries.questions.attributes_of(code_id))
    return {name: value for name, value in {**said, ATTRIBUTES: asked}.items() if value}


def attribute_lines(attributes: Sequence[Attribute]) -> list[str]:
    """What annotations of a code are asked, a line each, for people."""
    return [_line(one) for one in attributes]


def revision_edit(
    project: Project,
    code_id: int,
    earlier: Mapping[str, Any],
    meaning: Mapping[str, Any],
    why: str,
    coder_id: int | None,
) -> Create:
    """The edit that raises a code's revision, for the step that changes its meaning."""
    latest = project.queries.questions.revision_of(code_id)
    return Create(
        Kind.REVISION,
        {
            "code_id": code_id,
            "coder_id": coder_id,
            "number": (FIRST if latest is None else latest.number) + 1,
            "earlier": dict(earlier),
            "meaning": {name: value for name, value in meaning.items() if value},
            "why": why.strip(),
        },
    )


def outdated(project: Project, coder_id: int) -> list[int]:
    """A coder's annotations that were made under other rules than those of now, as one reads."""
    questions, found = project.queries.questions, list[int]()
    for code_id in questions.revisions():
        if code_id in project.queries.codebook():
            found += questions.outdated(code_id, coder_id)
    annotations = project.queries.annotations_by_id(found)
    return [one.id for one in sorted(annotations, key=_place)]


def confirm(project: Project, ids: Sequence[int], *, coder_id: int) -> Changes:
    """Say of annotations that they are right by the rules of now, all in one step."""
    annotations = project.queries.annotations_by_id(ids)
    edits: list[Edit] = []
    for one in annotations:
        now = project.queries.questions.revision_of(one.code_id)
        if now is not None and one.revision_id != now.id:
            edits.append(Update(Kind.ANNOTATION, one.id, {"revision_id": now.id}))
    what = "1 annotation" if len(edits) == 1 else f"{len(edits)} annotations"
    return project.apply(f"Confirm {what} by the rules of now", edits, coder_id=coder_id)


def _place(one: Annotation) -> tuple[int, int, int]:
    return one.article_id, one.span.start, one.id


def _line(one: Attribute) -> str:
    parts = [f"{one.name} ({one.kind}{', required' if one.required else ''})"]
    if one.question:
        parts.append(one.question)
    names = [
        f"{choice.name} ({choice.definition})" if choice.definition else choice.name
        for choice in one.choices
        if not choice.is_deleted
    ]
    if names:
        parts.append("; ".join(names))
    parts += [f"{end.value:g} {end.label}".strip() for end in (one.low, one.high) if end]
    if one.condition:
        parts.append(f"if {one.condition}")
    if one.preset is not None:
        parts.append(f"begins with {in_words(one, one.preset)}")
    return " · ".join(parts)
