"""The annotations of the article shown, in the reader's coordinates and findable by place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter

from annotator.domain.anchor import Anchor, anchor
from annotator.domain.annotation import Annotation
from annotator.domain.intervals import IntervalIndex, LanePacker, lowest_free_lane
from annotator.domain.lazy_text import Text, lazily
from annotator.domain.span import Range, Span
from annotator.domain.text import OffsetMap

_FIELDS = [field.name for field in fields(Annotation)]
_VALUES, _ANCHOR = attrgetter(*_FIELDS), _FIELDS.index("anchor")

LANE_GAP = 76
"""Characters kept free after a bracket, about a line: no two beside one line share a lane."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation as it is drawn: its place in UTF-16 positions, and its lane in the margin.

    Its id is negative while it could not be saved.

    ``start`` and ``end`` are those of all of it, ``fragments`` its ranges where it has several.
    ``order`` says who came first: the underlines of earlier marks never move for later ones.
    """

    id: int
    code_id: int
    coder_id: int
    start: int
    end: int
    lane: int
    order: int
    fragments: tuple[Range, ...] = ()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """What it covers."""
        return self.fragments or ((self.start, self.end),)

    @property
    def length(self) -> int:
        """UTF-16 units in all ranges together."""
        return sum(end - start for start, end in self.ranges)


class Marks:
    """All marks of one article. Annotations of the article as a whole have no place in it.

    Those of the coder at work, ``mine``, have the lanes next to the text; other coders' follow.
    What an annotation quotes is in the text and not kept a second time: there may be very many.

    Attributes:
        offsets: from code points to the reader's positions and back.
        lanes: how many lanes the margin needs; it never shrinks, so that nothing moves.
    """

    def __init__(
        self,
        annotations: Iterable[Annotation] = (),
        text: Text = "",
        *,
        mine: int | None = None,
        offsets: OffsetMap | None = None,
    ) -> None:
        self._text = lazily(text)
        self.offsets = offsets or OffsetMap(self._text)
        self._bare: dict[int, Annotation] = {}
        self._counts: Counter[tuple[int, int]] = Counter()
        self._mine = mine
        self._packers = {own: LanePacker(LANE_GAP) for own in (True, False)}
        self._first_of_others: int | None = None
        self.lanes = 0
        self._marks: dict[int, Mark] = {}
        self._fragmented: dict[int, Mark] = {}
        self._index = IntervalIndex[Mark]()
        self.take(annotations)

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks.values())

    def knows(self, annotation_id: int) -> bool:
        """Whether it is one of the article's annotations, in a place or of all of it."""
        return annotation_id in self._bare

    def __contains__(self, annotation_id: int) -> bool:
        return annotation_id in self._marks

    def __getitem__(self, annotation_id: int) -> Mark:
        return self._marks[annotation_id]

    def get(self, annotation_id: int) -> Mark | None:
        """The mark of an annotation, None when it has none here."""
        return self._marks.get(annotation_id)

    def annotations(self) -> tuple[Annotation, ...]:
        """The annotations of the article, those of it as a whole included."""
        return tuple(map(self.annotation, self._bare))

    def annotation(self, annotation_id: int) -> Annotation:
        """The annotation behind a mark."""
        bare, span = self._bare[annotation_id], self.span(annotation_id)
        return replace(bare, anchor=anchor(self._text.whole, bare.anchor.text_sha256, span))

    def bare(self, annotation_id: int) -> Annotation:
        """The same at once, but as if it had no place and quoted nothing."""
        return self._bare[annotation_id]

    def all_bare(self) -> Collection[Annotation]:
        """All annotations of the article, bare."""
        return self._bare.values()

    def span(self, annotation_id: int) -> Span:
        """Where an annotation lies, in code points."""
        return Span(self._place(annotation_id))

    def quotes(self, annotation_id: int) -> tuple[str, ...]:
        """What each range of an annotation holds of the text."""
        text = self._text.whole
        return tuple(text[start:end] for start, end in self._place(annotation_id))

    def _place(self, annotation_id: int) -> tuple[Range, ...]:
        mark = self._marks.get(annotation_id)
        if mark is None:
            return ()
        if self.offsets.agree_to(mark.end):
            return mark.ranges
        from_utf16 = self.offsets.from_utf16
        return tuple((from_utf16(start), from_utf16(end)) for start, end in mark.ranges)

    def counts(self, coder_id: int | None) -> dict[int, int]:
        """How many annotations of the article carry each code, of one coder."""
        return {code: n for (coder, code), n in self._counts.items() if n and coder == coder_id}

    def take(self, annotations: Iterable[Annotation]) -> list[Mark]:
        """Take in annotations, none of which begins before those taken earlier of its side.

        First all of ``mine``, then all of others; what is known already is passed over.
        """
        new = [one for one in annotations if one.id not in self._bare]
        self._bare.update((one.id, _bare(one)) for one in new)
        self._counts.update((one.coder_id, one.code_id) for one in new)
        placed = [(one, self._ranges(one)) for one in new]
        return [
            mark
            for own in (True, False)
            for mark in self._pack(
                [p for p in placed if p[1] and (p[0].coder_id == self._mine) == own], own=own
            )
        ]

    def put(self, annotation: Annotation) -> Mark | None:
        """Add or replace an annotation; a new mark takes the lowest lane free beside it."""
        known = self._marks.get(annotation.id)
        ranges = self._ranges(annotation)
        self.discard(annotation.id)
        self._bare[annotation.id] = _bare(annotation)
        self._counts[annotation.coder_id, annotation.code_id] += 1
        if not ranges:
            return None
        if known is not None and known.ranges == ranges:
            mark = _mark(annotation, ranges, known.lane, known.order)
        else:
            lane = self._free_lane(ranges[0][0], ranges[-1][1])
            order = max((other.order for other in self._near(ranges)), default=-1) + 1
            mark = _mark(annotation, ranges, lane, order)
        self._put(mark)
        return mark

    def discard(self, annotation_id: int) -> Mark | None:
        """Take an annotation away; the mark it had, if any."""
        gone = self._bare.pop(annotation_id, None)
        if gone is not None:
            self._counts[gone.coder_id, gone.code_id] -= 1
        mark = self._marks.pop(annotation_id, None)
        if mark is not None:
            self._index.remove(mark)
            self._fragmented.pop(annotation_id, None)
        return mark

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that have a character in ``[start, end)``, by start, longest first."""
        return self._index.within(start, end)

    def spanning(self, start: int, end: int) -> list[Mark]:
        """As ``within``, and also the marks that only have a gap between fragments there."""
        found = self.within(start, end)
        known = {mark.id for mark in found}
        gaps = [
            mark
            for mark in self._fragmented.values()
            if mark.id not in known and mark.start < end and mark.end > start
        ]
        return found + gaps

    def at(self, position: int) -> list[Mark]:
        """The marks at a character, shortest first."""
        return self._index.at(position)

    def in_order(self) -> list[Mark]:
        """All marks in the order of the text."""
        return sorted(self, key=lambda mark: (mark.start, -mark.end, mark.order))

    def _pack(self, placed: list[tuple[Annotation, tuple[Range, ...]]], *, own: bool) -> list[Mark]:
        """Give lanes to what is new to the margin; others' stand right of one's own."""
        if not placed:
            return []
        if not own and self._first_of_others is None:
            self._first_of_others = self.lanes
        first = 0 if own else self._first_of_others or 0
        placed.sort(key=lambda place: (place[1][0][0], -place[1][-1][1], place[0].id))
        extents = ((one.id, ranges[0][0], ranges[-1][1]) for one, ranges in placed)
        lanes, before = self._packers[own].pack(extents), len(self._marks)
        made = [
            _mark(one, ranges, first + lanes[one.id], order)
            for order, (one, ranges) in enumerate(placed, before)
        ]
        for mark in made:
            self._put(mark)
        return made

    def _near(self, ranges: tuple[Range, ...]) -> list[Mark]:
        return self.within(ranges[0][0], ranges[-1][1])

    def _free_lane(self, start: int, end: int) -> int:
        near = self.spanning(max(0, start - LANE_GAP), end + LANE_GAP)
        return lowest_free_lane(mark.lane for mark in near)

    def _ranges(self, annotation: Annotation) -> tuple[Range, ...]:
        if self.offsets.agree_to(annotation.span.end):
            return annotation.span.ranges
        to_utf16 = self.offsets.to_utf16
        return tuple((to_utf16(start), to_utf16(end)) for start, end in annotation.span.ranges)

    def _put(self, mark: Mark) -> None:
        self._marks[mark.id] = mark
        self.lanes = max(self.lanes, mark.lane + 1)
        if mark.fragments:
            self._fragmented[mark.id] = mark
        self._index.add(mark)


def _mark(annotation: Annotation, ranges: tuple[Range, ...], lane: int, order: int) -> Mark:
    start, end, fragments = ranges[0][0], ranges[-1][1], ranges if len(ranges) > 1 else ()
    who = annotation.coder_id
    return Mark(annotation.id, annotation.code_id, who, start, end, lane, order, fragments)


def _bare(annotation: Annotation) -> Annotation:
    # As replace() does it, but in half the time, which counts for so many.
    values = list(_VALUES(annotation))
    values[_ANCHOR] = _nowhere(annotation.anchor.text_sha256)
    return Annotation(*values)


@lru_cache(maxsize=8)
def _nowhere(text_sha256: str) -> Anchor:
    """The same for all annotations of a text."""
    return Anchor(text_sha256, Span(), (), "", "")
