"""Laws of undo, redo and counts over random work of two coders."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Site, file_site, server_site
from store_making import ANNA, add_article, add_code, add_coder, everything, place

from annotator.domain.changes import Changes, Create, Edit, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.store import Project

_WORK = (
    *("tag", "tag", "tag", "move", "recode", "memo", "remove"),
    *("code", "under", "rename", "delete", "article"),
)
_TEXT = "One 🌾 two\n\nthree “four” five\n\nsix"


class _Worker:
    """Does random things to a project, and keeps the counts that ``Changes`` add up to."""

    def __init__(self, project: Project, seed: int) -> None:
        self.project = project
        self.random = random.Random(seed)
        self.counts: dict[tuple[int, int], int] = {}

    def step(self, coder: int) -> Changes | None:
        edits = [edit for _ in range(self.random.randint(1, 4)) for edit in self._edit(coder)]
        try:
            return self.told(self.project.apply("Work", edits, coder_id=coder))
        except (UserError, ValueError):
            return None

    def told(self, changes: Changes) -> Changes:
        for key, change in changes.counts.items():
            self.counts[key] = self.counts.get(key, 0) + change
        self.counts = {key: count for key, count in self.counts.items() if count}
        return changes

    def _edit(self, coder: int) -> list[Edit]:
        queries = self.project.queries
        codes = [code.id for code in queries.codebook()]
        mine = [one.id for one in queries.annotations(coder_ids=[coder])]
        some = self.random.choice
        choice = some(
            [
                "tag",
                "tag",
                "tag",
                "move",
                "recode",
                "memo",
                "remove",
                "code",
                "under",
                "rename",
                "delete",
                "article",
            ]
        )
        if choice == "code" or not codes:
            return [Create(Kind.CODE, {"name": some("abc"), "parent_id": some([None, *codes])})]
        if choice == "tag" or not mine:
            return [Create(Kind.ANNOTATION, self._values(coder, some(codes)))]
        return {
            "move": [Update(Kind.ANNOTATION, some(mine), {"anchor": self._anchor()})],
            "recode": [Update(Kind.ANNOTATION, some(mine), {"code_id": some(codes)})],
            "memo": [Update(Kind.ANNOTATION, some(mine), {"memo": some("xyz"), "unsure": True})],
            "remove": [Remove(Kind.ANNOTATION, some(mine))],
            "under": [Update(Kind.CODE, some(codes), {"parent_id": some([None, *codes])})],
            "rename": [Update(Kind.CODE, some(codes), {"name": some("abc"), "key": some("12")})],
            "delete": [Remove(Kind.CODE, some(codes))],
            "article": [Create(Kind.ARTICLE, {"headline": some("ab"), "text": some("ab") * 9})],
        }[choice]

    def _anchor(self) -> Any:
        start, end = sorted(self.random.sample(range(len(_TEXT)), 2))
        if self.random.random() < 0.2:
            return place(self.project, 1)
        return place(self.project, 1, (start, end))

    def _values(self, coder: int, code: int) -> dict[str, Any]:
        where = {"article_id": 1, "coder_id": coder, "round_id": self.project.main_round}
        return {**where, "code_id": code, "anchor": self._anchor()}


def _check_counts(worker: _Worker) -> None:
    queries = worker.project.queries
    assert queries.annotation_counts() == worker.counts
    assert sum(worker.counts.values()) == len(queries.annotations())
    for code in queries.codebook():
        by_passage = len(queries.passages(code.id, [ANNA, ANNA + 1]))
        assert by_passage == sum(n for (one, _), n in worker.counts.items() if one == code.id)


def _check_undoing_all_and_redoing(site: Site, seed: int, steps: int) -> None:
    with site.new() as project:
        add_article(project, _TEXT)
        add_code(project, "start", coder_id=None)
        worker = _Worker(project, seed)
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


@settings(max_examples=8, deadline=None)
@given(**_WORK_OF_ONE)
def test_undoing_and_redoing_on_a_server_is_exact(server: str, seed: int, steps: int) -> None:
    with server_site(server) as site:
        _check_undoing_all_and_redoing(site, seed, steps)


def _check_mixed_work(site: Site, seed: int) -> None:
    project = site.new()
    coders = (ANNA, add_coder(project, "Ben"))
    add_article(project, _TEXT)
    worker = _Worker(project, seed)
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


def _tried(worker: _Worker, act: Any, coder: int) -> None:
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
