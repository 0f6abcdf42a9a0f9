from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.decision import (
    DecisionError,
    Outcome,
    Question,
    parse_decision,
    write_decision,
)

TREE = """\
Is somebody given the word?

  yes: Are the words in quotation marks?
       yes: -> content/direct
       no: → content/indirect
  no: -> nothing
"""


def test_a_tree_is_questions_that_end_in_codes():
    assert parse_decision(TREE) == Question(
        "Is somebody given the word?",
        yes=Question(
            "Are the words in quotation marks?",
            yes=Outcome("content/direct"),
            no=Outcome("content/indirect"),
        ),
        no=Outcome("nothing"),
    )


def test_it_is_known_where_a_tree_can_end():
    tree = parse_decision(TREE)
    assert tree is not None
    ends = list(tree.outcomes())
    assert [(end.path, end.line) for end in ends] == [
        ("content/direct", 4),
        ("content/indirect", 5),
        ("nothing", 6),
    ]
    assert [end.is_nothing for end in ends] == [False, False, True]


def test_nothing_written_is_no_tree():
    assert parse_decision(" \n\n") is None


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("Is it?\n  yes: -> a", 1, "“no:” is missing"),
        ("Is it?", 1, "“yes:” is missing"),
        ("Is it?\n  yes: -> a\n  yes: -> b", 3, "“yes” stands twice"),
        ("Is it?\n  yes: -> a\n  maybe: -> b", 3, "neither “yes:” nor “no:”"),
        ("Is it?\n  yes: ->\n  no: -> b", 2, "after the arrow"),
        ("Is it?\n  yes:\n  no: -> b", 2, "a question is missing"),
        ("-> a", 1, "a question is missing"),
        ("Is it?\n  yes: -> a\n  no: -> b\nAnd this?", 4, "does not belong"),
        ("Is it?\n  yes: -> a\n  no: -> b\n  no: -> c", 4, "does not belong"),
        ("Is it?\n  yes: Really?\n  no: -> b", 2, "“yes:” is missing under “Really?”"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, why):
    with pytest.raises(DecisionError) as caught:
        parse_decision(text)
    assert caught.value.line == line
    assert why in caught.value.why


def test_a_tree_has_a_limit():
    text = "".join(f"{'  ' * n}{'yes: ' if n else ''}Question {n}?\n" for n in range(100))
    with pytest.raises(DecisionError, match="deep"):
        parse_decision(text)


ENDS = st.builds(Outcome, st.from_regex(r"[a-z]{1,6}(/[a-z]{1,6})?", fullmatch=True))
QUESTIONS = st.from_regex(r"[A-Z][a-z ]{0,20}[a-z]\?", fullmatch=True)
TREES = st.recursive(
    st.builds(Question, QUESTIONS, ENDS, ENDS),
    lambda inner: st.builds(Question, QUESTIONS, inner | ENDS, inner | ENDS),
    max_leaves=12,
)


@given(TREES)
def test_what_is_written_is_read_again(tree):
    assert parse_decision(write_decision(tree)) == tree
