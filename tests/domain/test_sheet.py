"""Article sheets: what applies, what is open, what is computed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.questions import Choice, Scale, Variable, choice_uid, missing
from annotator.domain.sheet import fill_in
from annotator.domain.values import fits, from_text


def variable(key: str, scale: Scale = Scale.YES_NO, *names: str, **more: Any) -> Variable:
    uid = uuid4()
    choices = tuple(Choice(n, choice_uid(uid, s), uid, n, s) for n, s in enumerate(names))
    return Variable(1, uid, 0, key, scale, choices=choices, missing=("unclear",), **more)


RELEVANT = variable("relevant", required=True)
BLAME = variable("blame", required=True, condition="relevant = yes")
CURE = variable("cure", condition="relevant = yes")
SCORE = variable("score", Scale.INTERVAL, mean_of=(BLAME.uid, CURE.uid), needs=2)
WHY = variable("why", Scale.TEXT, required=True, condition="score > 0.4")
EVERY = (RELEVANT, BLAME, CURE, SCORE, WHY)


def test_questions_appear_with_the_answers_they_hang_on() -> None:
    sheet = fill_in(EVERY, {})
    assert (sheet.questions, sheet.open, sheet.lacking) == ((RELEVANT,),) * 3
    assert sheet.scores[SCORE.uid].lacking == 2
    sheet = fill_in(EVERY, {RELEVANT.uid: True})
    assert sheet.questions == (RELEVANT, BLAME, CURE)
    assert (sheet.open, sheet.lacking) == ((BLAME, CURE), (BLAME,))
    sheet = fill_in(EVERY, {RELEVANT.uid: True, BLAME.uid: True, CURE.uid: False})
    assert sheet.scores[SCORE.uid].value == 0.5
    assert sheet.lacking == (WHY,)


def test_an_answer_that_applies_no_more_counts_no_more() -> None:
    values = {RELEVANT.uid: False, BLAME.uid: True, CURE.uid: True}
    sheet = fill_in(EVERY, values)
    assert (sheet.answered, sheet.questions) == (1, (RELEVANT,))
    assert sheet.scores[SCORE.uid].value is None
    assert sheet.values == {RELEVANT.uid: False}


def test_a_reason_for_no_answer_is_an_answer_but_no_number() -> None:
    values = {RELEVANT.uid: True, BLAME.uid: missing("unclear"), CURE.uid: True}
    sheet = fill_in(EVERY, values)
    assert (sheet.answered, sheet.open, sheet.lacking) == (3, (), ())
    assert (sheet.scores[SCORE.uid].value, sheet.scores[SCORE.uid].lacking) == (None, 1)


def test_what_hangs_on_itself_ends() -> None:
    item = variable("item", condition="score > 0.5")
    score = variable("score", Scale.INTERVAL, mean_of=(item.uid,), needs=1)
    sheet = fill_in((score, item), {item.uid: True})
    assert sheet.lacking == ()


@given(
    items=st.lists(st.sampled_from([True, False, None, "unclear"]), min_size=1, max_size=8),
    needs=st.integers(0, 9),
)
def test_a_score_is_the_mean_of_the_numbers_or_says_how_many_it_needs(
    items: list[Any], needs: int
) -> None:
    asked = [variable(f"v{n}") for n in range(len(items))]
    score = variable("s", Scale.INTERVAL, mean_of=tuple(one.uid for one in asked), needs=needs)
    values = {
        one.uid: missing(value) if isinstance(value, str) else value
        for one, value in zip(asked, items, strict=True)
    }
    sheet = fill_in([*asked, score], values)
    numbers = [value for value in items if isinstance(value, bool)]
    found = sheet.scores[score.uid]
    assert found.lacking == max(0, max(1, needs) - len(numbers))
    assert (found.value is None) == (found.lacking > 0)
    if found.value is not None:
        assert found.value == pytest.approx(sum(numbers) / len(numbers))
    assert sheet.answered + len(sheet.open) == len(sheet.questions)


@given(st.data())
def test_what_is_left_out_never_matters(data: st.DataObject) -> None:
    some = st.sampled_from([True, False, None])
    values: dict[UUID, Any] = {one.uid: data.draw(some) for one in (RELEVANT, BLAME, CURE)}
    sheet = fill_in(EVERY, values)
    again = fill_in(EVERY, sheet.values)
    assert again == sheet
    assert set(sheet.lacking) <= set(sheet.open) <= set(sheet.questions) <= set(EVERY)
    assert not any(one.is_computed for one in sheet.questions)


TOPIC = variable("topic", Scale.NOMINAL, "war", "trade", several=True)
TONE = variable("tone", Scale.ORDINAL, "bad", "good")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (RELEVANT, "yes"),
        (TOPIC, "trade; war"),
        (TONE, "2"),
        (WHY, "so"),
        (variable("n", Scale.RATIO), "2.5"),
        (variable("d", Scale.DATE), "2025-03-01"),
        (TONE, "unclear"),
        (TONE, ""),
    ],
)
def test_what_is_read_fits(asked: Variable, text: str) -> None:
    assert fits(asked, from_text(asked, text))


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (RELEVANT, "yes"),
        (RELEVANT, 1),
        (TONE, "good"),
        (TOPIC, []),
        (TOPIC, ["war"]),
        (TOPIC, str(TOPIC.choices[0].uid)),
        (WHY, " "),
        (variable("n", Scale.RATIO), True),
        (TONE, missing("ill")),
    ],
)
def test_what_is_no_value_does_not_fit(asked: Variable, value: Any) -> None:
    assert not fits(asked, value)
