"""A project's codebook as a scheme: what is exported, compared and printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.domain.conditions import kept_condition
from annotator.domain.decision import (
    NOTHING,
    DecisionError,
    Outcome,
    Question,
    parse_decision,
    with_outcomes,
    write_decision,
)
from annotator.domain.errors import UserError
from annotator.domain.questions import Scale
from annotator.domain.values import in_words
from annotator.formats.schemes import (
    Choice,
    NearMiss,
    Relation,
    Scheme,
    SchemeAttribute,
    SchemeCode,
    SchemeVariable,
)
from annotator.formats.schemes.model import Group
from annotator.formats.schemes.questions import never_asked
from annotator.ops.scheme_records import SAID
from annotator.ops.study import ABOUT, DECISION, GUIDE, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from annotator.domain import questions as asking
    from annotator.domain.codebook import Code, Codebook
    from annotator.store.project import Project


def of_project(project: Project) -> Scheme:
    """The codebook of a project as a scheme, with the identities of its codes and variables."""
    codebook, questions = project.queries.codebook(), project.queries.questions
    settings = project.queries.settings()
    paths = {code.uid: codebook.path(code.id) for code in codebook if not code.is_deleted}
    attributes: dict[int, list[asking.Attribute]] = {}
    for one in questions.attributes():
        attributes.setdefault(one.code_id, []).append(one)
    about = settings.get(ABOUT)
    said: dict[str, Any] = {
        name: str(about[name])
        for name in SAID
        if isinstance(about, dict) and isinstance(about.get(name), str)
    }
    scheme = Scheme(
        **{**said, "title": project.name},
        guide=str(settings.get(GUIDE) or ""),
        codes=_children(codebook, None, paths, attributes),
        relations=tuple(_relations(settings.get(RELATIONS), paths)),
        exclusive=tuple(_exclusive(codebook, paths)),
        variables=tuple(_scheme_variables(questions.variables())),
        decide=decision_text(project),
    )
    return replace(scheme, notes=tuple(_never_asked(scheme)))


def _never_asked(scheme: Scheme) -> Iterator[str]:
    for path, code in scheme.walk():
        yield from never_asked(path, code.attributes)
    yield from never_asked("", scheme.variables)


def relations_between(project: Project, from_code: int, to_code: int) -> list[str]:
    """The study's names of links that fit two codes, those that name both first."""
    codebook = project.queries.codebook()
    start, end = (
        {str(one.uid) for one in codebook.ancestry(code)} for code in (from_code, to_code)
    )
    kept = project.queries.settings().get(RELATIONS)
    fitting = [
        one
        for one in (kept if isinstance(kept, list) else ())
        if (not one["from"] or one["from"] in start) and (not one["to"] or one["to"] in end)
    ]
    fitting.sort(key=lambda one: (not one["from"]) + (not one["to"]))
    return list(dict.fromkeys(str(one["name"]) for one in fitting))


def decision(project: Project) -> Question | Outcome | None:
    """The study's decision tree, with the uids of codes; ``None`` where there is none.

    Raises:
        UserError: what is kept of it is none.
    """
    kept = project.queries.settings().get(DECISION)
    try:
        return parse_decision(kept) if isinstance(kept, str) else None
    except DecisionError as error:
        raise UserError(
            "The decision tree of this study can't be read: {why}.",
            "Nothing was changed. Import the scheme again, or clear the setting “decision”.",
            why=error,
        ) from error


def decision_text(project: Project) -> str:
    """The study's decision tree with the paths that its codes have now; "" where there is none.

    A code that is gone is called “nothing”.
    """
    tree, codebook = decision(project), project.queries.codebook()
    paths = {str(code.uid): codebook.path(code.id) for code in codebook if not code.is_deleted}
    if tree is None:
        return ""
    return write_decision(with_outcomes(tree, lambda uid: paths.get(uid, NOTHING))).rstrip()


def _children(
    codebook: Codebook,
    parent: int | None,
    paths: Mapping[UUID, str],
    attributes: Mapping[int, Iterable[asking.Attribute]],
) -> tuple[SchemeCode, ...]:
    return tuple(
        _scheme_code(
            code,
            paths,
            tuple(map(_scheme_attribute, attributes.get(code.id, ()))),
            _children(codebook, code.id, paths, attributes),
        )
        for code in codebook.children(parent)
        if not code.is_deleted
    )


def _scheme_code(
    code: Code,
    paths: Mapping[UUID, str],
    attributes: tuple[SchemeAttribute, ...],
    children: tuple[SchemeCode, ...],
) -> SchemeCode:
    return SchemeCode(
        name=code.name,
        key=code.key,
        colour=code.colour,
        unit=code.unit.value,
        definition=code.definition,
        use_when=code.use_when,
        do_not_use_when=code.do_not_use_when,
        boundary=code.boundary,
        examples=code.examples,
        counter_examples=code.counter_examples,
        instead=tuple(
            NearMiss(one.when, paths[one.use]) for one in code.instead if one.use in paths
        ),
        keywords=code.keywords,
        status=code.status.value,
        citation=code.citation,
        attributes=attributes,
        children=children,
        uid=str(code.uid),
    )


def _scheme_attribute(one: asking.Attribute) -> SchemeAttribute:
    return SchemeAttribute(
        name=one.name,
        kind=one.kind.value,
        question=one.question,
        choices=_scheme_choices(one.choices),
        low=one.low,
        high=one.high,
        required=one.required,
        default=in_words(one, one.preset),
        when=str(kept_condition(one.condition)),
    )


def _scheme_variables(variables: tuple[asking.Variable, ...]) -> Iterator[SchemeVariable]:
    keys = {one.uid: one.key for one in variables}
    for one in variables:
        yield SchemeVariable(
            key=one.key,
            scale=one.scale.value,
            title=one.title,
            section=one.section,
            question=one.question,
            rule=one.rule,
            choices=_scheme_choices(one.choices),
            several=one.several and one.scale is Scale.NOMINAL,
            low=one.low,
            high=one.high,
            missing=one.missing,
            required=one.required,
            when=str(kept_condition(one.condition)),
            mean_of=tuple(keys[uid] for uid in one.mean_of if uid in keys),
            needs=one.needs,
            uid=str(one.uid),
        )


def _scheme_choices(choices: Iterable[asking.Choice]) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.name, one.value, one.definition) for one in choices if not one.is_deleted
    )


def _relations(kept: Any, paths: Mapping[UUID, str]) -> Iterator[Relation]:
    known = {"": "", **{str(uid): path for uid, path in paths.items()}}
    for one in kept if isinstance(kept, list) else ():
        yield Relation(one["name"], known.get(one["from"], ""), known.get(one["to"], ""))


def _exclusive(codebook: Codebook, paths: Mapping[UUID, str]) -> Iterator[Group]:
    groups: dict[str, list[str]] = {}
    for code in codebook:
        for name in code.exclusive if code.uid in paths else ():
            groups.setdefault(name, []).append(paths[code.uid])
    for name, members in groups.items():
        yield Group(name, tuple(members))
