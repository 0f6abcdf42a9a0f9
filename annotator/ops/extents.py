"""Where annotations lie: edges moved, and what overlaps made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.span import Span
from annotator.ops.coding import excerpt, named, own, place, refuse_others

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

_BETWEEN_MEMOS = "\n\n"


def set_span(
    project: Project,
    annotation_id: int,
    span: Span,
    *,
    coder_id: int,
    others: bool = False,
    after: int | None = None,
) -> Changes:
    """Let an annotation lie elsewhere in its article; where it lies there, nothing happens.

    Args:
        project: the project.
        annotation_id: the annotation.
        span: where it shall lie.
        coder_id: who moves it.
        others: whether another coder's annotation is meant too.
        after: the step with which this begins to be one with others (``Project.apply``).

    Raises:
        UserError: the span is empty or reaches beyond the article, or the annotation is another
            coder's, and that was not said to be meant.
    """
    one = own(project, annotation_id, coder_id, others=others)
    if not span.ranges and one.span.ranges:
        raise UserError(
            "Nothing would be left of {what}.",
            "Nothing was changed. Remove the annotation if it should go.",
            what=named(project, [one]),
        )
    label = f"Move the edges of {named(project, [one])}"
    edits = [] if span == one.span else [_moved(project, one, span)]
    return project.apply(label, edits, coder_id=coder_id, after=after)


def overlapping_same_code(
    project: Project, *, article_id: int, span: Span, code_id: int, coder_id: int
) -> list[Annotation]:
    """A coder's annotations with a code that overlap or touch a span, in the order of the text.

    One that lies just there is not among them, nor are annotations of the whole article.
    """
    found = project.queries.annotations_between(article_id, coder_id, code_id, span.start, span.end)
    return [
        one
        for one in found
        if one.round_id == project.round_id and one.span != span and _meet(one.span, span)
    ]


def join(
    project: Project,
    ids: Iterable[int],
    span: Span | None = None,
    *,
    coder_id: int,
    others: bool = False,
) -> Changes:
    """Make one annotation of several with the same code, over all that they cover.

    The first that was made stays, and moves. It keeps what was written about any of them: memos
    one below the other, values that it lacks, and the links.

    Args:
        project: the project.
        ids: annotations of one coder, code, round and article.
        span: what it shall cover besides.
        coder_id: who joins them.
        others: whether another coder's annotations are meant too.

    Raises:
        UserError: some are another coder's, and that was not said to be meant, or the span
            reaches beyond the article.
        ValueError: they are not alike, or there is none.
    """
    annotations = project.queries.annotations_by_id(sorted(set(ids)))
    if not annotations or len({_alike(one) for one in annotations}) > 1:
        raise ValueError("only annotations with the same code at one place can be joined")
    if not others:
        refuse_others(project, annotations, coder_id)
    stays, *go = annotations
    whole = Span.of(
        *(each for one in annotations for each in one.span.ranges), *(span.ranges if span else ())
    )
    values = _joined_values(project, annotations)
    moved = _moved(project, stays, whole)
    edits: list[Edit] = [Update(Kind.ANNOTATION, stays.id, {**values, **moved.values})]
    edits += _links(project, stays.id, [one.id for one in go])
    edits += [Remove(Kind.ANNOTATION, one.id) for one in go]
    code = project.queries.codebook()[stays.code_id].name
    quote = excerpt(moved.values["anchor"].quote)
    what = f"{len(annotations)} annotations with " if go else ""
    return project.apply(f"Join {what}“{code}” on {quote}", edits, coder_id=coder_id)


def _moved(project: Project, one: Annotation, span: Span) -> Update:
    return Update(Kind.ANNOTATION, one.id, {"anchor": place(project, one.article_id, span)})


def _meet(one: Span, other: Span) -> bool:
    return any(
        start <= other_end and other_start <= end
        for start, end in one.ranges
        for other_start, other_end in other.ranges
    )


def _alike(one: Annotation) -> tuple[int, int, int, int]:
    return one.article_id, one.coder_id, one.round_id, one.code_id


def _joined_values(project: Project, annotations: Sequence[Annotation]) -> dict[str, Any]:
    """What the annotation that stays keeps of the others: every word, each once."""
    values: dict[str, Any] = {
        "memo": _BETWEEN_MEMOS.join(dict.fromkeys(one.memo for one in annotations if one.memo)),
        "unsure": any(one.unsure for one in annotations),
        "unsure_reason": _BETWEEN_MEMOS.join(
            dict.fromkeys(one.unsure_reason for one in annotations if one.unsure_reason)
        ),
    }
    for one in annotations:
        for attribute, value in one.values.items():
            values.setdefault(f"value:{attribute}", value)
    return values


def _links(project: Project, stays: int, go: Sequence[int]) -> Iterator[Edit]:
    """The links of those that go, made for the one that stays; the old ones go with their ends."""
    known = {
        (link.from_id, link.to_id, link.relation) for link in project.queries.links_of([stays])
    }
    for link in project.queries.links_of(go):
        start, end = (stays if one in go else one for one in (link.from_id, link.to_id))
        which = (start, end, link.relation)
        if start != end and which not in known:
            known.add(which)
            yield Create(Kind.LINK, {"from_id": start, "to_id": end, "relation": link.relation})
