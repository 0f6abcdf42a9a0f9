"""Annotations in words, for who does not see them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from annotator.domain.annotation import Annotation
from annotator.domain.direction import isolated
from annotator.domain.given import open_of, told_values
from annotator.ui.session import Session

_MEMO = 200
"""Characters of a memo that are said."""

_QUOTE = 40
"""Characters of a quote that are said."""


def spoken(session: Session, annotations: Sequence[Annotation]) -> str:
    """What the annotations are: "claim; framing › solidarity, by Ana; evidence, by Ben".

    Each coder's annotations stand together, in the order given; flags and memos are said with
    them.
    """
    by_coder: dict[int, list[str]] = {}
    for annotation in annotations:
        by_coder.setdefault(annotation.coder_id, []).append(_one(session, annotation))
    by = _tr("{codes}, by {coder}")
    return "; ".join(
        by.format(codes="; ".join(codes), coder=session.names.get(coder_id, "?"))
        for coder_id, codes in by_coder.items()
    )


def shortened(quote: str) -> str:
    """The first words of a quote, on one line."""
    words = " ".join(quote.split())
    return isolated(words if len(words) <= _QUOTE else f"{words[:_QUOTE].rstrip()}…")


def _one(session: Session, annotation: Annotation) -> str:
    parts = [_path(session, annotation)]
    if len(annotation.span.ranges) > 1:
        parts.append(_tr("{n} pieces").format(n=len(annotation.span.ranges)))
    if annotation.id < 0:
        parts.append(_tr("not saved"))
    if annotation.unsure:
        parts.append(_tr("unsure"))
    parts += values_of(session, annotation)
    if annotation.memo:
        parts.append(_tr("memo: {memo}").format(memo=" ".join(annotation.memo.split())[:_MEMO]))
    return ", ".join(parts)


def values_of(session: Session, annotation: Annotation) -> list[str]:
    """What an annotation was given, in words, and what is open: "named: yes", "open: source type".

    Nothing is open in another coder's annotation: it is not for who reads to fill.
    """
    if not session.is_open:
        return []
    asked = session.project.queries.questions.attributes_of(annotation.code_id)
    if not asked:
        return []
    given = told_values(asked, annotation.values)
    parts = [_tr("{name}: {value}").format(name=name, value=value) for name, value in given]
    lacking = [one.name for one in open_of(asked, annotation.values)]
    if lacking and annotation.coder_id == session.coder_id:
        parts.append(_tr("open: {names}").format(names=", ".join(lacking)))
    return parts


def is_open_point(session: Session, annotation: Annotation) -> bool:
    """Whether it is the coder's own and lacks a value that its code requires."""
    if annotation.coder_id != session.coder_id or not session.is_open:
        return False
    asked = session.project.queries.questions.attributes_of(annotation.code_id)
    return bool(asked) and bool(open_of(asked, annotation.values))


def _path(session: Session, annotation: Annotation) -> str:
    if annotation.code_id not in session.codebook:
        return _tr("a code that was removed")
    return session.codebook.path(annotation.code_id, " › ")


def _tr(text: str) -> str:
    return QCoreApplication.translate("spoken", text)
