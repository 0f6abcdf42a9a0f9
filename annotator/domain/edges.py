"""The edges of a span, moved by a word or a character, or to a place that is pointed at.

An edge moves within its own fragment and outward: a span never gets empty, never reaches beyond
its text and never loses a fragment. By words the edges stop where a selection would (``segments``):
at the edges of words, after a full stop, at quotation marks and brackets whose other half is in.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from unicodedata import category

from annotator.domain.quotations import is_quotation_mark
from annotator.domain.segments import cluster_end, cluster_start, snap_to_words, word_at
from annotator.domain.span import Range, Span


class Edge(StrEnum):
    """Which edge of a span."""

    START = "start"
    END = "end"


def step(text: str, span: Span, edge: Edge, *, forward: bool, exact: bool) -> Span:
    """The span with one edge moved by one word, or if ``exact`` by one character.

    Args:
        text: the article's text.
        span: the span, with at least one range.
        edge: which edge.
        forward: towards the end of the text.
        exact: by characters, as people see them.

    Returns:
        The span itself where there is no room.
    """
    ours, (least, most) = _place(span, edge), _room(text, span, edge)
    ahead = range(ours + 1, most + 1) if forward else range(ours - 1, least - 1, -1)
    return _with(span, edge, next(iter(_stops(text, span, edge, ahead, exact=exact)), ours))


def move(text: str, span: Span, edge: Edge, position: int, *, exact: bool) -> Span:
    """The span with one edge at the place where an edge may be that is next to ``position``.

    Args:
        text: the article's text.
        span: the span, with at least one range.
        edge: which edge.
        position: where the edge is wanted.
        exact: by characters, else a word that is cut is taken whole.
    """
    least, most = _room(text, span, edge)
    wanted = min(max(position, least), most)
    outward = range(wanted, most + 1) if edge is Edge.END else range(wanted, least - 1, -1)
    inward = range(wanted, least - 1, -1) if edge is Edge.END else range(wanted, most + 1)
    # What lies between words, such as a comma, is left out: then the nearest stop is inward.
    between = text[wanted - 1 : wanted + 1] if 0 < wanted < len(text) else ""
    ways = (outward, inward) if between.isalnum() or exact else (inward, outward)
    for way in ways:
        for stop in _stops(text, span, edge, way, exact=exact):
            return _with(span, edge, stop)
    return span


def _stops(
    text: str, span: Span, edge: Edge, places: Iterable[int], *, exact: bool
) -> Iterable[int]:
    """Those of the places where the edge may be."""
    start, end = span.ranges[-1] if edge is Edge.END else span.ranges[0]
    for place in places:
        if cluster_start(text, place) != place or cluster_end(text, place) != place:
            continue
        if exact:
            yield place
        elif edge is Edge.END and _may_end(text[place - 1]):
            if snap_to_words(text, start, place)[1] == place:
                yield place
        elif edge is Edge.END or not _may_begin(text, place):
            continue
        elif snap_to_words(text, place, end)[0] == place:
            yield place


def _may_end(char: str) -> bool:
    return not char.isspace() and category(char) not in ("Pd", "Ps", "Pi")


def _may_begin(text: str, place: int) -> bool:
    """Whether a word begins there, or a mark that opens something."""
    char = text[place]
    opens = category(char) in ("Ps", "Pi") or is_quotation_mark(char) or char in "¿¡"
    return opens or (not char.isspace() and word_at(text, place)[0] == place)


def _place(span: Span, edge: Edge) -> int:
    return span.end if edge is Edge.END else span.start


def _room(text: str, span: Span, edge: Edge) -> Range:
    """Between which places the edge may move."""
    if edge is Edge.END:
        return (cluster_end(text, span.ranges[-1][0] + 1), len(text))
    return (0, cluster_start(text, span.ranges[0][1] - 1))


def _with(span: Span, edge: Edge, place: int) -> Span:
    if edge is Edge.END:
        return Span((*span.ranges[:-1], (span.ranges[-1][0], place)))
    return Span(((place, span.ranges[0][1]), *span.ranges[1:]))
