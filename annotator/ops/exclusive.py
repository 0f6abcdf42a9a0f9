"""Codes of which at most one may stand on the same words: where two of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from annotator.domain.annotation import Annotation
    from annotator.domain.codebook import Codebook
    from annotator.domain.span import Span
    from annotator.store.project import Project


def shared_group(codebook: Codebook, code_id: int, other_id: int) -> str:
    """The first of the code's exclusive groups that another code is in too; "" for none."""
    if code_id == other_id or code_id not in codebook or other_id not in codebook:
        return ""
    others = set(codebook[other_id].exclusive)
    return next((one for one in codebook[code_id].exclusive if one in others), "")


def excluded_at(
    project: Project, *, article_id: int, span: Span, code_id: int, coder_id: int, round_id: int
) -> list[Annotation]:
    """What a coder has on the same words with codes that exclude a code, in reading order.

    Words are the same where two spans share a character. Of the article as a whole only what is
    of the article as a whole as well is excluded.
    """
    codebook, queries = project.queries.codebook(), project.queries
    excluding = [one.id for one in codebook if shared_group(codebook, code_id, one.id)]
    found: list[Annotation] = []
    if not span.ranges:
        at = queries.annotations_at(article_id, coder_id, 0, 0) if excluding else []
        found = [one for one in at if one.code_id in excluding]
    for other in excluding if span.ranges else ():
        near = queries.annotations_between(article_id, coder_id, other, span.start, span.end)
        found += [one for one in near if one.span.overlaps(span)]
    here = [one for one in found if one.round_id == round_id]
    return sorted(here, key=lambda one: (one.span.start, one.id))


def clashes(
    project: Project, ids: Iterable[int], goes_on: Callable[[], bool] = lambda: True
) -> dict[int, list[Annotation]]:
    """Which of these annotations stand where their coder has others that exclude them; and those.

    Args:
        project: the project.
        ids: the annotations.
        goes_on: asked before each; false to stop, with what was found so far.
    """
    found: dict[int, list[Annotation]] = {}
    for one in project.queries.annotations_by_id(list(ids)):
        if not goes_on():
            break
        others = excluded_at(
            project,
            article_id=one.article_id,
            span=one.span,
            code_id=one.code_id,
            coder_id=one.coder_id,
            round_id=one.round_id,
        )
        if others:
            found[one.id] = others
    return found
