"""Selections grow to what a code is applied to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.codebook import Unit
from annotator.domain.span import Span
from annotator.domain.units import fitted

TEXT = "Grain rose. Farmers fear it, they say.\n\n“No,” she said. He left.\n"


def quotes(unit: Unit, *words: str) -> tuple[str, ...]:
    ranges = [(TEXT.index(one), TEXT.index(one) + len(one)) for one in words]
    return fitted(Span.of(*ranges), unit, TEXT).quotes(TEXT)


def test_words_grow_to_the_sentences_and_paragraphs_that_they_touch() -> None:
    assert quotes(Unit.SPAN, "fear") == ("fear",)
    assert quotes(Unit.SENTENCE, "fear") == ("Farmers fear it, they say.",)
    assert quotes(Unit.SENTENCE, "rose. Farmers") == ("Grain rose. Farmers fear it, they say.",)
    assert quotes(Unit.PARAGRAPH, "left") == ("“No,” she said. He left.",)
    assert quotes(Unit.SENTENCE, "Grain", "left") == ("Grain rose.", "He left.")
    assert quotes(Unit.PARAGRAPH, "Grain", "say") == ("Grain rose. Farmers fear it, they say.",)


def test_the_article_as_a_whole_has_no_ranges() -> None:
    assert quotes(Unit.ARTICLE, "fear") == ()


@given(st.data(), st.sampled_from([Unit.SENTENCE, Unit.PARAGRAPH]))
def test_nothing_that_was_selected_is_lost_and_twice_is_once(
    data: st.DataObject, unit: Unit
) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 2))
    span = Span.of((start, data.draw(st.integers(start + 1, len(TEXT) - 1))))
    grown = fitted(span, unit, TEXT)
    assert grown.contains(span)
    assert fitted(grown, unit, TEXT) == grown
