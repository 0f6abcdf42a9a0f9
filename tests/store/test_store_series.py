"""Steps that belong together are saved one by one and undone as one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Site, file_site, server_site
from store_making import ANNA, add_article, add_code, add_coder, everything, place

from annotator.domain.changes import Create, Edit, Kind, Update
from annotator.store import Project, taking_back


def tagging(project: Project, article: int, code: int, start: int, coder: int = ANNA) -> Edit:
    return Create(
        Kind.ANNOTATION,
        {
            "article_id": article,
            "coder_id": coder,
            "round_id": project.main_round,
            "code_id": code,
            "anchor": place(project, article, (start, start + 4)),
        },
    )


class Work:
    """Steps of Anna, some of them a series, each remembered by what was there after it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.article = add_article(project, coder_id=None)
        self.code = add_code(project, "claim", coder_id=None)  # type: ignore[arg-type]
        self.states = [everything(project)]

    def step(self, start: int) -> None:
        self.project.apply("Tag", [self.edit(start)], coder_id=ANNA)
        self.states.append(everything(self.project))

    def series(self, number: int) -> None:
        first = self.project.apply("Tag “rose”", [self.edit(0)], coder_id=ANNA).txn
        for n in range(1, number):
            edits = [self.edit(n)]
            if n % 3 == 2:
                mine = self.project.queries.annotations()[0].id
                edits.append(Update(Kind.ANNOTATION, mine, {"memo": f"{n}"}))
            self.project.apply(f"Tag {n}", edits, coder_id=ANNA, after=first)
        self.states.append(everything(self.project))

    def edit(self, start: int) -> Edit:
        return tagging(self.project, self.article, self.code, start)


def _check_undoing_and_redoing(site: Site, seed: int) -> None:
    chance = random.Random(seed)
    with site.new() as project:
        work = Work(project)
        for _ in range(chance.randrange(1, 6)):
            if chance.random() < 0.5:
                work.series(chance.randrange(1, 6))
            else:
                work.step(chance.randrange(30))
        for _ in range(2):
            for state in reversed(work.states[:-1]):
                assert project.undo(ANNA) is not None
                assert everything(project) == state
            assert project.undo(ANNA) is None
            for state in work.states[1:]:
                assert project.redo(ANNA) is not None
                assert everything(project) == state
            assert project.redo(ANNA) is None
        at = len(work.states) - 1
        for _ in range(12):
            if chance.random() < 0.5 and at:
                project.undo(ANNA)
                at -= 1
            elif at + 1 < len(work.states):
                project.redo(ANNA)
                at += 1
            assert everything(project) == work.states[at]
        assert project.check() == []


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_series_is_one_step_however_often_it_is_undone_and_redone(seed: int) -> None:
    with file_site() as site:
        _check_undoing_and_redoing(site, seed)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_series_is_one_step_in_long_jobs_too(seed: int) -> None:
    with file_site() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking_back, "LONG", 0)
        _check_undoing_and_redoing(site, seed)


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_series_is_one_step_on_a_server(server: str, seed: int) -> None:
    with server_site(server) as site:
        _check_undoing_and_redoing(site, seed)


def test_a_series_is_one_step_after_a_restart_too(site: Site) -> None:
    with site.new() as project:
        work = Work(project)
        work.series(4)
    with site.open() as project:
        assert project.undo_label(ANNA) == "Tag “rose”, and 3 more like it"
        undone = project.undo(ANNA)
        assert undone is not None
        assert undone.label == "Tag “rose”, and 3 more like it"
        assert everything(project) == work.states[0]
    with site.open() as project:
        assert project.redo_label(ANNA) == "Tag “rose”, and 3 more like it"
        project.redo(ANNA)
        assert everything(project) == work.states[-1]


def test_each_step_of_it_is_in_the_history_and_can_be_undone_alone(site: Site) -> None:
    with site.new() as project:
        Work(project).series(3)
        first, second, third = (one.id for one in reversed(project.histories.page(most=3).entries))
        project.undo(ANNA, second)
        assert len(project.queries.annotations()) == 2
        assert project.undo_label(ANNA) == "Tag “rose”, and 2 more like it"
        project.undo(ANNA)
        assert project.queries.annotations() == []
        page = {one.id: one for one in project.histories.page().entries}
        assert not any(page[one].can_undo for one in (first, second, third))
        assert page[first].taken_back_by == max(page)
        project.redo(ANNA)
        assert len(project.queries.annotations()) == 2


def test_what_was_done_in_between_ends_a_series(site: Site) -> None:
    with site.new() as project:
        work = Work(project)
        first = project.apply("One", [work.edit(0)], coder_id=ANNA).txn
        work.step(9)
        project.apply("Two", [work.edit(1)], coder_id=ANNA, after=first)
        project.undo(ANNA)
        assert len(project.queries.annotations()) == 2
        project.undo(ANNA)
        project.apply("Two", [work.edit(1)], coder_id=ANNA, after=first)
        assert project.undo_label(ANNA) == "One, and 1 more like it"


def test_anothers_work_in_between_stays(site: Site) -> None:
    with site.new() as project:
        work, ben = Work(project), add_coder(project, "Ben")
        first = project.apply("One", [work.edit(0)], coder_id=ANNA).txn
        edit = tagging(project, work.article, work.code, 9, coder=ben)
        project.apply("His", [edit], coder_id=ben)
        project.apply("Two", [work.edit(1)], coder_id=ANNA, after=first)
        project.undo(ANNA)
        assert [one.coder_id for one in project.queries.annotations()] == [ben]


def test_where_later_steps_are_passed_over_its_last_step_is_undone_alone(site: Site) -> None:
    with site.new() as project:
        work = Work(project)
        work.series(3)
        work.step(20)
        later = project.histories.page(most=1).entries[0].id
        project.undo(ANNA, but=[later])
        assert len(project.queries.annotations()) == 3


def test_a_long_job_can_be_a_step_of_it(site: Site) -> None:
    with site.new() as project:
        work = Work(project)
        first = project.apply("One", [work.edit(0)], coder_id=ANNA).txn
        with project.begin("The rest", coder_id=ANNA, after=first) as job:
            job.take(work.edit(n) for n in range(1, 40))
            job.finish()
        assert len(project.queries.annotations()) == 40
        assert project.undo_label(ANNA) == "One, and 39 more like it"
        project.undo(ANNA)
        assert project.queries.annotations() == []
        project.redo(ANNA)
        assert len(project.queries.annotations()) == 40
