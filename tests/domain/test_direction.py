"""Which way a text runs, and which of its lines hold letters that run the other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.direction import holds_right_to_left, isolated, runs_right_to_left


@pytest.mark.parametrize(
    ("text", "backwards"),
    [
        ("The vote was a farce.", False),
        ("", False),
        ("2025 · 14:00", False),
        ("渡轮罢工九天后结束", False),
        ("قال متحدث باسم RFE/RL أمس", True),
        ("כך מסר דובר הרשות ל־Quay Radio", True),
        ("The word שלום means peace.", False),
        ("“القرار” 2025", True),
    ],
)
def test_most_of_the_letters_decide(text: str, backwards: bool) -> None:
    assert runs_right_to_left(text) is backwards


@given(st.text(alphabet="abc .\n\u05d0\u0627", max_size=60))
def test_letters_from_right_to_left_are_found(text: str) -> None:
    assert holds_right_to_left(text) == ("\u05d0" in text or "\u0627" in text)


def test_marks_of_direction_count_and_other_scripts_do_not() -> None:
    assert holds_right_to_left("a \u200f mark")
    assert not holds_right_to_left("渡轮罢工 Žižek 🗞 เรือ")


def test_only_words_from_right_to_left_are_set_apart_in_a_sentence() -> None:
    assert isolated("“Nobody asked us,” 渡轮") == "“Nobody asked us,” 渡轮"
    assert isolated("לא שאל אותנו…") == "\u2068לא שאל אותנו…\u2069"


@given(st.text())
def test_setting_words_apart_changes_none_of_them(words: str) -> None:
    assert isolated(words) in (words, f"\u2068{words}\u2069")
