"""What is known of the annotations of an article is what the project says of them."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.anchor import anchor
from annotator.domain.annotation import Annotation
from annotator.domain.span import Span
from annotator.ui.parts.reader.marks import Marks

TEXTS = st.text("ab “é新🤢👩\n", min_size=1, max_size=40)


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, list[Annotation]]:
    """A text with annotations, fragments and such of the whole article among them."""
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 10)).map(
        lambda at: (at[0], min(len(text), at[0] + at[1]))
    )
    found = draw(st.lists(st.lists(places, max_size=3), max_size=6))
    spans = sorted(Span.of(*ranges) for ranges in found)
    memos = draw(st.lists(st.sampled_from(["", "why"]), min_size=6, max_size=6))
    return text, [
        Annotation(n, UUID(int=n), 1, 1, 1, n % 3, anchor(text, "of it", span), memo, False, n)
        for n, (span, memo) in enumerate(zip(spans, memos, strict=False), 1)
    ]


@given(annotated())
def test_an_annotation_comes_back_whole(found: tuple[str, list[Annotation]]) -> None:
    text, annotations = found
    marks = Marks(annotations, text, mine=1)
    assert list(marks.annotations()) == annotations
    for one in annotations:
        assert marks.annotation(one.id) == one
        assert marks.span(one.id) == one.span
        assert marks.quotes(one.id) == one.anchor.quotes
        assert marks.bare(one.id).memo == one.memo
        assert (one.id in marks) == bool(one.span.ranges)


@given(annotated())
def test_an_annotation_that_was_moved_comes_back_from_its_new_place(
    found: tuple[str, list[Annotation]],
) -> None:
    text, annotations = found
    marks = Marks((), text, mine=1)
    for one in [*annotations, *annotations[::-1]]:
        marks.put(one)
    assert sorted(marks.annotations(), key=lambda one: one.id) == annotations
