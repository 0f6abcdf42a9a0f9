"""Answers about articles: what applies, what is computed, what is open, and that all is undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.progress import State
from annotator.ops import people, projects
from annotator.ops.answers import (
    answer,
    answer_in_words,
    answer_rows,
    sheet,
    sheets,
    variable_of,
)
from annotator.ops.merging import merge_project_file
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
    return [one.key for one in sheet(project, 1, ANNA).lacking]


def score(project: Project) -> tuple[object, int]:
    (mood,) = sheet(project, 1, ANNA).scores.values()
    return mood.value, mood.lacking


def test_questions_open_and_close_with_the_answers_before(project: Project) -> None:
    assert opened(project) == ["relevant"]
    said(project, relevant="yes")
    assert opened(project) == ["tone"]
    said(project, tone="unclear")
    assert opened(project) == []
    said(project, relevant="no")
    assert [one.key for one in sheet(project, 1, ANNA).applying] == ["relevant", "mood"]
    assert len(project.queries.questions.answers(1, ANNA)) == 2
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
    assert project.undo_label(ANNA) == "Answer “relevant” for “Grain”: “yes”"
    said(project, relevant="no")
    said(project, relevant="")
    assert project.undo_label(ANNA) == "Take back the answer to “relevant” for “Grain”"
    assert sheet(project, 1, ANNA).values == {}
    assert project.queries.questions.answer_counts() == {}
    project.undo(ANNA)
    project.undo(ANNA)
    (one,) = project.queries.questions.answers(1, ANNA).values()
    assert one.value is True
    project.undo(ANNA)
    said(project, relevant="no")
    (one,) = project.queries.questions.answers(1, ANNA).values()
    assert one.value is False
    assert project.check() == []


def test_whoever_took_all_answers_back_has_not_begun(project: Project) -> None:
    queries = project.queries
    assert queries.states(ANNA, [1]) == {1: State.NEW}
    said(project, relevant="yes")
    assert queries.states(ANNA, [1]) == {1: State.IN_WORK}
    said(project, relevant="")
    assert queries.states(ANNA, [1]) == {1: State.NEW}


@pytest.mark.parametrize("flipped", ["{", "true, true"])
def test_an_answer_that_is_damaged_is_told(project: Project, flipped: str) -> None:
    said(project, relevant="yes", calm="3")
    path = project.path
    project.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = ? WHERE value = 'true'", [flipped])
    with Project.open(path) as again, pytest.raises(UserError, match="damaged"):
        sheet(again, 1, ANNA)


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
    with pytest.raises(ValueError, match="99"):
        answer(project, 1, 99, True, coder_id=ANNA)
    with pytest.raises(ValueError, match="no value"):
        answer(project, 1, variable_of(project, "relevant").id, "yes", coder_id=ANNA)
    assert project.queries.questions.answers(1, ANNA) == {}
    assert variable_of(project, "TONE").key == "tone"


def test_what_is_so_already_is_no_step(project: Project) -> None:
    relevant = variable_of(project, "relevant").id
    assert answer(project, 1, relevant, None, coder_id=ANNA).txn == 0
    assert answer(project, 1, relevant, True, coder_id=ANNA).articles == {1}
    assert answer(project, 1, relevant, True, coder_id=ANNA).txn == 0


def test_several_articles_are_looked_at_together(project: Project) -> None:
    text = {"headline": "Rain", "text": "It rained."}
    project.apply("Import", [Create(Kind.ARTICLE, text)], coder_id=ANNA)
    said(project, relevant="yes")
    found = sheets(project, [1, 2], ANNA)
    assert [len(found[one].values) for one in (1, 2)] == [1, 0]
    assert [len(found[one].questions) for one in (1, 2)] == [3, 1]


def test_of_two_machines_last_words_the_later_holds(project: Project, tmp_path: Path) -> None:
    said(project, relevant="yes")
    theirs = tmp_path / "theirs.annotator"
    project.copy(theirs)
    said(project, relevant="")
    with Project.open(theirs) as other:
        said(other, relevant="yes", tone="sad")
        said(other, relevant="no")
    merge_project_file(project, theirs, coder_id=ANNA)
    assert sheet(project, 1, ANNA).values == {variable_of(project, "relevant").uid: False}
