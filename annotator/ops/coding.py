"""Coding: annotations made, removed and given another code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from annotator.domain.anchor import anchor
from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.codebook import NewCode
from annotator.domain.direction import isolated
from annotator.domain.errors import INNER_QUOTES, UserError
from annotator.domain.tally import distinct_names
from annotator.domain.view import VALUE_PREFIX
from annotator.ops import backups
from annotator.ops.codebook import made_with
from annotator.store.backups import Reason

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.anchor import Anchor
    from annotator.domain.annotation import Annotation
    from annotator.domain.changes import Changes
    from annotator.domain.span import Span
    from annotator.store.project import Project

_EXCERPT = 40
"""Characters of a quote that the history shows."""


def annotate(
    project: Project,
    *,
    article_id: int,
    span: Span,
    code_id: int,
    coder_id: int,
    memo: str = "",
) -> Changes:
    """Apply a code to a span of an article, in the round in which is coded.

    The same code of the same coder on the same span is not applied twice: ``Changes.txn`` is then
    0. It is if the memo says something else, for no word may be lost.

    Raises:
        UserError: the span reaches beyond the article.
    """
    name = project.queries.codebook()[code_id].name
    there = equal_annotations(project, article_id, span, code_id, coder_id)
    if any(memo in ("", one.memo) for one in there):
        return project.apply(f"Tag “{name}”", (), coder_id=coder_id)
    made, quote = _new_annotation(project, article_id, span, code_id, coder_id, memo)
    return project.apply(f"Tag “{name}” on {quote}", [made], coder_id=coder_id)


def annotate_with_new_code(
    project: Project,
    *,
    article_id: int,
    span: Span,
    name: str,
    coder_id: int,
    parent_id: int | None = None,
) -> Changes:
    """Apply a code that is made with it, both in one step of the history.

    The name is made usable first (``usable_name``). A code of the same parent (``None``: of the
    top level) that has it already, in upper or lower case, is applied instead.

    Raises:
        UserError: the span reaches beyond the article, the name is empty, or the coding scheme of
            the study is locked.
    """
    code = made_with(project, NewCode(name, parent_id))
    if isinstance(code, int):
        return annotate(project, article_id=article_id, span=span, code_id=code, coder_id=coder_id)
    made, quote = _new_annotation(project, article_id, span, code.uid, coder_id)
    label = f"Tag the new code “{code.values['name']}” on {quote}"
    return project.apply(label, [code, made], coder_id=coder_id)


def equal_annotations(
    project: Project, article_id: int, span: Span, code_id: int, coder_id: int
) -> list[Annotation]:
    """The coder's annotations of just this span with this code, in the round, oldest first."""
    return [
        one
        for one in project.queries.annotations_at(article_id, coder_id, span.start, span.end)
        if one.span == span and (one.code_id, one.round_id) == (code_id, project.round_id)
    ]


def remove_annotations(
    project: Project, ids: Iterable[int], *, coder_id: int, others: bool = False
) -> Changes:
    """Remove annotations, all in one step of the history.

    Args:
        project: the project.
        ids: the annotations.
        coder_id: who removes them.
        others: whether another coder's annotations are meant too.

    Raises:
        UserError: some are another coder's, and that was not said to be meant.
    """
    annotations = project.queries.annotations_by_id(list(ids))
    if not others:
        refuse_others(project, annotations, coder_id)
    back_up_before(project, annotations)
    return project.apply(
        f"Remove {named(project, annotations)}",
        [Remove(Kind.ANNOTATION, one.id) for one in annotations],
        coder_id=coder_id,
    )


def add_code(project: Project, ids: Iterable[int], code_id: int, *, coder_id: int) -> Changes:
    """Apply a further code just where annotations lie, all in one step of the history.

    These may be another coder's: nothing of theirs is changed. Where the coder has the code
    already, nothing is added.
    """
    annotations = project.queries.annotations_by_id(list(ids))
    back_up_before(project, annotations)
    name, edits = project.queries.codebook()[code_id].name, []
    for article_id, span in dict.fromkeys((one.article_id, one.span) for one in annotations):
        if not equal_annotations(project, article_id, span, code_id, coder_id):
            edits.append(_new_annotation(project, article_id, span, code_id, coder_id)[0])
    where = f"{len(edits)} places"
    if len(edits) == 1:
        where = excerpt(edits[0].values["anchor"].quote)
    return project.apply(f"Tag “{name}” on {where}", edits, coder_id=coder_id)


def add_to_memos(
    project: Project, ids: Iterable[int], words: str, *, coder_id: int, others: bool = False
) -> Changes:
    """Write the same below the memos of annotations, all in one step; where it stands, not again.

    Raises:
        UserError: some are another coder's, and that was not said to be meant.
    """
    annotations = project.queries.annotations_by_id(list(ids))
    if not others:
        refuse_others(project, annotations, coder_id)
    back_up_before(project, annotations)
    said = words.strip()
    edits = [
        Update(Kind.ANNOTATION, one.id, {"memo": f"{one.memo}\n\n{said}".strip()})
        for one in annotations
        if said not in one.memo
    ]
    label = f"Write a memo on {named(project, annotations)}"
    return project.apply(label, edits, coder_id=coder_id)


def set_memo(
    project: Project, annotation_id: int, memo: str, *, coder_id: int, others: bool = False
) -> Changes:
    """Write an annotation's memo, or with ``""`` take it away.

    Raises:
        UserError: it is another coder's, and that was not said to be meant.
    """
    one = own(project, annotation_id, coder_id, others=others)
    verb = "Change" if one.memo else "Write"
    label = f"{verb if memo else 'Remove'} the memo of {named(project, [one])}"
    edit = Update(Kind.ANNOTATION, one.id, {"memo": memo})
    return project.apply(label, [edit], coder_id=coder_id)


