"""All that a codebook has, as plain rows: codes with their attributes, and article variables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Kind
from annotator.domain.questions import Attribute, Choice, End, Variable
from annotator.domain.revisions import FIRST
from annotator.domain.values import in_words
from annotator.store.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from annotator.domain.codebook import Code, Codebook
    from annotator.store.project import Project

Row = dict[str, Any]
"""One row by names of columns; values are those that JSON has."""

_EXAMPLES = FIELDS[Kind.CODE]["examples"]


def code_rows(project: Project) -> list[Row]:
    """The codes in the order of the tree, with how many annotations all coders gave each."""
    codebook, questions = project.queries.codebook(), project.queries.questions
    used: Counter[int] = Counter()
    for (code_id, _), n in project.queries.annotation_counts().items():
        used[code_id] += n
    paths = {code.uid: codebook.path(code.id) for code in codebook}
    rows = []
    for code in codebook:
        revision = questions.revision_of(code.id)
        rows.append(
            {
                **_code(code, codebook, paths),
                "annotations": used[code.id],
                "revision": FIRST if revision is None else revision.number,
                "attributes": [attribute_row(one) for one in questions.attributes_of(code.id)],
                "deleted": code.is_deleted,
            }
        )
    return rows


def attribute_row(one: Attribute) -> Row:
    """What annotations of a code are asked."""
    return {
        "id": str(one.uid),
        "name": one.name,
        "kind": one.kind.value,
        "question": one.question,
        "choices": _choices(one.choices),
        "low": _end(one.low),
        "high": _end(one.high),
        "required": one.required,
        "default": in_words(one, one.preset),
        "when": one.condition,
    }


def variable_rows(project: Project) -> list[Row]:
    """The article variables in order, with how many answers all coders gave to each."""
    questions = project.queries.questions
    variables, given = questions.variables(), questions.answer_counts()
    keys = {one.uid: one.key for one in variables}
    return [
        {**_variable(one), "mean_of": [keys[uid] for uid in one.mean_of if uid in keys],
         "needs": one.needs, "answers": given.get(one.id, 0)}
        for one in variables
    ]  # fmt: skip


def _code(code: Code, codebook: Codebook, paths: Mapping[UUID, str]) -> Row:
    return {
        "id": str(code.uid),
        "path": paths[code.uid],
        "name": code.name,
        "key": code.key,
        "colour": codebook.colour(code.id),
        "unit": code.unit.value,
        "status": code.status.value,
        "definition": code.definition,
        "use_when": code.use_when,
        "do_not_use_when": code.do_not_use_when,
        "boundary": code.boundary,
        "examples": _EXAMPLES.to_history(code.examples),
        "counter_examples": _EXAMPLES.to_history(code.counter_examples),
        "instead": [
            {"when": one.when, "use": paths[one.use]} for one in code.instead if one.use in paths
        ],
        "keywords": list(code.keywords),
        "exclusive": list(code.exclusive),
        "citation": code.citation,
    }


def _variable(one: Variable) -> Row:
    return {
        "id": str(one.uid),
        "key": one.key,
        "title": one.title,
        "section": one.section,
        "scale": one.scale.value,
        "question": one.question,
        "rule": one.rule,
        "choices": _choices(one.choices),
        "several": one.several,
        "low": _end(one.low),
        "high": _end(one.high),
        "missing": list(one.missing),
        "required": one.required,
        "when": one.condition,
    }


def _choices(choices: Iterable[Choice]) -> list[Row]:
    return [
        {"id": str(one.uid), "name": one.name, "value": one.value, "definition": one.definition}
        for one in choices
        if not one.is_deleted
    ]


def _end(one: End | None) -> Row | None:
    return None if one is None else {"value": one.value, "label": one.label}
