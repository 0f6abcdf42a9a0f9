"""A scheme as records of a project: its codes, attributes, variables and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain.changes import Create, Kind
from annotator.domain.codebook import SEPARATOR
from annotator.domain.codebook import NearMiss as Near
from annotator.domain.decision import parse_decision, with_outcomes, write_decision
from annotator.domain.questions import Attribute, AttributeKind, Choice, choice_uid
from annotator.domain.records import derived_uid
from annotator.domain.values import from_text
from annotator.formats.schemes import Choice as SchemeChoice
from annotator.formats.schemes import Scheme, SchemeAttribute, SchemeCode, SchemeVariable
from annotator.ops.study import ABOUT, DECISION, GUIDE, RELATIONS, setting_edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

SAID = ("title", "version", "name", "language", "licence", "citation", "description")


def add_scheme(project: Project, scheme: Scheme, *, coder_id: int | None) -> Changes:
    """Add all of a scheme after the codes and variables that are there, in one step.

    A scheme's code has the same uid in every project, so that projects that began with the same
    scheme share its codes.
    """
    first = len(project.queries.codebook().children(None))
    label = f"Add the codes of “{scheme.title}”"
    edits = [*scheme_edits(scheme, first=first), *setting_edits(project, scheme)]
    return project.apply(label, edits, coder_id=coder_id)


def scheme_edits(scheme: Scheme, *, first: int = 0) -> list[Create]:
    """All records of a scheme but its settings, what others refer to before these.

    Args:
        scheme: the scheme.
        first: positions of codes of the top level and of variables count from here.
    """
    uids = code_uids(scheme)
    edits = [*_codes(scheme, uids, first)]
    for path, code in scheme.walk():
        edits += _attributes(uids[path], code.attributes)
    return [*edits, *_variables(scheme, first)]


def code_uids(scheme: Scheme) -> dict[str, UUID]:
    """The uid of each code of a scheme by its path."""
    return {
        path: UUID(code.uid) if code.uid else scheme_uid(scheme, path)
        for path, code in scheme.walk()
    }


def scheme_uid(scheme: Scheme, path: str) -> UUID:
    """The uid of a scheme's code, the same on every machine and in every version of the scheme."""
    return derived_uid(Kind.CODE, scheme.name or scheme.title, path)


def attribute_uid(code: UUID, name: str) -> UUID:
    """The uid of an attribute that came with a scheme."""
    return derived_uid(Kind.ATTRIBUTE, str(code), name)


def variable_uid(scheme: Scheme, variable: SchemeVariable) -> UUID:
    """The uid of a scheme's variable."""
    if variable.uid:
        return UUID(variable.uid)
    return derived_uid(Kind.VARIABLE, scheme.name or scheme.title, variable.key)


def code_values(
    code: SchemeCode, uids: Mapping[str, UUID], groups: tuple[str, ...]
) -> dict[str, Any]:
    """The fields of a scheme's code but its place in the tree.

    Args:
        code: the code.
        uids: of all codes, by path.
        groups: those of codes that exclude each other, by name (``groups_of``).
    """
    return {
        "name": code.name,
        "colour": code.colour,
        "key": code.key,
        "definition": code.definition,
        "use_when": code.use_when,
        "do_not_use_when": code.do_not_use_when,
        "examples": code.examples,
        "keywords": code.keywords,
        "unit": code.unit,
        "boundary": code.boundary,
        "counter_examples": code.counter_examples,
        "instead": tuple(Near(one.when, uids[one.use]) for one in code.instead),
        "status": code.status,
        "citation": code.citation,
        "exclusive": groups,
    }


