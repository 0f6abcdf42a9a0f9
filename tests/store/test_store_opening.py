"""What a project needs before it is used can be watched, and left for next time, at any step."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from job_making import articles, contents, labels
from store_making import ANNA, add_code, in_file, new_project

from annotator.domain.errors import CancelledError, UserError
from annotator.domain.readying import Stage
from annotator.store import Opening, Project, backups, readying
from annotator.store.engines.sqlite import schema

SITES = ["file"]
_OLD = Path(__file__).parent.parent / "golden" / "project-v1.sql"
_MANY = 60


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is large here takes long, and every portion is told."""
    monkeypatch.setattr("annotator.store.readying._MANY", 50)
    monkeypatch.setattr("annotator.store.turns.LONGEST", 0)


@pytest.fixture
def old(path: Path) -> Path:
    """A closed project of the first version."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(_OLD.read_text(encoding="utf-8"))
        raw.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        raw.execute("PRAGMA user_version = 1")
    return path


def begun(path: Path) -> None:
    """A project in which somebody began an import and was killed."""
    new_project(path).close()
    copy = path.with_name("open.annotator")
    with Project.open(path) as project, project.begin("Import", coder_id=ANNA) as job:
        job.take(articles(_MANY))
        add_code(project, "saved meanwhile")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    for ending in ("", "-wal"):
        shutil.move(f"{copy}{ending}", f"{path}{ending}")


def done(path: Path) -> None:
    """A project in which a job was done when the program was killed, and not all of it came in."""
    new_project(path).close()
    with Project.open(path) as project, project.begin("Import", coder_id=ANNA) as job:
        job.take(articles(_MANY))
        job.finish()
    in_file(path, "UPDATE txn SET applied = 0 WHERE label = 'Import'")
    in_file(path, "UPDATE article SET deleted = 1 WHERE id > 5")


class Watcher:
    """Notes what it is told, and says stop after so many tellings."""

    def __init__(self, most: int = 10**9) -> None:
        self.told: list[tuple[Stage, str, int, int]] = []
        self._most = most

    def __call__(self, stage: Stage, label: str, done: int, total: int) -> bool:
        self.told.append((stage, label, done, total))
        return len(self.told) <= self._most

    @property
    def stages(self) -> list[Stage]:
        return list(dict.fromkeys(stage for stage, *_ in self.told))


def opened_at_last(path: Path) -> Iterator[int]:
    """Open it and say stop, later each time, until it comes open; how often it was stopped."""
    stopped = 0
    while True:
        try:
            project = Opening(path).finish(Watcher(stopped))
        except CancelledError:
            stopped += 1
            yield stopped
            continue
        project.close()
        return


def test_a_sound_project_takes_no_time_and_tells_nothing(path: Path) -> None:
    new_project(path).close()
    opening, watcher = Opening(path), Watcher()
    assert not opening.takes_long
    opening.finish(watcher).close()
    assert watcher.told == []


def test_an_older_file_is_kept_and_brought_up_to_date(old: Path) -> None:
    opening, watcher = Opening(old), Watcher()
    assert opening.takes_long
    with opening.finish(watcher) as project:
        assert project.check() == []
        (kept,) = backups.of_project(project.uid)
    assert watcher.stages[0] is Stage.KEEPING
    assert in_file(kept.path, "PRAGMA user_version") == [(1,)]


def test_an_older_file_stays_as_it_was_where_somebody_says_stop(old: Path) -> None:
    before = contents(old)
    attempts = opened_at_last(old)
    assert next(attempts)
    for _ in attempts:
        assert contents(old) == before
        assert in_file(old, "PRAGMA user_version") == [(1,)]
    assert in_file(old, "PRAGMA user_version") == [(schema.latest(),)]


def test_bringing_a_file_up_to_date_is_let_go_in_the_middle_of_a_statement(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.store.engines.sqlite.connection._OPERATIONS", 1)
    before = contents(old)

    def until_update(stage: Stage, label: str, done: int, total: int) -> bool:
        return stage is not Stage.UPDATING

    with pytest.raises(CancelledError, match="goes on when it is opened the next time"):
        Opening(old).finish(until_update)
    assert contents(old) == before


def test_a_job_that_was_not_done_is_taken_out_bit_by_bit(path: Path) -> None:
    begun(path)
    opening, watcher = Opening(path), Watcher()
    assert opening.takes_long
    opening.finish(watcher).close()
    assert watcher.stages == [Stage.TAKING_OUT]
    (label,) = {label for _, label, *_ in watcher.told}
    assert label == "Import"
    counts = [(so_far, total) for _, _, so_far, total in watcher.told]
    assert counts == sorted(counts)
    assert counts[-1] == (_MANY, _MANY)
    assert len(counts) > 2
    assert "Import" not in labels(path)
    assert in_file(path, "SELECT count(*) FROM article") == [(0,)]


@pytest.mark.parametrize(("left", "label", "found"), [(begun, None, 0), (done, "Import", _MANY)])
def test_what_is_stopped_at_any_step_goes_on_the_next_time(
    path: Path, left: Any, label: str | None, found: int
) -> None:
    left(path)
    attempts = opened_at_last(path)
    assert next(attempts)
    for _ in attempts:
        assert in_file(path, "PRAGMA integrity_check") == [("ok",)]
        assert not path.with_name(f"{path.name}-wal").exists()
    with Project.open(path) as project:
        assert project.records.are_settled
        assert len(project.queries.article_ids()) == found
        assert project.undo_label(ANNA) == (label or "Add saved meanwhile")
        assert project.check() == []


def test_a_project_that_cannot_be_written_waits_for_nothing(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Opening(old, read_only=True)
    assert not opening.takes_long
    with pytest.raises(UserError, match="older version"):
        opening.finish()


def test_a_file_is_let_go_where_it_cannot_be_looked_at(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_project(path).close()

    def fail(_database: object) -> bool:
        raise UserError("no")

    monkeypatch.setattr(readying, "takes_long", fail)
    with pytest.raises(UserError, match="no"):
        Opening(path)
    monkeypatch.undo()
    Project.open(path).close()
