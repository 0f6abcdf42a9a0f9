"""Values of attributes and variables: as people write and read them, and as conditions ask."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from annotator.domain.conditions import ALWAYS, kept_condition
from annotator.domain.conditions import Answer as Told
from annotator.domain.errors import UserError
from annotator.domain.questions import (
    Asked,
    Attribute,
    AttributeKind,
    Choice,
    End,
    Scale,
    Variable,
    choice_uid,
    missing,
    reason_missing,
)

BETWEEN = ";"
"""Between several choices in one text."""

YES, NO = "yes", "no"

_YES_WORDS = frozenset({YES, "y", "true", "1"})
_NO_WORDS = frozenset({NO, "n", "false", "0"})
_NUMBERS = frozenset({AttributeKind.NUMBER, AttributeKind.SCALE, Scale.INTERVAL, Scale.RATIO})
_ONE = frozenset({AttributeKind.ONE_OF, Scale.NOMINAL, Scale.ORDINAL})
_SEVERAL = frozenset({AttributeKind.SEVERAL_OF, AttributeKind.NAMES})

_Asked = TypeVar("_Asked", Attribute, Variable)


def form(asked: Asked) -> AttributeKind | Scale:
    """The kind of an attribute, the scale of a variable."""
    return asked.kind if isinstance(asked, Attribute) else asked.scale


def title(asked: Asked) -> str:
    """What it is called for people."""
    return asked.name if isinstance(asked, Attribute) else asked.title or asked.key


def is_number(asked: Asked) -> bool:
    """Whether its values are numbers."""
    return form(asked) in _NUMBERS


def is_choice(asked: Asked) -> bool:
    """Whether its values are choices, one or several."""
    return form(asked) in _ONE or takes_several(asked)


def takes_several(asked: Asked) -> bool:
    """Whether its values are lists of choices."""
    return form(asked) in _SEVERAL or (isinstance(asked, Variable) and asked.several)


def is_open(asked: Asked) -> bool:
    """Whether coders add choices of their own."""
    return form(asked) is AttributeKind.NAMES


def from_text(asked: Asked, text: str) -> Any:
    """The value that is written there; ``None`` where nothing is.

    Choices are named in upper or lower case, or by their number; several have ``;`` between them.
    Of an open list, a name that is not among the choices yet gives the uid that it will have.

    Raises:
        UserError: it is no such value; says what would be.
    """
    said = text.strip()
    if not said:
        return None
    if isinstance(asked, Variable):
        for reason in asked.missing:
            if reason.casefold() == said.casefold():
                return missing(reason)
    if takes_several(asked):
        return list(dict.fromkeys(_chosen(asked, one) for one in _parts(said)))
    if form(asked) in _ONE:
        return _chosen(asked, said)
    if is_number(asked):
        return _number(asked, said)
    if form(asked) == AttributeKind.YES_NO:
        return _flag(asked, said)
    return _date(asked, said) if form(asked) is Scale.DATE else said


def fits(asked: Asked, value: Any) -> bool:
    """Whether a value has a form that is asked for; ``None``, for no answer, always has."""
    if value is None:
        return True
    if reason_missing(value):
        return isinstance(asked, Variable) and reason_missing(value) in asked.missing
    known = {str(one.uid) for one in asked.choices}
    if takes_several(asked):
        return isinstance(value, list) and bool(value) and (is_open(asked) or known >= set(value))
    if form(asked) in _ONE:
        return isinstance(value, str) and value in known
    if form(asked) == AttributeKind.YES_NO:
        return isinstance(value, bool)
    if is_number(asked):
        return not isinstance(value, bool) and isinstance(value, int | float)
    return isinstance(value, str) and bool(value.strip())


def new_names(asked: Asked, text: str) -> tuple[str, ...]:
    """The names in a text that an open list does not have yet."""
    if not is_open(asked):
        return ()
    known = {one.name.casefold() for one in asked.choices if not one.is_deleted}
    return tuple(one for one in _parts(text) if one.casefold() not in known)


def in_words(asked: Asked, value: Any) -> str:
    """A value as people read it; "" where there is none."""
    if value is None:
        return ""
    if reason_missing(value):
        return reason_missing(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        return f"{value:g}"
    names = {str(one.uid): one.name for one in asked.choices}
    if isinstance(value, list):
        return f"{BETWEEN} ".join(names.get(str(one), str(one)) for one in value)
    return names.get(value, str(value))


def told(asked: Asked, value: Any) -> Told:
    """A value as conditions know it; none where it is missing."""
    if value is None or reason_missing(value):
        return None
    if isinstance(value, bool | int | float):
        return value
    names = {str(one.uid): one.name for one in asked.choices}
    if isinstance(value, list):
        return [names.get(str(one), str(one)) for one in value]
    return names.get(value, str(value))


def number_of(asked: Asked, value: Any) -> float | None:
    """A value as a number: a choice's own or its place, yes is 1 and no is 0; else ``None``."""
    if isinstance(value, bool | int | float):
        return float(value)
    for place, choice in enumerate(_open_choices(asked), 1):
        if str(choice.uid) == value:
            return float(place) if choice.value is None else choice.value
    return None


