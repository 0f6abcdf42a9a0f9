"""Conditions on what was answered: ``relevant = yes and tone >= 1``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

_PART = re.compile(r"\s*(.+?)\s*(!=|<=|>=|=|<|>)\s*(.+?)\s*")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_ORDERED: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_CHOSEN = frozenset({"one of", "several of", "nominal", "ordinal"})
_MEASURED = frozenset({"number", "scale", "interval", "ratio"})

Answer = str | float | bool | Collection[str] | None
"""What was answered: words, a number, yes or no, several words, or nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was asked, compared with a value as it is written."""

    key: str
    sign: str
    value: str

    def holds(self, answer: Answer) -> bool:
        """Whether it is true of an answer; of none nothing is."""
        if answer is None or answer == "":
            return False
        if self.sign in _ORDERED:
            return _in_order(self.sign, answer, self.value)
        return _is(answer, self.value) == (self.sign == "=")

    def __str__(self) -> str:
        return f"{self.key} {self.sign} {self.value}"


@dataclass(frozen=True, slots=True)
class Condition:
    """Comparisons that must all hold; with none it always does."""

    parts: tuple[Comparison, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What it asks about, in order."""
        return tuple(part.key for part in self.parts)

    def holds(self, answers: Mapping[str, Answer]) -> bool:
        """Whether it is true of answers by key."""
        return all(part.holds(answers.get(part.key)) for part in self.parts)

    def __str__(self) -> str:
        return " and ".join(str(part) for part in self.parts)


ALWAYS = Condition()


@lru_cache(maxsize=1_000)
def parse_condition(text: str) -> Condition:
    """The condition that is written there; ``ALWAYS`` where nothing is.

    Raises:
        ValueError: it is no condition; says which part is not.
    """
    if not text.strip():
        return ALWAYS
    return Condition(tuple(_comparison(part) for part in _AND.split(text.strip())))


def never(part: Comparison, form: str, choices: Collection[str] = ()) -> str:
    """Why a comparison can be true of no answer; "" where it can.

    Args:
        part: what is compared.
        form: the kind or scale of what it asks about, as scheme files call it.
        choices: the names of its choices.
    """
    if form in _CHOSEN:
        return _never_of_choice(part, choices)
    if form in _MEASURED:
        return "" if _number(part.value) is not None else f"“{part.value}” is no number"
    if form == "yes/no" and part.sign in _ORDERED:
        return f"“{part.key}” is yes or no, and nothing is above or below that"
    if form == "yes/no" and part.value.casefold() not in ("yes", "no"):
        return f"“{part.value}” is neither yes nor no"
    if form == "date" and part.sign in _ORDERED:
        return f"“{part.key}” is a date, which can't be compared by {part.sign}"
    return ""


def _never_of_choice(part: Comparison, choices: Collection[str]) -> str:
    if part.sign in _ORDERED:
        if any(_number(name) is not None for name in choices):
            return ""
        return f"the choices of “{part.key}” are no numbers that {part.sign} compares"
    if part.value.casefold() in (name.casefold() for name in choices):
        return ""
    return f"“{part.value}” is none of {', '.join(choices)}"


def _comparison(text: str) -> Comparison:
    found = _PART.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}” is no comparison such as “relevant = yes”")
    key, sign, value = found.groups()
    if sign in _ORDERED and _number(value) is None:
        raise ValueError(f"“{value}” in “{text}” is no number")
    return Comparison(key, sign, value)


def _is(answer: Answer, value: str) -> bool:
    folded = value.casefold()
    if isinstance(answer, bool):
        return ("yes" if answer else "no") == folded
    if isinstance(answer, (int, float)):
        number = _number(value)
        return number is not None and float(answer) == number
    if isinstance(answer, str):
        return answer.casefold() == folded
    return any(one.casefold() == folded for one in answer or ())


def _in_order(sign: str, answer: Answer, value: str) -> bool:
    number, limit = _number(answer), _number(value)
    return number is not None and limit is not None and _ORDERED[sign](number, limit)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        return float(value)
    except ValueError:
        return None
