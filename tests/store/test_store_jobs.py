"""A long job is one action: seen when it is finished, gone without a trace when it is not."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from job_making import MANY, annotation, articles, coded_articles, contents, labels, take_in
from statement_trace import Ran, traced
from store_making import (
    ANNA,
    TEXT,
    add_article,
    add_code,
    add_coder,
    everything,
    in_file,
    new_project,
    place,
    posix,
    tagged,
)

from annotator.domain.changes import Create, Edit, Kind, Remove, Update
from annotator.domain.errors import CancelledError, UserError
from annotator.domain.records import derived_uid
from annotator.store import Project


def test_nothing_of_a_job_is_seen_before_it_is_finished_and_all_of_it_after(
    project: Project,
) -> None:
    code = add_code(project, "claim")
    before = everything(project)

    with project.begin("Import", coder_id=ANNA) as job:
        job.take(coded_articles(project, code))
        assert everything(project) == before
        assert project.undo_label(ANNA) == "Add claim"
        changes = job.finish()

    assert len(changes.created[Kind.ARTICLE]) == len(changes.created[Kind.ANNOTATION]) == MANY
    assert changes.articles == changes.created[Kind.ARTICLE]
    assert changes.counts == {(code, ANNA): MANY}
    assert set(project.queries.article_ids()) == changes.created[Kind.ARTICLE]
    assert project.queries.annotation_counts() == {(code, ANNA): MANY}
    assert project.undo_label(ANNA) == "Import"
    assert project.check() == []


def test_a_job_does_the_same_as_one_transaction(tmp_path: Path) -> None:
    seen = []
    for name in ("at once", "job"):
        with new_project(tmp_path / f"{name}.annotator") as project:
            code, other = add_code(project, "claim"), add_code(project, "number")
            article = add_article(project)
            one, two = (tagged(project, article, code, (0, n)) for n in (4, 9))
            edits = [
                Update(Kind.ANNOTATION, one, {"memo": "so", "code_id": other}),
                Update(Kind.CODE, code, {"parent_id": other, "definition": "what is said"}),
                Remove(Kind.ANNOTATION, two),
                *articles(),
                Update(Kind.ANNOTATION, one, {"memo": "or so"}),
                Update(Kind.ARTICLE, article, {"outlet": "Herald"}),
            ]
            if name == "job":
                changes = take_in(project, edits)
            else:
                changes = project.apply("Import", edits, coder_id=ANNA)
            state = [
                [str(each).split("uid=")[0] for each in part] if isinstance(part, list) else part
                for part in (
                    project.queries.articles(project.queries.article_ids("herald")),
                    project.queries.annotation_counts(),
                    [(each.memo, each.code_id) for each in project.queries.annotations()],
                    [(each.name, each.parent_id) for each in project.queries.codebook()],
                    len(project.queries.article_ids()),
                )
            ]
            told = {
                kind: (
                    changes.created.get(kind),
                    changes.updated.get(kind),
                    changes.removed.get(kind),
                )
                for kind in Kind
            }
            seen.append((state, told, changes.counts, changes.articles))
            project.undo(ANNA)
            assert project.queries.annotation_counts() == {(code, ANNA): 2}
            assert len(project.queries.article_ids()) == 1
    assert seen[0] == seen[1]


@pytest.mark.parametrize("stop", range(0, 2 * MANY, 7))
def test_cancelling_anywhere_leaves_nothing(path: Path, stop: int) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        article = add_article(project)
        one = tagged(project, article, code, (0, 4))
    before = contents(path)

    def edits() -> Iterator[Edit]:
        yield Update(Kind.ANNOTATION, one, {"memo": "changed"})
        for number, edit in enumerate(coded_articles(project, code)):
            if number == stop:
                raise KeyboardInterrupt
            yield edit

    with Project.open(path) as project:
        shown = everything(project)
        with pytest.raises(KeyboardInterrupt):
            take_in(project, edits())
        assert everything(project) == shown
        assert project.undo_label(ANNA) == "Tag"
    assert contents(path) == before


def test_a_job_that_is_not_finished_is_cancelled(path: Path) -> None:
    with new_project(path):
        pass
    before = contents(path)
    with Project.open(path) as project:
        with project.begin("Import", coder_id=ANNA) as job:
            job.take(articles())
        assert project.queries.article_ids() == []
    assert contents(path) == before


def test_saves_meanwhile_stay_where_the_job_is_cancelled(path: Path) -> None:
    with new_project(path) as project:
        with project.begin("Import", coder_id=ANNA) as job:
            job.take(articles())
            code = add_code(project, "claim")
            article = add_article(project, headline="Mine")
            job.take(articles(3, "More."))
            tagged(project, article, code, (0, 4))
            job.cancel()
        shown = everything(project)
        assert project.queries.article_ids() == [article]
    with Project.open(path) as project:
        assert everything(project) == shown
        assert project.check() == []
    assert labels(path) == ["Create the project", "Add claim", "Import an article", "Tag"]


def test_saves_meanwhile_stay_where_the_job_is_finished_and_win(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        article = add_article(project)
        one, two = (tagged(project, article, code, (0, n)) for n in (4, 9))
        with project.begin("Change all", coder_id=ANNA) as job:
            job.take(
                Update(Kind.ANNOTATION, each, {"memo": "job", "unsure": True})
                for each in (one, two)
            )
            assert [each.memo for each in project.queries.annotations()] == ["", ""]
            project.apply("Mine", [Update(Kind.ANNOTATION, one, {"memo": "mine"})], coder_id=ANNA)
            changes = job.finish()
        seen = {each.id: (each.memo, each.unsure) for each in project.queries.annotations()}
        assert seen == {one: ("mine", True), two: ("job", True)}
        assert changes.updated == {Kind.ANNOTATION: frozenset({one, two})}
    with Project.open(path) as project:
        assert {each.memo for each in project.queries.annotations()} == {"mine", "job"}
        assert project.check() == []


def test_an_annotation_removed_meanwhile_stays_removed(project: Project) -> None:
    code = add_code(project, "claim")
    one = tagged(project, add_article(project), code, (0, 4))
    with project.begin("Change all", coder_id=ANNA) as job:
        job.take([Update(Kind.ANNOTATION, one, {"memo": "job"})])
        project.apply("Remove", [Remove(Kind.ANNOTATION, one)], coder_id=ANNA)
        changes = job.finish()
    assert project.queries.annotations() == []
    assert changes.counts == {}
    project.undo(ANNA)  # the removal is the later one
    assert [each.memo for each in project.queries.annotations()] == ["job"]


def _removes_the_code(project: Project, code: int, article: int) -> None:
    project.apply("Delete", [Remove(Kind.CODE, code)], coder_id=ANNA)


def _takes_the_name(project: Project, code: int, article: int) -> None:
    add_code(project, "new")


def _tags(project: Project, code: int, article: int) -> None:
    tagged(project, article, code, (0, 4))


def _puts_under(project: Project, code: int, article: int) -> None:
    add_code(project, "child", parent_id=code)


@pytest.mark.parametrize(
    ("meanwhile", "edits", "said"),
    [
        (_removes_the_code, lambda p, c, a: coded_articles(p, c, 3), "has been deleted"),
        (
            _removes_the_code,
            lambda p, c, a: [Create(Kind.CODE, {"name": "under", "parent_id": c})],
            "has been deleted",
        ),
        (_takes_the_name, lambda p, c, a: [Create(Kind.CODE, {"name": "new"})], "same name"),
        (_tags, lambda p, c, a: [Remove(Kind.CODE, c)], "in use"),
        (_tags, lambda p, c, a: [Remove(Kind.ARTICLE, a)], "holds annotations"),
        (_puts_under, lambda p, c, a: [Remove(Kind.CODE, c)], "other codes under it|in use"),
    ],
)
def test_what_others_do_meanwhile_is_checked_in_the_end(
    path: Path, meanwhile: Any, edits: Any, said: str
) -> None:
    with new_project(path) as project:
        code, article = add_code(project, "claim"), add_article(project)
        with project.begin("Job", coder_id=ANNA) as job:
            job.take(edits(project, code, article))
            meanwhile(project, code, article)
            shown = everything(project)
            with pytest.raises(UserError, match=said):
                job.finish()
        assert everything(project) == shown
        assert project.check() == []
    assert "Job" not in labels(path)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        (lambda p, c, a: [Remove(Kind.CODE, c)], "in use"),
        (lambda p, c, a: [*articles(), Remove(Kind.ARTICLE, a)], "holds annotations"),
        (
            lambda p, c, a: [
                Create(Kind.CODE, {"name": "twin"}),
                *articles(),
                Create(Kind.CODE, {"name": "Twin"}),
            ],
            "same name",
        ),
        (
            lambda p, c, a: [
                Create(Kind.CODE, {"name": "x", "key": "k"}),
                *articles(),
                Update(Kind.CODE, c, {"key": "K"}),
            ],
            "same key",
        ),
        (lambda p, c, a: [Update(Kind.CODE, c, {"parent_id": c})], "under itself"),
    ],
)
def test_rules_hold_across_slices(project: Project, edits: Any, said: str) -> None:
    code, article = add_code(project, "claim"), add_article(project)
    tagged(project, article, code, (0, 4))
    shown = everything(project)
    with pytest.raises(UserError, match=said):
        take_in(project, edits(project, code, article))
    assert everything(project) == shown


def test_a_job_may_remove_a_code_with_the_annotations_that_have_it(project: Project) -> None:
    code, other, article = add_code(project, "a"), add_code(project, "b"), add_article(project)
    ones = [tagged(project, article, code, (0, 4)) for _ in range(3)]
    changes = take_in(
        project,
        [
            Remove(Kind.CODE, code),
            *articles(),
            Remove(Kind.ANNOTATION, ones[0]),
            Update(Kind.ANNOTATION, ones[1], {"code_id": other}),
            *articles(MANY, "Two."),
            Remove(Kind.ANNOTATION, ones[2]),
        ],
    )
    assert changes.counts == {(code, ANNA): -3, (other, ANNA): 1}
    assert project.queries.annotation_counts() == {(other, ANNA): 1}
    assert project.check() == []


def test_an_annotation_that_does_not_quote_its_text_is_refused(project: Project) -> None:
    code = add_code(project, "claim")
    article = add_article(project)
    wrong = annotation(project, article, code, "Another text")
    with pytest.raises(ValueError, match="has no text"):
        take_in(project, [*articles(), wrong])
    assert project.queries.article_ids() == [article]


def test_one_job_at_a_time(project: Project) -> None:
    with project.begin("Import", coder_id=ANNA) as job:
        with pytest.raises(UserError, match="Import: this is still under way"):
            project.begin("Merge", coder_id=ANNA)
        job.take(articles())
        job.finish()
    take_in(project, articles(3, "Again."), "Merge")
    assert len(project.queries.article_ids()) == MANY + 3


def test_an_empty_job_leaves_no_entry(path: Path) -> None:
    with new_project(path) as project:
        assert take_in(project, []).txn == 0
    assert labels(path) == ["Create the project"]


def test_a_job_that_failed_can_only_be_cancelled(project: Project) -> None:
    with project.begin("Import", coder_id=ANNA) as job:
        with pytest.raises(ValueError, match="there is no code"):
            job.take([Update(Kind.CODE, 99, {"name": "x"})])
        with pytest.raises(RuntimeError):
            job.take(articles())
        with pytest.raises(RuntimeError):
            job.finish()
    assert project.queries.article_ids() == []


def test_a_job_is_undone_and_done_again_as_one(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        before = everything(project)
        take_in(project, coded_articles(project, code))
        after = everything(project)
    with Project.open(path) as project:
        project.undo(ANNA)
        assert everything(project) == before
        project.redo(ANNA)
        assert everything(project) == after


def test_stamps_of_a_job_are_older_than_those_of_saves_meanwhile(path: Path) -> None:
    with new_project(path) as project:
        with project.begin("Import", coder_id=ANNA, seen=50) as job:
            job.take(articles(2))
            add_code(project, "claim")
            job.finish()
        add_code(project, "later")
    assert in_file(path, "SELECT label, rev FROM txn ORDER BY id") == [
        ("Create the project", 1),
        ("Import", 51),
        ("Add claim", 52),
        ("Add later", 53),
    ]
    assert in_file(path, "SELECT rev FROM know") == [(53,)]
    assert in_file(path, "SELECT DISTINCT rev FROM article") == [(51,)]


def test_closing_cancels_the_job(path: Path) -> None:
    with new_project(path):
        pass
    before = contents(path)
    project = Project.open(path)
    job = project.begin("Import", coder_id=ANNA)
    job.take(articles())
    project.close()
    with pytest.raises(CancelledError, match="cancelled"):
        job.take(articles())
    assert contents(path) == before


def test_a_job_told_to_stop_fails_at_its_next_slice_and_closing_takes_it_out(path: Path) -> None:
    with new_project(path):
        pass
    before = contents(path)
    with Project.open(path) as project:
        with project.begin("Import", coder_id=ANNA) as job:
            job.take(articles())
            project.stop_job()
            with pytest.raises(CancelledError, match="cancelled"):
                job.finish()
        assert project.queries.article_ids() == []
    assert contents(path) == before


def test_closing_does_not_wait_for_all_of_a_done_job_to_come_in(path: Path) -> None:
    with new_project(path) as project, project.begin("Import", coder_id=ANNA) as job:
        job.take(articles(300))
        arrive = job._arrive

        def while_closing() -> None:
            job.give_up()
            arrive()

        job._arrive = while_closing  # type: ignore[method-assign]
        job.finish()
        assert project.queries.article_ids() == []
    with Project.open(path) as project:
        assert len(project.queries.article_ids()) == 300
        assert project.undo_label(ANNA) == "Import"
        assert project.check() == []


def _killed(path: Path, work: Any) -> None:
    """Runs ``work`` in a program that is gone in the middle of it."""
    child = os.fork()
    if child == 0:
        try:
            work(Project.open(path))
        finally:
            os._exit(9)
    os.waitpid(child, 0)


@posix
def test_a_job_whose_program_was_killed_is_gone_on_the_next_opening(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
    before = contents(path)

    def work(project: Project) -> None:
        project.begin("Import", coder_id=ANNA).take(coded_articles(project, code))
        add_code(project, "meanwhile")

    _killed(path, work)
    with Project.open(path) as project:
        assert [each.name for each in project.queries.codebook()] == ["claim", "meanwhile"]
        assert project.undo_label(ANNA) == "Add meanwhile"
        assert project.check() == []
    after = contents(path)
    assert after["article"] == before["article"]
    assert after["article_text"] == []
    assert after["annotation"] == []
    assert labels(path) == ["Create the project", "Add claim", "Add meanwhile"]


@posix
def test_a_job_that_was_done_when_its_program_was_killed_is_completed(path: Path) -> None:
    with new_project(path) as project:
        code = add_code(project, "claim")
        old = tagged(project, add_article(project), code, (0, 4))

    def work(project: Project) -> None:
        job = project.begin("Import", coder_id=ANNA)
        job.take(coded_articles(project, code))
        job.take([Update(Kind.ANNOTATION, old, {"memo": "changed"})])
        job._arrive = lambda: os._exit(9)  # as soon as it is done
        job.finish()

    _killed(path, work)
    assert in_file(path, "SELECT done, applied FROM txn WHERE label = 'Import'") == [(1, 0)]
    with Project.open(path) as project:
        assert project.queries.annotation_counts() == {(code, ANNA): MANY + 1}
        assert project.queries.annotation(old).memo == "changed"
        assert project.undo_label(ANNA) == "Import"
        assert project.check() == []
        project.undo(ANNA)
        assert project.queries.annotation_counts() == {(code, ANNA): 1}


def test_a_completed_job_does_not_bring_back_what_was_removed_since(path: Path) -> None:
    with new_project(path) as project:
        changes = take_in(project, articles(3))
        gone = min(changes.created[Kind.ARTICLE])
        project.apply("Remove", [Remove(Kind.ARTICLE, gone)], coder_id=ANNA)
    in_file(path, "UPDATE txn SET applied = 0 WHERE label = 'Import'")
    with Project.open(path) as project:
        assert gone not in project.queries.article_ids()
        assert len(project.queries.article_ids()) == 2


def test_a_file_open_for_reading_does_not_show_an_unfinished_job(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
        shown = everything(project)
        take_in(project, articles())
    in_file(path, "UPDATE txn SET done = 0, applied = 0 WHERE label = 'Import'")
    in_file(path, "UPDATE article SET deleted = 1")
    with Project.open(path, read_only=True) as project:
        assert everything(project) == shown
        assert project.undo_label(ANNA) == "Add claim"
        assert not project.records.are_settled


def test_opening_asks_an_index_that_is_empty_for_unfinished_jobs(path: Path) -> None:
    with traced() as trace, new_project(path):
        pass
    (asked,) = {
        event.sql
        for event in trace.events
        if isinstance(event, Ran) and "FROM txn" in event.sql and "done = 0" in event.sql
    }
    with closing(sqlite3.connect(path)) as raw:
        plan = [row[-1] for row in raw.execute(f"EXPLAIN QUERY PLAN {asked}")]
    assert len(plan) == 1
    assert "ix_txn_unfinished" in plan[0]


def test_whatever_the_user_saves_meanwhile_is_synced(path: Path) -> None:
    with (
        traced() as trace,
        new_project(path) as project,
        project.begin("Import", coder_id=ANNA) as job,
    ):
        job.take(articles())
        add_code(project, "claim")
        job.take(articles(3, "More."))
        job.finish()
    synced, saved = True, {}
    label = ""
    for event in trace.events:
        if not isinstance(event, Ran):
            continue
        if "synchronous" in event.sql:
            synced = "FULL" in event.sql
        if event.sql.startswith("INSERT INTO txn"):
            label = "claim" if "Add claim" in event.sql else "job"
        if "applied" in event.sql and event.sql.startswith("UPDATE txn"):
            label = "end"
        if event.sql == "COMMIT" and label:
            saved.setdefault(label, []).append(synced)
            label = ""
    assert saved["claim"] == [True]
    assert saved["end"] == [True, True]
    assert saved["job"][-1] is False
    assert synced


def test_the_main_thread_saves_while_another_one_imports(project: Project) -> None:
    done = []

    def work() -> None:
        done.append(take_in(project, articles(600)))

    thread = Thread(target=work)
    thread.start()
    codes = []
    while thread.is_alive():
        codes.append(add_code(project, f"code {len(codes)}"))
    thread.join()

    assert len(done[0].created[Kind.ARTICLE]) == 600
    assert len(project.queries.codebook()) == len(codes)
    assert project.check() == []


def test_what_is_removed_while_a_done_job_comes_in_is_still_refused(project: Project) -> None:
    """Between the end of a job and its being seen nobody can pull the ground from under it."""
    code, article = add_code(project, "claim"), add_article(project)
    other = add_article(project, "Other.")
    refused = []

    def try_to(*edits: Edit) -> None:
        with pytest.raises(UserError) as error:
            project.apply("Mine", edits, coder_id=ANNA)
        refused.append(error.value.what)

    with project.begin("Import", coder_id=ANNA) as job:
        job.take([annotation(project, article, code, TEXT), Remove(Kind.ARTICLE, other)])
        arrive = job._arrive

        def first_others() -> None:
            try_to(Remove(Kind.CODE, code))
            try_to(annotation(project, other, code, "Other."))
            arrive()

        job._arrive = first_others  # type: ignore[method-assign]
        job.finish()

    assert "in use" in refused[0]
    assert "has been removed" in refused[1]
    assert project.queries.article_ids() == [article]
    assert place(project, article, (0, 3)).quote == "Gra"
    assert add_coder(project, "Ben")


def test_a_record_that_a_job_is_making_is_made_by_nobody_else_and_none_is_lost(
    project: Project,
) -> None:
    made = Create(Kind.CODE, {"name": "shipped"}, derived_uid("code", "shipped"))
    with project.begin("Import", coder_id=ANNA) as job:
        job.take([made])
        with pytest.raises(UserError, match="“Import” is bringing this in just now"):
            project.apply("Add", [made], coder_id=ANNA)
        job.cancel()
    project.apply("Add", [made], coder_id=ANNA)
    assert [one.name for one in project.queries.codebook()] == ["shipped"]
    assert project.check() == []
