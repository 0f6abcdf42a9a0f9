from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.span import Range, Span

WHOLE_ARTICLE = Span()

ranges = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda at: (at[0], at[0] + at[1]))
spans = st.lists(ranges, max_size=5).map(lambda found: Span.of(*found))


def positions(*found: Range) -> set[int]:
    return {position for start, end in found for position in range(start, end)}


@given(st.lists(ranges, max_size=6))
def test_a_span_holds_the_characters_of_its_ranges_and_no_others(found: list[Range]) -> None:
    span = Span.of(*found)
    assert positions(*span.ranges) == positions(*found)
    assert span.length == len(positions(*found))
    assert {position for position in range(60) if span.covers(position)} == positions(*found)


@given(st.lists(ranges, max_size=6), st.randoms())
def test_equal_places_are_equal_spans(found: list[Range], chance: object) -> None:
    span = Span.of(*found)
    letter_by_letter = [(position, position + 1) for position in positions(*found)]
    chance.shuffle(letter_by_letter)
    assert Span.of(*letter_by_letter) == span
    assert Span(span.ranges) == span
    assert hash(Span.of(*reversed(found))) == hash(span)


@given(spans, spans)
def test_relations_are_those_of_the_sets_of_characters(one: Span, other: Span) -> None:
    here, there = positions(*one.ranges), positions(*other.ranges)
    assert one.overlaps(other) == bool(here & there)
    assert one.contains(other) == (bool(there) and there <= here)


def test_quotes_are_what_each_range_holds() -> None:
    span = Span.of((8, 13), (0, 3))
    assert span.quotes("The big mouse") == ("The", "mouse")
    assert (span.start, span.end, span.length) == (0, 13, 8)


def test_touching_ranges_become_one() -> None:
    assert Span.of((3, 5), (0, 3), (7, 9)).ranges == ((0, 5), (7, 9))


def test_the_whole_article_is_at_no_place_in_it() -> None:
    assert Span.of() == WHOLE_ARTICLE
    assert (WHOLE_ARTICLE.start, WHOLE_ARTICLE.end, WHOLE_ARTICLE.length) == (0, 0, 0)
    assert WHOLE_ARTICLE.quotes("text") == ()
    assert not WHOLE_ARTICLE.covers(0)
    somewhere = Span.of((0, 4))
    assert not WHOLE_ARTICLE.overlaps(somewhere)
    assert not somewhere.overlaps(WHOLE_ARTICLE)
    assert not somewhere.contains(WHOLE_ARTICLE)
    assert not WHOLE_ARTICLE.contains(WHOLE_ARTICLE)


def test_spans_sort_by_where_they_start() -> None:
    later, earlier, longer = Span.of((5, 6)), Span.of((1, 2), (8, 9)), Span.of((1, 4))
    assert sorted([later, longer, earlier]) == [earlier, longer, later]


@pytest.mark.parametrize(
    "refused",
    [
        ((2, 2),),
        ((3, 2),),
        ((-1, 2),),
        ((4, 6), (0, 2)),
        ((0, 3), (2, 5)),
        ((0, 3), (3, 5)),
        ((0, 3), (0, 3)),
    ],
)
def test_ranges_out_of_form_are_refused(refused: tuple[Range, ...]) -> None:
    with pytest.raises(ValueError, match="range"):
        Span(refused)


@pytest.mark.parametrize("refused", [(2, 2), (3, 2), (-1, 2)])
def test_a_range_of_nothing_is_refused_even_inside_another(refused: Range) -> None:
    with pytest.raises(ValueError, match="not a range"):
        Span.of((0, 9), refused)
