"""Rounds: what is done in one is kept apart from the others, and copies agree which is which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from annotator.domain.changes import Create, Kind
from annotator.domain.errors import UserError
from annotator.domain.progress import State
from annotator.domain.span import Span
from annotator.ops import attribute_values, coding, exclusive, projects, reporting, same_words
from annotator.ops.answers import answer_in_words, answer_rows, completeness_rows, sheet
from annotator.ops.merging import merge_project_file
from annotator.ops.people import Person
from annotator.ops.progress import done_count, set_state
from annotator.ops.rounds import add_round, remove_round, rename_round, round_called, round_names
from annotator.store import Project

ANNA = 1
TEXT = "Grain prices rose. Grain is dear."
GRAIN = Span.of((0, 5))
SCHEME = """
title: Tone
codes:
  - {name: claim, attributes: [{name: sure, kind: yes/no, required: true}]}
  - {name: frame}
exclusive: [{name: kind, codes: [claim, frame]}]
variables:
  - {key: tone, scale: ordinal, required: true,
     choices: [{name: sad, value: 1}, {name: glad, value: 3}]}
  - {key: long, scale: yes/no, required: true}
"""


def made(path: Path) -> Project:
    path.with_suffix(".yaml").write_text(SCHEME, "utf-8")
    person = Person(uuid4(), "Anna")
    project = projects.create_project(path, "Study", person, path.with_suffix(".yaml"))
    article = {"headline": "Grain", "text": TEXT}
    project.apply("Import", [Create(Kind.ARTICLE, article)], coder_id=ANNA)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with made(tmp_path / "a.annotator") as project:
        yield project


def begin(project: Project, name: str) -> int:
    """Adds a round, and codes in it from now on."""
    one = add_round(project, name, coder_id=ANNA).one_created(Kind.ROUND)
    project.work_in(one)
    return one


def tag(project: Project, name: str = "claim") -> int:
    code_id = project.queries.codebook().find(name).id
    return coding.annotate(
        project, article_id=1, span=GRAIN, code_id=code_id, coder_id=ANNA
    ).one_created(Kind.ANNOTATION)


def test_answers_of_one_round_are_not_those_of_another(project: Project) -> None:
    answer_in_words(project, 1, "tone", "sad", coder_id=ANNA)
    begin(project, "reliability")
    assert sheet(project, 1, ANNA).answered == 0
    answer_in_words(project, 1, "tone", "glad", coder_id=ANNA)
    answer_in_words(project, 1, "long", "no", coder_id=ANNA)
    assert sheet(project, 1, ANNA).answered == 2
    project.work_in(project.main_round)
    assert [one.key for one in sheet(project, 1, ANNA).lacking] == ["long"]
    told = [(row["round"], row["variable"], row["value"]) for row in answer_rows(project)]
    assert told == [
        ("main", "tone", "sad"),
        ("reliability", "tone", "glad"),
        ("reliability", "long", "no"),
    ]
    complete = [(row["round"], row["answered"]) for row in completeness_rows(project)]
    assert complete == [("main", 1), ("reliability", 2)]
    second = round_called(project, "Reliability")
    assert {row["round"] for row in answer_rows(project, second)} == {"reliability"}


def test_states_and_counts_are_those_of_the_round(project: Project) -> None:
    queries = project.queries
    tag(project)
    set_state(project, [1], State.DONE, coder_id=ANNA)
    begin(project, "pilot")
    assert queries.states(ANNA, [1]) == {1: State.NEW}
    assert (done_count(project, coder_id=ANNA), queries.annotations_per_article([1], ANNA)) == (
        0,
        {1: 0},
    )
    tag(project)
    assert queries.states(ANNA, [1]) == {1: State.IN_WORK}
    set_state(project, [1], State.DISCUSS, coder_id=ANNA)
    assert dict(queries.set_states(ANNA)) == {1: State.DISCUSS}
    project.work_in(project.main_round)
    assert queries.states(ANNA, [1]) == {1: State.DONE}
    assert done_count(project, coder_id=ANNA) == 1
    project.undo(ANNA)
    project.work_in(round_called(project, "pilot"))
    assert queries.states(ANNA, [1]) == {1: State.IN_WORK}


@pytest.mark.parametrize("are_columns_full", [False, True])
def test_counts_of_a_round_and_of_all(project: Project, are_columns_full: bool) -> None:
    queries = project.queries
    claim, frame = (queries.codebook().find(name).id for name in ("claim", "frame"))
    first = tag(project)
    pilot = begin(project, "pilot")
    second, other = tag(project), tag(project, "frame")
    if are_columns_full:
        queries.prepare_counts()
        assert queries.counts_are_ready
    assert queries.annotation_counts() == {(claim, ANNA): 2, (frame, ANNA): 1}
    assert queries.annotation_counts(project.main_round) == {(claim, ANNA): 1}
    assert queries.annotation_counts(pilot) == {(claim, ANNA): 1, (frame, ANNA): 1}
    assert queries.passages(claim, [ANNA]) == [first, second]
    assert queries.passages(claim, [ANNA], pilot) == [second]
    assert [(one.code_id, one.annotations) for one in queries.tallies("code", [ANNA], pilot)] == [
        (claim, 1),
        (frame, 1),
    ]
    coding.remove_annotations(project, [other], coder_id=ANNA)
    assert queries.annotation_counts(pilot) == {(claim, ANNA): 1}
    assert queries.annotations(1, round_id=pilot) == queries.annotations_by_id([second])


def test_the_same_may_be_coded_again_in_another_round(project: Project) -> None:
    first = tag(project)
    begin(project, "pilot")
    annotation = project.queries.annotations_by_id([first])[0]
    places = same_words.places_of(project, "Grain", annotation.code_id, ANNA)
    assert [one.start for one in places.elsewhere] == [0, 19]
    tag(project, "frame")
    assert exclusive.clashes(project, [first]) == {}
    second = tag(project)
    assert second != first
    assert [one.id for one in attribute_values.open_annotations(project, ANNA)] == [second]
    rows = reporting.annotation_rows(project, project.queries.annotations_by_id([first, second]))
    assert [row["round"] for row in rows] == ["main", "pilot"]


def test_a_round_is_renamed_removed_and_brought_back(project: Project) -> None:
    pilot = begin(project, "  first   pilot ")
    assert round_names(project) == {project.main_round: "main", pilot: "first pilot"}
    rename_round(project, pilot, "Pilot", coder_id=ANNA)
    with pytest.raises(UserError, match="a round “MAIN” in this project already"):
        rename_round(project, pilot, "MAIN", coder_id=ANNA)
    with pytest.raises(UserError, match="already"):
        add_round(project, "pilot", coder_id=ANNA)
    with pytest.raises(UserError, match="needs a name"):
        add_round(project, " ", coder_id=ANNA)
    with pytest.raises(UserError, match="the project began with"):
        remove_round(project, project.main_round, coder_id=ANNA)
    tag(project)
    with pytest.raises(UserError, match="“Pilot” holds annotations"):
        remove_round(project, pilot, coder_id=ANNA)
    project.undo(ANNA)
    remove_round(project, pilot, coder_id=ANNA)
    assert list(round_names(project).values()) == ["main"]
    again = begin(project, "first pilot")
    assert again != pilot
    with pytest.raises(UserError, match=r"no round “x” in this project.*main, first pilot"):
        round_called(project, "x")
    with pytest.raises(ValueError, match="no round"):
        project.work_in(99)


def test_who_adds_the_same_round_in_two_copies_adds_one(tmp_path: Path) -> None:
    here, there = tmp_path / "here.annotator", tmp_path / "there.annotator"
    with made(here) as project:
        project.copy(there)
    with Project.open(there) as other:
        begin(other, "Reliability")
        answer_in_words(other, 1, "tone", "glad", coder_id=ANNA)
    with Project.open(here) as project:
        begin(project, "reliability")
        answer_in_words(project, 1, "long", "no", coder_id=ANNA)
        merge_project_file(project, there, coder_id=ANNA)
        assert len(round_names(project)) == 2
        assert sheet(project, 1, ANNA).answered == 2


def test_a_round_removed_here_that_another_coded_in_is_there_still(tmp_path: Path) -> None:
    here, there = tmp_path / "here.annotator", tmp_path / "there.annotator"
    with made(here) as project:
        pilot = begin(project, "pilot")
        project.copy(there)
        remove_round(project, pilot, coder_id=ANNA)
    with Project.open(there) as other:
        other.work_in(pilot)
        tag(other)
    with Project.open(here) as project:
        merge_project_file(project, there, coder_id=ANNA)
        assert round_names(project)[pilot] == "pilot"
        project.work_in(pilot)
        assert project.queries.annotations_per_article([1], ANNA) == {1: 1}
