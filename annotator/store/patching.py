"""Texts and places that do not belong together any more: what the one knows mends the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from annotator.domain.anchor import Anchor, anchor
from annotator.domain.span import Span
from annotator.domain.text import canonical
from annotator.store.fields import anchor_in

UNKNOWN = "\ufffd"
"""Stands for a letter that is lost."""


def painted(text: str, length: int, anchors: Iterable[Sequence[Any]]) -> str:
    """A text in which everything stands that annotations quote of it.

    Args:
        text: what is left of it.
        length: how long it was, in code points.
        anchors: the columns of each annotation's place.
    """
    letters = list(canonical(text)[:length].ljust(length, UNKNOWN))
    for columns in anchors:
        kept = _read(columns)
        if kept is None or not kept.span.ranges or kept.span.end > length:
            continue
        _paint(letters, kept.span.start - len(kept.prefix), kept.prefix)
        _paint(letters, kept.span.end, kept.suffix)
        for (start, end), quote in zip(kept.span.ranges, kept.quotes, strict=False):
            if end - start == len(quote):
                _paint(letters, start, quote)
    return canonical("".join(letters))


def placed(text: str, sha256: str, columns: Sequence[Any]) -> tuple[Anchor, bool]:
    """The place of an annotation in the text as it is, and whether it says what it said."""
    kept = _read(columns)
    quotes = _quotes(columns)
    if kept is not None and kept.span.end <= len(text):
        made = anchor(text, sha256, kept.span)
        if made.quotes == quotes:
            return made, True
    if len(quotes) == 1 and quotes[0] and quotes[0] in text:
        at = _nearest(text, quotes[0], int(columns[0]))
        return anchor(text, sha256, Span(((at, at + len(quotes[0])),))), True
    if kept is not None and kept.span.end <= len(text):
        return anchor(text, sha256, kept.span), False
    return anchor(text, sha256, Span(())), False


def _read(columns: Sequence[Any]) -> Anchor | None:
    try:
        return anchor_in(*columns)
    except (ValueError, TypeError):
        return None


def _quotes(columns: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(quote) for quote in json.loads(columns[3]))


def _paint(letters: list[str], at: int, words: str) -> None:
    if at >= 0 and at + len(words) <= len(letters) and UNKNOWN not in words:
        letters[at : at + len(words)] = words


def _nearest(text: str, quote: str, start: int) -> int:
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - start)) if found else text.find(quote)
