"""Conditions on what was answered: ``relevant = yes and tone >= 1``.

A name or value that could be taken for something else stands in double quotes, in which a quote
stands twice: ``genre = "Arts and letters"``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

_QUOTED = r"\"(?:[^\"]|\"\")*\"|“[^”]*”"
_SIGN = r"(!=|<=|>=|=|<|>)"
_KEY = re.compile(rf"\s*(?:({_QUOTED})|(.+?))\s*{_SIGN}", re.DOTALL)
_VALUE = re.compile(rf"\s*(?:({_QUOTED})|(\S.*?))(?:\s+and\s+|\s*\Z)", re.DOTALL | re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_HOLDS_SIGN = re.compile(_SIGN)
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
        key = _quoted(self.key) if _HOLDS_SIGN.search(self.key) else _written(self.key)
        return f"{key} {self.sign} {_written(self.value)}"


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
    text, at = text.strip(), 0
    parts: list[Comparison] = []
    while at < len(text):
        key = _KEY.match(text, at)
        value = _VALUE.match(text, key.end()) if key else None
        if key is None or value is None or _AND.search(key[2] or ""):
            raise ValueError(_no_comparison(_AND.split(text[at:])[0], is_first=not parts))
        parts.append(_comparison(_read(key), key[3], _read(value)))
        at = value.end()
    return Condition(tuple(parts)) if parts else ALWAYS


@lru_cache(maxsize=1_000)
def kept_condition(text: str) -> Condition:
    """The condition that a project keeps, also where its words were never put in quotes.

    Of what can't be read as a condition nothing is asked: it is always so.
    """
    try:
        return parse_condition(text)
    except ValueError:
        joined: list[str] = []
        for part in _AND.split(text.strip()):
            # Without a sign it is a piece of a value, or of the name that goes on.
            if joined and not (_HOLDS_SIGN.search(part) and _HOLDS_SIGN.search(joined[-1])):
                joined[-1] += f" and {part}"
            else:
                joined.append(part)
    found = [_KEY.match(part) for part in joined]
    return Condition(
        tuple(
            Comparison(_read(key), key[3], part[key.end() :].strip())
            for key, part in zip(found, joined, strict=True)
            if key and part[key.end() :].strip()
        )
    )


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


def _comparison(key: str, sign: str, value: str) -> Comparison:
    found = Comparison(key, sign, value)
    if sign in _ORDERED and _number(value) is None:
        raise ValueError(f"“{value}” in “{found}” is no number")
    return found


def _no_comparison(part: str, *, is_first: bool) -> str:
    told = f"“{part.strip()}” is no comparison such as “relevant = yes”"
    if is_first or _HOLDS_SIGN.search(part):
        return told
    return f'{told}; words with “and” in them stand in quotes, such as genre = "Arts and letters"'


def _read(found: re.Match[str]) -> str:
    """What a match says, its quotes taken off."""
    words = found[1] if found[1] is not None else found[2].strip()
    if found[1] is None:
        return words
    return words[1:-1].replace('""', '"') if words.startswith('"') else words[1:-1]


def _written(words: str) -> str:
    is_plain = words == words.strip() and not words.startswith(('"', "“"))
    return words if is_plain and words and not _AND.search(f" {words} ") else _quoted(words)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


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
