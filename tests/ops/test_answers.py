"""Answers about articles: what applies, what is computed, what is open, and that all is undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.questions import Scale, Variable, missing
from annotator.ops import people, projects
from annotator.ops.answers import (
    answer,
    answer_in_words,
    answer_rows,
    filled,
    open_questions,
    sheet,
    variable_of,
)
from annotator.ops.people import Person
from annotator.store import Project

ANNA = 1
SCHEME = """
title: Tone
variables:
  - {key: relevant, scale: yes/no, required: true}
  - {key: tone, scale: ordinal, required: true, when: relevant = yes, missing: [unclear],
     choices: [{name: sad, value: 1}, {name: glad, value: 3}]}
  - {key: calm, scale: interval, low: {value: 1}, high: {value: 5}, when: relevant = yes}
  - {key: mood, scale: interval, mean_of: [tone, calm], needs: 2}
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    (tmp_path / "tone.yaml").write_text(SCHEME, "utf-8")
    with projects.create_project(
        tmp_path / "a.annotator", "Study", Person(uuid4(), "Anna"), tmp_path / "tone.yaml"
    ) as project:
        text = {"headline": "Grain", "text": "Grain prices rose."}
        project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
        yield project


def said(project: Project, **answers: str) -> None:
    for key, text in answers.items():
        answer_in_words(project, 1, key, text, coder_id=ANNA)


def opened(project: Project) -> list[str]:
    return [one.key for one in open_questions(project, 1, ANNA)]


def score(project: Project) -> tuple[object, int]:
    mood = sheet(project, 1, ANNA)[-1]
    return mood.value, mood.missing_items


def test_questions_open_and_close_with_the_answers_before(project: Project) -> None:
    assert opened(project) == ["relevant"]
    said(project, relevant="yes")
    assert opened(project) == ["tone"]
    said(project, tone="unclear")
    assert opened(project) == []
    said(project, relevant="no")
    assert [one.applies for one in sheet(project, 1, ANNA)] == [True, False, False, True]
    assert opened(project) == []


def test_score_follows_from_answers_that_count(project: Project) -> None:
    said(project, relevant="yes", tone="glad")
    assert score(project) == (None, 1)
    said(project, calm="5")
    assert score(project) == (4.0, 0)
    said(project, tone="unclear")
    assert score(project) == (None, 1)
    said(project, tone="sad", relevant="no")
    assert score(project) == (None, 2)
    with pytest.raises(UserError, match="computed"):
        said(project, mood="3")


def test_answers_are_steps_of_the_history(project: Project) -> None:
    said(project, relevant="yes")
    assert project.undo_label(ANNA) == "Answer “relevant”: yes"
    said(project, relevant="no")
    said(project, relevant="")
    assert project.undo_label(ANNA) == "Take back “relevant”"
    assert project.queries.questions.answers(1, ANNA) == {}
    project.undo(ANNA)
    project.undo(ANNA)
    (one,) = project.queries.questions.answers(1, ANNA).values()
    assert one.value is True
    project.undo(ANNA)
    said(project, relevant="no")
    (one,) = project.queries.questions.answers(1, ANNA).values()
    assert one.value is False
    assert project.check() == []


def test_coders_answer_for_themselves(project: Project) -> None:
    ben = people.add_coder(project, "Ben", coder_id=ANNA).one_created(Kind.CODER)
    said(project, relevant="yes")
    answer_in_words(project, 1, "relevant", "no", coder_id=ben)
    rows = [(row["coder"], row["value"], row["number"]) for row in answer_rows(project)]
    assert rows == [("Anna", "yes", 1.0), ("Ben", "no", 0.0)]


def test_rows_have_words_numbers_and_reasons(project: Project) -> None:
    said(project, relevant="yes", tone="unclear", calm="2")
    rows = {row["variable"]: row for row in answer_rows(project)}
    assert (rows["tone"]["value"], rows["tone"]["missing"]) == ("", "unclear")
    assert (rows["calm"]["value"], rows["calm"]["number"]) == ("2", 2.0)
    assert "mood" not in rows
    said(project, tone="glad")
    rows = {row["variable"]: row for row in answer_rows(project)}
    assert (rows["mood"]["value"], rows["mood"]["computed"]) == ("2.5", True)


def test_what_is_no_answer_changes_nothing(project: Project) -> None:
    with pytest.raises(UserError, match="no value"):
        said(project, tone="furious")
    with pytest.raises(UserError, match="no article variable"):
        said(project, colour="red")
    with pytest.raises(LookupError):
        answer(project, 1, 99, True, coder_id=ANNA)
    assert project.queries.questions.answers(1, ANNA) == {}
    assert variable_of(project, "TONE").key == "tone"


@given(
    st.lists(st.one_of(st.none(), st.floats(-9, 9), st.just(missing("unclear"))), max_size=6),
    st.integers(1, 6),
)
def test_mean_is_that_of_the_numbers_or_none(values: list[object], needs: int) -> None:
    items = [Variable(n, uuid4(), n, f"v{n}", Scale.INTERVAL) for n in range(len(values))]
    whole = Variable(
        9, uuid4(), 9, "m", Scale.INTERVAL, mean_of=tuple(one.uid for one in items), needs=needs
    )
    given_ = {one.uid: value for one, value in zip(items, values, strict=True)}
    mean = filled([*items, whole], given_)[-1]
    numbers = [value for value in values if isinstance(value, float)]
    if items and len(numbers) >= needs:
        assert mean.value == pytest.approx(sum(numbers) / len(numbers))
        assert mean.missing_items == 0
    elif items:
        assert mean.value is None
        assert mean.missing_items == needs - len(numbers)
