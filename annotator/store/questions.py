"""What is asked of annotations and articles, what was answered, and revisions of codes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from annotator.domain.changes import Changes, Kind
from annotator.domain.revisions import Revision, current
from annotator.store import failures, rows
from annotator.store.fields import to_json
from annotator.store.statements import among, given, listed
from annotator.store.tables import LIVE, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from uuid import UUID

    from annotator.domain.questions import Answer, Attribute, Choice, Variable
    from annotator.store.engine import Database
    from annotator.store.rounds import Rounds

_ATTRIBUTE, _VARIABLE = TABLES["attribute"], TABLES["variable"]
_CHOICE, _ANSWER, _REVISION = TABLES["choice"], TABLES["answer"], TABLES["revision"]
_ANNOTATION, _ARTICLE = TABLES["annotation"], TABLES["article"]

_ATTRIBUTES = (
    sa.select(*rows.ATTRIBUTE)
    .where(_ATTRIBUTE.c.deleted == LIVE)
    .order_by(_ATTRIBUTE.c.code_id, _ATTRIBUTE.c.position, _ATTRIBUTE.c.uid)
)
_VARIABLES = (
    sa.select(*rows.VARIABLE)
    .where(_VARIABLE.c.deleted == LIVE)
    .order_by(_VARIABLE.c.position, _VARIABLE.c.uid)
)
_CHOICES = sa.select(*rows.CHOICE).order_by(
    _CHOICE.c.deleted, _CHOICE.c.position, _CHOICE.c.name, _CHOICE.c.uid
)
_REVISIONS = (
    sa.select(*rows.REVISION)
    .where(_REVISION.c.deleted == LIVE)
    .order_by(_REVISION.c.code_id, _REVISION.c.number, _REVISION.c.uid)
)
_IN_ROUND = (
    _ANSWER.c.coder_id == given("coder"),
    _ANSWER.c.round_id == given("round"),
    _ANSWER.c.deleted == LIVE,
)
_ANSWERS = sa.select(*rows.ANSWER).where(_ANSWER.c.article_id == given("article"), *_IN_ROUND)
_IS_ANSWER = _ANSWER.c.value != to_json(None)
_ANSWERED = sa.select(_ANSWER.c.article_id, _ANSWER.c.variable_id, _ANSWER.c.value).where(
    among(_ANSWER.c.article_id, "articles"), *_IN_ROUND, _IS_ANSWER
)
_BEGUN = sa.select(_ARTICLE.c.id).where(
    among(_ARTICLE.c.id, "articles"),
    sa.select(_ANSWER.c.id)
    .where(_ANSWER.c.article_id == _ARTICLE.c.id, *_IN_ROUND, _IS_ANSWER)
    .exists(),
)
_ALL_ANSWERS = (
    sa.select(*rows.ANSWER)
    .where(_ANSWER.c.deleted == LIVE, _ANSWER.c.id > given("after"))
    .order_by(_ANSWER.c.id)
    .limit(given("most"))
)
_HOW_OFTEN = (
    sa.select(_ANSWER.c.variable_id, sa.func.count())
    .where(_ANSWER.c.deleted == LIVE, _IS_ANSWER)
    .group_by(_ANSWER.c.variable_id)
)
_VALUES = (
    sa.select(_ANNOTATION.c.attributes)
    .where(_ANNOTATION.c.code_id == given("code"), _ANNOTATION.c.deleted == LIVE)
    .order_by(_ANNOTATION.c.id.desc())
    .limit(given("most"))
)
_OUTDATED = (
    sa.select(_ANNOTATION.c.id)
    .where(
        _ANNOTATION.c.code_id == given("code"),
        _ANNOTATION.c.coder_id == given("coder"),
        _ANNOTATION.c.round_id == given("round"),
        _ANNOTATION.c.deleted == LIVE,
        sa.or_(_ANNOTATION.c.revision_id.is_(None), _ANNOTATION.c.revision_id != given("revision")),
    )
    .order_by(_ANNOTATION.c.article_id, _ANNOTATION.c.start)
)
_PORTION = 2_000
_LATEST = 5_000
"""So many annotations tell which names are the usual ones."""

_Record = TypeVar("_Record")


class Questions:
    """Attributes, variables and revisions are kept in memory once asked for; answers are not.

    Every method but ``forget`` can raise ``UserError``: the file cannot be read.
    """

    def __init__(self, database: Database, rounds: Rounds) -> None:
        self._database = database
        self._rounds = rounds
        self._attributes: tuple[Attribute, ...] | None = None
        self._variables: tuple[Variable, ...] | None = None
        self._revisions: dict[int, tuple[Revision, ...]] | None = None

    def forget(self, changes: Changes) -> None:
        """What changed is read again; told while nobody else reads."""
        if changes.touches(Kind.ATTRIBUTE) or changes.touches(Kind.CHOICE):
            self._attributes = None
        if changes.touches(Kind.VARIABLE) or changes.touches(Kind.CHOICE):
            self._variables = None
        if changes.touches(Kind.REVISION):
            self._revisions = None

    def attributes(self) -> tuple[Attribute, ...]:
        """What annotations are asked, by code and position."""
        with self._database.together():
            if self._attributes is None:
                choices = self._choices()
                self._attributes = self._records(
                    lambda row: rows.attribute(row, _of(choices, row)),
                    self._database.read(_ATTRIBUTES),
                )
            return self._attributes

    def attributes_of(self, code_id: int) -> tuple[Attribute, ...]:
        """What annotations of a code are asked, in order."""
        return tuple(one for one in self.attributes() if one.code_id == code_id)

    def variables(self) -> tuple[Variable, ...]:
        """What articles are asked, in order."""
        with self._database.together():
            if self._variables is None:
                choices = self._choices()
                self._variables = self._records(
                    lambda row: rows.variable(row, _of(choices, row)),
                    self._database.read(_VARIABLES),
                )
            return self._variables

    def answers(self, article_id: int, coder_id: int) -> dict[int, Answer]:
        """A coder's answers about an article in the round in which is coded, by variable."""
        asked = {"article": article_id, "coder": coder_id, "round": self._rounds.current}
        found = self._database.read(_ANSWERS, **asked)
        return {one.variable_id: one for one in self._records(rows.answer, found)}

    def all_answers(self) -> Iterable[Answer]:
        """Every answer of every coder, as they were given; those taken back have no value."""
        after = 0
        while found := self._database.read(_ALL_ANSWERS, after=after, most=_PORTION):
            yield from self._records(rows.answer, found)
            after = found[-1][0]

    def answered(self, articles: Collection[int], coder_id: int) -> dict[int, dict[int, Any]]:
        """A coder's answers in the round in which is coded, by article and variable.

        Those taken back are left out.
        """
        found: defaultdict[int, dict[int, Any]] = defaultdict(dict)
        asked = {"articles": listed(articles), "coder": coder_id, "round": self._rounds.current}
        read = self._database.read(_ANSWERED, **asked)
        # All as one list: read one by one, the many of a page take three times as long.
        (values,) = self._records(json.loads, [f"[{','.join(row[2] for row in read)}]"])
        if len(values) != len(read):
            raise failures.damaged(self._database.path)
        for (article_id, variable_id, _), value in zip(read, values, strict=True):
            found[article_id][variable_id] = value
        return dict(found)

    def with_answers(self, articles: Collection[int], coder_id: int) -> set[int]:
        """Those of the articles about which a coder has answered anything in the round."""
        asked = {"articles": listed(articles), "coder": coder_id, "round": self._rounds.current}
        return set(self._database.column(_BEGUN, **asked))

    def answer_counts(self) -> dict[int, int]:
        """How many answers there are to each variable that has any, of all coders."""
        return self._database.mapping(_HOW_OFTEN)

    def choice_counts(self, attribute: Attribute) -> Counter[str]:
        """How often each choice was given, by its uid, in the latest annotations of the code."""
        found: Counter[str] = Counter()
        asked = str(attribute.uid)
        for values in self._database.column(_VALUES, code=attribute.code_id, most=_LATEST):
            found.update(json.loads(values).get(asked) or ())
        return found

    def revisions(self) -> Mapping[int, tuple[Revision, ...]]:
        """The revisions of each code that has any, the oldest first; not to be changed."""
        with self._database.together():
            if self._revisions is None:
                found: defaultdict[int, tuple[Revision, ...]] = defaultdict(tuple)
                for one in self._records(rows.revision, self._database.read(_REVISIONS)):
                    found[one.code_id] = (*found[one.code_id], one)
                self._revisions = dict(found)
            return self._revisions

    def revision_of(self, code_id: int) -> Revision | None:
        """The revision by which a code is applied now; ``None`` for its first meaning."""
        return current(self.revisions().get(code_id, ()))

    def outdated(self, code_id: int, coder_id: int) -> list[int]:
        """A coder's annotations that were made under other rules of a code than those of now.

        Only those of the round in which is coded.
        """
        now = self.revision_of(code_id)
        if now is None:
            return []
        asked = {"code": code_id, "coder": coder_id, "round": self._rounds.current}
        return self._database.column(_OUTDATED, **asked, revision=now.id)

    def _choices(self) -> dict[UUID, tuple[Choice, ...]]:
        found: defaultdict[UUID, tuple[Choice, ...]] = defaultdict(tuple)
        for one in self._records(rows.choice, self._database.read(_CHOICES)):
            found[one.of_uid] = (*found[one.of_uid], one)
        return found

    def _records(
        self, convert: Callable[[Any], _Record], found: Iterable[Any]
    ) -> tuple[_Record, ...]:
        try:
            return tuple(convert(row) for row in found)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise failures.damaged(self._database.path) from error


def _of(choices: Mapping[UUID, tuple[Choice, ...]], row: Any) -> tuple[Choice, ...]:
    return choices.get(rows.uid(row[1]), ())