def groups_of(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """The groups that each code is in, by its path."""
    found: dict[str, tuple[str, ...]] = {}
    for group in scheme.exclusive:
        for path in group.codes:
            found[path] = (*found.get(path, ()), group.name)
    return found


def attribute_values(
    asked: SchemeAttribute, uid: UUID, choices: Mapping[str, UUID] | None = None
) -> dict[str, Any]:
    """The fields of a scheme's attribute but its place.

    Args:
        asked: the attribute.
        uid: its identity here.
        choices: those of its choices by name, where they are not made with it.
    """
    values: dict[str, Any] = {
        "name": asked.name,
        "kind": asked.kind,
        "question": asked.question,
        "low": asked.low,
        "high": asked.high,
        "required": asked.required,
        "condition": asked.when,
    }
    known = choices or {one.name: choice_uid(uid, one.name) for one in asked.choices}
    shape = Attribute(
        0,
        uid,
        0,
        0,
        asked.name,
        AttributeKind(asked.kind),
        low=asked.low,
        high=asked.high,
        choices=tuple(
            Choice(0, known[one.name], uid, place, one.name, one.value)
            for place, one in enumerate(asked.choices)
        ),
    )
    return {**values, "preset": from_text(shape, asked.default)}


def variable_values(asked: SchemeVariable, uids: Mapping[str, UUID]) -> dict[str, Any]:
    """The fields of a scheme's variable but its place; ``uids`` by key in lower case."""
    return {
        "key": asked.key,
        "scale": asked.scale,
        "title": asked.title,
        "section": asked.section,
        "question": asked.question,
        "rule": asked.rule,
        "several": asked.several,
        "low": asked.low,
        "high": asked.high,
        "missing": asked.missing,
        "required": asked.required,
        "condition": asked.when,
        "mean_of": tuple(uids[key.casefold()] for key in asked.mean_of),
        "needs": asked.needs,
    }


def choice_edits(of: UUID, choices: Iterable[SchemeChoice], first: int = 0) -> list[Create]:
    """The choices of an attribute or variable, at places from ``first`` on."""
    return [
        Create(
            Kind.CHOICE,
            {
                "of_uid": of,
                "position": place,
                "name": one.name,
                "value": one.value,
                "definition": one.definition,
            },
            choice_uid(of, one.name),
        )
        for place, one in enumerate(choices, first)
    ]


def setting_edits(project: Project, scheme: Scheme) -> list[Edit]:
    """What a scheme says besides its codes and variables, as settings of the study."""
    said = {
        ABOUT: {name: getattr(scheme, name) for name in SAID if getattr(scheme, name)},
        **said_besides(scheme, code_uids(scheme)),
    }
    return [setting_edit(project, key, value) for key, value in said.items() if value]


def said_besides(scheme: Scheme, uids: Mapping[str, UUID]) -> dict[str, Any]:
    """Guide, relations and decision tree as settings keep them; ``uids`` of codes by path."""
    tree = parse_decision(scheme.decide)

    def called(path: str) -> str:
        return str(uids[path]) if path else ""

    return {
        GUIDE: scheme.guide,
        RELATIONS: [
            {"name": one.name, "from": called(one.source), "to": called(one.target)}
            for one in scheme.relations
        ],
        DECISION: write_decision(with_outcomes(tree, called)) if tree else "",
    }


def _codes(scheme: Scheme, uids: Mapping[str, UUID], first: int) -> Iterator[Create]:
    groups = groups_of(scheme)
    waiting = [(code, "", place) for place, code in enumerate(scheme.codes, start=first)]
    for code, above, place in waiting:
        path = SEPARATOR.join((above, code.name)) if above else code.name
        values = {
            "parent_id": uids[above] if above else None,
            "position": place,
            **code_values(code, uids, groups.get(path, ())),
        }
        yield Create(Kind.CODE, values, uid=uids[path])
        waiting.extend((child, path, n) for n, child in enumerate(code.children))


def _attributes(code: UUID, asked: Iterable[SchemeAttribute]) -> Iterator[Create]:
    for place, one in enumerate(asked):
        uid = attribute_uid(code, one.name)
        values = {"code_id": code, "position": place, **attribute_values(one, uid)}
        yield Create(Kind.ATTRIBUTE, values, uid)
        yield from choice_edits(uid, one.choices)


def _variables(scheme: Scheme, first: int) -> Iterator[Create]:
    uids = {one.key.casefold(): variable_uid(scheme, one) for one in scheme.variables}
    for place, one in enumerate(scheme.variables, start=first):
        uid = uids[one.key.casefold()]
        yield Create(Kind.VARIABLE, {"position": place, **variable_values(one, uids)}, uid)
        yield from choice_edits(uid, one.choices)
