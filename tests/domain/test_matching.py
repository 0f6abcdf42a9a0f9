from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.domain.matching import Paths, contains_words, match, match_path

WORDS = st.text(string.ascii_letters + string.digits + "éßİ", min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
LONG = st.text("abcde -_", min_size=0, max_size=30)


def score(pattern: str, name: str) -> int:
    found = match(pattern, name)
    assert found is not None, f"{pattern!r} does not fit {name!r}"
    return found.score


@given(pattern=st.text("abcde", min_size=2, max_size=8), rest=LONG, gaps=st.data())
def test_an_exact_prefix_beats_scattered_letters(pattern, rest, gaps):
    fill = st.text("xyz -_", max_size=4)
    between = [gaps.draw(fill) for _ in pattern]
    assume(any(between[1:]))
    scattered = "".join(gap + letter for gap, letter in zip(between, pattern, strict=True))
    assume(pattern not in scattered)

    assert score(pattern, pattern + rest) > score(pattern, scattered)


@given(name=NAMES)
def test_a_name_fits_itself_best_of_all(name):
    found = match(name, name)

    assert found is not None
    assert found.score >= score(name, name + " and more")
    assert all(0 <= place < len(name) for place in found.positions)


@given(pattern=st.text("abc", min_size=1, max_size=4), name=st.text("abcd ", max_size=12))
def test_the_positions_spell_the_pattern(pattern, name):
    found = match(pattern, name)
    letters = iter(name)

    assert (found is not None) == all(letter in letters for letter in pattern)
    if found is not None:
        assert "".join(name[place] for place in found.positions) == pattern
        assert list(found.positions) == sorted(set(found.positions))


@pytest.mark.parametrize(
    ("pattern", "better", "worse"),
    [
        ("con", "conflict", "economic consequences"),
        ("con", "economic consequences", "economy of nations"),
        ("dq", "direct quotation", "adequate"),
        ("evi", "evidence", "document, video"),
        ("claim", "claim", "claim of fact"),
        ("quo", "direct quotation", "q under o"),
    ],
)
def test_people_find_first_what_they_mean(pattern, better, worse):
    assert score(pattern, better) > score(pattern, worse)


@given(
    letters=st.lists(st.sampled_from("abcde"), min_size=2, max_size=5),
    rest=st.text("xyz", max_size=6),
)
def test_beginning_then_word_then_initials_then_scattered_letters(letters, rest):
    pattern = "".join(letters)
    initials = " ".join(f"{letter}z" for letter in letters)
    names = [f"{pattern}{rest}", f"y {pattern}{rest}", initials, "z" + "z".join(letters)]

    found = [score(pattern, name) for name in names]

    assert found == sorted(set(found), reverse=True)


def test_the_last_name_of_a_path_counts_more_than_its_parents():
    own = match_path("attr", "source › attribution", 9)
    parent = match_path("attr", "attribution › source", 14)

    assert own is not None
    assert parent is not None
    assert own.score > parent.score
    assert own.positions == (9, 10, 11, 12)


def test_words_are_found_in_any_order_and_across_a_path():
    path = "attribution › direct quotation"
    found = match_path("quo att", path, 14)

    assert found is not None
    assert "".join(path[place] for place in found.positions) == "attquo"


def test_case_and_marks_do_not_matter():
    assert match("ECO", "économie") == match("éco", "Economie")
    assert match("x", "économie") is None
    assert match("", "anything") is not None


@pytest.mark.parametrize(
    ("words", "there"),
    [("quo dir", True), ("QUÓ", True), ("quotes", False), ("", True), ("direct  n", True)],
)
def test_contains_words_asks_for_each_word(words, there):
    assert contains_words(words, "direct quotation") is there


@given(
    pattern=st.text("abc ", max_size=6),
    paths=st.lists(st.tuples(st.text("abcé -", max_size=10), st.integers(0, 10)), max_size=6),
)
def test_many_paths_fit_as_each_does_by_itself(pattern, paths):
    made = [(path, min(own, len(path))) for path, own in paths]
    each = [(n, match_path(pattern, path, own)) for n, (path, own) in enumerate(made)]
    assert list(Paths(made).matching(pattern)) == [(n, fit) for n, fit in each if fit is not None]
