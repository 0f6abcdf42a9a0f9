"""Answers to what is asked of articles as a whole, computed scores, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from annotator.domain import values as valued
from annotator.domain.changes import Create, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.questions import Variable, answer_uid, reason_missing

if TYPE_CHECKING:
    from annotator.domain.changes import Changes, Edit
    from annotator.store.project import Project

_EXCERPT = 40
"""Characters of an answer that the history shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A variable as it stands for one coder and article.

    Attributes:
        variable: what is asked.
        value: what was answered, or follows from other answers; ``None`` for nothing.
        applies: whether it is asked, given the other answers.
        missing_items: of a computed one, how many more answers it needs; else 0.
    """

    variable: Variable
    value: Any
    applies: bool
    missing_items: int = 0

    @property
    def is_open(self) -> bool:
        """Whether an answer is required, and there is none."""
        one = self.variable
        return self.applies and one.required and not one.is_computed and self.value is None


def answer(
    project: Project, article_id: int, variable_id: int, value: Any, *, coder_id: int
) -> Changes:
    """Answer a question about an article in the project's main round; ``None`` takes it back.

    What does not apply, given other answers, may be answered and does not count.

    Args:
        project: the project.
        article_id: the article.
        variable_id: the question.
        value: as ``domain.questions`` says.
        coder_id: who answers.

    Raises:
        UserError: the variable is computed.
        LookupError: there is no such variable.
    """
    variable = next(
        (one for one in project.queries.questions.variables() if one.id == variable_id), None
    )
    if variable is None:
        raise LookupError(f"there is no variable {variable_id}")
    if variable.is_computed:
        raise UserError(
            "“{variable}” is computed: it follows from other answers.",
            "Nothing was changed. Answer what it is computed of.",
            variable=valued.title(variable),
        )
    said = valued.in_words(variable, value)
    said = said if len(said) <= _EXCERPT else f"{said[:_EXCERPT]}…"
    title = valued.title(variable)
    label = f"Answer “{title}”: {said}" if value is not None else f"Take back “{title}”"
    edits = list(_edits(project, article_id, variable, value, coder_id))
    return project.apply(label, edits, coder_id=coder_id)


def answer_in_words(
    project: Project, article_id: int, key: str, text: str, *, coder_id: int
) -> Changes:
    """Answer with words, as they are typed; "" takes the answer back.

    Raises:
        UserError: there is no such variable, it is computed, or that is no answer to it.
    """
    variable = variable_of(project, key)
    value = valued.from_text(variable, text)
    return answer(project, article_id, variable.id, value, coder_id=coder_id)


def variable_of(project: Project, key: str) -> Variable:
    """The variable with that key, in upper or lower case.

    Raises:
        UserError: there is none.
    """
    variables = project.queries.questions.variables()
    for one in variables:
        if one.key.casefold() == key.strip().casefold():
            return one
    raise UserError(
        "There is no article variable “{key}” in this project.",
        "Nothing was changed. The variables are: {known}.",
        key=key,
        known=", ".join(one.key for one in variables) or "none yet",
    )


def sheet(project: Project, article_id: int, coder_id: int) -> list[Asked]:
    """All that is asked of an article, with a coder's answers, in order."""
    questions = project.queries.questions
    variables = questions.variables()
    answers = questions.answers(article_id, coder_id)
    given = {one.uid: answers[one.id].value for one in variables if one.id in answers}
    return filled(variables, given)


def filled(variables: Iterable[Variable], given: Mapping[UUID, Any]) -> list[Asked]:
    """Questions with answers by their uids; scores are computed of the answers that count."""
    asked = list(variables)
    applies = {one.uid for one in valued.applying(asked, given)}
    counting = {uid: value for uid, value in given.items() if uid in applies}
    by_uid = {one.uid: one for one in asked}
    found = []
    for one in asked:
        value, lacks = given.get(one.uid), 0
        if one.is_computed:
            items = [by_uid[uid] for uid in one.mean_of if uid in by_uid]
            value = valued.mean(items, counting, one.needs)
            have = sum(valued.number_of(item, counting.get(item.uid)) is not None for item in items)
            lacks = max(0, one.needs - have)
        found.append(Asked(one, value, one.uid in applies, lacks))
    return found


def open_questions(project: Project, article_id: int, coder_id: int) -> list[Variable]:
    """The required questions about an article that a coder has not answered."""
    return [one.variable for one in sheet(project, article_id, coder_id) if one.is_open]


def answer_rows(project: Project) -> Iterator[dict[str, Any]]:
    """All answers, a row each, and the scores that follow from them, as a table has them.

    ``value`` is in words, ``number`` as it counts in means, ``missing`` the reason for no answer.
    """
    queries = project.queries
    variables = queries.questions.variables()
    by_id = {one.id: one for one in variables}
    names = {coder.id: coder.name for coder in queries.coders()}
    given: dict[tuple[int, int, int], dict[UUID, Any]] = {}
    for one in queries.questions.all_answers():
        if one.variable_id in by_id and one.value is not None:
            place = (one.article_id, one.coder_id, one.round_id)
            given.setdefault(place, {})[by_id[one.variable_id].uid] = one.value
    articles = {one.id: one for one in queries.articles(sorted({place[0] for place in given}))}
    for (article_id, coder_id, _), answers in sorted(given.items()):
        if article_id not in articles:
            continue
        for asked in filled(variables, answers):
            if asked.value is None or not asked.applies:
                continue
            variable = asked.variable
            reason = reason_missing(asked.value)
            yield {
                "article": str(articles[article_id].uid),
                "headline": articles[article_id].headline,
                "coder": names.get(coder_id, ""),
                "variable": variable.key,
                "value": "" if reason else valued.in_words(variable, asked.value),
                "number": valued.number_of(variable, asked.value),
                "missing": reason,
                "computed": variable.is_computed,
            }


def _edits(
    project: Project, article_id: int, variable: Variable, value: Any, coder_id: int
) -> Iterator[Edit]:
    known = project.queries.questions.answers(article_id, coder_id).get(variable.id)
    if known is not None:
        yield (
            Remove(Kind.ANSWER, known.id)
            if value is None
            else Update(Kind.ANSWER, known.id, {"value": value})
        )
    elif value is not None:
        main = project.main_round
        (article,) = project.queries.articles([article_id])
        uids = project.queries.uids
        uid = answer_uid(
            article.uid,
            variable.uid,
            uids(Kind.CODER, [coder_id])[coder_id],
            uids(Kind.ROUND, [main])[main],
        )
        keys = {"article_id": article_id, "variable_id": variable.id, "coder_id": coder_id}
        yield Create(Kind.ANSWER, {**keys, "round_id": main, "value": value}, uid)
