"""What a crash left beside a file is used where it belongs to it, and never anywhere else."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from store_making import add_article, add_code, in_file, new_project

from annotator.domain.errors import UserError
from annotator.store import Project
from annotator.store.engines.sqlite import schema

Files = dict[str, bytes]


def _crashed(path: Path, code: str, sessions: int = 1) -> Files:
    """A project and its log as they lie there when the program is killed after adding a code."""
    for _ in range(sessions - 1):
        Project.open(path).close()
    with Project.open(path) as project:
        add_article(project, headline=code)
        add_code(project, code)
        return _files(path)


def _files(path: Path) -> Files:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def _put(path: Path, files: Files) -> None:
    for file in path.parent.iterdir():
        file.unlink()
    for name, content in files.items():
        (path.parent / name).write_bytes(content)


def _codes(path: Path) -> list[str]:
    with Project.open(path) as project:
        assert project.check() == []
        return [code.name for code in project.queries.codebook()]


def _refused(path: Path, leftover: str) -> None:
    before = _files(path)
    with pytest.raises(UserError, match="unfinished work of another copy") as error:
        Project.open(path)
    assert leftover in error.value.what
    assert leftover in error.value.way_out
    assert _files(path) == before


@pytest.fixture
def log(path: Path) -> str:
    new_project(path).close()
    return f"{path.name}-wal"


def test_own_log_is_used(path: Path, log: str) -> None:
    crashed = _crashed(path, "claim")
    assert crashed[log]
    _put(path, crashed)
    assert _codes(path) == ["claim"]
    assert list(_files(path)) == [path.name]


def test_own_log_is_used_after_crash_upon_crash(path: Path, log: str) -> None:
    for n in range(4):
        _put(path, _crashed(path, f"code {n}"))
        _put(path, _crashed(path, f"code {n} again"))
    assert len(_codes(path)) == 8


def test_log_is_used_also_after_a_checkpoint_that_was_cut_off(path: Path, log: str) -> None:
    with Project.open(path) as project:
        add_article(project)
        project.checkpoint()
        add_code(project, "claim")
        before = _files(path)
        project.checkpoint()
        written = path.read_bytes()
    _put(path, {**before, path.name: written})
    assert _codes(path) == ["claim"]


@pytest.mark.parametrize("sessions", [1, 3])
def test_log_of_a_later_state_is_not_written_into_an_older_one(
    path: Path, log: str, sessions: int
) -> None:
    older = _crashed(path, "claim")
    newer = _crashed(path, "number", sessions)
    _put(path, {**older, log: newer[log]})
    _refused(path, log)
    _put(path, newer)
    assert _codes(path) == ["claim", "number"]


def test_log_of_another_project_is_not_written_into_this_one(path: Path, log: str) -> None:
    mine = _crashed(path, "mine")
    path.unlink()
    new_project(path, "Another").close()
    theirs = _crashed(path, "theirs", sessions=2)
    _put(path, {**mine, log: theirs[log]})
    _refused(path, log)


def test_log_of_a_program_that_died_before_it_wrote_anything_is_no_matter(
    path: Path, log: str
) -> None:
    crashed = _crashed(path, "claim")
    for content in (bytes(5000), crashed[log][:20], crashed[log][:2000]):
        _put(path, {**crashed, log: content})
        assert _codes(path) == []


# -- reading only


def _read(path: Path) -> list[str]:
    with Project.open(path, read_only=True) as project:
        assert project.check() == []
        with pytest.raises(UserError, match="for reading only"):
            add_code(project, "more")
        return [code.name for code in project.queries.codebook()]


def test_reading_after_a_crash_leaves_one_plain_file(path: Path, log: str) -> None:
    crashed = _crashed(path, "claim")
    _put(path, {**crashed, f"{path.name}-shm": b"old"})
    assert _read(path) == ["claim"]
    plain = _files(path)
    assert list(plain) == [path.name]
    assert _read(path) == ["claim"]
    assert _files(path) == plain


def test_reading_a_file_whose_log_was_empty_leaves_it_plain(path: Path, log: str) -> None:
    crashed = _crashed(path, "claim")
    _put(path, {path.name: crashed[path.name]})
    assert _read(path) == []
    assert list(_files(path)) == [path.name]


def test_what_others_left_for_reading_together_goes(path: Path) -> None:
    new_project(path).close()
    for opened in (partial(Project.open, read_only=True), Project.open):
        path.with_name(f"{path.name}-shm").write_bytes(bytes(32768))
        opened(path).close()
        assert list(_files(path)) == [path.name]


def test_reading_a_log_of_another_project_changes_nothing(path: Path, log: str) -> None:
    crashed = _crashed(path, "claim")
    _put(path, {path.name: path.read_bytes(), log: crashed[log]})
    before = _files(path)
    with pytest.raises(UserError, match="unfinished work of another copy"):
        Project.open(path, read_only=True)
    assert _files(path) == before


# -- journals


def _with_journal(path: Path) -> Files:
    """A file in the middle of a large change, with what takes it back beside it."""
    copies = path.parent.parent / "copies"
    copies.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("CREATE TABLE more (words TEXT)")
        raw.executemany("INSERT INTO more VALUES (?)", [("grain " * 500,)] * 500)
        for file in path.parent.iterdir():
            shutil.copy(file, copies)
        raw.execute("ROLLBACK")
    return _files(copies / path.name)


def test_own_journal_takes_an_unfinished_change_back(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
    half = _with_journal(path)
    assert half[path.name] != path.read_bytes()
    _put(path, half)
    assert _codes(path) == ["claim"]
    assert list(_files(path)) == [path.name]


def test_journal_of_an_older_state_is_not_written_into_a_newer_one(path: Path) -> None:
    with new_project(path) as project:
        add_code(project, "claim")
    journal = f"{path.name}-journal"
    half = _with_journal(path)
    for n in range(3):
        with Project.open(path) as project:
            add_code(project, f"code {n}")
    _put(path, {path.name: path.read_bytes(), journal: half[journal]})
    _refused(path, journal)
    (path.parent / journal).unlink()
    assert len(_codes(path)) == 4


def test_journal_that_was_used_up_is_no_matter(path: Path) -> None:
    new_project(path).close()
    in_file(path, f"PRAGMA user_version = {schema.latest()}")
    path.with_name(f"{path.name}-journal").write_bytes(bytes(4096))
    assert _codes(path) == []