def applying(asked: Iterable[_Asked], values: Mapping[UUID, Any]) -> list[_Asked]:
    """What is asked, given the values so far: one whose condition does not hold is left out.

    A condition asks of what is asked too, and comes before: what is left out has no answer.

    Args:
        asked: attributes of one code, or the variables, in order.
        values: by the uid of what is asked.
    """
    every = tuple(asked)
    conditions = [kept_condition(one.condition) if one.condition else ALWAYS for one in every]
    # Most are asked of by none: putting their values in words would be for nothing.
    keys = {key.casefold() for one in conditions if one.parts for key in one.keys}
    found: list[_Asked] = []
    known: dict[str, Told] = {}
    for one, condition in zip(every, conditions, strict=True):
        if condition is not ALWAYS and not condition.holds(_by_key(condition.keys, known)):
            continue
        found.append(one)
        key = one.name if isinstance(one, Attribute) else one.key
        if key.casefold() in keys:
            known[key.casefold()] = told(one, values.get(one.uid))
    return found


def mean(items: Collection[Variable], values: Mapping[UUID, Any], needs: int) -> float | None:
    """The mean of the answers that are numbers; ``None`` where fewer than ``needs`` are."""
    numbers = [number_of(one, values.get(one.uid)) for one in items]
    given = [number for number in numbers if number is not None]
    return math.fsum(given) / len(given) if given and len(given) >= needs else None


def _by_key(keys: Iterable[str], known: Mapping[str, Told]) -> dict[str, Told]:
    return {key: known.get(key.casefold()) for key in keys}


def _parts(text: str) -> list[str]:
    """What stands between the signs, each once: upper and lower case are one, as first written."""
    found: dict[str, str] = {}
    for part in (" ".join(one.split()) for one in text.split(BETWEEN)):
        if part:
            found.setdefault(part.casefold(), part)
    return list(found.values())


def _open_choices(asked: Asked) -> list[Choice]:
    return [one for one in asked.choices if not one.is_deleted]


def _chosen(asked: Asked, said: str) -> str:
    choices = _open_choices(asked)
    folded = said.casefold()
    for one in choices:
        if one.name.casefold() == folded:
            return str(one.uid)
    if is_open(asked):
        return str(choice_uid(asked.uid, said))
    for place, one in enumerate(choices, 1):
        if said == f"{place if one.value is None else one.value:g}":
            return str(one.uid)
    raise _refused(asked, said, "one of " + ", ".join(one.name for one in choices))


def _number(asked: Asked, said: str) -> float:
    try:
        number = float(said)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _refused(asked, said, "a number")
    low, high = asked.low, asked.high
    if (low and number < low.value) or (high and number > high.value):
        raise _refused(asked, said, f"a number {_bounds(low, high)}")
    return int(number) if number.is_integer() else number


def _bounds(low: End | None, high: End | None) -> str:
    if low and high:
        return f"from {low.value:g} to {high.value:g}"
    return f"from {low.value:g} up" if low else f"up to {high.value:g}" if high else ""


def _flag(asked: Asked, said: str) -> bool:
    folded = said.casefold()
    if folded not in _YES_WORDS | _NO_WORDS:
        raise _refused(asked, said, "yes or no")
    return folded in _YES_WORDS


def _date(asked: Asked, said: str) -> str:
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        raise _refused(asked, said, "a date such as 2025-03-01") from None


def _refused(asked: Asked, said: str, wanted: str) -> UserError:
    more = ", or ".join(("", *asked.missing)) if isinstance(asked, Variable) else ""
    return UserError(
        "“{said}” is no value of “{asked}”.",
        "Nothing was changed. It takes {wanted}.",
        said=said,
        asked=title(asked),
        wanted=f"{wanted}{more}",
    )
