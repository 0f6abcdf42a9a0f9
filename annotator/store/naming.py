"""Changes in words: names of codes, articles and coders, quotes of annotations, not ids.

What has been deleted since still has its name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.domain.changes import Kind
from annotator.domain.history import Deed, FieldChange, RecordChange
from annotator.domain.questions import reason_missing
from annotator.store.fields import VALUE, field_of
from annotator.store.statements import among, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from annotator.domain.history import Shown
    from annotator.store.engine import Database

_CODE, _ARTICLE = TABLES["code"], TABLES["article"]
_ANNOTATION, _MEMO = TABLES["annotation"], TABLES["memo"]

_NAMES = {
    kind: sa.select(TABLES[kind].c.id, column).where(among(TABLES[kind].c.id, "ids"))
    for kind, column in (
        (Kind.PROJECT, TABLES["project"].c.name),
        (Kind.CODER, TABLES["coder"].c.name),
        (Kind.ROUND, TABLES["round"].c.name),
        (Kind.ARTICLE, _ARTICLE.c.headline),
        (Kind.CODE, _CODE.c.name),
        (Kind.SETTING, TABLES["setting"].c.key),
        (Kind.ATTRIBUTE, TABLES["attribute"].c.name),
        (Kind.VARIABLE, TABLES["variable"].c.key),
        (Kind.CHOICE, TABLES["choice"].c.name),
        (Kind.REVISION, sa.cast(TABLES["revision"].c.number, sa.Text)),
    )
}
_ANNOTATIONS = sa.select(
    _ANNOTATION.c.id, _ANNOTATION.c.article_id, _ANNOTATION.c.code_id, _ANNOTATION.c.quotes
).where(among(_ANNOTATION.c.id, "ids"))
_MEMOS = sa.select(_MEMO.c.id, _MEMO.c.about_kind, _MEMO.c.about_uid, _MEMO.c.text).where(
    among(_MEMO.c.id, "ids")
)
_TO = _ANNOTATION.alias("annotation_to")
_LINK, _PROGRESS = TABLES["link"], TABLES["progress"]
_LINKS = (
    sa.select(
        _LINK.c.id, _ANNOTATION.c.article_id, _ANNOTATION.c.quotes, _TO.c.quotes, _LINK.c.relation
    )
    .join_from(_LINK, _ANNOTATION, _LINK.c.from_id == _ANNOTATION.c.id)
    .join(_TO, _LINK.c.to_id == _TO.c.id)
    .where(among(_LINK.c.id, "ids"))
)
_STATES = (
    sa.select(_PROGRESS.c.id, _PROGRESS.c.article_id, _ARTICLE.c.headline, TABLES["coder"].c.name)
    .join_from(_PROGRESS, _ARTICLE, _PROGRESS.c.article_id == _ARTICLE.c.id)
    .join(TABLES["coder"], _PROGRESS.c.coder_id == TABLES["coder"].c.id)
    .where(among(_PROGRESS.c.id, "ids"))
)
_ANSWER = TABLES["answer"]
_ANSWERS = (
    sa.select(_ANSWER.c.id, _ANSWER.c.article_id, _ARTICLE.c.headline, TABLES["variable"].c.key)
    .join_from(_ANSWER, _ARTICLE, _ANSWER.c.article_id == _ARTICLE.c.id)
    .join(TABLES["variable"], _ANSWER.c.variable_id == TABLES["variable"].c.id)
    .where(among(_ANSWER.c.id, "ids"))
)
_ROUND = TABLES["round"]
_HOW_MANY_ROUNDS = sa.select(sa.func.count()).where(_ROUND.c.deleted == LIVE)
_ROUND_OF = {
    kind: sa.select(held.c.id, _ROUND.c.name)
    .join_from(held, _ROUND, held.c.round_id == _ROUND.c.id)
    .where(among(held.c.id, "ids"))
    for kind, held in (
        (Kind.ANNOTATION, _ANNOTATION),
        (Kind.ANSWER, _ANSWER),
        (Kind.PROGRESS, _PROGRESS),
    )
}
_CODE_OF = {
    kind: sa.select(TABLES[kind].c.id, _CODE.c.name)
    .join_from(TABLES[kind], _CODE, TABLES[kind].c.code_id == _CODE.c.id)
    .where(among(TABLES[kind].c.id, "ids"))
    for kind in (Kind.ATTRIBUTE, Kind.REVISION)
}
_CHOICES = sa.select(TABLES["choice"].c.uid, TABLES["choice"].c.name)
_ASKED = sa.select(TABLES["attribute"].c.uid, TABLES["attribute"].c.name)
_ABOUT = {
    kind: sa.select(TABLES[kind].c.id, column).where(TABLES[kind].c.uid == sa.bindparam("uid"))
    for kind, column in (
        (Kind.PROJECT, TABLES["project"].c.name),
        (Kind.CODER, TABLES["coder"].c.name),
        (Kind.ARTICLE, _ARTICLE.c.headline),
        (Kind.CODE, _CODE.c.name),
    )
}

_LONGEST = 2_000
"""Characters of a value that are shown at most."""


def named(database: Database, changes: Iterable[Sequence[Any]]) -> list[RecordChange]:
    """Changes as people read them.

    Args:
        database: the project.
        changes: position, kind, record id, before and after of each, as they are kept.
    """
    raw = [
        (
            position,
            Kind(kind),
            record_id,
            None if before is None else json.loads(before),
            {} if after is None else json.loads(after),
        )
        for position, kind, record_id, before, after in changes
    ]
    names = _Names(database, raw)
    return [names.change(*one) for one in raw]


class _Names:
    """The names of all that some changes speak of, read with a few statements."""

    def __init__(self, database: Database, raw: Sequence[Any]) -> None:
        self._database = database
        ids: defaultdict[Kind, set[int]] = defaultdict(set)
        for _, kind, record_id, before, after in raw:
            ids[kind].add(record_id)
            for name, value in (*(before or {}).items(), *after.items()):
                referred = field_of(kind, name).refers_to
                if referred is not None and value is not None:
                    ids[referred].add(value)
        self._round_of = self._rounds(ids)
        self._annotations = self._rows(_ANNOTATIONS, ids.pop(Kind.ANNOTATION, ()))
        self._memos = self._rows(_MEMOS, ids.pop(Kind.MEMO, ()))
        self._links = self._rows(_LINKS, ids.pop(Kind.LINK, ()))
        self._states = self._rows(_STATES, ids.pop(Kind.PROGRESS, ()))
        self._answers = self._rows(_ANSWERS, ids.pop(Kind.ANSWER, ()))
        self._code_of = {
            kind: database.mapping(asked, ids=listed(ids.get(kind, ())))
            for kind, asked in _CODE_OF.items()
        }
        self._choices = self._choice_names(raw)
        self._asked = self._attribute_names(raw)
        for article_id, code_id, _ in self._annotations.values():
            ids[Kind.ARTICLE].add(article_id)
            ids[Kind.CODE].add(code_id)
        self._names = {
            kind: database.mapping(_NAMES[kind], ids=listed(some)) for kind, some in ids.items()
        }

    def change(
        self,
        position: int,
        kind: Kind,
        record_id: int,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> RecordChange:
        """One change in words."""
        old = before or {}
        fields = tuple(
            FieldChange(
                self._called(name),
                self._shown(kind, name, old[name]),
                self._shown(kind, name, value),
            )
            for name, value in after.items()
            if name != "deleted"
        )
        title, about, article_id = self._titled(kind, record_id)
        deed = _deed(before, after)
        round_ = self._round_of.get((kind, record_id), "")
        return RecordChange(
            position, kind, record_id, deed, title, about, article_id, fields, round_
        )

    def _rounds(self, ids: Mapping[Kind, set[int]]) -> dict[tuple[Kind, int], str]:
        """The rounds of records, where there are several."""
        if (self._database.value(_HOW_MANY_ROUNDS) or 0) < 2:
            return {}
        return {
            (kind, record_id): name
            for kind, asked in _ROUND_OF.items()
            for record_id, name in self._database.mapping(
                asked, ids=listed(ids.get(kind, ()))
            ).items()
        }

    def _titled(self, kind: Kind, record_id: int) -> tuple[str, str, int | None]:
        if kind is Kind.ANNOTATION:
            if record_id not in self._annotations:
                # It came with a merge that was taken back, and left no trace.
                return "", "", None
            article_id, code_id, quotes = self._annotations[record_id]
            quote = _quoted(json.loads(quotes)) or self._name(Kind.ARTICLE, article_id)
            return quote, self._name(Kind.CODE, code_id), article_id
        if kind is Kind.MEMO:
            if record_id not in self._memos:
                return "", "", None
            about_kind, uid, text = self._memos[record_id]
            about_id, about = next(iter(self._about(Kind(about_kind), uid)), (None, ""))
            return _cut(text), about, about_id if about_kind == Kind.ARTICLE.value else None
        if kind is Kind.LINK and record_id in self._links:
            article_id, start, end, relation = self._links[record_id]
            words = " → ".join(_quoted(json.loads(quotes)) for quotes in (start, end))
            return words, relation, article_id
        if kind is Kind.PROGRESS and record_id in self._states:
            article_id, headline, coder = self._states[record_id]
            return headline, coder, article_id
        if kind is Kind.ANSWER and record_id in self._answers:
            article_id, headline, key = self._answers[record_id]
            return headline, key, article_id
        if kind in (Kind.LINK, Kind.PROGRESS, Kind.ANSWER):
            return "", "", None
        if kind in self._code_of:
            return self._name(kind, record_id), str(self._code_of[kind].get(record_id, "")), None
        return self._name(kind, record_id), "", record_id if kind is Kind.ARTICLE else None

    def _shown(self, kind: Kind, name: str, value: Any) -> Shown:
        if value in (None, "", []):
            return None
        referred = field_of(kind, name).refers_to
        if referred is not None:
            return self._name(referred, value)
        if name == "anchor":
            return _quoted(value["quotes"])
        if name == "zones":
            return len(value)
        if isinstance(value, list):
            return _cut("\n".join(self._in_words(each) for each in value))
        if isinstance(value, bool | int):
            return value
        return _cut(self._in_words(value))

    def _in_words(self, value: Any) -> str:
        if isinstance(value, str):
            return self._choices.get(value, value)
        return reason_missing(value) or json.dumps(value, ensure_ascii=False)

    def _choice_names(self, raw: Sequence[Any]) -> dict[str, str]:
        values = [
            value
            for _, kind, _, before, after in raw
            for name, value in (*(before or {}).items(), *after.items())
            if kind is Kind.ANSWER or name.startswith(VALUE) or name == "preset"
        ]
        if not any(isinstance(value, str | list) for value in values):
            return {}
        return {str(UUID(bytes=uid)): name for uid, name in self._database.read(_CHOICES)}

    def _attribute_names(self, raw: Sequence[Any]) -> dict[str, str]:
        if not any(name.startswith(VALUE) for *_, after in raw for name in after):
            return {}
        return {
            f"{VALUE}{UUID(bytes=uid)}": f"{VALUE}{name}"
            for uid, name in self._database.read(_ASKED)
        }

    def _called(self, name: str) -> str:
        """A field by its name; a value by that of the attribute, which may be gone by now."""
        return self._asked.get(name, name)

    def _name(self, kind: Kind, record_id: int) -> str:
        return str(self._names[kind].get(record_id) or "")

    def _about(self, kind: Kind, uid: bytes) -> list[Any]:
        return self._database.read(_ABOUT[kind], uid=uid)

    def _rows(self, statement: sa.Select[Any], ids: Iterable[int]) -> dict[int, Sequence[Any]]:
        return {row[0]: row[1:] for row in self._database.read(statement, ids=listed(ids))}


def _deed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Deed:
    if before is None:
        return Deed.MADE
    if "deleted" in after:
        return Deed.REMOVED if after["deleted"] else Deed.BROUGHT_BACK
    return Deed.CHANGED


def _quoted(quotes: Sequence[str]) -> str:
    return _cut(" … ".join(" ".join(quote.split()) for quote in quotes))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
