"""The same words elsewhere: where else what was tagged stands, and tagging it there too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import INNER_QUOTES, CancelledError
from annotator.domain.finding import Wanted, WordFinder
from annotator.domain.span import Span
from annotator.ops.coding import back_up_before_many, by_rules_of, excerpt, place
from annotator.ops.finding import find

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.finding import Hit
    from annotator.store.project import Project

MOST = 5_000
"""So many other places are told at most."""

_LONGEST = 200
"""Longer quotes than this never stand anywhere else word by word, or only in copies."""


@dataclass(frozen=True, slots=True)
class SameWords:
    """Where else words stand that a coder gave a code.

    Attributes:
        words: the words.
        code_id: the code.
        coder_id: the coder.
        here: other places in the article of the annotation, those after it first.
        elsewhere: places in other articles, by article; at most ``MOST``.
    """

    words: str
    code_id: int
    coder_id: int
    here: tuple[Hit, ...]
    elsewhere: tuple[Hit, ...] = ()

    @property
    def places(self) -> tuple[Hit, ...]:
        """All of them, in the order in which they are walked."""
        return self.here + self.elsewhere


def same_words(
    project: Project,
    annotation: Annotation,
    *,
    everywhere: bool,
    progress: Callable[[int, int], bool] | None = None,
) -> SameWords | None:
    """Where else the words of an annotation stand, and do not have its code by its coder yet.

    Case, accents and the kind of quotation marks make no difference; a part of a longer word is
    not the same word.

    Args:
        project: the project.
        annotation: the annotation.
        everywhere: whether other articles are looked through too.
        progress: called with the articles that were looked at and those there are; false to stop.

    Returns:
        The places; ``None`` for words that nobody would look for: several fragments, a paragraph.

    Raises:
        UserError: a text cannot be read.
        CancelledError: ``progress`` said stop.
    """
    words = " ".join(annotation.anchor.quote.split())
    if len(annotation.span.ranges) != 1 or len(words) > _LONGEST:
        return None
    try:
        finder = WordFinder(Wanted(words, whole_words=True))
    except ValueError:
        return None
    queries, here = project.queries, annotation.article_id
    found = list(_free(project, annotation, queries.find(finder, [here])))
    after = [one for one in found if one.start > annotation.span.start]
    before = [one for one in found if one.start <= annotation.span.start]
    elsewhere: list[Hit] = []
    if everywhere:
        total, done = queries.article_count(), 0

        def looked_at(number: int) -> None:
            nonlocal done
            done += number
            if progress is not None and not progress(min(done, total), total):
                raise CancelledError(f"Find “{words}”")

        hits = (one for one in queries.find(finder, None, looked_at) if one.article_id != here)
        elsewhere = list(islice(_free(project, annotation, hits), MOST))
    return SameWords(
        words, annotation.code_id, annotation.coder_id, (*after, *before), tuple(elsewhere)
    )


def places_of(
    project: Project,
    words: str,
    code_id: int,
    coder_id: int,
    *,
    article_ids: Sequence[int] | None = None,
    progress: Callable[[int, int], bool] | None = None,
) -> SameWords:
    """Where words stand that do not have a code by a coder yet, in articles or in all.

    Raises:
        UserError: there are no words, or a text cannot be read.
        CancelledError: ``progress`` said stop.
    """
    wanted = Wanted(" ".join(words.split()), whole_words=True)
    hits = find(project, wanted, article_ids=article_ids, progress=progress)
    free = [
        one
        for article_id, some in groupby(hits, attrgetter("article_id"))
        for one in _without(project, code_id, coder_id, article_id, some)
    ]
    return SameWords(wanted.words, code_id, coder_id, (), tuple(free))


def take(
    project: Project, same: SameWords, places: Sequence[Hit], *, after: int | None = None
) -> Changes:
    """Give places the code that the words have, in one step of the history.

    Those that got it meanwhile are passed over.

    Args:
        project: the project.
        same: the words, the code and the coder.
        places: some of its places.
        after: the step with which this begins to be one with others (``Project.apply``).

    Raises:
        UserError: it could not be saved.
    """
    label = _label(project, same, len(places))
    back_up_before_many(project, len(places))
    edits = list(_edits(project, same, places))
    return project.apply(label, edits, coder_id=same.coder_id, after=after)


def take_many(
    project: Project,
    same: SameWords,
    places: Sequence[Hit],
    *,
    after: int | None = None,
    progress: Callable[[int, int], bool] | None = None,
) -> Changes:
    """As ``take``, beside others' work: as a long job.

    Raises:
        UserError: it could not be saved, or another job is under way.
        CancelledError: ``progress`` said stop; nothing of it was done.
    """
    label = _label(project, same, len(places))
    back_up_before_many(project, len(places))

    def told() -> Iterator[Edit]:
        for done, edit in enumerate(_edits(project, same, places)):
            if progress is not None and not progress(done, len(places)):
                raise CancelledError(label)
            yield edit

    with project.begin(label, coder_id=same.coder_id, after=after) as job:
        job.take(told())
        return job.finish()


def _edits(project: Project, same: SameWords, places: Sequence[Hit]) -> Iterator[Create]:
    # Somebody may choose another round meanwhile.
    round_id = project.round_id
    for article_id, some in groupby(places, attrgetter("article_id")):
        for one in _without(project, same.code_id, same.coder_id, article_id, some):
            yield Create(
                Kind.ANNOTATION,
                {
                    "article_id": article_id,
                    "coder_id": same.coder_id,
                    "round_id": round_id,
                    "code_id": same.code_id,
                    "anchor": place(project, article_id, Span.of((one.start, one.end))),
                    **by_rules_of(project, same.code_id),
                },
            )


def _free(project: Project, annotation: Annotation, hits: Iterable[Hit]) -> Iterator[Hit]:
    for article_id, some in groupby(hits, attrgetter("article_id")):
        yield from _without(project, annotation.code_id, annotation.coder_id, article_id, some)


def _without(
    project: Project, code_id: int, coder_id: int, article_id: int, hits: Iterable[Hit]
) -> list[Hit]:
    """The places that no annotation with the code by the coder touches."""
    there = project.queries.annotations(
        article_id, code_ids=[code_id], coder_ids=[coder_id], round_id=project.round_id
    )
    taken = [each for one in there for each in one.span.ranges]
    return [
        one for one in hits if not any(start < one.end and one.start < end for start, end in taken)
    ]


def _label(project: Project, same: SameWords, number: int) -> str:
    name = project.queries.codebook()[same.code_id].name.translate(INNER_QUOTES)
    label = f"Tag “{name}” on {excerpt(same.words)}"
    return label if number == 1 else f"{label} at {number} places"
