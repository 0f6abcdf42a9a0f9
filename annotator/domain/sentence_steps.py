"""Selections that grow and shrink by whole sentences, over the ends of paragraphs too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.paragraphs import line_at, paragraph_at
from annotator.domain.sentences import sentence_at, sentences

if TYPE_CHECKING:
    from annotator.domain.span import Range


def holds_sentences(text: str, start: int, end: int) -> bool:
    """Whether the range begins where a sentence does and ends where that or a later one does."""
    return (
        start < end
        and sentence_at(text, start)[0] == start
        and sentence_at(text, end - 1)[1] == end
    )


def sentence_after(text: str, position: int) -> Range | None:
    """The first sentence that begins at or after ``position``; None where the text ends."""
    while position < len(text):
        line = line_at(text, position)
        for each in sentences(text, *paragraph_at(text, position)):
            if each[0] >= position:
                return each
        position = line[1] + 1
    return None


def sentence_before(text: str, position: int) -> Range | None:
    """The last sentence that ends at or before ``position``; None where the text begins."""
    while position >= 0:
        line = line_at(text, position)
        for each in reversed(sentences(text, *paragraph_at(text, position))):
            if each[1] <= position:
                return each
        position = line[0] - 1
    return None


def step(
    text: str, start: int, end: int, *, down: bool, backwards: bool
) -> tuple[int, int, bool] | None:
    """Move the moving end of a selection of whole sentences by one sentence.

    The other end stays: what one step adds, a step the other way takes back.

    Args:
        text: the article's text.
        start: where the selection starts.
        end: where it ends.
        down: whether to go towards the end of the text.
        backwards: whether the moving end is the start.

    Returns:
        The new start, end and ``backwards``; None if nothing is to be had in that direction.
    """
    several = sentence_at(text, start) != sentence_at(text, end - 1)
    if several and down == backwards:
        return _given_back(text, start, end, down=down)
    found = sentence_after(text, end) if down else sentence_before(text, start)
    if found is None:
        return None
    return (start, found[1], False) if down else (found[0], end, True)


def _given_back(text: str, start: int, end: int, *, down: bool) -> tuple[int, int, bool] | None:
    if down:
        second = sentence_after(text, sentence_at(text, start)[1])
        return (second[0], end, True) if second else None
    second = sentence_before(text, sentence_at(text, end - 1)[0])
    return (start, second[1], False) if second else None
