"""Laws of undo, redo and counts over random work of two coders."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_edits import Worker
from sites import Site, file_site, server_site
from store_making import ANNA, add_article, add_code, add_coder, everything

from annotator.domain.changes import Changes
from annotator.domain.errors import UserError


def _check_counts(worker: Worker) -> None:
    queries = worker.project.queries
    assert queries.annotation_counts() == worker.counts
    assert sum(worker.counts.values()) == len(queries.annotations())
    for code in queries.codebook():
        by_passage = len(queries.passages(code.id, [ANNA, ANNA + 1]))
        assert by_passage == sum(n for (one, _), n in worker.counts.items() if one == code.id)


def _check_undoing_all_and_redoing(site: Site, seed: int, steps: int) -> None:
    with site.new() as project:
        add_article(project, Worker.TEXT)
        add_code(project, "start", coder_id=None)
        worker = Worker(project, seed)
        states = [everything(project)]
        for _ in range(steps):
            changes = worker.step(ANNA)
            if changes is not None and changes.txn:
                states.append(everything(project))
            _check_counts(worker)
        for state in reversed(states[:-1]):
            worker.told(_done(project.undo(ANNA)))
            assert everything(project) == state
            _check_counts(worker)
        assert project.undo(ANNA) is None
        for state in states[1:]:
            worker.told(_done(project.redo(ANNA)))
            assert everything(project) == state
        assert project.redo(ANNA) is None
        _check_counts(worker)
        assert project.check() == []


_WORK_OF_ONE = {"seed": st.integers(0, 2**32), "steps": st.integers(1, 12)}


@settings(max_examples=40, deadline=None)
@given(**_WORK_OF_ONE)
def test_undoing_all_of_one_coders_work_and_redoing_it_is_exact(seed: int, steps: int) -> None:
    with file_site() as site:
        _check_undoing_all_and_redoing(site, seed, steps)


@settings(max_examples=20, deadline=None)
@given(**_WORK_OF_ONE)
def test_undoing_and_redoing_in_long_jobs_is_exact(seed: int, steps: int) -> None:
    with file_site() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr("annotator.store.taking_back.LONG", 0)
        _check_undoing_all_and_redoing(site, seed, steps)


@settings(max_examples=8, deadline=None)
@given(**_WORK_OF_ONE)
def test_undoing_and_redoing_on_a_server_is_exact(server: str, seed: int, steps: int) -> None:
    with server_site(server) as site:
        _check_undoing_all_and_redoing(site, seed, steps)


def _check_mixed_work(site: Site, seed: int) -> None:
    project = site.new()
    coders = (ANNA, add_coder(project, "Ben"))
    add_article(project, Worker.TEXT)
    worker = Worker(project, seed)
    for _ in range(25):
        coder, what = worker.random.choice(coders), worker.random.random()
        if what < 0.6:
            worker.step(coder)
        elif what < 0.95:
            _tried(worker, project.undo if what < 0.8 else project.redo, coder)
        else:
            before = everything(project)
            project.close()
            project = worker.project = site.open()
            assert everything(project) == before
        _check_counts(worker)
    assert project.check() == []
    project.close()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_two_coders_mixing_work_undo_redo_and_restarts_keep_counts_and_file_sound(
    seed: int,
) -> None:
    with file_site() as site:
        _check_mixed_work(site, seed)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_two_coders_mixing_work_on_a_server_keep_counts_and_tables_sound(
    server: str, seed: int
) -> None:
    with server_site(server) as site:
        _check_mixed_work(site, seed)


def _tried(worker: Worker, act: Any, coder: int) -> None:
    before = everything(worker.project)
    try:
        changes = act(coder)
    except UserError:
        assert everything(worker.project) == before
    else:
        if changes is not None:
            worker.told(changes)


def _done(changes: Changes | None) -> Changes:
    assert changes is not None
    return changes
