"""What is asked of articles: questions added, changed, put in order and removed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.conditions import kept_condition, never, parse_condition
from annotator.domain.errors import UserError
from annotator.domain.questions import Scale, Variable
from annotator.domain.records import new_uid
from annotator.domain.values import title
from annotator.ops.choices import choice_edits, followed, wanted_choices
from annotator.ops.codebook import refuse_if_locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.domain.changes import Changes, Edit
    from annotator.ops.choices import ChoiceDraft
    from annotator.store.project import Project

_KEY = re.compile(r"\w[\w.-]*")
_UNCHANGED = "Nothing was changed."


def add_variable(
    project: Project,
    /,
    key: str,
    scale: Scale,
    *,
    choices: Sequence[ChoiceDraft] = (),
    coder_id: int | None,
    **values: Any,
) -> Changes:
    """Ask something more of articles, after all that is asked.

    Args:
        project: the project.
        key: its name in tables and conditions.
        scale: how it is measured.
        choices: of a nominal or ordinal one.
        coder_id: who does it.
        values: other fields of ``domain.questions.Variable``.

    Raises:
        UserError: the key is taken or none, a condition or a mean makes no sense, a choice has no
            name or that of another, or the coding scheme is locked.
    """
    refuse_if_locked(project)
    variables = project.queries.questions.variables()
    made = {**values, "key": key.strip(), "scale": scale.value}
    made["position"] = variables[-1].position + 1 if variables else 0
    _check(variables, None, made)
    uid = new_uid()
    wanted = wanted_choices(uid, (), choices)
    edits = [Create(Kind.VARIABLE, made, uid), *choice_edits((), wanted)]
    return project.apply(f"Ask “{made['key']}” of articles", edits, coder_id=coder_id)


def change_variable(
    project: Project,
    variable_id: int,
    values: Mapping[str, Any],
    *,
    choices: Sequence[ChoiceDraft] | None = None,
    coder_id: int | None,
) -> Changes:
    """Give fields of a question new values, and where they are given other choices.

    Conditions follow another key and other names of choices in the same step. A choice keeps
    its answers under another name: it is known by its name, or else by its place among those
    that are new.

    Raises:
        UserError: as ``add_variable``; or the scale would change though there are answers.
    """
    refuse_if_locked(project)
    questions = project.queries.questions
    variables = questions.variables()
    asked = _found(variables, variable_id)
    changed = {
        name: value.strip() if name == "key" else value
        for name, value in values.items()
        if getattr(asked, name) != value
    }
    given = questions.answer_counts().get(variable_id, 0)
    if given and {"scale", "several"} & changed.keys():
        raise UserError(
            "“{asked}” has answers: {n}.",
            f"{_UNCHANGED} The answers would mean nothing on another scale. Ask a new question, or "
            "remove this one with its answers.",
            asked=title(asked),
            n=given,
        )
    _check(variables, asked, changed)
    edits: list[Edit] = [Update(Kind.VARIABLE, variable_id, changed)] if changed else []
    wanted = asked.choices
    if choices is not None:
        wanted = wanted_choices(asked.uid, asked.choices, choices)
        edits += choice_edits(asked.choices, wanted)
    keys = asked.key, changed.get("key", asked.key)
    for one in variables:
        condition = followed(one.condition, keys, asked.choices, wanted)
        if one.id != variable_id and condition != one.condition:
            edits.append(Update(Kind.VARIABLE, one.id, {"condition": condition}))
    return project.apply(f"Change the question “{title(asked)}”", edits, coder_id=coder_id)


def remove_variable(
    project: Project, variable_id: int, *, with_answers: bool = False, coder_id: int | None
) -> Changes:
    """Ask a question no more.

    Args:
        project: the project.
        variable_id: the question.
        with_answers: whether its answers are meant to go as well.
        coder_id: who does it.

    Raises:
        UserError: it has answers and these were not said to be meant, others hang on it, or the
            coding scheme is locked.
    """
    refuse_if_locked(project)
    questions = project.queries.questions
    variables = questions.variables()
    asked = _found(variables, variable_id)
    _refuse_needed(variables, asked)
    given = questions.answer_counts().get(variable_id, 0)
    if given and not with_answers:
        raise UserError(
            "“{asked}” has answers: {n}, of all coders.",
            f"{_UNCHANGED} Say that the answers are to go as well, or keep the question.",
            asked=title(asked),
            n=given,
        )
    edits: list[Edit] = [
        Remove(Kind.ANSWER, one.id)
        for one in questions.all_answers()
        if one.variable_id == variable_id
    ]
    edits += [Remove(Kind.CHOICE, one.id) for one in asked.choices if not one.is_deleted]
    edits.append(Remove(Kind.VARIABLE, variable_id))
    more = f" with {given} answers" if given else ""
    label = f"Remove the question “{title(asked)}”{more}"
    return project.apply(label, edits, coder_id=coder_id)


def move_variable(
    project: Project, variable_id: int, position: int, *, coder_id: int | None
) -> Changes:
    """Put a question elsewhere: ``position`` is how many stand before it then.

    Raises:
        UserError: one would stand before another that its condition asks, or the coding scheme is
            locked.
    """
    refuse_if_locked(project)
    variables = project.queries.questions.variables()
    asked = _found(variables, variable_id)
    order = [one for one in variables if one.id != variable_id]
    order.insert(max(0, position), asked)
    before: set[str] = set()
    for one in order:
        for key in kept_condition(one.condition).keys:
            if key.casefold() not in before:
                raise UserError(
                    "“{asked}” is asked only if “{condition}”.",
                    f"{_UNCHANGED} It has to stand after what that hangs on.",
                    asked=title(one),
                    condition=one.condition,
                )
        before.add(one.key.casefold())
    edits = [Update(Kind.VARIABLE, one.id, {"position": place}) for place, one in enumerate(order)]
    return project.apply(f"Move the question “{title(asked)}”", edits, coder_id=coder_id)


def _found(variables: Iterable[Variable], variable_id: int) -> Variable:
    for one in variables:
        if one.id == variable_id:
            return one
    raise ValueError(f"there is no variable {variable_id}")


def _check(
    variables: Sequence[Variable], asked: Variable | None, values: Mapping[str, Any]
) -> None:
    before = variables if asked is None else variables[: variables.index(asked)]
    if "key" in values:
        _check_key(values["key"], [one for one in variables if one is not asked])
    if "condition" in values:
        _check_condition(values["condition"], {one.key.casefold(): one for one in before})
    low = values.get("low", asked.low if asked else None)
    high = values.get("high", asked.high if asked else None)
    if low is not None and high is not None and low.value >= high.value:
        raise UserError(
            "The scale would begin at {low} and end at {high}.",
            f"{_UNCHANGED} It begins with the smaller number.",
            low=f"{low.value:g}",
            high=f"{high.value:g}",
        )
    items = values.get("mean_of", asked.mean_of if asked else ())
    needs = values.get("needs", asked.needs if asked else 0)
    if asked is not None and asked.uid in items:
        raise UserError(
            "A score can't be a mean of itself.", f"{_UNCHANGED} Choose other questions."
        )
    if items and needs > len(items):
        raise UserError(
            "The score needs {needs} answers and is the mean of {n} questions.",
            f"{_UNCHANGED} It can't need more answers than it has questions.",
            needs=needs,
            n=len(items),
        )


def _check_key(key: str, others: Iterable[Variable]) -> None:
    if not _KEY.fullmatch(key):
        raise UserError(
            "“{key}” can't be the key of a question.",
            f"{_UNCHANGED} A key is letters, digits and _, without spaces, such as main_topic.",
            key=key,
        )
    for one in others:
        if one.key.casefold() == key.casefold():
            raise UserError(
                "There is a question “{key}” already.",
                f"{_UNCHANGED} Choose another key.",
                key=one.key,
            )


def _check_condition(text: str, before: Mapping[str, Variable]) -> None:
    try:
        parts = parse_condition(text).parts
    except ValueError as error:
        raise UserError(
            "The condition “{text}” makes no sense: {why}.",
            f"{_UNCHANGED} Write such as “relevant = yes and tone >= 1”.",
            text=text,
            why=error,
        ) from error
    for part in parts:
        there = before.get(part.key.casefold())
        if there is None:
            raise UserError(
                "The condition “{text}” names “{key}”, which is not asked before.",
                f"{_UNCHANGED} Conditions hang on questions that stand before.",
                text=text,
                key=part.key,
            )
        # A choice that was left out may be named still.
        why = never(part, there.scale.value, [choice.name for choice in there.choices])
        if why:
            raise UserError(
                "The condition “{part}” never holds: {why}.",
                f"{_UNCHANGED} Write an answer that can be given to “{{key}}”.",
                part=part,
                why=why,
                key=there.key,
            )


def _refuse_needed(variables: Iterable[Variable], asked: Variable) -> None:
    for one in variables:
        named = {key.casefold() for key in kept_condition(one.condition).keys}
        if asked.key.casefold() in named or asked.uid in one.mean_of:
            raise UserError(
                "“{other}” hangs on “{asked}”.",
                f"{_UNCHANGED} Change or remove that one first.",
                other=title(one),
                asked=title(asked),
            )
