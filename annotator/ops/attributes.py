"""What annotations of a code are asked: attributes added, changed, put in order and removed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.conditions import kept_condition, never, parse_condition
from annotator.domain.errors import UserError
from annotator.domain.given import is_empty
from annotator.domain.questions import Attribute, AttributeKind, Choice, End
from annotator.domain.records import new_uid
from annotator.domain.values import from_text
from annotator.ops.choices import ChoiceDraft, choice_edits, followed, wanted_choices
from annotator.ops.codebook import refuse_if_locked
from annotator.ops.revising import ATTRIBUTES, attribute_lines, meaning_of, revision_edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

_UNCHANGED = "Nothing was changed."
_CHOOSING = frozenset({AttributeKind.ONE_OF, AttributeKind.SEVERAL_OF, AttributeKind.NAMES})
_MEASURED = frozenset({AttributeKind.NUMBER, AttributeKind.SCALE})


@dataclass(frozen=True, slots=True)
class AttributeDraft:
    """An attribute as somebody wants it; ``default`` is written as people write values."""

    name: str
    kind: AttributeKind
    question: str = ""
    low: End | None = None
    high: End | None = None
    required: bool = False
    default: str = ""
    condition: str = ""
    choices: tuple[ChoiceDraft, ...] = ()


def add(
    project: Project, code_id: int, draft: AttributeDraft, *, why: str = "", coder_id: int | None
) -> Changes:
    """Ask for one thing more, after the others; it raises the code's revision in the same step.

    Raises:
        UserError: the draft makes no sense, or the coding scheme is locked.
    """
    refuse_if_locked(project)
    there = project.queries.questions.attributes_of(code_id)
    uid = new_uid()
    wanted = _checked(project, draft, Attribute(0, uid, code_id, len(there), "", draft.kind), there)
    edits: list[Edit] = [
        Create(Kind.ATTRIBUTE, {"code_id": code_id, **_fields(wanted, len(there))}, uid),
        *choice_edits((), wanted.choices),
    ]
    label = f"Ask “{wanted.name}” of “{_code_name(project, code_id)}”"
    return _apply(project, label, code_id, (*there, wanted), edits, why, coder_id)


def change(
    project: Project,
    attribute_id: int,
    draft: AttributeDraft,
    *,
    why: str = "",
    coder_id: int | None,
) -> Changes:
    """Change what is asked; conditions that name it or its choices follow.

    The code's revision is raised where it means something else then.

    Choices that are left out are chosen no more; values that have them keep them.

    Raises:
        UserError: the draft makes no sense, another kind is wanted though there are values, or
            the coding scheme is locked.
    """
    refuse_if_locked(project)
    one = _attribute(project, attribute_id)
    there = project.queries.questions.attributes_of(one.code_id)
    values = value_count(project, one)
    if draft.kind is not one.kind and values:
        raise UserError(
            "“{name}” has {n} values, which are no values of another kind.",
            f"{_UNCHANGED} Add another attribute of that kind, and remove this one if need be.",
            name=one.name,
            n=values,
        )
    wanted = _checked(project, draft, one, there)
    edits: list[Edit] = [Update(Kind.ATTRIBUTE, one.id, _fields(wanted, one.position))]
    edits += choice_edits(one.choices, wanted.choices)
    after = [wanted if each.id == one.id else each for each in there]
    for place, each in enumerate(after):
        keys = one.name, wanted.name
        condition = followed(each.condition, keys, one.choices, wanted.choices)
        if each.id != one.id and condition != each.condition:
            after[place] = replace(each, condition=condition)
            edits.append(Update(Kind.ATTRIBUTE, each.id, {"condition": condition}))
    label = f"Change what “{_code_name(project, one.code_id)}” asks: “{wanted.name}”"
    return _apply(project, label, one.code_id, after, edits, why, coder_id)


def remove(project: Project, attribute_id: int, *, why: str = "", coder_id: int | None) -> Changes:
    """Ask for it no more; the values that were given stay in the file, and undo shows them again.

    Raises:
        UserError: what another one is asked for depends on it, or the coding scheme is locked.
    """
    refuse_if_locked(project)
    one = _attribute(project, attribute_id)
    rest = [
        each for each in project.queries.questions.attributes_of(one.code_id) if each.id != one.id
    ]
    for each in rest:
        if one.name.casefold() in (key.casefold() for key in kept_condition(each.condition).keys):
            raise UserError(
                "“{other}” is asked only if {condition}.",
                f"{_UNCHANGED} Change when “{{other}}” is asked, then remove “{{name}}”.",
                other=each.name,
                condition=each.condition,
                name=one.name,
            )
    values = value_count(project, one)
    told = f", which had {values} value{'' if values == 1 else 's'}" if values else ""
    label = f"Ask “{one.name}” of “{_code_name(project, one.code_id)}” no more{told}"
    edits: list[Edit] = [Remove(Kind.ATTRIBUTE, one.id)]
    return _apply(project, label, one.code_id, rest, edits, why, coder_id)


def move(project: Project, attribute_id: int, step: int, *, coder_id: int | None) -> Changes:
    """Ask it earlier (-1) or later (1).

    Raises:
        UserError: a condition would then ask about what comes after it, or the scheme is locked.
    """
    refuse_if_locked(project)
    one = _attribute(project, attribute_id)
    order = list(project.queries.questions.attributes_of(one.code_id))
    place = next(n for n, each in enumerate(order) if each.id == one.id)
    order.insert(min(max(0, place + step), len(order) - 1), order.pop(place))
    for n, each in enumerate(order):
        _check_condition(each.name, each.condition, order[:n])
    edits: list[Edit] = [
        Update(Kind.ATTRIBUTE, each.id, {"position": n})
        for n, each in enumerate(order)
        if each.position != n
    ]
    return project.apply(f"Ask “{one.name}” in another place", edits, coder_id=coder_id)


def value_count(project: Project, one: Attribute) -> int:
    """How many annotations have a value of an attribute."""
    found = project.queries.annotations(code_ids=[one.code_id])
    return sum(not is_empty(each.values.get(str(one.uid))) for each in found)


def _apply(
    project: Project,
    label: str,
    code_id: int,
    after: Sequence[Attribute],
    edits: list[Edit],
    why: str,
    coder_id: int | None,
) -> Changes:
    earlier = meaning_of(project, code_id)
    lines = attribute_lines(list(after))
    if sorted(lines) != sorted(earlier.get(ATTRIBUTES, [])):
        meaning = {**earlier, ATTRIBUTES: lines}
        edits.append(revision_edit(project, code_id, earlier, meaning, why, coder_id))
    return project.apply(label, edits, coder_id=coder_id)


def _checked(
    project: Project, draft: AttributeDraft, one: Attribute, there: Sequence[Attribute]
) -> Attribute:
    """The attribute as it will be.

    Raises:
        UserError: it makes no sense; says what does.
    """
    name = " ".join(draft.name.split())
    if not name:
        raise UserError("An attribute needs a name.", f"{_UNCHANGED} Write at least one letter.")
    if any(each.id != one.id and each.name.casefold() == name.casefold() for each in there):
        raise UserError(
            "The code asks for “{name}” already.",
            f"{_UNCHANGED} Choose another name.",
            name=name,
        )
    before = [each for each in there if each.position < one.position and each.id != one.id]
    _check_condition(name, draft.condition, before)
    low, high = (draft.low, draft.high) if draft.kind in _MEASURED else (None, None)
    _check_ends(name, draft.kind, low, high)
    wanted = replace(
        one,
        name=name,
        kind=draft.kind,
        question=draft.question.strip(),
        low=low,
        high=high,
        required=draft.required,
        condition=str(parse_condition(draft.condition)),
        choices=_choices(draft, one),
    )
    return replace(wanted, preset=from_text(wanted, draft.default))


def _choices(draft: AttributeDraft, one: Attribute) -> tuple[Choice, ...]:
    if draft.kind not in _CHOOSING:
        return ()
    wanted = [each for each in draft.choices if each.name.strip()]
    if not wanted and draft.kind is not AttributeKind.NAMES:
        raise UserError(
            "“{name}” has nothing to choose from.",
            f"{_UNCHANGED} Write its choices, or let coders write words.",
            name=draft.name,
        )
    return wanted_choices(one.uid, one.choices, wanted)


def _fields(one: Attribute, position: int) -> dict[str, Any]:
    names = ("name", "kind", "question", "low", "high", "required", "preset", "condition")
    return {"position": position, **{name: getattr(one, name) for name in names}}


def _check_condition(name: str, text: str, before: Sequence[Attribute]) -> None:
    try:
        condition = parse_condition(text)
    except ValueError as error:
        raise UserError(
            "When “{name}” is asked cannot be understood: {why}.",
            f"{_UNCHANGED} Write the name of another attribute, = and a value, or nothing.",
            name=name,
            why=error,
        ) from error
    known = {each.name.casefold(): each for each in before}
    for part in condition.parts:
        key, there = part.key, known.get(part.key.casefold())
        if there is None:
            raise UserError(
                "“{name}” is asked if “{key}” has a value, but nothing before it has that name.",
                f"{_UNCHANGED} Name an attribute that is asked before: {{known}}.",
                name=name,
                key=key,
                known=", ".join(each.name for each in before) or "there is none",
            )
        # A choice that was left out may be named still.
        why = never(part, there.kind.value, [choice.name for choice in there.choices])
        if why:
            raise UserError(
                "“{name}” would never be asked if {part}: {why}.",
                f"{_UNCHANGED} Write a value that “{{key}}” can have.",
                name=name,
                part=part,
                why=why,
                key=there.name,
            )
        if part.sign in ("=", "!=") and there.kind in _MEASURED:
            from_text(there, part.value)


def _check_ends(name: str, kind: AttributeKind, low: End | None, high: End | None) -> None:
    lacks = kind is AttributeKind.SCALE and (low is None or high is None)
    if lacks or (low and high and low.value >= high.value):
        raise UserError(
            "The ends of “{name}” are no scale.",
            f"{_UNCHANGED} Give a low end and a higher one, such as 1 and 5.",
            name=name,
        )


def _attribute(project: Project, attribute_id: int) -> Attribute:
    for one in project.queries.questions.attributes():
        if one.id == attribute_id:
            return one
    raise LookupError(f"there is no attribute {attribute_id}")


def _code_name(project: Project, code_id: int) -> str:
    return project.queries.codebook()[code_id].name
