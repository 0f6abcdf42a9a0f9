from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.conditions import (
    ALWAYS,
    Comparison,
    Condition,
    kept_condition,
    never,
    parse_condition,
)

ANSWERS = {"relevant": True, "tone": 1.0, "genre": "Report", "means": ("lists", "hides")}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True),
        ("relevant = yes", True),
        ("relevant = No", False),
        ("relevant != no", True),
        ("tone >= 1", True),
        ("tone > 1", False),
        ("tone = 1.0", True),
        ("tone < 2 and relevant = yes", True),
        ("tone < 2 AND relevant = no", False),
        ("genre = report", True),
        ("genre != satire", True),
        ("genre > 1", False),
        ("means = hides", True),
        ("means = shouts", False),
        ("means != shouts", True),
        ("unasked = yes", False),
        ("unasked != yes", False),
    ],
)
def test_a_condition_holds_of_answers(text, holds):
    assert parse_condition(text).holds(ANSWERS) is holds


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("relevant", "“relevant”"),
        ("= yes", "“= yes”"),
        ("relevant = yes and tone", "“tone”"),
        ("tone > much", "“much”"),
        ("genre = Arts and letters", "“letters”.*stand in quotes"),
        ("relevant and tone = 1", "“relevant”"),
    ],
)
def test_what_is_no_condition_is_refused(text, part):
    with pytest.raises(ValueError, match=part):
        parse_condition(text)


KEYS = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
PIECES = ["and", " and ", "=", ">", "!", '"', "“", "”", " ", "x", "AND", "\n", "1"]
NAMES = st.text(max_size=8) | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
PARTS = st.builds(Comparison, KEYS | NAMES, st.sampled_from(["=", "!="]), NAMES)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_what_is_written_is_read_again(parts):
    condition = Condition(tuple(parts))
    assert parse_condition(str(condition)) == condition
    assert condition.keys == tuple(part.key for part in parts)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_what_is_written_is_kept(parts):
    assert kept_condition(str(Condition(tuple(parts)))) == Condition(tuple(parts))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('genre = "Arts and letters"', [("genre", "=", "Arts and letters")]),
        (
            "genre = “Arts and letters” and a=1",
            [("genre", "=", "Arts and letters"), ("a", "=", "1")],
        ),
        ('"who = what" != "he said ""no"""', [("who = what", "!=", 'he said "no"')]),
        ('said = "no" to war and tone > 1', [("said", "=", '"no" to war'), ("tone", ">", "1")]),
        ('size = 5" and tone > 1', [("size", "=", '5"'), ("tone", ">", "1")]),
        ("formula = a = b", [("formula", "=", "a = b")]),
        ("band = Simon and", [("band", "=", "Simon and")]),
    ],
)
def test_words_stand_in_quotes_where_they_could_mean_something_else(text, parts):
    assert parse_condition(text).parts == tuple(Comparison(*part) for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("genre = Arts and letters", [("genre", "=", "Arts and letters")]),
        ("a = x and y and b = 2", [("a", "=", "x and y"), ("b", "=", "2")]),
        ("tone and mood = sad", [("tone and mood", "=", "sad")]),
        ("just words", []),
        ("= 5", []),
        ("a = 1 and", [("a", "=", "1 and")]),
    ],
)
def test_what_was_kept_without_quotes_is_read_as_it_was_meant(text, parts):
    assert kept_condition(text).parts == tuple(Comparison(*part) for part in parts)
    assert parse_condition(str(kept_condition(text))) == kept_condition(text)


@given(KEYS, st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.booleans() | st.floats(-9, 9))
def test_of_what_was_answered_either_it_is_or_it_is_not(key, value, answer):
    is_so = Comparison(key, "=", value).holds(answer)
    assert Comparison(key, "!=", value).holds(answer) is not is_so


def test_nothing_asked_always_holds():
    assert parse_condition("  ") is ALWAYS
    assert ALWAYS.holds({})


@pytest.mark.parametrize(
    ("text", "form", "choices", "why"),
    [
        ("a = Yes", "yes/no", (), ""),
        ("a = 1", "yes/no", (), "neither yes nor no"),
        ("a >= 1", "yes/no", (), "above or below"),
        ("a = HIGH", "ordinal", ("low", "high"), ""),
        ("a != medium", "ordinal", ("low", "high"), "none of low, high"),
        ("a > 1", "ordinal", ("low", "high"), "no numbers"),
        ("a > 1", "ordinal", ("1", "2"), ""),
        ("a = x", "several of", ("x", "y"), ""),
        ("a = some", "ratio", (), "no number"),
        ("a = 2.5", "interval", (), ""),
        ("a < 3", "date", (), "can't be compared"),
        ("a = anybody", "names", ("Ida",), ""),
        ("a = words", "text", (), ""),
    ],
)
def test_a_comparison_that_never_holds_says_why(text, form, choices, why):
    said = never(parse_condition(text).parts[0], form, choices)
    assert why in said
    assert bool(said) == bool(why)
