"""Memos: what coders write about the project, an article, a code or a coder.

The memo of an annotation is a part of it: ``coding.set_memo``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.ops.coding import excerpt

if TYPE_CHECKING:
    from uuid import UUID

    from annotator.domain.changes import Changes
    from annotator.domain.memo import Memo
    from annotator.store.project import Project

_UNCHANGED = "Nothing was changed."
_PROJECT = "the project"
_GONE = "something removed"


def write_memo(
    project: Project, text: str, *, about: Kind, record_id: int | None = None, coder_id: int
) -> Changes:
    """Write a memo.

    Args:
        project: the project.
        text: what it says; line breaks stay.
        about: what kind of record it is about: the project, an article, a code or a coder.
        record_id: which; not needed for the project.
        coder_id: who writes.

    Raises:
        UserError: there is nothing in it.
        ValueError: there is no such record.
    """
    uid, name = _record(project, about, record_id or 0)
    values = {
        "about_kind": about.value,
        "about_uid": uid,
        "coder_id": coder_id,
        "text": _something(text),
    }
    label = f"Write a memo about {name}"
    return project.apply(label, [Create(Kind.MEMO, values)], coder_id=coder_id)


def change_memo(project: Project, memo: Memo, text: str, *, coder_id: int) -> Changes:
    """Let a memo say something else.

    Raises:
        UserError: there is nothing in it, or it is another coder's.
    """
    _refuse_others(project, memo, coder_id)
    label = f"Change the memo about {about_of(project, memo)}"
    edit = Update(Kind.MEMO, memo.id, {"text": _something(text)})
    return project.apply(label, [edit], coder_id=coder_id)


def remove_memo(project: Project, memo: Memo, *, coder_id: int) -> Changes:
    """Remove a memo.

    Raises:
        UserError: it is another coder's.
    """
    _refuse_others(project, memo, coder_id)
    label = f"Remove the memo about {about_of(project, memo)}"
    return project.apply(label, [Remove(Kind.MEMO, memo.id)], coder_id=coder_id)


def about_of(project: Project, memo: Memo) -> str:
    """What a memo is about, in words; "something removed" where that is gone."""
    queries, uid = project.queries, memo.about_uid
    if memo.about_kind is Kind.ARTICLE:
        article = queries.article_by_uid(uid)
        return excerpt(article.headline) if article else _GONE
    if memo.about_kind is Kind.CODE:
        return next((_code(one.name) for one in queries.codebook() if one.uid == uid), _GONE)
    if memo.about_kind is Kind.CODER:
        return next((_coder(one.name) for one in queries.coders() if one.uid == uid), _GONE)
    return _PROJECT


def uid_of(project: Project, kind: Kind, record_id: int) -> UUID:
    """The uid of what memos are about.

    Raises:
        ValueError: there is no such record.
    """
    return _record(project, kind, record_id)[0]


def _record(project: Project, kind: Kind, record_id: int) -> tuple[UUID, str]:
    """What one can write about: its uid, and what it is called in a sentence."""
    queries = project.queries
    if kind is Kind.PROJECT:
        return project.uid, _PROJECT
    if kind is Kind.ARTICLE:
        for article in queries.articles([record_id]):
            return article.uid, excerpt(article.headline)
    elif kind is Kind.CODE:
        code = queries.codebook()[record_id]
        return code.uid, _code(code.name)
    elif kind is Kind.CODER:
        for coder in queries.coders():
            if coder.id == record_id:
                return coder.uid, _coder(coder.name)
    raise ValueError(f"there is no {kind} {record_id} to write about")


def _code(name: str) -> str:
    return f"the code “{name}”"


def _coder(name: str) -> str:
    return f"the coder “{name}”"


def _something(text: str) -> str:
    if not text.strip():
        raise UserError("There is nothing in the memo.", f"{_UNCHANGED} Write at least one word.")
    return text


def _refuse_others(project: Project, memo: Memo, coder_id: int) -> None:
    if memo.coder_id == coder_id:
        return
    names = {coder.id: coder.name for coder in project.queries.coders()}
    raise UserError(
        "Not yours to change: the memo about {about} is {coder}'s.",
        f"{_UNCHANGED} Choose that coder first, or write a memo of your own.",
        about=about_of(project, memo),
        coder=names.get(memo.coder_id or 0, "nobody"),
    )