def set_unsure(
    project: Project,
    ids: Iterable[int],
    unsure: bool,
    *,
    reason: str | None = None,
    coder_id: int,
    others: bool = False,
) -> Changes:
    """Flag annotations as unsure, or as sure again, all in one step of the history.

    Args:
        project: the project.
        ids: the annotations.
        unsure: whether they are; what was written as the reason goes where they are sure.
        reason: why; ``None`` leaves what was written.
        coder_id: who flags them.
        others: whether another coder's annotations are meant too.

    Raises:
        UserError: some are another coder's, and that was not said to be meant.
    """
    annotations = project.queries.annotations_by_id(list(ids))
    if not others:
        refuse_others(project, annotations, coder_id)
    what, values = named(project, annotations), {"unsure": unsure, "unsure_reason": reason or ""}
    label = f"Flag {what} as {'unsure' if unsure else 'sure'}"
    if unsure and reason is None:
        del values["unsure_reason"]
    elif reason and all(one.unsure for one in annotations):
        label = f"Say why {what} {'is' if len(annotations) == 1 else 'are'} unsure"
    edits = [Update(Kind.ANNOTATION, one.id, values) for one in annotations]
    return project.apply(label, edits, coder_id=coder_id)


def excerpt(quote: str) -> str:
    """The first words of a quote, on one line and in quotation marks."""
    words = " ".join(quote.split()).translate(INNER_QUOTES)
    told = words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rstrip()}…"
    return f"“{isolated(told)}”"


def own(project: Project, annotation_id: int, coder_id: int, *, others: bool) -> Annotation:
    """An annotation that the coder may change.

    Raises:
        UserError: it is another coder's, and ``others`` does not say that this is meant.
        ValueError: it does not exist.
    """
    one = project.queries.annotation(annotation_id)
    if not others:
        refuse_others(project, [one], coder_id)
    return one


def _new_annotation(
    project: Project,
    article_id: int,
    span: Span,
    code_id: int | UUID,
    coder_id: int,
    memo: str = "",
) -> tuple[Create, str]:
    """The edit that makes an annotation, and what it is on for the history."""
    where = place(project, article_id, span)
    values = {
        "article_id": article_id,
        "coder_id": coder_id,
        "round_id": project.round_id,
        "code_id": code_id,
        "anchor": where,
        "memo": memo,
        "unsure": False,
        **by_rules_of(project, code_id),
    }
    quote = where.quote or project.queries.articles([article_id])[0].headline
    return Create(Kind.ANNOTATION, values), excerpt(quote)


def by_rules_of(project: Project, code_id: int | UUID) -> dict[str, Any]:
    """What a new annotation has of its code's rules: their revision, and values to begin with.

    A code that is made with the annotation, told by its uid, has neither yet.
    """
    if not isinstance(code_id, int):
        return {}
    questions = project.queries.questions
    presets = {
        f"{VALUE_PREFIX}{one.uid}": one.preset
        for one in questions.attributes_of(code_id)
        if one.preset is not None
    }
    return {**presets, **under_rules_of(project, code_id)}


def under_rules_of(project: Project, code_id: int | UUID) -> dict[str, int | None]:
    """The field by which an annotation remembers under which rules it has its code.

    A code that is made in the same step, told by its uid, has none yet.
    """
    if not isinstance(code_id, int):
        return {"revision_id": None}
    revision = project.queries.questions.revision_of(code_id)
    return {"revision_id": None if revision is None else revision.id}


def place(project: Project, article_id: int, span: Span) -> Anchor:
    """Where in an article a span lies, as an annotation keeps it.

    Raises:
        UserError: the span reaches beyond the article.
    """
    (article,) = project.queries.articles([article_id])
    if span.end > article.length:
        raise UserError(
            "The span {start}:{end} reaches beyond “{headline}”, which has {length} characters.",
            "Nothing was changed. Give places from 0 to {length}.",
            start=span.start,
            end=span.end,
            headline=article.headline,
            length=article.length,
        )
    return anchor(project.queries.text(article_id), article.text_sha256, span)


def refuse_others(project: Project, annotations: list[Annotation], coder_id: int) -> None:
    """Refuses to change annotations of other coders.

    Raises:
        UserError: some are.
    """
    theirs = [one for one in annotations if one.coder_id != coder_id]
    if not theirs:
        return
    coders = distinct_names({coder.id: coder.name for coder in project.queries.coders()})
    owners = sorted({coders[one.coder_id] for one in theirs})
    raise UserError(
        "Not yours to change: {what} ({owners}).",
        "Nothing was changed. An annotation belongs to its coder: choose that coder first, then "
        "change it as theirs.",
        what=named(project, theirs),
        owners=", ".join(owners),
    )


def back_up_before(project: Project, annotations: Sequence[Annotation]) -> None:
    """Makes a backup before very many annotations are changed at once."""
    back_up_before_many(project, len(annotations))


def back_up_before_many(project: Project, number: int) -> None:
    """Makes a backup before a step on that many annotations, if they are many.

    Raises:
        UserError: it could not be made.
    """
    if number > backups.MANY:
        backups.before(project, Reason.BULK)


def named(project: Project, annotations: list[Annotation]) -> str:
    """What to call annotations in a sentence of the history."""
    if len(annotations) != 1:
        return f"{len(annotations)} annotations"
    codebook, code_id = project.queries.codebook(), annotations[0].code_id
    name = f"“{codebook[code_id].name}”" if code_id in codebook else "an annotation"
    return f"{name} on {excerpt(annotations[0].anchor.quote)}"
