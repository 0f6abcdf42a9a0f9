"""Attributes and variables of a scheme: what is asked, and how it may be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from annotator.domain.conditions import Comparison, kept_condition, never, parse_condition
from annotator.domain.questions import AttributeKind, End, Scale
from annotator.domain.values import BETWEEN
from annotator.formats.schemes.fields import Place
from annotator.formats.schemes.model import Choice, SchemeAttribute, SchemeVariable

KINDS = tuple(AttributeKind)
SCALES = tuple(Scale)
_OF_ATTRIBUTE = (
    "name", "kind", "question", "choices", "low", "high", "required", "default", "when",
)  # fmt: skip
_OF_VARIABLE = (
    "key", "title", "section", "question", "rule", "scale", "choices", "several", "low", "high",
    "missing", "required", "when", "mean_of", "needs", "uid",
)  # fmt: skip
_KEY = re.compile(r"[^\W\d]\w*")
_CHOOSING = frozenset({"one of", "several of"})


def attributes(code: Place) -> tuple[SchemeAttribute, ...]:
    """The attributes of a code.

    Raises:
        UserError: something about them is wrong; names the line.
    """
    found: list[SchemeAttribute] = []
    for one in code.items("attributes", "attributes"):
        known = {attribute.name.casefold(): attribute for attribute in found}
        found.append(_attribute(one, known))
    return tuple(found)


def _attribute(place: Place, known: Mapping[str, SchemeAttribute]) -> SchemeAttribute:
    fields = place.with_fields(_OF_ATTRIBUTE)
    name = " ".join(fields.text("name", needed=True).split())
    if name.casefold() in known:
        fields["name"].fail(f"another attribute of the code is called “{name}”")
    kind = fields.one_of("kind", KINDS)
    choices = _choices(fields)
    if kind in _CHOOSING and not choices:
        fields.fail(f"“{name}” needs “choices”")
    if choices and kind not in {*_CHOOSING, "names"}:
        fields["choices"].fail(f"“{kind}” has no choices")
    low, high = _ends(fields, needed=kind == "scale")
    return SchemeAttribute(
        name=name,
        kind=kind,
        question=fields.text("question"),
        choices=choices,
        low=low,
        high=high,
        required=fields.flag("required"),
        default=fields.text("default"),
        when=_condition(fields, known),
    )


def variables(top: Place) -> tuple[SchemeVariable, ...]:
    """The variables of a scheme.

    Raises:
        UserError: something about them is wrong; names the line.
    """
    found: dict[str, SchemeVariable] = {}
    for one in top.items("variables", "variables"):
        variable = _variable(one, found)
        found[variable.key.casefold()] = variable
    return tuple(found.values())


def _variable(place: Place, known: dict[str, SchemeVariable]) -> SchemeVariable:
    fields = place.with_fields(_OF_VARIABLE)
    key = fields.text("key", needed=True)
    fields = fields.named(key)
    if not _KEY.fullmatch(key):
        fields["key"].fail(f"the key “{key}” has to be of letters, digits and _")
    if key.casefold() in known:
        fields["key"].fail(f"another variable has the key “{key}”")
    scale = fields.one_of("scale", SCALES)
    choices = _choices(fields)
    if scale in {"nominal", "ordinal"} and not choices:
        fields.fail("a nominal or ordinal variable needs “choices”")
    if choices and scale not in {"nominal", "ordinal"}:
        fields["choices"].fail(f"a variable of the scale “{scale}” has no choices")
    if fields.flag("several") and scale != "nominal":
        fields["several"].fail("only a nominal variable can have several choices")
    missing = fields.texts("missing")
    _check_missing(fields, missing, choices)
    low, high = _ends(fields, needed=False)
    return SchemeVariable(
        key=key,
        scale=scale,
        title=fields.text("title"),
        section=fields.text("section"),
        question=fields.text("question"),
        rule=fields.text("rule"),
        choices=choices,
        several=fields.flag("several"),
        low=low,
        high=high,
        missing=missing,
        required=fields.flag("required"),
        when=_condition(fields, known),
        mean_of=_items(fields, known),
        needs=_needs(fields),
        uid=_uid(fields),
    )


def _choices(fields: Place) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for one in fields.items("choices", "choices"):
        choice = _choice(one)
        if choice.name.casefold() in {other.name.casefold() for other in found}:
            one.fail(f"the choice “{choice.name}” stands twice")
        if choice.value is not None and choice.value in {other.value for other in found}:
            one.fail(f"another choice has the number {choice.value:g}")
        if BETWEEN in choice.name:
            one.fail(f"“{choice.name}” has a “{BETWEEN}” in it, which stands between choices")
        found.append(choice)
    return tuple(found)


def _check_missing(fields: Place, missing: Iterable[str], choices: Iterable[Choice]) -> None:
    taken = {choice.name.casefold() for choice in choices}
    for one in missing:
        if one.casefold() in taken:
            fields["missing"].fail(f"“{one}” stands twice, or is a choice as well")
        taken.add(one.casefold())


def _choice(place: Place) -> Choice:
    if place.is_scalar:
        name = place.words("choices")
        if not name:
            place.fail("a choice is empty")
        return Choice(name)
    fields = place.with_fields(("name", "value", "definition"))
    return Choice(
        fields.text("name", needed=True), fields.number("value"), fields.text("definition")
    )


def _ends(fields: Place, *, needed: bool) -> tuple[End | None, End | None]:
    low, high = (_end(fields, name, needed=needed) for name in ("low", "high"))
    if low and high and not low.value < high.value:
        fields["high"].fail("the high end has to be above the low one")
    return low, high


def _end(fields: Place, name: str, *, needed: bool) -> End | None:
    if name not in fields:
        if needed:
            fields.fail(f"a scale needs a “{name}” end")
        return None
    end = fields[name].with_fields(("value", "label"))
    value = end.number("value")
    if value is None:
        end.fail("“value” is missing or empty")
    return End(value, end.text("label"))


def _condition(fields: Place, known: Mapping[str, SchemeAttribute | SchemeVariable]) -> str:
    text = fields.text("when")
    try:
        condition = parse_condition(text)
    except ValueError as error:
        fields["when"].fail(str(error))
    for part in condition.parts:
        asked = known.get(part.key.casefold())
        if asked is None:
            fields["when"].fail(f"“{part.key}” is not asked before")
        if why := _never(part, asked):
            fields["when"].note(why)
    return str(condition)


def never_asked(
    whose: str, every: Iterable[SchemeAttribute] | Iterable[SchemeVariable]
) -> Iterator[str]:
    """What of these, in order, is never asked, and why, in sentences.

    Args:
        whose: the path of the code that attributes are of; "" for variables.
        every: all of them.
    """
    known: dict[str, SchemeAttribute | SchemeVariable] = {}
    for one in every:
        name = one.name if isinstance(one, SchemeAttribute) else one.key
        for part in kept_condition(one.when).parts:
            asked = known.get(part.key.casefold())
            nothing = f"it is asked if “{part}”, and “{part.key}” is not asked before"
            if why := nothing if asked is None else _never(part, asked):
                yield f"“{whose}”, “{name}”: {why}." if whose else f"“{name}”: {why}."
        known[name.casefold()] = one


def _never(part: Comparison, asked: SchemeAttribute | SchemeVariable) -> str:
    form = asked.kind if isinstance(asked, SchemeAttribute) else asked.scale
    why = never(part, form, [choice.name for choice in asked.choices])
    return f"it is asked if “{part}”, which never holds: {why}" if why else ""


def _items(fields: Place, known: dict[str, SchemeVariable]) -> tuple[str, ...]:
    keys = fields.texts("mean_of")
    for key in keys:
        item = known.get(key.casefold())
        if item is None:
            fields["mean_of"].fail(f"there is no variable “{key}” before this one")
        if item.scale in {"nominal", "text", "date"}:
            fields["mean_of"].fail(f"there is no mean of “{key}”, which is {item.scale}")
    return keys


def _needs(fields: Place) -> int:
    needs = fields.number("needs")
    number = len(fields.texts("mean_of"))
    if needs is None:
        return number
    if not 1 <= needs <= number or needs != int(needs):
        fields["needs"].fail(f"“needs” has to be a whole number from 1 to {number}")
    return int(needs)


def _uid(fields: Place) -> str:
    found = fields.text("uid")
    try:
        return str(UUID(found)) if found else ""
    except ValueError:
        fields["uid"].fail(f"“{found}” is no identity such as {UUID(int=0)}")
