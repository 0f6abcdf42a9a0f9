"""What a question about an article offers to choose from, and the key of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annotator.domain.questions import Scale, Variable, missing
from annotator.domain.values import NO, YES, is_choice, is_number

_MOST_STEPS = 10
"""A scale of more steps is typed as a number."""

_DIGITS = 9
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from.

    Attributes:
        value: what is kept.
        label: what is read.
        keys: letters, digits or a signed number that choose it; the first is shown.
        is_reason: whether it says why there is no answer.
        definition: when it is to be chosen.
    """

    value: Any
    label: str
    keys: tuple[str, ...] = ()
    is_reason: bool = False
    definition: str = ""


def options_of(asked: Variable) -> tuple[Option, ...]:
    """All that can be chosen, reasons for no answer last; where one types, only these."""
    offered = tuple(_answers(asked))
    return (*offered, *_reasons(asked.missing, {key for one in offered for key in one.keys}))


def steps(asked: Variable) -> range | None:
    """The steps of a scale that are few enough to be chosen from."""
    low, high = asked.low, asked.high
    if not is_number(asked) or low is None or high is None:
        return None
    whole = float(low.value).is_integer() and float(high.value).is_integer()
    few = 0 < high.value - low.value <= _MOST_STEPS
    return range(int(low.value), int(high.value) + 1) if whole and few else None


def _answers(asked: Variable) -> Iterator[Option]:
    scale = steps(asked)
    if asked.scale is Scale.YES_NO:
        yield Option(True, YES, ("y", "1"))
        yield Option(False, NO, ("n", "2", "0"))
    elif scale is not None:
        for step in scale:
            label = f"{MINUS}{-step}" if step < 0 else str(step)
            yield Option(step, label, (str(step),))
    elif is_choice(asked):
        there = [one for one in asked.choices if not one.is_deleted]
        for place, one in enumerate(there, 1):
            keys = (str(place),) if place <= _DIGITS else ()
            yield Option(str(one.uid), one.name, keys, definition=one.definition)


def _reasons(words: Iterable[str], taken: set[str]) -> Iterator[Option]:
    for reason in words:
        letters = [word[0] for word in reason.casefold().split()] + list(reason.casefold())
        key = next((one for one in letters if one.isalpha() and one not in taken), "")
        taken.add(key)
        yield Option(missing(reason), reason, (key,) if key else (), is_reason=True)
