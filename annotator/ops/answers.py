"""Answers to what is asked of articles: given and taken back, and what sheets they make."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import UserError
from annotator.domain.questions import answer_uid, reason_missing
from annotator.domain.sheet import fill_in
from annotator.domain.tally import distinct_names
from annotator.domain.values import fits, from_text, in_words, number_of, title
from annotator.ops.coding import excerpt
from annotator.ops.people import human_coders
from annotator.ops.rounds import round_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from annotator.domain.article import Article
    from annotator.domain.changes import Changes, Edit
    from annotator.domain.questions import Variable
    from annotator.domain.sheet import Sheet
    from annotator.store.project import Project


def answer(
    project: Project, article_id: int, variable_id: int, value: Any, *, coder_id: int
) -> Changes:
    """Answer a question about an article in the round; ``None`` takes the answer back.

    What does not apply now may be answered too: it counts once it applies. An answer taken back
    stays as a record without a value, so that of two machines' last words the later one holds.

    Args:
        project: the project.
        article_id: the article.
        variable_id: what is asked.
        value: as ``domain.questions`` says.
        coder_id: who answers.

    Raises:
        UserError: the variable is computed.
        ValueError: no such value is asked for, or there is no such variable.
    """
    asked = _variable(project, variable_id)
    if asked.is_computed:
        raise UserError(
            "“{asked}” is computed from other answers.",
            "Nothing was changed. Answer these instead: {items}.",
            asked=title(asked),
            items=", ".join(
                one.key for one in project.queries.questions.variables() if one.uid in asked.mean_of
            ),
        )
    if not fits(asked, value):
        raise ValueError(f"{value!r} is no value of {asked.key}")
    (article,) = project.queries.articles([article_id])
    about = f"“{title(asked)}” for {excerpt(article.headline)}"
    known = project.queries.questions.answers(article_id, coder_id).get(variable_id)
    label = f"Answer {about}: {excerpt(in_words(asked, value))}"
    if value is None:
        label = f"Take back the answer to {about}"
    edits: list[Edit] = []
    if known is not None:
        edits.append(Update(Kind.ANSWER, known.id, {"value": value}))
    elif value is not None:
        edits.append(_first(project, article_id, variable_id, coder_id, value))
    return project.apply(label, edits, coder_id=coder_id)


def answer_in_words(
    project: Project, article_id: int, key: str, words: str, *, coder_id: int
) -> Changes:
    """Answer a question as it is typed (``domain.values.from_text``); "" takes the answer back.

    Raises:
        UserError: there is no such variable, it is computed, or this is no value of it.
    """
    asked = variable_of(project, key)
    if asked.is_computed:
        return answer(project, article_id, asked.id, None, coder_id=coder_id)
    value = from_text(asked, words)
    return answer(project, article_id, asked.id, value, coder_id=coder_id)


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


def sheet(project: Project, article_id: int, coder_id: int) -> Sheet:
    """What a coder has answered about an article in the round, and what is open."""
    return sheets(project, [article_id], coder_id)[article_id]


def sheets(project: Project, article_ids: Collection[int], coder_id: int) -> dict[int, Sheet]:
    """The same for several articles, by article."""
    questions = project.queries.questions
    variables = questions.variables()
    uids = {one.id: one.uid for one in variables}
    found = questions.answered(article_ids, coder_id) if variables else {}
    return {
        article_id: fill_in(
            variables,
            {
                uids[variable]: value
                for variable, value in found.get(article_id, {}).items()
                if variable in uids
            },
        )
        for article_id in article_ids
    }


def answer_rows(project: Project, round_id: int | None = None) -> Iterator[dict[str, Any]]:
    """All answers that count, a row each, and the scores that follow, as a table has them.

    ``value`` is in words, ``number`` as it counts in means, ``missing`` the reason for no answer.
    """
    for about, filled in _filled_in(project, round_id):
        for asked in filled.applying:
            value = filled.value_of(asked)
            if value is not None:
                yield {**about, **_row(asked, value)}


def completeness_rows(project: Project, round_id: int | None = None) -> Iterator[dict[str, Any]]:
    """How far each coder is with the questions about each article that they began to answer.

    ``answered`` of ``asked`` questions that apply; ``lacking`` are the keys of required ones that
    are still open.
    """
    for about, filled in _filled_in(project, round_id):
        yield {
            **about,
            "answered": filled.answered,
            "asked": len(filled.questions),
            "lacking": [one.key for one in filled.lacking],
        }


def others_progress(project: Project, article_id: int, coder_id: int) -> dict[int, tuple[int, int]]:
    """Of each other human coder who answered about an article: how many questions, and of how many.

    Nothing is said of what they answered.
    """
    others = [one for one in human_coders(project) if one != coder_id]
    found = {one: sheet(project, article_id, one) for one in others}
    return {
        one: (each.answered, len(each.questions)) for one, each in found.items() if each.answered
    }


def _filled_in(project: Project, round_id: int | None) -> Iterator[tuple[dict[str, Any], Sheet]]:
    """Each sheet that a coder began, with what tables say of its article and its coder."""
    queries = project.queries
    variables = queries.questions.variables()
    uids = {one.id: one.uid for one in variables}
    names = distinct_names({coder.id: coder.name for coder in queries.coders()})
    rounds = round_names(project)
    given: defaultdict[tuple[int, int, int], dict[UUID, Any]] = defaultdict(dict)
    for one in queries.questions.all_answers():
        if one.variable_id in uids and round_id in (None, one.round_id):
            given[one.article_id, one.coder_id, one.round_id][uids[one.variable_id]] = one.value
    articles = {one.id: one for one in queries.articles(sorted({place[0] for place in given}))}
    for (article_id, coder_id, within), values in sorted(given.items()):
        if article_id in articles:
            who = {"coder": names[coder_id], "round": rounds[within]}
            yield {**_article(articles[article_id]), **who}, fill_in(variables, values)


def _article(article: Article) -> dict[str, Any]:
    return {
        "article": str(article.uid),
        "headline": article.headline,
        "outlet": article.outlet,
        "published": article.published,
    }


def _row(one: Variable, value: Any) -> dict[str, Any]:
    reason = reason_missing(value)
    return {
        "variable": one.key,
        "value": "" if reason else in_words(one, value),
        "number": number_of(one, value),
        "missing": reason,
        "computed": one.is_computed,
    }


def _variable(project: Project, variable_id: int) -> Variable:
    for one in project.queries.questions.variables():
        if one.id == variable_id:
            return one
    raise ValueError(f"there is no variable {variable_id}")


def _first(
    project: Project, article_id: int, variable_id: int, coder_id: int, value: Any
) -> Create:
    keys = {
        "article_id": article_id,
        "variable_id": variable_id,
        "coder_id": coder_id,
        "round_id": project.round_id,
    }
    kinds = (Kind.ARTICLE, Kind.VARIABLE, Kind.CODER, Kind.ROUND)
    which = zip(kinds, keys.values(), strict=True)
    uids = [project.queries.uids(kind, [one])[one] for kind, one in which]
    return Create(Kind.ANSWER, {**keys, "value": value}, answer_uid(*uids))
