"""Taking back, or doing again, what changed very much is a long job too."""

from __future__ import annotations

from pathlib import Path

import pytest
from job_making import articles, contents, labels, take_in
from store_making import ANNA, add_code, add_coder, everything, new_project, tagged

from annotator.domain.changes import Kind
from annotator.domain.errors import CancelledError, StepRefusedError
from annotator.store import Project


def test_undo_and_redo_of_a_large_entry_are_jobs_that_say_how_far_they_are(path: Path) -> None:
    many = 1200
    with new_project(path) as project:
        before = everything(project)
        assert not project.undo_takes_long(ANNA)
        take_in(project, articles(many, "Short."))
        after = everything(project)
        told: list[tuple[int, int]] = []

        assert project.undo_takes_long(ANNA)
        project.undo(ANNA, go_on=lambda done, all_: not told.append((done, all_)))
        assert everything(project) == before
        assert project.redo_takes_long(ANNA)
        project.redo(ANNA)
        assert everything(project) == after
        assert project.undo_label(ANNA) == "Import"
        assert project.check() == []

    assert told[0] == (0, many)
    assert told[-1] == (many, many)
    assert told == sorted(told)
    assert labels(path) == ["Create the project", "Import", "Import", "Import"]


@pytest.mark.parametrize("stop", [0, 100, 1150])
def test_a_large_undo_that_is_cancelled_leaves_everything(path: Path, stop: int) -> None:
    with new_project(path) as project:
        take_in(project, articles(1200, "Short."))
    before = contents(path)
    with Project.open(path) as project:
        with pytest.raises(CancelledError, match="Import: this was cancelled"):
            project.undo(ANNA, go_on=lambda done, _all: done < stop)
        assert project.undo_label(ANNA) == "Import"
    assert contents(path) == before


def test_a_large_import_is_not_undone_once_it_was_coded(project: Project) -> None:
    code = add_code(project, "claim")
    changes = take_in(project, articles(1200, "Short."))
    tagged(project, max(changes.created[Kind.ARTICLE]), code, (0, 4))
    shown = everything(project)
    with pytest.raises(StepRefusedError, match=r"Import: this can't be undone.*holds annotations"):
        project.undo(ANNA, changes.txn)
    assert everything(project) == shown


def test_an_article_coded_while_its_import_is_undone_keeps_it(project: Project) -> None:
    code = add_code(project, "claim")
    changes = take_in(project, articles(1200, "Short."), coder=ANNA)
    some = min(changes.created[Kind.ARTICLE])
    ben = add_coder(project, "Ben")

    def code_it(done: int, many: int) -> bool:
        if done == many:
            tagged(project, some, code, (0, 4), coder_id=ben)
        return True

    with pytest.raises(StepRefusedError, match="holds annotations"):
        project.undo(ANNA, go_on=code_it)
    assert len(project.queries.article_ids()) == 1200
    assert project.check() == []
