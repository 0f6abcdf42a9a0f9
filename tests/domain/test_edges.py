from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.edges import Edge, move, step
from annotator.domain.span import Span

TEXT = (
    "The minister, who lives in St. Petersburg, e-mailed: “We never asked.” "
    "Nobody answered (at all)"
)


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of((start, start + len(words)))


def walk(words: str, edge: Edge, *, forward: bool, times: int, exact: bool = False) -> list[str]:
    span, seen = span_of(words), []
    for _ in range(times):
        span = step(TEXT, span, edge, forward=forward, exact=exact)
        seen.append(TEXT[span.start : span.end])
    return seen


def test_the_end_goes_from_word_to_word_and_leaves_commas_out():
    assert walk("The", Edge.END, forward=True, times=3) == [
        "The minister",
        "The minister, who",
        "The minister, who lives",
    ]


def test_abbreviations_hyphens_and_quotations_stay_whole():
    assert walk("who lives", Edge.END, forward=True, times=5) == [
        "who lives in",
        "who lives in St",
        "who lives in St.",
        "who lives in St. Petersburg",
        "who lives in St. Petersburg, e-mailed",
    ]
    assert walk("“We never", Edge.END, forward=True, times=3)[-1] == "“We never asked.”"


def test_the_way_back_stops_at_the_same_places():
    there = walk("The", Edge.END, forward=True, times=8)
    back = walk(there[-1], Edge.END, forward=False, times=8)
    assert back == [*reversed(there[:-1]), "The"]


def test_the_start_goes_both_ways():
    assert walk("Petersburg", Edge.START, forward=False, times=2) == [
        "St. Petersburg",
        "in St. Petersburg",
    ]
    assert walk("St. Petersburg", Edge.START, forward=True, times=2) == ["Petersburg"] * 2


def test_by_characters_an_edge_moves_by_one_that_is_seen():
    text = "ha👨‍👩‍👧e\u0301x"
    span = Span.of((0, 2))
    seen = []
    for _ in range(4):
        span = step(text, span, Edge.END, forward=True, exact=True)
        seen.append(text[span.start : span.end])
    assert seen == ["ha👨‍👩‍👧", "ha👨‍👩‍👧e\u0301", "ha👨‍👩‍👧e\u0301x", "ha👨‍👩‍👧e\u0301x"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("ives in", "The minister, who lives"),
        (", who", "The minister"),
        (" who", "The minister"),
        ("tersburg", "The minister, who lives in St. Petersburg"),
    ],
)
def test_a_dragged_end_takes_a_cut_word_whole_and_leaves_the_comma_out(at, found):
    moved = move(TEXT, span_of("The minister"), Edge.END, TEXT.index(at) + 1, exact=False)
    assert TEXT[moved.start : moved.end] == found


def test_an_edge_dragged_past_the_other_leaves_a_word():
    span = span_of("who lives in")
    assert TEXT[slice(*move(TEXT, span, Edge.END, 0, exact=False).ranges[0])] == "who"
    assert TEXT[slice(*move(TEXT, span, Edge.START, len(TEXT), exact=False).ranges[0])] == "in"


def test_only_the_outer_fragments_move():
    span = Span.of((0, 3), (14, 17))
    wider = step(TEXT, span, Edge.END, forward=True, exact=False)
    assert wider.ranges == ((0, 3), (14, 23))
    narrow = step(TEXT, span, Edge.END, forward=False, exact=False)
    assert narrow == span


LETTERS = st.text("ab ,.“”()é😀\u0301-", min_size=1, max_size=25)


@given(
    text=LETTERS,
    data=st.data(),
    edge=st.sampled_from(Edge),
    forward=st.booleans(),
    exact=st.booleans(),
)
def test_a_span_is_never_empty_and_never_leaves_its_text(text, data, edge, forward, exact):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    position = data.draw(st.integers(-3, len(text) + 3))
    span = Span.of((start, end))
    for found in (
        step(text, span, edge, forward=forward, exact=exact),
        move(text, span, edge, position, exact=exact),
    ):
        assert 0 <= found.start < found.end <= len(text)
        assert found.start == start or edge is Edge.START
        assert found.end == end or edge is Edge.END
