"""Random edits of what is asked: revisions, attributes, variables, choices and answers."""

from __future__ import annotations

import random

from annotator.domain.changes import Create, Edit, Kind, Remove, Update
from annotator.domain.questions import MISSING_CODES, End, answer_uid, choice_uid, missing
from annotator.domain.records import new_uid
from annotator.store import Project

_WORDS = ("", "a", "b", "🌾")


def answer_edit(
    project: Project, article_id: int, variable_id: int, coder_id: int, value: object
) -> Edit:
    """The edit that answers."""
    known = project.queries.questions.answers(article_id, coder_id).get(variable_id)
    if known is not None:
        return Update(Kind.ANSWER, known.id, {"value": value})
    keys = {
        "article_id": article_id,
        "variable_id": variable_id,
        "coder_id": coder_id,
        "round_id": project.main_round,
    }
    kinds = (Kind.ARTICLE, Kind.VARIABLE, Kind.CODER, Kind.ROUND)
    which = zip(kinds, keys.values(), strict=True)
    uids = [project.queries.uids(kind, [one])[one] for kind, one in which]
    return Create(Kind.ANSWER, {**keys, "value": value}, answer_uid(*uids))


def question_edit(
    project: Project, chance: random.Random, coder_id: int, codes: list[int], articles: list[int]
) -> Edit | None:
    """One that can be done, by chance; none where there is nothing to do it to."""
    some, questions = chance.choice, project.queries.questions
    attributes, variables = questions.attributes(), questions.variables()
    what = some(["revise", "attribute", "change", "variable", "choice", "answer", "answer", "drop"])
    if what == "revise" and codes:
        code = some(codes)
        values = {"code_id": code, "coder_id": coder_id, "number": len(questions.revisions()) + 2}
        told = {"earlier": {"definition": some(_WORDS)}, "meaning": {"definition": some(_WORDS)}}
        return Create(Kind.REVISION, {**values, **told, "why": some(_WORDS)})
    if what == "attribute" and codes:
        values = {"code_id": some(codes), "name": some(_WORDS), "kind": some(["text", "one of"])}
        return Create(Kind.ATTRIBUTE, {**values, "low": some([None, End(1, "low")])})
    if what == "change" and attributes:
        values = some([{"required": True}, {"preset": some([1, "x", None])}, {"name": some("xy")}])
        return Update(Kind.ATTRIBUTE, some(attributes).id, values)
    if what == "variable":
        items = tuple(one.uid for one in variables[:1])
        return Create(Kind.VARIABLE, {"key": some("vw"), "scale": "ordinal", "mean_of": items})
    if what == "choice" and (attributes or variables):
        of, name = some([*attributes, *variables]).uid, f"{some(_WORDS)}{new_uid()}"
        return Create(Kind.CHOICE, {"of_uid": of, "name": name, "value": 2}, choice_uid(of, name))
    if what == "answer" and variables and articles:
        value = some([1, 2.5, True, "x", ["x", "y"], missing(some(MISSING_CODES)), None])
        return answer_edit(project, some(articles), some(variables).id, coder_id, value)
    if what == "drop" and (attributes or variables):
        one = some([*((Kind.ATTRIBUTE, one.id) for one in attributes),
                    *((Kind.VARIABLE, one.id) for one in variables)])  # fmt: skip
        return Remove(*one)
    return None


def pictured(project: Project) -> dict[str, str]:
    """All that is asked and answered, by kind and id."""
    questions = project.queries.questions
    revisions = [one for some in questions.revisions().values() for one in some]
    answers = list(questions.all_answers())
    return {
        f"{kind} {one.id}": repr(one)
        for kind, some in (
            (Kind.ATTRIBUTE, questions.attributes()),
            (Kind.VARIABLE, questions.variables()),
            (Kind.REVISION, revisions),
            (Kind.ANSWER, answers),
        )
        for one in some
    }
