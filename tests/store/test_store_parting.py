"""The undo of a merge can be cancelled at every step, and nobody builds on what goes meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from record_work import begin
from store_making import ANNA, add_article, add_code, everything, in_file, place, tag

from annotator.domain.changes import Create, Kind, Update
from annotator.domain.errors import CancelledError, StepRefusedError, UserError
from annotator.store import Project

SITES = ["file"]
_ANNOTATIONS = 60


@pytest.fixture
def merged(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a merge in it: a code, an article, annotations, a name and a parent."""
    begin(path)
    theirs = path.with_name("theirs.annotator")
    shutil.copy(path, theirs)
    with Project.open(theirs) as there:
        ben = there.queries.coders()[1].id
        code = add_code(there, "theirs", coder_id=ben)
        article = add_article(there, "Another text. " * 12, headline="Another")
        for start in range(_ANNOTATIONS):
            tag(there, article, code, (start, start + 2), coder_id=ben)
        change = Update(Kind.CODE, 1, {"name": "renamed", "parent_id": code})
        there.apply("Rename", [change], coder_id=ben)
    with Project.open(path) as here, Project.open(theirs, read_only=True) as there:
        here.join(there, "Merge", coder_id=ANNA, about={})
    # Every portion in a transaction of its own.
    monkeypatch.setattr("annotator.store.turns.LONGEST", 0)
    return path


def test_it_can_be_cancelled_at_every_step(merged: Path) -> None:
    with Project.open(merged) as project:
        before, seen = project.records.state().records, everything(project)
        steps, undone = 0, None
        errors: list[CancelledError] = []
        while undone is None:
            asked: list[int] = []

            def go_on(done: int, total: int, asked: list[int] = asked, most: int = steps) -> bool:
                asked.append(done)
                return len(asked) <= most

            try:
                undone = project.undo(ANNA, go_on=go_on)
            except CancelledError as error:
                errors.append(error)
                assert project.records.state().records == before
                assert everything(project) == seen
                assert project.undo_label(ANNA) == "Merge"
                assert project.records.are_settled
                steps += 1
        assert steps >= 3
        assert all(error.brought_back for error in errors)
        assert undone.label == "Merge"
        assert len(project.queries.codebook()) == 2
        assert len(project.queries.article_ids()) == 1
        assert project.undo_label(ANNA) != "Merge"
        assert project.check() == []
    with Project.open(merged) as project:
        assert project.records.are_settled
        assert project.check() == []
    assert in_file(merged, "SELECT count(*) FROM code") == [(2,)]


def test_closed_meanwhile_it_is_there_as_before_the_next_time(merged: Path) -> None:
    project = Project.open(merged)
    before = project.records.state().records

    def close(done: int, total: int) -> bool:
        project.stop_job()
        return True

    with pytest.raises(CancelledError):
        project.undo(ANNA, go_on=close)
    project.close()
    with Project.open(merged) as project:
        assert project.records.state().records == before
        assert project.undo_label(ANNA) == "Merge"
        assert project.check() == []


def test_nobody_builds_on_what_goes_and_other_work_goes_on(merged: Path) -> None:
    with Project.open(merged) as project:
        code = next(one.id for one in project.queries.codebook() if one.name == "theirs")
        article = max(project.queries.article_ids())
        # As somebody would who has both articles on the screen still.
        places = {one: place(project, one, (0, 3)) for one in (1, article)}
        refused: list[str] = []
        saved: list[int] = []

        def work(done: int, total: int) -> bool:
            for where, what in ((1, code), (article, 2)):
                about = {"article_id": where, "coder_id": ANNA, "round_id": project.main_round}
                values = {**about, "code_id": what, "anchor": places[where]}
                try:
                    project.apply("Tag", [Create(Kind.ANNOTATION, values)], coder_id=ANNA)
                except UserError as error:
                    refused.append(error.what)
            saved.append(tag(project, 1, 2, (0, 4)).one_created(Kind.ANNOTATION))
            return True

        project.undo(ANNA, go_on=work)
        assert set(refused) <= {
            "This came with “Merge”, which is being undone.",
            "The code “theirs” has been deleted.",
            "The article “Another” has been removed.",
        }
        assert len(refused) == 2 * len(saved)
        assert {one.id for one in project.queries.annotations()} == {1, *saved}
        assert project.check() == []


def test_what_needs_something_of_an_undone_merge_is_not_done_again(merged: Path) -> None:
    with Project.open(merged) as project:
        theirs = next(one.id for one in project.queries.codebook() if one.name == "theirs")
        recode = Update(Kind.ANNOTATION, 1, {"code_id": theirs})
        recoded = project.apply("Recode", [recode], coder_id=ANNA).txn
        project.undo(ANNA)
        undone = project.undo(ANNA)
        assert undone is not None
        assert undone.label == "Merge"
        before = project.records.state().records
        with pytest.raises(StepRefusedError, match="a merge that has been undone"):
            project.redo(ANNA, recoded)
        assert project.records.state().records == before
        assert project.check() == []


def test_nobody_goes_back_to_what_needs_something_of_an_undone_merge(merged: Path) -> None:
    with Project.open(merged) as project:
        theirs = next(one.id for one in project.queries.codebook() if one.name == "theirs")
        recode = Update(Kind.ANNOTATION, 1, {"code_id": theirs})
        project.apply("Recode", [recode], coder_id=ANNA)
        back = project.apply("Back", [Update(Kind.ANNOTATION, 1, {"code_id": 2})], coder_id=ANNA)
        merge = next(one.id for one in project.histories.page().entries if one.label == "Merge")
        project.undo(ANNA, merge)
        before = project.records.state().records
        with pytest.raises(StepRefusedError, match="a merge that has been undone"):
            project.undo(ANNA, back.txn)
        with pytest.raises(StepRefusedError, match="a merge that has been undone"):
            project.go_back(back.txn, ANNA)
        assert project.records.state().records == before
        assert project.check() == []
