"""Values of attributes and variables: written, read, asked about and counted."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.errors import UserError
from annotator.domain.questions import (
    Attribute,
    AttributeKind,
    Choice,
    End,
    Scale,
    Variable,
    choice_uid,
    missing,
)
from annotator.domain.values import (
    applying,
    from_text,
    in_words,
    mean,
    new_names,
    number_of,
    told,
)


def _choices(of: Any, *names: str, values: tuple[float, ...] = ()) -> tuple[Choice, ...]:
    return tuple(
        Choice(n, choice_uid(of, name), of, n, name, values[n] if values else None)
        for n, name in enumerate(names)
    )


def attribute(kind: AttributeKind, *names: str, **more: Any) -> Attribute:
    uid = uuid4()
    return Attribute(1, uid, 1, 0, "asked", kind, choices=_choices(uid, *names), **more)


def variable(scale: Scale, *names: str, key: str = "v", **more: Any) -> Variable:
    uid = uuid4()
    values = more.pop("values", ())
    return Variable(1, uid, 0, key, scale, choices=_choices(uid, *names, values=values), **more)


@pytest.mark.parametrize(
    ("asked", "text", "words"),
    [
        (attribute(AttributeKind.TEXT), "  A farmer  ", "A farmer"),
        (attribute(AttributeKind.NUMBER), "2.50", "2.5"),
        (attribute(AttributeKind.SCALE, low=End(1), high=End(5)), "5", "5"),
        (attribute(AttributeKind.YES_NO), "Y", "yes"),
        (attribute(AttributeKind.YES_NO), "0", "no"),
        (attribute(AttributeKind.ONE_OF, "for", "against"), "AGAINST", "against"),
        (attribute(AttributeKind.ONE_OF, "for", "against"), "2", "against"),
        (attribute(AttributeKind.SEVERAL_OF, "a", "b", "c"), "c; a ;c", "c; a"),
        (attribute(AttributeKind.NAMES, "Reuters"), "reuters", "Reuters"),
        (variable(Scale.NOMINAL, "a", "b", several=True), "b;a", "b; a"),
        (variable(Scale.ORDINAL, "low", "high", values=(10, 20)), "20", "high"),
        (variable(Scale.DATE), "2025-03-01", "2025-03-01"),
        (variable(Scale.YES_NO), "true", "yes"),
        (variable(Scale.RATIO, missing=("unclear",)), "Unclear", "unclear"),
        (variable(Scale.TEXT), " ", ""),
    ],
)
def test_text_becomes_a_value_and_is_read_again(asked: Any, text: str, words: str) -> None:
    value = from_text(asked, text)
    assert in_words(asked, value) == words
    assert from_text(asked, words) == value


@pytest.mark.parametrize(
    ("asked", "text", "wanted"),
    [
        (attribute(AttributeKind.NUMBER), "many", "a number"),
        (attribute(AttributeKind.NUMBER), "inf", "a number"),
        (attribute(AttributeKind.SCALE, low=End(1), high=End(5)), "6", "from 1 to 5"),
        (attribute(AttributeKind.YES_NO), "perhaps", "yes or no"),
        (attribute(AttributeKind.ONE_OF, "for", "against"), "neither", "one of for, against"),
        (variable(Scale.DATE), "1.3.2025", "2025-03-01"),
        (variable(Scale.YES_NO), "perhaps", "yes or no"),
        (variable(Scale.INTERVAL, missing=("unclear",)), "x", "or unclear"),
    ],
)
def test_what_is_no_value_is_refused_with_what_would_be(asked: Any, text: str, wanted: str) -> None:
    with pytest.raises(UserError) as error:
        from_text(asked, text)
    assert wanted in error.value.way_out


def test_open_list_takes_new_names_alike_on_all_machines() -> None:
    asked = attribute(AttributeKind.NAMES, "Reuters")
    assert new_names(asked, "reuters; The Courier;The Courier") == ("The Courier",)
    twice = "Le Monde; le monde; LE MONDE"
    assert new_names(asked, twice) == ("Le Monde",)
    assert from_text(asked, twice) == from_text(asked, "Le Monde")
    assert from_text(asked, "The Courier") == [str(choice_uid(asked.uid, "The Courier"))]
    assert new_names(attribute(AttributeKind.SEVERAL_OF, "a"), "b") == ()


def test_missing_code_is_no_answer_to_a_condition_and_no_number() -> None:
    asked = variable(Scale.ORDINAL, "low", "high", missing=("unclear",))
    assert told(asked, missing("unclear")) is None
    assert number_of(asked, missing("unclear")) is None
    assert told(asked, str(asked.choices[1].uid)) == "high"
    assert number_of(asked, str(asked.choices[1].uid)) == 2


def test_questions_hang_on_answers_that_are_asked_themselves() -> None:
    first = variable(Scale.YES_NO, key="relevant")
    second = variable(Scale.ORDINAL, "low", "high", key="tone", condition="relevant = yes")
    third = variable(Scale.TEXT, key="why", condition="Tone = high")
    high = str(second.choices[1].uid)
    asked = [first, second, third]
    assert applying(asked, {}) == [first]
    assert applying(asked, {first.uid: True}) == [first, second]
    assert applying(asked, {first.uid: True, second.uid: high}) == asked
    # What was answered before the first answer changed counts no more.
    assert applying(asked, {first.uid: False, second.uid: high}) == [first]


def test_mean_needs_so_many_answers() -> None:
    items = [variable(Scale.YES_NO, key=key) for key in "abc"]
    values: dict[Any, Any] = {items[0].uid: True, items[1].uid: False}
    assert mean(items, values, 2) == 0.5
    assert mean(items, values, 3) is None
    assert mean(items, {**values, items[2].uid: missing("unclear")}, 3) is None
    assert mean([], {}, 0) is None


@given(st.lists(st.sampled_from("abc"), unique=True))
def test_several_choices_keep_their_order(names: list[str]) -> None:
    asked = attribute(AttributeKind.SEVERAL_OF, "a", "b", "c")
    value = from_text(asked, "; ".join(names))
    assert in_words(asked, value) == "; ".join(names)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (End(0), None, "a number from 0 up"),
        (None, End(5), "a number up to 5"),
        (End(0), End(5), "a number from 0 to 5"),
    ],
)
def test_a_number_beyond_an_end_is_told_which_end(low, high, said):
    asked = Variable(1, uuid4(), 0, "n", Scale.RATIO, low=low, high=high)
    with pytest.raises(UserError) as caught:
        from_text(asked, "-1" if low else "6")
    assert said in caught.value.way_out
