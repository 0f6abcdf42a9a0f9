"""A law of long jobs: whatever others save meanwhile, a job is as if done at once when it began."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from job_making import labels
from random_edits import Worker
from store_making import ANNA, add_article, new_project

from annotator.domain.changes import Create, Edit, Kind, Remove, Update
from annotator.domain.errors import UserError
from annotator.domain.merge import canonical_json
from annotator.store import Project
from annotator.store.fields import FIELDS


def _values(project: Project) -> dict[Any, Any]:
    """All records without their stamps."""
    return {
        uid: (one.kind, one.fixed, {name: each.value for name, each in one.registers.items()})
        for uid, one in project.records.state().records.items()
    }


def _ids(project: Project) -> dict[Any, int]:
    """Ids of what edits name, by uid."""
    return {uid: one for (_, one), uid in _uids(project).items()}


def _moved(edit: Edit, uids: dict[tuple[Kind, int], Any], ids: dict[Any, int]) -> Edit:
    """An edit of one project for a copy that has other ids for the same records."""

    def other(kind: Kind, one: Any) -> Any:
        return ids[uids[kind, one]] if (kind, one) in uids else one

    named = {
        "code_id": Kind.CODE,
        "parent_id": Kind.CODE,
        "from_id": Kind.ANNOTATION,
        "to_id": Kind.ANNOTATION,
        "revision_id": Kind.REVISION,
        "variable_id": Kind.VARIABLE,
    }
    if isinstance(edit, Remove):
        return Remove(edit.kind, other(edit.kind, edit.id))
    values = {
        name: other(named[name], one) if name in named else one for name, one in edit.values.items()
    }
    if isinstance(edit, Create):
        return Create(edit.kind, values, edit.uid)
    return Update(edit.kind, other(edit.kind, edit.id), values)


def _uids(project: Project) -> dict[tuple[Kind, int], Any]:
    queries = project.queries
    named = {
        Kind.CODE: [one.id for one in queries.codebook()],
        Kind.ANNOTATION: [one.id for one in queries.annotations()],
        Kind.LINK: [one.id for one in queries.links(1)],
        Kind.PROGRESS: list(queries.progress_ids([1], ANNA).values()),
        Kind.ATTRIBUTE: [one.id for one in queries.questions.attributes()],
        Kind.VARIABLE: [one.id for one in queries.questions.variables()],
        Kind.REVISION: [one.id for some in queries.questions.revisions().values() for one in some],
        Kind.ANSWER: [one.id for one in queries.questions.all_answers()],
    }
    return {
        (kind, one): uid
        for kind, ids in named.items()
        for one, uid in queries.uids(kind, ids).items()
    }


def _changed(edit: Edit, uids: dict[tuple[Kind, int], Any], before: dict[Any, Any]) -> Edit:
    """An edit without the fields that have these values already: those it does not write."""
    if not isinstance(edit, Update):
        return edit
    now = before[uids[edit.kind, edit.id]][2]
    plain = {
        "code_id": lambda one: str(uids[Kind.CODE, one]),
        "parent_id": lambda one: one and str(uids[Kind.CODE, one]),
        "revision_id": lambda one: one and str(uids[Kind.REVISION, one]),
        "anchor": FIELDS[Kind.ANNOTATION]["anchor"].to_history,
    }
    values = {
        name: one
        for name, one in edit.values.items()
        if canonical_json(plain.get(name, lambda one: one)(one))
        != canonical_json(now[name.removesuffix("_id")])
    }
    return Update(edit.kind, edit.id, values)


def _base(path: Path, seed: int) -> None:
    with new_project(path) as project:
        add_article(project, Worker.TEXT)
        worker = Worker(project, seed)
        for _ in range(6):
            worker.step(ANNA)


def _in_turns(
    project: Project, seed: int, portions: list[int]
) -> tuple[list[tuple[Any, Edit]], list[tuple[Any, list[Edit]]], bool]:
    """A job with others' saves between its portions: its edits, theirs, whether it went well."""
    worker = Worker(project, seed + 1)
    asked: list[tuple[Any, Edit]] = []
    saved: list[tuple[Any, list[Edit]]] = []
    try:
        with project.begin("Job", coder_id=ANNA) as job:
            for size in portions:
                edits = [edit for _ in range(size) for edit in worker.edits(ANNA)]
                asked += [(_uids(project), edit) for edit in edits]
                job.take(edits)
                theirs, uids, before = worker.edits(ANNA), _uids(project), _values(project)
                try:
                    project.apply("Other", theirs, coder_id=ANNA)
                except (UserError, ValueError):
                    continue
                saved.append((uids, [_changed(edit, uids, before) for edit in theirs]))
            job.finish()
    except (UserError, ValueError):
        return asked, saved, False
    return asked, saved, True


def test_a_job_among_other_work_is_as_if_it_had_been_one_transaction_at_its_beginning() -> None:
    ends: list[str] = []

    @settings(max_examples=120, deadline=None)
    @given(seed=st.integers(0, 2**32), portions=st.lists(st.integers(1, 3), min_size=1, max_size=4))
    def check(seed: int, portions: list[int]) -> None:
        with TemporaryDirectory() as folder:
            one, other = (Path(folder) / f"{name}.annotator" for name in "ab")
            _base(one, seed)
            shutil.copy(one, other)
            with Project.open(one) as project:
                asked, saved, is_done = _in_turns(project, seed, portions)
                found = _values(project)
                assert project.check() == []
            assert ("Job" in labels(one)) <= is_done
            with Project.open(other) as project:
                try:
                    if is_done:
                        ids = _ids(project)
                        job = [_moved(edit, uids, ids) for uids, edit in asked]
                        project.apply("Job", job, coder_id=ANNA)
                    for uids, edits in saved:
                        ids = _ids(project)
                        project.apply(
                            "Other", [_moved(edit, uids, ids) for edit in edits], coder_id=ANNA
                        )
                except (UserError, KeyError):
                    # In that order it would have been refused on the way.
                    assert is_done
                    ends.append("no other")
                    return
                ends.append("done" if is_done else "refused")
                assert _values(project) == found

    check()
    assert ends.count("done") > len(ends) / 3
    assert ends.count("refused") > len(ends) / 20
