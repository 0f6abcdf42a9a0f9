"""What a code is applied to: a selection is widened to whole sentences or paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from annotator.domain.codebook import Unit
from annotator.domain.paragraphs import paragraph_at
from annotator.domain.sentences import sentence_at
from annotator.domain.span import Span

if TYPE_CHECKING:
    from annotator.domain.span import Range

_AROUND: Mapping[Unit, Callable[[str, int], Range]] = {
    Unit.SENTENCE: sentence_at,
    Unit.PARAGRAPH: paragraph_at,
}


def fitted(span: Span, unit: Unit, text: str) -> Span:
    """The span that a code of that unit gets where ``span`` is meant.

    Each range grows to the sentences or paragraphs that it touches, and never shrinks; for the
    article as a whole no range is left.
    """
    if unit is Unit.ARTICLE:
        return Span()
    around = _AROUND.get(unit)
    if around is None:
        return span
    return Span.of(*(_grown(one, around, text) for one in span.ranges)) if span.ranges else span


def _grown(one: Range, around: Callable[[str, int], Range], text: str) -> Range:
    start, end = one
    return min(start, around(text, start)[0]), max(end, around(text, end - 1)[1])
