"""Going back to a point takes back one's own work since, in one step that can be undone."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_edits import Worker
from store_making import (
    ANNA,
    add_article,
    add_code,
    add_coder,
    everything,
    new_project,
    tag,
    tagged,
)

from annotator.domain.changes import Changes, Create, Kind, Remove, Update
from annotator.domain.errors import StepRefusedError, UserError
from annotator.store import Project


@pytest.fixture(params=["in one transaction", "as a long job"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lot is taken back as a long job; here everything is a lot, or nothing is."""
    monkeypatch.setattr("annotator.store.taking_back.LONG", 1000 if "one" in request.param else 0)


@pytest.fixture
def article(project: Project) -> int:
    return add_article(project)


@pytest.fixture
def claim(project: Project) -> int:
    return add_code(project, "claim", coder_id=ANNA)


@pytest.fixture
def ben(project: Project) -> int:
    return add_coder(project, "Ben")


@pytest.mark.usefixtures("either_way")
def test_it_is_one_step_that_says_where_to_and_is_undone_as_one(
    project: Project, article: int, claim: int, path: Path
) -> None:
    kept = tagged(project, article, claim, (0, 5))
    before = everything(project)
    gone = tag(project, article, claim, (6, 12))
    project.apply("Write", [Update(Kind.ANNOTATION, kept, {"memo": "m"})], coder_id=ANNA)
    project.apply("Remove", [Remove(Kind.ANNOTATION, kept)], coder_id=ANNA)
    after = everything(project)
    would = project.would_go_back(gone.txn, ANNA)
    assert (would.steps, would.made, would.removed) == (3, {Kind.ANNOTATION: 1}, {"annotation": 1})
    back = project.go_back(gone.txn, ANNA)
    assert back.label == "Go back to before “Tag”"
    assert everything(project) == before
    assert project.undo_label(ANNA) == back.label
    project.undo(ANNA)
    assert everything(project) == after
    project.redo(ANNA)
    assert everything(project) == before
    project.close()
    with Project.open(path) as again:
        assert again.undo_label(ANNA) == back.label
        # What was taken back is not undone once more, be the going back itself passed over.
        last = back.txn + 2
        assert again.undo_label(ANNA, but=[last]) == "Tag"
        with pytest.raises(UserError, match="undone already"):
            again.undo(ANNA, gone.txn)


@pytest.mark.usefixtures("either_way")
def test_others_work_stays_and_stands_in_the_way_where_it_was_built_on(
    project: Project, article: int, claim: int, ben: int
) -> None:
    start = add_code(project, "own")
    first = tag(project, article, claim, (0, 5)).txn
    bens = tagged(project, article, claim, (0, 5), coder_id=ben)
    project.go_back(first, ANNA)
    assert [one.id for one in project.queries.annotations()] == [bens]
    tagged(project, article, start, (3, 9), coder_id=ben)
    project.apply("Rename", [Update(Kind.CODE, claim, {"name": "x"})], coder_id=ben)
    before = everything(project)
    with pytest.raises(StepRefusedError, match=r"Built on it: Tag \(Ben") as error:
        project.go_back(first - 1, ANNA)
    assert "Go back to before “Add own”: this can't be done" in str(error.value)
    assert everything(project) == before


@pytest.mark.usefixtures("either_way")
def test_value_that_others_gave_in_between_stands_in_the_way(
    project: Project, claim: int, ben: int
) -> None:
    point = add_code(project, "point") and project.undo_label(ANNA)
    assert point == "Add point"
    for coder, name in ((ANNA, "one"), (ben, "two"), (ANNA, "three")):
        edit = Update(Kind.CODE, claim, {"name": name})
        project.apply(f"Rename to {name}", [edit], coder_id=coder)
    with pytest.raises(StepRefusedError, match=r"Built on it: Rename to two \(Ben"):
        project.go_back(4, ANNA)
    assert project.queries.codebook()[claim].name == "three"


@pytest.mark.usefixtures("either_way")
def test_what_comes_to_nothing_stands_in_nobodys_way(
    project: Project, claim: int, ben: int
) -> None:
    renamed = project.apply("Rename", [Update(Kind.CODE, claim, {"name": "x"})], coder_id=ANNA)
    project.undo(ANNA)
    project.apply("Rename", [Update(Kind.CODE, claim, {"name": "y"})], coder_id=ben)
    other = Create(Kind.CODE, {"name": "other"})
    project.apply("Add", [other], coder_id=ANNA)
    project.go_back(renamed.txn, ANNA)
    assert [code.name for code in project.queries.codebook()] == ["y"]


@pytest.mark.usefixtures("either_way")
def test_with_nothing_of_ones_own_since_it_is_refused(
    project: Project, claim: int, ben: int
) -> None:
    last = add_code(project, "last", coder_id=ben)
    assert last
    with pytest.raises(UserError, match="nothing of this coder's stands since"):
        project.go_back(4, ANNA)
    with pytest.raises(UserError, match="no step 77"):
        project.go_back(77, ANNA)
    assert project.would_go_back(4, ANNA).is_empty


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_it_restores_the_very_state_and_undoing_it_the_one_before(seed: int) -> None:
    with TemporaryDirectory() as folder, new_project(Path(folder) / "p.annotator") as project:
        worker, chance = _begin(project, seed)
        states = {}
        for _ in range(14):
            before, what = everything(project), chance.random()
            if what < 0.55:
                changes = worker.step(ANNA)
            elif what < 0.75:
                changes = project.undo(ANNA)
            elif what < 0.85:
                changes = project.redo(ANNA)
            else:
                changes = _went_back(project, chance.choice([3, *states]), ANNA)
            if changes is not None and changes.txn:
                states[changes.txn] = before
        for point, state in states.items():
            before = everything(project)
            if _went_back(project, point, ANNA) is None:
                assert before == state
                continue
            assert everything(project) == state
            project.undo(ANNA)
            assert everything(project) == before
            project.redo(ANNA)
            assert everything(project) == state
            project.undo(ANNA)
        assert project.check() == []


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_with_others_at_work_it_is_all_or_nothing(seed: int) -> None:
    with TemporaryDirectory() as folder, new_project(Path(folder) / "p.annotator") as project:
        worker, chance = _begin(project, seed)
        coders = (ANNA, add_coder(project, "Ben"))
        points = [worker.step(coder) for coder in chance.choices(coders, k=12)]
        for changes in points:
            before = everything(project)
            theirs = project.queries.annotations(coder_ids=[coders[1]])
            if changes is None or not changes.txn:
                continue
            went = _went_back(project, changes.txn, ANNA)
            # Where the other one had done the same already, there is no step to be undone.
            if went is None or not went.txn:
                assert everything(project) == before
                continue
            assert {one.id for one in theirs} == {
                one.id for one in project.queries.annotations(coder_ids=[coders[1]])
            }
            project.undo(ANNA)
            assert everything(project) == before
        assert project.check() == []


def _begin(project: Project, seed: int) -> tuple[Worker, random.Random]:
    worker = Worker(project, seed)
    add_article(project, worker.TEXT)
    add_code(project, "start", coder_id=None)
    return worker, worker.random


def _went_back(project: Project, point: int, coder: int) -> Changes | None:
    before = everything(project)
    try:
        return project.go_back(point, coder)
    except UserError:
        assert everything(project) == before
        return None
