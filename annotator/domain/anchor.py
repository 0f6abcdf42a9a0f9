"""How an annotation holds on to its place: offsets, quote and context (W3C TextQuoteSelector)."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.span import Span

CONTEXT = 32
"""Characters kept before and after a span."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with what it quotes, so that it can be found again in a changed text.

    ``quotes`` holds one string per range of the span; ``prefix`` and ``suffix`` up to
    ``CONTEXT`` characters before the first and after the last range.
    """

    text_sha256: str
    span: Span
    quotes: tuple[str, ...]
    prefix: str
    suffix: str

    @property
    def quote(self) -> str:
        """The quoted words for people to read, fragments joined by an ellipsis."""
        return " […] ".join(self.quotes)

    def holds_in(self, text: str) -> bool:
        """Whether the quotes still stand at their offsets in ``text``."""
        return self.quotes == self.span.quotes(text)


def anchor(text: str, text_sha256: str, span: Span) -> Anchor:
    """The anchor of ``span`` in ``text``.

    Raises:
        ValueError: the span reaches beyond the text.
    """
    if span.end > len(text):
        raise ValueError(f"span {span.start}:{span.end} ends after the text ({len(text)})")
    if not span.ranges:
        return Anchor(text_sha256, span, (), "", "")
    return Anchor(
        text_sha256,
        span,
        span.quotes(text),
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )
