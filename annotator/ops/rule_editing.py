"""The rules of a code, edited in one visit: however often they are saved, it is one revision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind, Remove, Update
from annotator.domain.codebook import NewCode
from annotator.domain.revisions import MEANING, Revision, rules_in
from annotator.ops.codebook import made_with, refuse_if_locked
from annotator.ops.revising import change_code, meaning_of, revision_edit
from annotator.store.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.domain.changes import Changes, Edit
    from annotator.domain.codebook import Example
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Visit:
    """What a code was when somebody began to edit its rules.

    Attributes:
        code_id: the code.
        earlier: its meaning then, as ``ops.revising.meaning_of`` has it.
        known: the ids of its revisions then.
    """

    code_id: int
    earlier: Mapping[str, Any]
    known: frozenset[int]


def begin_visit(project: Project, code_id: int) -> Visit:
    """Somebody begins to edit the rules of a code."""
    known = frozenset(one.id for one in _revisions(project, code_id))
    return Visit(code_id, meaning_of(project, code_id), known)


def raised_in(project: Project, visit: Visit) -> Revision | None:
    """The revision that was raised in a visit; ``None`` where the meaning is as it was."""
    found = (one for one in _revisions(project, visit.code_id) if one.id not in visit.known)
    return next(found, None)


def write_rules(
    project: Project,
    visit: Visit,
    values: Mapping[str, Any],
    *,
    why: str = "",
    same_meaning: bool = False,
    coder_id: int | None,
    after: int | None = None,
) -> Changes:
    """Give fields of a code new values; its meaning is compared with that before the visit.

    Where it differs there is one revision more than before, however often this is called, and
    where it has become the same again there is none.

    Args:
        project: the project.
        visit: since when somebody edits the code.
        values: by field, as ``domain.codebook.Code`` has them.
        why: the reason, for those who recheck their annotations.
        same_meaning: only the wording is another; no revision is raised.
        coder_id: who does it.
        after: the step with which this begins to be one with others (``Project.apply``).

    Raises:
        UserError: the coding scheme is locked.
    """
    refuse_if_locked(project)
    code = project.queries.codebook()[visit.code_id]
    changed = {name: value for name, value in values.items() if getattr(code, name) != value}
    edits: list[Edit] = [Update(Kind.CODE, code.id, changed)] if changed else []
    told = {
        name: FIELDS[Kind.CODE][name].to_history(value)
        for name, value in changed.items()
        if name in MEANING
    }
    now = {**meaning_of(project, code.id), **told}
    meaning = {name: value for name, value in now.items() if value}
    differs = rules_in(meaning) != rules_in(visit.earlier) and not same_meaning
    edits += _revised(project, visit, meaning if differs else None, why, coder_id)
    label = f"Change the rules of “{code.name}”"
    return project.apply(label, edits, coder_id=coder_id, after=after)


def add_example(
    project: Project,
    code: int | NewCode,
    example: Example,
    *,
    counters: bool,
    coder_id: int | None,
) -> Changes:
    """Give a code one more example, after those that it has; its rules are what they were.

    Args:
        project: the project.
        code: the code; one that there is not yet is made with it, in the same step.
        example: the passage.
        counters: whether it is a counter-example.
        coder_id: who does it.

    Raises:
        UserError: the coding scheme is locked, or the code cannot be made.
    """
    refuse_if_locked(project)
    field = "counter_examples" if counters else "examples"
    code_id = made_with(project, code) if isinstance(code, NewCode) else code
    if not isinstance(code_id, int):
        made = replace(code_id, values={**code_id.values, field: (example,)})
        label = f"Add the code “{made.values['name']}” with an example"
        return project.apply(label, [made], coder_id=coder_id)
    kept: tuple[Example, ...] = getattr(project.queries.codebook()[code_id], field)
    return change_code(project, code_id, {field: (*kept, example)}, coder_id=coder_id)


def _revised(
    project: Project,
    visit: Visit,
    meaning: dict[str, Any] | None,
    why: str,
    coder_id: int | None,
) -> Iterator[Edit]:
    raised = raised_in(project, visit)
    if raised is not None and raised.meaning == meaning:
        if raised.why != why.strip():
            yield Update(Kind.REVISION, raised.id, {"why": why.strip()})
        return
    if raised is not None:
        # What a revision says is never changed: it gives way to another of the same number.
        yield Remove(Kind.REVISION, raised.id)
    if meaning is not None:
        made = revision_edit(project, visit.code_id, visit.earlier, meaning, why, coder_id)
        if raised is not None:
            made = replace(made, values={**made.values, "number": raised.number})
        yield made


def _revisions(project: Project, code_id: int) -> tuple[Revision, ...]:
    return project.queries.questions.revisions().get(code_id, ())
