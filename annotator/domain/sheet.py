"""The article sheet: which questions about an article apply, what is open, and what is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from annotator.domain.questions import Variable
from annotator.domain.values import applying, mean, number_of


@dataclass(frozen=True, slots=True)
class Score:
    """What a computed variable comes to: ``value`` is ``None`` until enough is answered.

    ``lacking`` is how many answers more it needs.
    """

    variable: Variable
    value: float | None
    lacking: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions about an article as one coder has answered them.

    Attributes:
        applying: the variables whose conditions hold, computed ones too, in order.
        values: the answers to them by uid; answers to what does not apply are left out.
        scores: what the computed ones come to, by uid.
    """

    applying: tuple[Variable, ...]
    values: Mapping[UUID, Any]
    scores: Mapping[UUID, Score]

    @property
    def questions(self) -> tuple[Variable, ...]:
        """What is asked."""
        return tuple(one for one in self.applying if not one.is_computed)

    def value_of(self, one: Variable) -> Any:
        """What was answered, or what is computed; ``None`` for nothing that counts."""
        score = self.scores.get(one.uid)
        return self.values.get(one.uid) if score is None else score.value

    @property
    def answered(self) -> int:
        """How many of the questions have an answer, or a reason for none."""
        return len(self.values)

    @property
    def open(self) -> tuple[Variable, ...]:
        """The questions without an answer."""
        return tuple(one for one in self.questions if one.uid not in self.values)

    @property
    def lacking(self) -> tuple[Variable, ...]:
        """The questions that must have an answer and have none."""
        return tuple(one for one in self.open if one.required)


def fill_in(variables: Iterable[Variable], values: Mapping[UUID, Any]) -> Sheet:
    """The sheet with these answers.

    Conditions may ask of computed variables too, and computed ones may be made of others. Where a
    condition hangs on itself that way, it is looked at once for every computed variable.

    Args:
        variables: all, in order.
        values: by uid; ``None`` for no answer. Those of computed variables count for nothing.
    """
    every = tuple(variables)
    computed = [one for one in every if one.is_computed]
    given = _given(every, values)
    shown, asked = given, list(every)
    scores: dict[UUID, Score] = {}
    for _ in range(len(computed) + 1):
        means = {uid: score.value for uid, score in scores.items()}
        asked = applying(every, {**given, **means})
        shown = given if len(asked) == len(every) else _given(asked, given)
        by_uid = {one.uid: one for one in asked} if computed else {}
        known = {**shown, **means}
        found = {one.uid: _score(one, by_uid, known) for one in asked if one.mean_of}
        if found == scores:
            break
        scores = found
    return Sheet(tuple(asked), shown, scores)


def _given(asked: Iterable[Variable], values: Mapping[UUID, Any]) -> dict[UUID, Any]:
    return {
        one.uid: value
        for one in asked
        if not one.mean_of and (value := values.get(one.uid)) is not None
    }


def _score(one: Variable, asked: Mapping[UUID, Variable], values: Mapping[UUID, Any]) -> Score:
    items = [asked[uid] for uid in one.mean_of if uid in asked]
    needs = max(1, one.needs)
    given = sum(number_of(item, values.get(item.uid)) is not None for item in items)
    return Score(one, mean(items, values, needs), max(0, needs - given))
